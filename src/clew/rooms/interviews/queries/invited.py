"""What a personal link opens: one candidate's part in one study, and nothing else of the workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, Role, hash_of, read
from clew.rooms.interviews.models import Candidate, InvitationKey, OpenLinkKey


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
    return _invited(
        secret,
        invitation__withdrawn_at__isnull=True,
        invitation__expires_at__gt=timezone.now(),
        invitation__candidate__study__node__archived_at__isnull=True,
    )


def enter_to_say_no(secret: str) -> Invited:
    """Whoever was ever written to may say no, also when the link opens nothing else any more."""
    return _invited(secret)


def _invited(secret: str, **still: Any) -> Invited:
    keys = InvitationKey.objects.select_related("invitation__candidate", "invitation__workspace")
    key = keys.filter(secret_hash=hash_of(secret), **still).first()
    if key is None:
        raise NotFound("This link is unknown, over or was withdrawn.")
    asked = key.invitation
    access = Access(None, asked.workspace_id, asked.workspace.slug, Role.VIEWER)
    one = asked.candidate
    return Invited(access, asked.pk, one.pk, one.study_id, one.person_id, asked.expires_at)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a posted link opens: one study's form. `is_closed`: it was closed, or the study is over; nothing more is taken."""

    access: Access
    link_id: int
    study_id: int
    is_closed: bool


def enter_by_open_link(secret: str) -> Posted:
    key = (
        OpenLinkKey.objects.select_related("link__study__node", "link__workspace")
        .filter(secret_hash=hash_of(secret))
        .first()
    )
    if key is None:
        raise NotFound("This link is unknown.")
    link = key.link
    study, today = link.study, timezone.localdate()
    is_over = study.node.state == "finished" or study.node.archived_at is not None
    is_late = study.ends_on is not None and study.ends_on < today
    access = Access(None, link.workspace_id, link.workspace.slug, Role.VIEWER)
    return Posted(access, link.pk, study.pk, link.closed_at is not None or is_over or is_late)


@read
def state_of_invited(access: Access, candidate_id: int) -> tuple[str, bool]:
    """How far a candidate is, and whether they answered."""
    found = Candidate.objects.filter(pk=candidate_id).values_list("state", "answer").first()
    if found is None:
        raise NotFound("No such candidate.")
    return found[0], found[1] is not None
