"""Follow the ledger as it grows: every entry once, whatever the order in which transactions commit.

PostgreSQL numbers an entry when it is written, not when it is committed, so that 11 may be seen before 10. What is told is told
at once; numbers that are not there yet are remembered and looked for, until no transaction is left that could still bring them.
SQLite has one writer at a time, and its numbers come in order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from django.db import connection
from django.db.models import Q

from clew.ground.ledger.models import LedgerEntry

Gap = tuple[int, int]
AT_ONCE = 2000
LOOK_BACK = 100_000  # where following begins, transactions that are open may still bring numbers as old as this
GAPS_IN_WORDS = 20
_WORDS = re.compile(r"\d{1,18}(\.\d{1,18}-\d{1,18}){0,20}", re.ASCII)
_COLUMNS = ("id", "workspace_id", "node_id", "table_name", "row_id", "act", "act_name", "actor_id")


@dataclass(frozen=True, slots=True)
class Entry:
    """That something changed, without what it changed."""

    id: int
    workspace_id: int | None
    node_id: int | None
    table: str
    row_id: int
    act: str
    act_name: str
    actor_id: int | None


@dataclass(frozen=True, slots=True)
class Position:
    """How far somebody was told: all up to `top` but for the numbers in the `missing` ranges, lowest first."""

    top: int
    missing: tuple[Gap, ...] = ()

    def covers(self, entry_id: int) -> bool:
        return entry_id <= self.top and not any(first <= entry_id <= last for first, last in self.missing)

    def untold(self) -> Q:
        return Q(id__gt=self.top) | Q(*(Q(id__range=gap) for gap in self.missing), _connector=Q.OR)

    def __str__(self) -> str:
        """Too many gaps become one: then some is told twice, and nothing is left out."""
        gaps = self.missing
        if len(gaps) > GAPS_IN_WORDS:
            gaps = ((gaps[0][0], gaps[-GAPS_IN_WORDS][1]), *gaps[1 - GAPS_IN_WORDS :])
        return ".".join([str(self.top), *(f"{first}-{last}" for first, last in gaps)])

    @classmethod
    def read(cls, words: str) -> "Position | None":
        if not _WORDS.fullmatch(words):
            return None
        top, *gaps = words.split(".")
        ranges = [cast(Gap, tuple(int(end) for end in gap.split("-"))) for gap in gaps]
        in_order = [0, *(end for gap in ranges for end in gap), int(top)]
        return cls(int(top), tuple(ranges)) if all(a <= b for a, b in pairwise(in_order)) else None


def entries_between(workspace_id: int, since: Position, until: Position, *, limit: int) -> list[Entry]:
    """What whoever stands at `since` was not told of all that is told at `until`."""
    rows = LedgerEntry.objects.filter(since.untold(), workspace_id=workspace_id, id__lte=until.top).order_by("id")
    return [e for e in map(_entry, rows.values_list(*_COLUMNS)[:limit]) if until.covers(e.id)]


class Follower:
    """Reads what is new, again and again; for one thread with a connection of its own."""

    def __init__(self, since: Position | None = None) -> None:
        """Without `since`, from now on."""
        last = LedgerEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        self.position = since or Position(last)
        self._closed_by: dict[Gap, int] = {}
        self._version = -1
        if _is_postgresql():
            self._doubt(list(since.missing) if since else _holes(max(0, last - LOOK_BACK), last))

    def news(self) -> list[Entry]:
        """At most `AT_ONCE` entries; whoever gets as many asks again."""
        if not self._closed_by and not self._was_written():
            return []
        finished = _finished_below() if self._closed_by else 0
        rows = LedgerEntry.objects.filter(self.position.untold()).order_by("id").values_list(*_COLUMNS)[:AT_ONCE]
        found = [_entry(row) for row in rows]
        is_cut = len(found) == AT_ONCE
        self._move([e.id for e in found], 0 if is_cut else finished)
        self._version = -1 if is_cut else self._version
        return found

    def _move(self, told: list[int], finished: int) -> None:
        before, self.position = self.position.top, replace(self.position, top=max([self.position.top, *told]))
        still = {piece: by for gap, by in self._closed_by.items() if by > finished for piece in _pieces(gap, told)}
        is_changed, self._closed_by = still != self._closed_by, still
        fresh = list(_pieces((before + 1, self.position.top), told)) if _is_postgresql() else []
        if fresh or is_changed:
            self._doubt(fresh)

    def _doubt(self, gaps: list[Gap]) -> None:
        """Whoever holds these numbers began before the transaction that is asked for here."""
        if gaps:
            self._closed_by |= dict.fromkeys(gaps, _ask("SELECT pg_current_xact_id()::text::bigint"))
        self.position = replace(self.position, missing=tuple(sorted(self._closed_by)))

    def _was_written(self) -> bool:
        """Whether there may be something new, asked in the cheapest way: this is asked many times a second."""
        if _is_postgresql():
            return _ask("SELECT last_value FROM ledger_entry_id_seq") > self.position.top
        before, self._version = self._version, _ask("PRAGMA data_version")
        return before != self._version


def _pieces(gap: Gap, told: Iterable[int]) -> Iterator[Gap]:
    """What is left of a range of numbers without those that were told, which come in order."""
    start, end = gap
    for one in told:
        if start <= one <= end:
            if one > start:
                yield start, one - 1
            start = one + 1
    if start <= end:
        yield start, end


def _holes(after: int, until: int) -> list[Gap]:
    there = LedgerEntry.objects.filter(id__gt=after, id__lte=until).order_by("id").values_list("id", flat=True)
    return list(_pieces((after + 1, until), there.iterator(chunk_size=10_000))) if until else []


def _finished_below() -> int:
    """Every transaction below this number has ended."""
    return _ask("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def _ask(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _entry(row: tuple[int, int | None, int | None, str, int, str, str, int | None]) -> Entry:
    return Entry(*row)
