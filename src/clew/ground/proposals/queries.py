"""What waits for a yes or a no."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from clew.ground.ledger.api import NotFound
from clew.ground.proposals.models import Proposal
from clew.ground.workspaces.api import TITLE, Access, read, silenced, withheld

LIMIT = 200


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """`accepted` is None while it waits."""

    id: int
    call: str
    arguments: dict[str, Any]
    words: str
    assistant: str
    asked_by: str
    created_at: datetime
    accepted: bool | None
    settled_by: str
    settled_at: datetime | None
    reason: str


@read
def proposals(access: Access, *, waiting: bool = True, limit: int = 50, offset: int = 0) -> list[ProposalRow]:
    """What waits, or with `waiting` false all there ever were; the newest first."""
    rows = Proposal.objects.select_related("asked_by", "settled_by").order_by("-pk")
    if waiting:
        rows = rows.filter(accepted__isnull=True)
    return _rows(access, rows[offset : offset + min(limit, LIMIT)])


@read
def proposal(access: Access, proposal_id: int) -> ProposalRow:
    found = Proposal.objects.select_related("asked_by", "settled_by").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound("No such proposal.")
    return _rows(access, [found])[0]


@read
def count_waiting(access: Access) -> int:
    return Proposal.objects.filter(accepted__isnull=True).count()


def _rows(access: Access, found: Iterable[Proposal]) -> list[ProposalRow]:
    """What is proposed about words that are withheld shows none of them: neither as it is told nor as it would be called."""
    rows = list(found)
    asked = {p.pk: {v for k, v in p.arguments.items() if k.endswith("_id") and isinstance(v, int)} for p in rows}
    about = set().union(*asked.values())
    hidden = {pk: found.words for pk, found in withheld(access, about).items()} | silenced(access, about)
    return [
        _without_words(_row(p), hidden[min(some)]) if (some := asked[p.pk] & hidden.keys()) else _row(p) for p in rows
    ]


def _without_words(row: ProposalRow, said: str) -> ProposalRow:
    plain = {k: TITLE if isinstance(v, str) else v for k, v in row.arguments.items()}
    return replace(row, words=said, arguments=plain)


def _row(p: Proposal) -> ProposalRow:
    return ProposalRow(
        id=p.pk,
        call=p.call,
        arguments=p.arguments,
        words=p.words,
        assistant=p.assistant,
        asked_by=str(p.asked_by or "Somebody"),
        created_at=p.created_at,
        accepted=p.accepted,
        settled_by=str(p.settled_by or ""),
        settled_at=p.settled_at,
        reason=p.reason,
    )
