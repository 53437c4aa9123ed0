from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards
from clew.ground.thread.api import Node
from clew.ground.workspaces.api import User, WorkspaceModel


class GuestLink(WorkspaceModel):
    """A link that shows one record to whoever holds it, without an account, until its day or until it is withdrawn."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, node="node_id", append_only=True, set_once=("withdrawn_at",))

    class Meta:
        db_table = "guests_link"
        verbose_name = "link for a guest"
        indexes = [
            models.Index(
                fields=["workspace", "-id"], name="guest_link_standing", condition=models.Q(withdrawn_at__isnull=True)
            )
        ]


class GuestKey(models.Model):
    """What opens the door, as a hash, and when it did so last. Apart from the link, which the ledger records."""

    link = models.OneToOneField(GuestLink, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "guests_key"
