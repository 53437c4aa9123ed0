from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.roadmap.models.plan import Item


class Baseline(WorkspaceModel):
    """A moment with a name, such as a plan that was agreed on: what moved since is read from the moves after it."""

    name = models.CharField(max_length=60)
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, append_only=True, set_once=("taken_by_id",))

    class Meta:
        db_table = "roadmap_baseline"
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="baseline_once")]


class PlanView(Record):
    """The plan as a certain audience sees it, under a name: it may be shared by a link, and is always of today."""

    ARRANGEMENTS = [
        ("horizon", "Now, next, later"),
        ("timeline", "Timeline"),
        ("goal", "By goal"),
        ("team", "By team"),
    ]

    audience = models.CharField(max_length=7, choices=Item.AUDIENCES, default="company")
    arrangement = models.CharField(max_length=8, choices=ARRANGEMENTS, default="horizon")
    team = models.CharField(max_length=60, blank=True)
    # Whether whoever holds a link to it may open its items and read what customers said for them and against them.
    shows_words = models.BooleanField(default=False)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("plan_view")))

    class Meta:
        db_table = "roadmap_plan_view"
