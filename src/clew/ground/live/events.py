"""What a page is told of a change: who did what to which records. Never the words themselves: a page asks for those itself."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby

from clew.ground.ledger.api import Entry, Position
from clew.ground.live.words import did
from clew.ground.thread.api import LINK_TABLE, Touched, nearer_ends, touched
from clew.ground.workspaces.api import Access, Role, names_of

NODES = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One act. `id`: its last entry in the ledger. `many`: it touched more records than `nodes` names.

    `places`: the lists these records stand in. `title`: of the first record.
    """

    id: int
    by: int | None
    who: str
    did: str
    title: str
    nodes: list[int] = field(default_factory=list)
    many: bool = False
    places: list[str] = field(default_factory=list)


def by_workspace(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.workspace_id is not None:
            found.setdefault(entry.workspace_id, []).append(entry)
    return found


def events_of(workspace_id: int, entries: Sequence[Entry]) -> list[Event]:
    """The acts in the order of their last entries; at most three statements whatever their number."""
    house = Access(None, workspace_id, "", Role.VIEWER)
    links = {e.row_id for e in entries if e.table == LINK_TABLE}
    ties = nearer_ends(house, links) if links else {}
    records = touched(house, {e.node_id for e in entries if e.node_id} | set(ties.values()))
    names = names_of({e.actor_id for e in entries if e.actor_id})
    acts: dict[str | int, list[Entry]] = {}
    for key, some in groupby(entries, key=lambda e: e.act or e.id):
        acts.setdefault(key, []).extend(some)
    return sorted((_event(some, ties, records, names) for some in acts.values()), key=lambda e: e.id)


def message(position: Position, events: Sequence[Event]) -> bytes:
    """As it goes through the stream. The position is what a browser names when it comes back; without events it is only that."""
    if not events:
        return f"id: {position}\n\n".encode()
    told = json.dumps([asdict(e) for e in events], separators=(",", ":"), ensure_ascii=False)
    return f"id: {position}\nevent: acts\ndata: {told}\n\n".encode()


def _event(entries: list[Entry], ties: dict[int, int], records: dict[int, Touched], names: dict[int, str]) -> Event:
    first = entries[0]
    ends = [ties.get(e.row_id) for e in entries if e.table == LINK_TABLE]
    nodes = list(dict.fromkeys(n for n in [*(e.node_id for e in entries), *ends] if n))
    known = [records[n] for n in nodes if n in records]
    return Event(
        id=entries[-1].id,
        by=first.actor_id,
        who=names.get(first.actor_id or 0, "Somebody" if first.actor_id else "Clew"),
        did=did(first.act_name),
        title=known[0].title if known else "",
        nodes=nodes[:NODES],
        many=len(nodes) > NODES,
        places=sorted({k.place for k in known if k.place}),
    )
