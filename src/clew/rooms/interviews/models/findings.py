from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.rooms.interviews.models.studies import MOST_WANTED, Study

OPEN, IN_WORK, DONE, LEFT = STATES = ("open", "in work", "done", "left as it is")


class Finding(Record):
    """What a study found, how bad it is and what should be done about it. What became of it is its node's state.

    Who showed it are the people behind the excerpts tied to it. `counted`: how many did, where a study says only that.
    `said`: what the study itself called its severity and its status, where these are its own words.
    """

    SEVERITIES = [
        ("critical", "Critical"),
        ("high", "High"),
        ("medium", "Medium"),
        ("low", "Low"),
        ("note", "Note"),
        ("positive", "Positive"),
        ("unrated", "Not rated"),
    ]

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="findings")
    severity = models.CharField(max_length=8, choices=SEVERITIES, default="unrated")
    area = models.CharField(max_length=200, blank=True)
    detail = models.TextField(max_length=10_000, blank=True)
    recommendation = models.TextField(max_length=4000, blank=True)
    ticket = models.TextField(max_length=2000, blank=True)
    counted = models.PositiveIntegerField(null=True)
    severity_said = models.CharField(max_length=200, blank=True)
    status_said = models.CharField(max_length=500, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("finding")))

    class Meta:
        db_table = "interviews_finding"
        indexes = [models.Index(fields=["workspace", "study", "node"], name="finding_by_study")]
        constraints = [
            models.CheckConstraint(
                condition=Q(counted__isnull=True) | Q(counted__lte=MOST_WANTED), name="finding_counted"
            )
        ]
