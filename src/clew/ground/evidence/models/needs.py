from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind


class Outcome(Record):
    """The result a team is after: a metric with a target."""

    metric = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    due_on = models.DateField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("outcome")))

    class Meta:
        db_table = "evidence_outcome"


class Need(Record):
    """What customers need, want or suffer from. It stands `under` an outcome or another need; evidence cuts both ways."""

    detail = models.TextField(max_length=10_000, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("need")))

    class Meta:
        db_table = "evidence_need"


class Idea(Record):
    """Something that could be done about a need."""

    detail = models.TextField(max_length=10_000, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("idea")))

    class Meta:
        db_table = "evidence_idea"
