from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.customers.api import Person
from clew.ground.evidence.api import Source
from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel

MOST_WANTED = 1000


class Study(Record):
    """A question to be answered by talking with customers. How far along it is, is its node's state."""

    METHODS = [
        ("interview", "Interviews"),
        ("contextual", "Visits where they work"),
        ("usability", "Usability sessions"),
        ("group", "Group conversations"),
        ("other", "Another way"),
    ]

    question = models.TextField(max_length=2000, blank=True)
    whom = models.CharField(max_length=500, blank=True)
    method = models.CharField(max_length=12, choices=METHODS, default="interview")
    wanted = models.PositiveIntegerField(null=True)
    budget_minor = models.BigIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("study")))

    class Meta:
        db_table = "interviews_study"
        constraints = [
            models.CheckConstraint(
                condition=Q(wanted__isnull=True) | Q(wanted__gte=1, wanted__lte=MOST_WANTED), name="study_wanted"
            ),
            models.CheckConstraint(
                condition=Q(budget_minor__isnull=True) | Q(budget_minor__gte=0), name="study_budget"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="study_days_in_order",
            ),
        ]


class Candidate(WorkspaceModel):
    """A person who may be asked for a study, and how far that got."""

    STATES = [
        ("found", "Found"),
        ("invited", "Invited"),
        ("queued", "To be looked at"),
        ("accepted", "Accepted"),
        ("rejected", "Not fitting"),
        ("declined", "Declined"),
        ("booked", "Booked"),
        ("done", "Heard"),
    ]

    SOURCES = [("panel", "Panel"), ("screener", "Open form")]

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=STATES, default="found")
    source = models.CharField(max_length=8, choices=SOURCES, default="panel")
    note = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id")

    class Meta:
        db_table = "interviews_candidate"
        constraints = [models.UniqueConstraint(fields=["study", "person"], name="candidate_once")]
        indexes = [models.Index(fields=["workspace", "person"], name="candidate_by_person")]


class Interview(Record):
    """A conversation for a study: booked, held or called off (its node's state). What was said in it is a source."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="interviews")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    interviewer = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.OneToOneField(Source, null=True, on_delete=models.SET_NULL, related_name="interview")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    held_on = models.DateField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("interview")))

    class Meta:
        db_table = "interviews_interview"
        indexes = [models.Index(fields=["workspace", "study", "node"], name="interview_by_study")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="interview_hours_in_order",
            )
        ]
