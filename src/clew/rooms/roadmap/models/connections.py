"""Trackers that are followed through their own interface: who is asked, with what right, and what both sides last agreed on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import Guards, Rule
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.roadmap.kinds import IDEA_STATES
from clew.rooms.roadmap.models.trackers import TrackedIdea

_OTHER_SCHEME = "substr(NEW.address, 1, 8) <> 'https://' AND substr(NEW.address, 1, 7) <> 'http://'"


class TrackerConnection(WorkspaceModel):
    """A project in a tracker whose issues and ideas are kept alike. `states`: by each state of an idea, what it is called there.

    `account`: whose token it is, where the tracker wants to know. `brings_new`, `label`: which new issues become ideas.
    `wins`: whose state holds where both changed. `why_off` says why it is not asked.
    """

    KINDS = [("github", "GitHub"), ("jira", "Jira")]
    WINS = [("ask", "Ask us"), ("tracker", "The tracker"), ("clew", "Clew")]

    kind = models.CharField(max_length=6, choices=KINDS)
    address = models.CharField(max_length=300)
    project = models.CharField(max_length=100)
    account = models.CharField(max_length=254, blank=True)
    brings_new = models.BooleanField(default=False)
    label = models.CharField(max_length=60, blank=True)
    wins = models.CharField(max_length=7, choices=WINS, default="ask")
    states = models.JSONField(default=dict)
    is_on = models.BooleanField(default=True)
    why_off = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True,
        rules=(
            Rule("tracker_scheme_i", "INSERT", _OTHER_SCHEME, "an address begins with https://"),
            Rule("tracker_scheme_u", "UPDATE", _OTHER_SCHEME, "an address begins with https://"),
            Rule(
                "tracker_stays",
                "UPDATE",
                "OLD.kind <> NEW.kind OR OLD.project <> NEW.project OR OLD.address <> NEW.address",
                "a connection leads to one project",
            ),
        ),
    )

    class Meta:
        db_table = "roadmap_tracker"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "project"], name="tracker_project_once"),
            models.CheckConstraint(condition=Q(is_on=False) | Q(why_off=""), name="tracker_off_for_a_reason"),
        ]

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """What the states of here are called there, in the order in which an idea goes through them."""
        return {state: tuple(self.states.get(state, ())) for state in IDEA_STATES}


class TrackerKey(WorkspaceModel):
    """What a tracker is asked with, and how it fares. Apart from the connection, which the ledger records; in no backup.

    `cursor`: how far changes were taken over. `held_by`: which process is at it, until when. `rounds`: what the last times brought.
    """

    connection = models.OneToOneField(TrackerConnection, primary_key=True, on_delete=models.CASCADE, related_name="key")
    token = models.CharField(max_length=500)
    cursor = models.JSONField(default=dict)
    held_by = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    remedy = models.CharField(max_length=300, blank=True)
    rounds = models.JSONField(default=list)

    class Meta:
        db_table = "roadmap_tracker_key"
        indexes = [models.Index(fields=["due_at"], name="tracker_due")]


class SyncedIdea(WorkspaceModel):
    """The state of an idea and of its issue that both sides last agreed on: what differs from it was changed since.

    `there`: in the tracker's words, empty before the first time. `error`: why the last change could not be told there.
    """

    tracked = models.OneToOneField(TrackedIdea, primary_key=True, on_delete=models.CASCADE, related_name="synced")
    connection = models.ForeignKey(TrackerConnection, on_delete=models.CASCADE, related_name="ideas")
    here = models.CharField(max_length=24)
    there = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)
    again_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_synced_idea"


class TrackerClash(WorkspaceModel):
    """Both sides changed the state since they agreed. `means`: empty where theirs means nothing here. `settled`: whose holds, by a person or by the connection's rule; empty while open."""

    SETTLED = [(s, s) for s in ("", "ours", "theirs", "alike")]

    synced = models.ForeignKey(SyncedIdea, on_delete=models.CASCADE, related_name="clashes")
    ours = models.CharField(max_length=24)
    theirs = models.CharField(max_length=200)
    means = models.CharField(max_length=24, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    settled = models.CharField(max_length=6, choices=SETTLED, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_tracker_clash"
        constraints = [
            models.UniqueConstraint(fields=["synced"], condition=Q(settled=""), name="tracker_clash_open_once"),
            models.CheckConstraint(
                condition=Q(settled="", settled_at__isnull=True) | ~Q(settled="") & Q(settled_at__isnull=False),
                name="tracker_clash_settled_when",
            ),
        ]


class TrackerOpening(WorkspaceModel):
    """An idea that is to become an issue. `mark` stands in the issue, by which it is found again when the answer to its opening was lost."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="openings")
    connection = models.ForeignKey(TrackerConnection, on_delete=models.CASCADE, related_name="openings")
    mark = models.CharField(max_length=32, unique=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="idea_id")

    class Meta:
        db_table = "roadmap_tracker_opening"
        constraints = [models.UniqueConstraint(fields=["connection", "idea"], name="tracker_opening_once")]
