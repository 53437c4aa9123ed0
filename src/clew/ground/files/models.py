from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel


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
