"""What happened, as events: `need.created`, `decision.changed`. Told thinly: which record, never its words; whoever wants those asks for them.

An act that touches very many records, like an import, is one event: `records.changed`.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from clew.ground.ledger.api import LedgerEntry, Refused
from clew.ground.thread.api import LINK_TABLE, Node, kinds, nearer_ends
from clew.ground.workspaces.api import Access, Role, within

CREATED, CHANGED, ARCHIVED, RESTORED = "created", "changed", "archived", "restored"
HAPPENINGS = (CREATED, CHANGED, ARCHIVED, RESTORED)
MANY, TEST = "records.changed", "clew.test"
MOST_OF_AN_ACT = 100
NODE_TABLE = Node._meta.db_table


@dataclass(frozen=True, slots=True)
class Event:
    """`types`: any of these makes it wanted. `entry`: the last one of its act in the ledger."""

    message_id: str
    type: str
    at: datetime
    data: dict[str, Any]
    types: frozenset[str]
    entry: int = 0

    def body(self) -> str:
        told = {"type": self.type, "timestamp": self.at.astimezone(UTC).isoformat(), "data": self.data}
        return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


def event_types() -> tuple[str, ...]:
    """Everything that can be asked for."""
    return tuple(f"{kind.name}.{happening}" for kind in kinds() for happening in HAPPENINGS)


def checked(events: Collection[str]) -> list[str]:
    """In the order of the table, each once; refused when none is left or one is unknown."""
    unknown = sorted(set(events) - set(event_types()))
    if unknown:
        raise Refused(f"There is no event “{unknown[0][:60]}”.", field="events", remedy="Choose from the list.")
    if not events:
        raise Refused("Nothing is chosen.", field="events", remedy="Choose what the address is to be told.")
    return [name for name in event_types() if name in set(events)]


def events_of(workspace_id: int, slug: str, entry_ids: Sequence[int]) -> list[Event]:
    """The events behind these entries of one workspace, in the order of its acts."""
    entries = list(LedgerEntry.objects.filter(pk__in=entry_ids, workspace_id=workspace_id).order_by("pk"))
    house = Access(None, workspace_id, slug, Role.VIEWER)
    ties = nearer_ends(house, {e.row_id for e in entries if e.table_name == LINK_TABLE})
    acts: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        acts[entry.act or str(entry.pk)].append(entry)
    found = {n for e in entries for n in _nodes(e, ties)}
    with within(house):
        known = dict(Node.objects.filter(pk__in=found).values_list("pk", "kind"))
    return [event for some in acts.values() for event in _of_act(workspace_id, slug, some, ties, known)]


def _of_act(
    workspace_id: int, slug: str, entries: Sequence[LedgerEntry], ties: dict[int, int], known: dict[int, str]
) -> Iterable[Event]:
    last, happened = entries[-1], _happened(entries, ties, known)
    types = {node: f"{known[node]}.{what}" for node, what in happened.items()}
    key, told = f"{workspace_id}_{last.pk}", {"workspace": slug, "act": last.act_name}
    if len(types) > MOST_OF_AN_ACT:
        data = {**told, "count": len(types), "kinds": dict(Counter(known[node] for node in types))}
        yield Event(f"evt_{key}", MANY, last.at, data, frozenset(types.values()), last.pk)
        return
    for node, name in types.items():
        data = {**told, "id": node, "kind": known[node], "href": f"/w/{slug}/n/{node}"}
        yield Event(f"evt_{key}_{node}", name, last.at, data, frozenset((name,)), last.pk)


def _happened(entries: Sequence[LedgerEntry], ties: dict[int, int], known: dict[int, str]) -> dict[int, str]:
    """What became of each record in this act; made counts for more than changed."""
    found: dict[int, str] = {}
    for entry in entries:
        for node in _nodes(entry, ties):
            if node not in known:
                continue
            if entry.table_name == NODE_TABLE and entry.operation == "insert":
                found[node] = CREATED
            elif entry.table_name == NODE_TABLE and "archived_at" in (entry.after or {}):
                found[node] = ARCHIVED if (entry.after or {})["archived_at"] else RESTORED
            else:
                found.setdefault(node, CHANGED)
    return found


def _nodes(entry: LedgerEntry, ties: dict[int, int]) -> list[int]:
    """The record whose page shows the change; of a link the other end as well."""
    ends = [entry.node_id, ties.get(entry.row_id) if entry.table_name == LINK_TABLE else None]
    return [node for node in ends if node]
