from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.exchange.api import MOST_DAYS
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import WorkspaceModel
from clew.rooms.interviews.models.studies import Study


class StudyRetention(WorkspaceModel):
    """How long what was heard in a study is kept once it has ended. `spares_grounds`: what a taken decision rests on is kept."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="retention")
    days = models.PositiveIntegerField()
    spares_grounds = models.BooleanField(default=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id")

    class Meta:
        db_table = "interviews_retention"
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=MOST_DAYS), name="study_retention_days"),
        ]
