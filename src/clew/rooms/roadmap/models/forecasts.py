from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel


class Throughput(WorkspaceModel):
    """How many items were finished in each week, from a file. It is never changed; newer numbers come as another one.

    `weekly`: the counts, the oldest first; `first_day`: the day on which the first week begins.
    """

    name = models.CharField(max_length=100)
    first_day = models.DateField()
    weekly = models.JSONField()
    is_spread = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, append_only=True, set_once=("made_by_id",))

    class Meta:
        db_table = "roadmap_throughput"


class Forecast(Record):
    """When so many items will be done, or how many by a day, with all it was made from, so that anybody can make it again.

    `throughput`: the history it was made from; none is the roadmap's own. `result`: what came of it, with the record of its own method.
    """

    items = models.PositiveIntegerField(null=True)
    by = models.DateField(null=True)
    throughput = models.ForeignKey(Throughput, null=True, on_delete=models.CASCADE, related_name="forecasts")
    first_day = models.DateField()
    weekly = models.JSONField()
    seed = models.PositiveIntegerField()
    inputs_hash = models.CharField(max_length=64)
    result = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", append_only=True, rules=(of_kind("forecast"),))

    class Meta:
        db_table = "roadmap_forecast"
        constraints = [
            models.CheckConstraint(
                condition=Q(items__isnull=False, items__gte=1, by__isnull=True)
                | Q(items__isnull=True, by__isnull=False),
                name="forecast_asks_one_thing",
            ),
        ]
