"""Ask for an act, and settle what was asked for."""

from typing import Any

from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.proposals.models import Proposal
from clew.ground.workspaces.api import Access, act

MOST_WAITING = 200


@act("propose")
def propose(access: Access, *, call: str, arguments: dict[str, Any], words: str, assistant: str) -> Proposal:
    """Lay an act before the people of the workspace; nothing is done yet."""
    if Proposal.objects.filter(accepted__isnull=True).count() >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} proposals wait already.", remedy="Ask a person to settle some first.")
    same = Proposal.objects.filter(accepted__isnull=True, call=call, arguments=arguments).first()
    return same or Proposal.objects.create(
        workspace_id=access.workspace_id,
        call=call,
        arguments=arguments,
        words=words[:2000],
        assistant=assistant[:80] or "an assistant",
        asked_by_id=access.user_id,
    )


@act("settle a proposal")
def settle(access: Access, *, proposal_id: int, accepted: bool, reason: str = "") -> Proposal:
    """Say yes or no, once. Doing what was asked for is up to the caller, in the same transaction."""
    found = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if found is None:
        raise NotFound("No such proposal.")
    if found.accepted is not None:
        raise Refused("This was settled already.", remedy="See in its history by whom.")
    found.accepted, found.settled_by_id, found.settled_at = accepted, access.user_id, timezone.now()
    found.reason = reason.strip()[:2000]
    found.save(update_fields=["accepted", "settled_by", "settled_at", "reason"])
    return found
