from typing import ClassVar

from django.db import models

from clew.ground.evidence.api import Excerpt
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import WorkspaceModel
from clew.rooms.interviews.models.studies import Interview

FACTS_LIMIT = 2000


class Snapshot(WorkspaceModel):
    """An interview on one page, as Teresa Torres means it. `moments`: the story in its order, each with words, and a feeling from -2 to 2."""

    interview = models.OneToOneField(Interview, primary_key=True, on_delete=models.CASCADE, related_name="snapshot")
    excerpt = models.ForeignKey(Excerpt, null=True, on_delete=models.SET_NULL, related_name="+")
    facts = models.TextField(max_length=FACTS_LIMIT, blank=True)
    insights = models.TextField(max_length=FACTS_LIMIT, blank=True)
    moments = models.JSONField(default=list)

    guards: ClassVar[Guards] = Guards(recorded=True, node="interview_id")

    class Meta:
        db_table = "interviews_snapshot"
