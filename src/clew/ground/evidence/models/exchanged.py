from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import WorkspaceModel


class Exchanged(WorkspaceModel):
    """A record that came from another program: the GUID it has there, and what of it Clew has no place for.

    So the same project comes in once, and goes out as it came.
    """

    guid = models.CharField(max_length=36)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    kept = models.JSONField(default=dict, blank=True)

    guards: ClassVar[Guards] = Guards(recorded=True, quiet_insert=True)

    class Meta:
        db_table = "evidence_exchanged"
        constraints = [models.UniqueConstraint(fields=["workspace", "guid"], name="exchanged_once")]
        indexes = [models.Index(fields=["node"], name="exchanged_by_node")]
