from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import Guards
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import User, WorkspaceModel


class Factor(WorkspaceModel):
    """What is estimated of ideas, such as reach or effort. By its key it stands in formulas; a share lies between 0 and 1, and labels are 0 to 3."""

    KINDS = [
        ("amount", "Amount above 0"),
        ("any", "Any number"),
        ("share", "Share or probability"),
        ("scale", "Scale"),
        ("label", "Must, should, could, won't"),
    ]

    key = models.CharField(max_length=30)
    label = models.CharField(max_length=60)
    unit = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=6, choices=KINDS, default="amount")
    lowest = models.FloatField(null=True)
    highest = models.FloatField(null=True)
    question = models.CharField(max_length=300, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_factor"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="factor_once"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(highest__gt=F("lowest")),
                name="factor_ends_in_order",
            ),
        ]


class Estimate(WorkspaceModel):
    """What somebody holds a factor of an idea to be: low, likely and high, or low and high alone, with the share of cases
    that these shall hold (`level`). A later one of the same person takes its place; none is ever changed.

    `basis`, `source`: what it was taken from, and the record where that stands.
    """

    BASES = [
        ("guess", "A guess"),
        ("study", "A study"),
        ("metric", "A metric"),
        ("survey", "A survey"),
        ("other", "Something else"),
    ]

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="estimates")
    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="estimates")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    low = models.FloatField()
    likely = models.FloatField(null=True)
    high = models.FloatField()
    level = models.FloatField(default=0.9)
    basis = models.CharField(max_length=6, choices=BASES, default="guess")
    source = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    replaced_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True, node="idea_id", append_only=True, set_once=("author_id", "replaced_at")
    )

    class Meta:
        db_table = "roadmap_estimate"
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "factor", "author"],
                condition=Q(replaced_at__isnull=True, author__isnull=False),
                name="estimate_stands_once",
            ),
            models.CheckConstraint(condition=Q(high__gte=F("low")), name="estimate_ends_in_order"),
            models.CheckConstraint(
                condition=Q(likely__isnull=True) | Q(likely__gte=F("low"), likely__lte=F("high")),
                name="estimate_likely_between",
            ),
            models.CheckConstraint(condition=Q(level__gte=0.5, level__lte=1), name="estimate_level"),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "factor", "idea"], condition=Q(replaced_at__isnull=True), name="estimate_standing"
            )
        ]


class FindingCost(WorkspaceModel):
    """What it would cost to find out a factor of an idea, in person-days or in the workspace's currency; each has its own costs, since none is turned
    into the other. The unit that was said last is the one that counts."""

    UNITS = [("days", "Person-days"), ("money", "Money")]

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="+")
    unit = models.CharField(max_length=5, choices=UNITS)
    cost = models.FloatField()
    said_at = models.DateTimeField(auto_now=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="idea_id")

    class Meta:
        db_table = "roadmap_finding_cost"
        constraints = [
            models.UniqueConstraint(fields=["idea", "factor", "unit"], name="finding_cost_once"),
            models.CheckConstraint(condition=Q(cost__gt=0), name="finding_costs_something"),
        ]
