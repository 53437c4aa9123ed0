from typing import ClassVar

from django.db import models
from django.db.models import Q

from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel


class Proposal(WorkspaceModel):
    """An act that an assistant asks for. A person accepts it, and then it is done in that person's name, or refuses it.

    `call`: the act by its name in the API; `arguments`: what it would be called with; `words`: what it is, for a person to read.
    """

    call = models.CharField(max_length=60)
    arguments = models.JSONField()
    words = models.TextField(max_length=2000)
    assistant = models.CharField(max_length=80)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted = models.BooleanField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(max_length=2000, blank=True)

    guards: ClassVar[Guards] = Guards(
        recorded=True, append_only=True, set_once=("accepted", "settled_by_id", "settled_at", "reason")
    )

    class Meta:
        db_table = "proposals_proposal"
        indexes = [
            models.Index(fields=["workspace", "-id"], name="proposal_waiting", condition=Q(accepted__isnull=True)),
            models.Index(fields=["workspace", "-id", "accepted"], name="proposal_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, settled_at__isnull=True)
                | Q(accepted__isnull=False, settled_at__isnull=False),
                name="proposal_settled_whole",
            )
        ]
