"""What any page may know of any record: its card, and the records it is tied to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from clew.ground.ledger.api import NotFound
from clew.ground.thread import registry
from clew.ground.thread.models import Link, Node
from clew.ground.workspaces.api import Access, kept, names_of, read, shown_titles

CARD_LIMIT = 2000
GROUP_LIMIT = 200
COUNTED = 20_000
UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Card:
    """`path`: the record's address inside its workspace."""

    id: int
    kind: str
    title: str
    state: str
    archived: bool
    created_at: datetime

    @property
    def path(self) -> str:
        return f"n/{self.id}"

    @property
    def label(self) -> str:
        return registry.kind(self.kind).label

    @property
    def icon(self) -> str:
        return registry.kind(self.kind).icon


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A record one link away, and the link."""

    card: Card
    link_id: int
    note: str
    tied_by: str
    tied_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took a link back, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """The neighbours tied by one verb; `label` reads as a sentence from the record in the middle.

    `total` counts what stands, `withdrawn` what does not; of a hub's links, the newest `COUNTED` each way.
    """

    direction: str
    verb: str
    label: str
    total: int
    withdrawn: int
    items: tuple[Neighbour, ...]
    by_hand: bool

    @property
    def more(self) -> int:
        return max(0, self.total + self.withdrawn - len(self.items))


@dataclass(frozen=True, slots=True)
class Neighbours:
    up: tuple[Group, ...]
    down: tuple[Group, ...]

    @property
    def up_total(self) -> int:
        return sum(g.total for g in self.up)

    @property
    def down_total(self) -> int:
        return sum(g.total for g in self.down)


@kept
@read
def card(access: Access, node_id: int) -> Card:
    found = cards_of(access, [node_id])
    if node_id not in found:
        raise NotFound("No such record.")
    return found[node_id]


@read
def cards(access: Access, node_ids: Iterable[int]) -> dict[int, Card]:
    """The cards of these records, by number, in the order asked for; those of other workspaces are left out."""
    asked = list(dict.fromkeys(node_ids))[:CARD_LIMIT]
    found = cards_of(access, asked)
    return {i: found[i] for i in asked if i in found}


@read
def newest(access: Access, *, kinds: Sequence[str] = (), limit: int = 10) -> list[Card]:
    """The records made last, where a walk could start."""
    found = Node.objects.filter(archived_at__isnull=True, **({"kind__in": kinds} if kinds else {}))
    rows = found.order_by("-id").values_list(*_COLUMNS)[: min(limit, 100)]
    return list(_cards(access, rows).values())


@read
def neighbours(access: Access, node_id: int, *, limit: int = 8) -> Neighbours:
    """What this record is tied to, by verb and direction; the first `limit` of each verb."""
    middle = card(access, node_id)
    totals = _totals(node_id)
    found = _items(access, node_id, [(*key, _Page(min(limit, GROUP_LIMIT), 0)) for key in totals])
    groups = [_group(middle, *key, totals[key], found[key]) for key in totals]
    return Neighbours(
        tuple(g for g in groups if g.direction == UP),
        tuple(g for g in groups if g.direction == DOWN),
    )


@read
def neighbours_by(
    access: Access, node_id: int, *, direction: str, verb: str, limit: int = 50, offset: int = 0
) -> Group:
    """One page of the records tied by one verb."""
    middle = card(access, node_id)
    way = UP if direction == UP else DOWN
    totals = _totals(node_id).get((way, verb), (0, 0))
    page = _Page(min(limit, GROUP_LIMIT), max(0, offset))
    return _group(middle, way, verb, totals, _items(access, node_id, [(way, verb, page)]).get((way, verb), ()))


@read
def withdrawals(access: Access, link_ids: Sequence[int]) -> dict[int, Withdrawal]:
    """What is known of these links' withdrawals, by the link's number; links that stand are left out."""
    rows = Link.objects.filter(pk__in=link_ids[:CARD_LIMIT], withdrawn_at__isnull=False).select_related("withdrawn_by")
    return {
        k.pk: Withdrawal(str(k.withdrawn_by or "Somebody"), k.withdrawn_at, k.withdrawn_reason)
        for k in rows
        if k.withdrawn_at
    }


def cards_of(access: Access, node_ids: Sequence[int]) -> dict[int, Card]:
    """Called inside a query or an act; one statement."""
    return _cards(access, Node.objects.filter(pk__in=node_ids).values_list(*_COLUMNS))


_COLUMNS = ("pk", "kind", "title", "state", "archived_at", "created_at")


def _cards(access: Access, rows: Iterable[Any]) -> dict[int, Card]:
    found = list(rows)
    titles = shown_titles(access, {row[0]: row[2] for row in found})
    return {
        pk: Card(pk, kind, titles[pk], state, archived_at is not None, created_at)
        for pk, kind, _, state, archived_at, created_at in found
    }


@dataclass(frozen=True, slots=True)
class _Page:
    limit: int
    offset: int


_NEAR_FAR = {UP: ("downstream_id", "upstream_id"), DOWN: ("upstream_id", "downstream_id")}


def _totals(node_id: int) -> dict[tuple[str, str], tuple[int, int]]:
    """(way, verb) -> how many stand, how many were withdrawn. Counted in the indexes alone: a hub has many."""
    parts = [
        f"SELECT '{way}' AS way, verb, {gone} AS gone, count(*) AS n FROM (SELECT verb FROM thread_link WHERE {near} = %s"
        f" AND withdrawn_at IS {'NOT ' if gone else ''}NULL ORDER BY {far} DESC LIMIT {COUNTED}) {way}{gone} GROUP BY verb"
        for way, (near, far) in _NEAR_FAR.items()
        for gone in (0, 1)
    ]
    found: dict[tuple[str, str], tuple[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [node_id] * len(parts))
        for way, verb, gone, number in sorted(cursor.fetchall()):
            stand, withdrawn = found.get((way, verb), (0, 0))
            found[way, verb] = (stand, number) if gone else (number, withdrawn)
    return found


def _items(
    access: Access, node_id: int, asked: Sequence[tuple[str, str, _Page]]
) -> dict[tuple[str, str], tuple[Neighbour, ...]]:
    """All groups in one statement for the numbers of the links and two for the rest, however many groups."""
    ids = _link_ids(node_id, asked)
    rows = {
        row.pk: row
        for row in Link.objects.filter(pk__in=[i for found in ids.values() for i in found]).only(
            "upstream_id", "downstream_id", "note", "created_by_id", "created_at",
            "withdrawn_at", "withdrawn_by_id", "withdrawn_reason",
        )
    }  # fmt: skip
    far = cards_of(access, [_other(row, node_id) for row in rows.values()])
    names = names_of({i for row in rows.values() for i in (row.created_by_id, row.withdrawn_by_id) if i})
    return {
        key: tuple(_neighbour(rows[i], far[_other(rows[i], node_id)], names) for i in found if i in rows)
        for key, found in ids.items()
    }


def _link_ids(node_id: int, asked: Sequence[tuple[str, str, _Page]]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    if not asked:
        return found
    parts: list[str] = []
    values: list[str | int] = []
    for way, verb, page in asked:
        near, far = _NEAR_FAR[way]
        # What stands comes first, newest record first; each half is read along its own index and no further than asked.
        halves = [
            f"SELECT * FROM (SELECT id, {far} AS far, {gone} AS gone FROM thread_link WHERE {near} = %s AND verb = %s"
            f" AND withdrawn_at IS {'NOT ' if gone else ''}NULL ORDER BY {far} DESC LIMIT %s) h{gone}"
            for gone in (0, 1)
        ]
        parts.append(
            "SELECT * FROM (SELECT %s AS way, %s AS verb, id, far, gone FROM ("
            + " UNION ALL ".join(halves)
            + f") b ORDER BY gone, far DESC, id LIMIT %s OFFSET %s) g{len(parts)}"
        )
        reach = page.offset + page.limit
        values += [way, verb, node_id, verb, reach, node_id, verb, reach, page.limit, page.offset]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for way, verb, link_id, *_ in sorted(cursor.fetchall(), key=lambda row: (row[4], -row[3], row[2])):
            found[way, verb].append(link_id)
    return found


def _other(link: Link, node_id: int) -> int:
    return link.upstream_id if link.downstream_id == node_id else link.downstream_id


def _neighbour(link: Link, far: Card, names: dict[int, str]) -> Neighbour:
    return Neighbour(
        card=far,
        link_id=link.pk,
        note=link.note,
        tied_by=names.get(link.created_by_id or 0, "Somebody"),
        tied_at=link.created_at,
        withdrawn_at=link.withdrawn_at,
        withdrawn_by=names.get(link.withdrawn_by_id or 0, "Somebody") if link.withdrawn_at else "",
        withdrawn_reason=link.withdrawn_reason,
    )


def _group(middle: Card, way: str, verb: str, totals: tuple[int, int], items: tuple[Neighbour, ...]) -> Group:
    far = items[0].card.kind if items else ""
    ends = (far, middle.kind) if way == UP else (middle.kind, far)
    known = registry.verb(ends[0], verb, ends[1])
    label = verb.replace("_", " ") if known is None else (known.up if way == UP else known.down)
    return Group(way, verb, label, *totals, items, known is not None and known.by_hand)
