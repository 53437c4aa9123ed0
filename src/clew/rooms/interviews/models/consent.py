from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.customers.api import SCOPE_CHOICES, ConsentText
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import WorkspaceModel
from clew.rooms.interviews.models.studies import Study

LONGEST_DAYS = 3_650


class ConsentPlan(WorkspaceModel):
    """What a study asks whomever it hears to agree to. A study without one asks for no consent.

    `text`: the version that is shown, or the newest there is then. `days`: for how long it holds, or until it is withdrawn.
    """

    study = models.OneToOneField(Study, primary_key=True, on_delete=models.CASCADE, related_name="consent_plan")
    text = models.ForeignKey(ConsentText, null=True, on_delete=models.CASCADE, related_name="+")
    scopes = models.CharField(max_length=24, choices=SCOPE_CHOICES)
    days = models.PositiveSmallIntegerField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="study_id")

    class Meta:
        db_table = "interviews_consent_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=1, days__lte=LONGEST_DAYS), name="consent_plan_days"
            ),
            models.CheckConstraint(
                condition=Q(scopes__in=[some for some, _ in SCOPE_CHOICES]), name="consent_plan_scopes"
            ),
        ]
