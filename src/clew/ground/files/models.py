import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel

MAX_UPLOAD = 2 * 2**30
KEPT_FOR = timedelta(days=14)


class StoredFile(WorkspaceModel):
    """An upload, kept once per workspace under the hash of its content."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    guards: ClassVar[Guards] = Guards(recorded=True)

    class Meta:
        db_table = "files_stored"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "sha256"], name="file_once"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="file_size_positive"),
        ]


class Upload(WorkspaceModel):
    """A file that comes in parts, one after the other. `received`: so many bytes lie on the disk for certain.

    `size`: how many it will be; not known of a recording that is still being made. `file`: what became of it.
    It is nobody's record, so the ledger does not tell of every part; the file it becomes is told of.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=100)
    size = models.BigIntegerField(null=True)
    received = models.BigIntegerField(default=0)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now_add=True, db_index=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "files_upload"
        constraints = [
            models.CheckConstraint(condition=Q(received__gte=0, received__lte=MAX_UPLOAD), name="upload_received"),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(received__lte=F("size"), size__gte=1, size__lte=MAX_UPLOAD),
                name="upload_size",
            ),
        ]

    @property
    def kept_until(self) -> datetime:
        """When it is swept away, if nothing comes."""
        return self.touched_at + KEPT_FOR
