from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import WorkspaceModel
from clew.rooms.interviews.models.studies import Interview


class Asking(WorkspaceModel):
    """Whose turns in the transcript of an interview are the interviewers', by the names that stand there, where somebody said so."""

    interview = models.OneToOneField(Interview, primary_key=True, on_delete=models.CASCADE, related_name="+")
    speakers = models.JSONField()

    guards: ClassVar[Guards] = Guards(recorded=True, node="interview_id")

    class Meta:
        db_table = "interviews_asking"
