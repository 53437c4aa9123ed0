from typing import ClassVar

from django.db import models

from clew.ground.ledger.api import Guards
from clew.ground.workspaces.api import User, WorkspaceModel
from clew.rooms.interviews.models.studies import Candidate


class Invitation(WorkspaceModel):
    """A personal link to one candidate's page: what is asked of them, their answers, their hour. Good until its day."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    guards: ClassVar[Guards] = Guards(recorded=True, append_only=True, set_once=("sent_at", "withdrawn_at"))

    class Meta:
        db_table = "interviews_invitation"


class InvitationKey(models.Model):
    """What opens the page, as a hash. Apart from the invitation, which the ledger records."""

    invitation = models.OneToOneField(Invitation, primary_key=True, on_delete=models.CASCADE, related_name="key")
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "interviews_invitation_key"
