from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Excerpt
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import Guards
from clew.ground.thread.api import KEPT, Record, of_kind
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.interviews.models.conduct import LONGEST_MS, Recording
from clew.rooms.interviews.models.studies import Interview, Study

FACTS_LIMIT, CAPTION_LIMIT = 2000, 200


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


class Reel(Record):
    """Clips of a study, one after the other. `film`: what was made of them; `made_of`: of which, and of which recordings."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="reels")
    has_cards = models.BooleanField(default=True)
    film = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    made_of = models.JSONField(default=list)
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", rules=(KEPT, of_kind("reel")))

    class Meta:
        db_table = "interviews_reel"
        indexes = [models.Index(fields=["workspace", "study"], name="reel_of_study")]


class Clip(WorkspaceModel):
    """Where an excerpt was said in a recording, and the piece that was cut there. `cut_as`: from what it was cut, and where."""

    reel = models.ForeignKey(Reel, on_delete=models.CASCADE, related_name="clips")
    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="+")
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    start_ms = models.BigIntegerField()
    end_ms = models.BigIntegerField()
    caption = models.CharField(max_length=CAPTION_LIMIT, blank=True)
    piece = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    cut_as = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="reel_id")

    class Meta:
        db_table = "interviews_clip"
        constraints = [
            models.UniqueConstraint(fields=["reel", "excerpt"], condition=Q(removed_at__isnull=True), name="clip_once"),
            models.CheckConstraint(
                condition=Q(start_ms__gte=0, end_ms__gt=F("start_ms"), end_ms__lte=LONGEST_MS), name="clip_in_order"
            ),
        ]
