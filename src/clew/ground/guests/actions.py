"""Show one record to somebody without an account, and take that back."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from clew.ground.guests.models import GuestKey, GuestLink
from clew.ground.guests.queries import MOST_LINKS, standing
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import card, kind
from clew.ground.workspaces.api import Access, Role, act, hash_of, new_secret

MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class NewGuestLink:
    """`secret` is what the link holds; nobody can read it again."""

    id: int
    secret: str


@act("share with a guest", role=Role.EDITOR)
def share_with_guest(access: Access, *, node_id: int, name: str, days: int = 30) -> NewGuestLink:
    """A link that shows this record and what speaks for and against it, read only, for so many days."""
    wanted, record = name.strip()[:80], card(access, node_id)
    if not kind(record.kind).shared or record.archived:
        raise Refused(
            "This is not shared with guests.", remedy="Share a need, an idea, a decision, a source or a study instead."
        )
    if not wanted:
        raise Refused("A link needs a name.", field="name", remedy="Say who it is for.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused("That life is out of range.", field="days", remedy=f"Choose 1 to {MOST_DAYS} days.")
    if access.user_id is None:
        raise Refused("The house itself shares nothing.", remedy="Sign in.")
    if standing(access).count() >= MOST_LINKS:
        raise Refused(f"{MOST_LINKS} links stand already.", field="name", remedy="Withdraw one that is not used.")
    made = GuestLink.objects.create(
        workspace_id=access.workspace_id,
        node_id=node_id,
        name=wanted,
        made_by_id=access.user_id,
        expires_at=timezone.now() + timedelta(days=days),
    )
    secret = new_secret()
    GuestKey.objects.create(link=made, secret_hash=hash_of(secret))
    return NewGuestLink(made.pk, secret)


@act("withdraw a guest's link", role=Role.EDITOR)
def withdraw_guest_link(access: Access, *, link_id: int) -> None:
    if not GuestLink.objects.filter(pk=link_id, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        raise NotFound("No such link.")
