from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.evidence.api import Source
from clew.ground.files.api import StoredFile, Upload
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.interviews.models.studies import Interview

LONGEST_MS = 24 * 3600 * 1000
TEXT_LIMIT, TAG_LIMIT = 2000, 30


class Note(WorkspaceModel):
    """What somebody noted while an interview ran, so many milliseconds after it began. `source`: its words once they were
    gathered, so that themes are found in them.

    `client_id` is made where it was typed, so that what is sent again after a broken connection is not noted twice.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="notes")
    client_id = models.UUIDField()
    at_ms = models.BigIntegerField()
    text = models.TextField(max_length=TEXT_LIMIT)
    tag = models.CharField(max_length=TAG_LIMIT, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="interview_id")

    class Meta:
        db_table = "interviews_note"
        indexes = [models.Index(fields=["interview", "at_ms", "id"], name="note_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "client_id"], name="note_once"),
            models.CheckConstraint(condition=Q(at_ms__gte=0, at_ms__lte=LONGEST_MS), name="note_within_a_day"),
        ]


class Recording(WorkspaceModel):
    """Sound or film of an interview. `pauses`: pairs of where in the recording it was paused, and for how long, in milliseconds."""

    KINDS = [("audio", "Sound"), ("video", "Film")]
    WAYS = [("recorded", "Recorded here"), ("uploaded", "Uploaded")]

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="recordings")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=KINDS)
    how = models.CharField(max_length=8, choices=WAYS)
    type = models.CharField(max_length=100)
    duration_ms = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    taken_away_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="interview_id")

    class Meta:
        db_table = "interviews_recording"
        indexes = [models.Index(fields=["interview", "id"], name="recording_of_interview")]
        constraints = [
            models.CheckConstraint(
                condition=Q(duration_ms__isnull=True) | Q(duration_ms__gte=0, duration_ms__lte=LONGEST_MS),
                name="recording_length",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(taken_away_at__isnull=False), name="recording_has_its_file"
            ),
        ]


class Incoming(WorkspaceModel):
    """A recording that is still coming in. What has come is kept by its upload, also when whoever sends it is gone."""

    upload = models.OneToOneField(Upload, primary_key=True, on_delete=models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=8, choices=Recording.WAYS)
    started_at = models.DateTimeField(null=True)
    recording = models.ForeignKey(Recording, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "interviews_incoming"


class Sitting(WorkspaceModel):
    """When an interview was really held: from its start to its end, as whoever leads it says by a key."""

    interview = models.OneToOneField(Interview, primary_key=True, on_delete=models.CASCADE, related_name="sitting")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="interview_id")

    class Meta:
        db_table = "interviews_sitting"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="sitting_in_order"
            )
        ]
