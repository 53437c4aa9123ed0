"""What everybody did here, for owners: read from the ledger, which nobody can edit."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from clew.ground.ledger.api import actors, acts
from clew.ground.thread.queries.cards import Card, cards_of
from clew.ground.workspaces.api import Access, Role, names_of, read

SHOWN = 3


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act. `cards`: the first records it concerned; `more`: it concerned others too."""

    id: int
    act: str
    name: str
    at: datetime
    who: str
    cards: tuple[Card, ...]
    more: bool


@read
def audit(
    access: Access,
    *,
    before: int | None = None,
    person: int | None = None,
    until: date | None = None,
    limit: int = 50,
) -> list[AuditRow]:
    """The newest acts first; `before`: the number of the last one seen; `until`: a day, and what came before its end."""
    access.require(Role.OWNER)
    end = None if until is None else timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    found = acts(workspace_id=access.workspace_id, before=before, actor_id=person, until=end, limit=limit)
    cards = cards_of(access, [i for line in found for i in line.node_ids[:SHOWN]])
    names = names_of({line.actor_id for line in found if line.actor_id})
    return [
        AuditRow(
            id=line.id,
            act=line.act,
            name=line.name or "change outside an act",
            at=line.at,
            who=names.get(line.actor_id or 0, "Somebody" if line.actor_id else "Clew"),
            cards=tuple(cards[i] for i in line.node_ids[:SHOWN] if i in cards),
            more=len(line.node_ids) > SHOWN,
        )
        for line in found
    ]


@read
def people_of_audit(access: Access) -> list[tuple[int, str]]:
    """Who ever acted here, also those who left."""
    access.require(Role.OWNER)
    names = names_of(set(actors(workspace_id=access.workspace_id)))
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
