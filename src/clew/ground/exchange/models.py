from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import WorkspaceModel


class RetentionRule(WorkspaceModel):
    """How long a workspace keeps what customers said. `spares_grounds`: what a taken decision rests on is kept."""

    days = models.PositiveIntegerField()
    spares_grounds = models.BooleanField(default=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "exchange_retention"
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="one_retention_rule"),
            models.CheckConstraint(condition=Q(days__gte=1), name="retention_at_least_a_day"),
        ]
