from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.evidence.api import Idea
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel


class Attachment(WorkspaceModel):
    """A file that belongs to an idea, under the name it came with. Taken off, its content stays for a day, so that it can be undone."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    taken_off_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="idea_id")

    class Meta:
        db_table = "roadmap_attachment"
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "file"], condition=Q(taken_off_at__isnull=True), name="attached_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="attachment_has_a_name"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(taken_off_at__isnull=False), name="attachment_has_its_file"
            ),
        ]
        indexes = [
            models.Index(
                fields=["taken_off_at"],
                condition=Q(taken_off_at__isnull=False, file__isnull=False),
                name="attachment_goes",
            )
        ]
