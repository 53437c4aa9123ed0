"""What a personal link opens: one candidate's part in one study, and nothing else of the workspace."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, Role, hash_of
from clew.rooms.interviews.models import InvitationKey


@dataclass(frozen=True, slots=True)
class Invited:
    """`access` reads the workspace for the page's sake; it belongs to no member and may change nothing by itself."""

    access: Access
    invitation_id: int
    candidate_id: int
    study_id: int
    person_id: int
    until: datetime


def enter_by_invitation(secret: str) -> Invited:
    """A link that is over or withdrawn, or whose study was put away, is as good as none."""
    key = (
        InvitationKey.objects.select_related("invitation__candidate", "invitation__workspace")
        .filter(
            secret_hash=hash_of(secret),
            invitation__withdrawn_at__isnull=True,
            invitation__expires_at__gt=timezone.now(),
            invitation__candidate__study__node__archived_at__isnull=True,
        )
        .first()
    )
    if key is None:
        raise NotFound("This link is unknown, over or was withdrawn.")
    asked = key.invitation
    access = Access(None, asked.workspace_id, asked.workspace.slug, Role.VIEWER)
    one = asked.candidate
    return Invited(access, asked.pk, one.pk, one.study_id, one.person_id, asked.expires_at)
