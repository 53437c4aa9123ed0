from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.evidence.api import Idea
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import WorkspaceModel


class TrackedIdea(WorkspaceModel):
    """Where an idea stands in a tracker, as its file said last: brought in again, it is known by shape, place and key.

    `place`: which project, team or board, in words of one's own. `raw`: all that the file said, so that it goes out without loss.
    `stood`: how far the idea was here when the tracker's state was taken; where it is elsewhere by now, its own state goes out.
    """

    SHAPES = [
        ("jira", "Jira CSV"),
        ("gitlab", "GitLab CSV"),
        ("linear", "Linear CSV"),
        ("productboard", "Productboard CSV"),
        ("canny", "Canny CSV"),
        ("generic", "Any CSV"),
        ("github", "GitHub issues JSON"),
        ("trello", "Trello board JSON"),
    ]

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tracked")
    shape = models.CharField(max_length=12, choices=SHAPES)
    place = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    body = models.TextField(max_length=10_000, blank=True)
    state = models.CharField(max_length=60, blank=True)
    labels = models.JSONField(default=list)
    owner = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    votes = models.PositiveIntegerField(default=0)
    raw = models.JSONField(default=list)
    stood = models.CharField(max_length=24, blank=True)
    came_at = models.DateTimeField(auto_now_add=True)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_tracked_idea"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "shape", "place", "key"], name="tracked_once"),
            models.CheckConstraint(condition=~Q(key=""), name="tracked_by_key"),
        ]


class TrackedFile(WorkspaceModel):
    """The file that was brought in last of a place: what stands in it beside ideas goes out with them again."""

    shape = models.CharField(max_length=12, choices=TrackedIdea.SHAPES)
    place = models.CharField(max_length=100, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_tracked_file"
        constraints = [models.UniqueConstraint(fields=["workspace", "shape", "place"], name="tracked_file_once")]


class TrackedWords(WorkspaceModel):
    """What somebody said that the states of such files mean here, for when one comes again. `meant`: pairs of their word in small letters and the state, or "" for none."""

    shape = models.CharField(max_length=12, choices=TrackedIdea.SHAPES)
    meant = models.JSONField(default=list)

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "roadmap_tracked_words"
        constraints = [models.UniqueConstraint(fields=["workspace", "shape"], name="tracked_words_once")]
