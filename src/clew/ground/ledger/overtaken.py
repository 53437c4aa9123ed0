"""Nothing is overwritten silently: what somebody else changed since a form was drawn is shown, and the act refused.

A form says which version of its record it was drawn from. An act under such a form runs, and before it is committed the ledger
is asked whether anybody changed the same columns of the same row after that version. So no form lists its fields, and two
people who press Save in the same moment meet here too: the second waits for the row, and then finds the first one's entry.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import connection

from clew.ground.ledger.context import before_commit
from clew.ground.ledger.errors import Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.ledger.queries import Change, change_of

MOST_LATER = 500
_WORDS = re.compile(r"(\d{1,18})((?:\.[a-z_]{1,64}-\d{1,18}){0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record as somebody saw it: the newest change of its rows, table by table."""

    node_id: int
    newest: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return ".".join([str(self.node_id), *(f"{table}-{number}" for table, number in self.newest)])

    def newest_in(self, table: str) -> int:
        return dict(self.newest).get(table, 0)

    @classmethod
    def read(cls, words: str) -> "Drawn | None":
        found = _WORDS.fullmatch(words)
        if found is None:
            return None
        pairs = [part.split("-") for part in found[2].split(".")[1:]]
        return cls(int(found[1]), tuple((table, int(number)) for table, number in pairs))


@dataclass(frozen=True, slots=True)
class Clash:
    """A column that two people changed: the change that stands, and the one that was about to be written over it."""

    column: str
    theirs: Change
    mine: Change


class Overtaken(Refused):
    """`now`: the version that the clashes show; whoever has seen them goes on from there."""

    def __init__(self, clashes: tuple[Clash, ...], now: Drawn) -> None:
        what = " and ".join(clash.column.removesuffix("_id").replace("_", " ") for clash in clashes)
        super().__init__(f"Somebody else changed this meanwhile: {what}.", remedy="Look at both versions, then choose.")
        self.clashes, self.now = clashes, now


def drawn_version(*, workspace_id: int, node_id: int) -> Drawn:
    """To be asked before the record is read: an older version is safe, a newer one would hide a change."""
    with connection.cursor() as cursor:  # in words of its own, so that SQLite sees that the partial index fits
        cursor.execute(
            "SELECT table_name, max(id) FROM ledger_entry WHERE operation = 'update' AND row_id = node_id"
            " AND node_id = %s AND workspace_id = %s GROUP BY table_name ORDER BY table_name",
            [node_id, workspace_id],
        )
        return Drawn(node_id, tuple((table, int(number)) for table, number in cursor.fetchall()))


@contextmanager
def drawn_from(version: Drawn | None, *, workspace_id: int) -> Iterator[None]:
    """Acts inside are refused where they would write over a change that came after this version."""
    token = before_commit.set(partial(_refuse_overtaken, version, workspace_id) if version else None)
    try:
        yield
    finally:
        before_commit.reset(token)


def _refuse_overtaken(version: Drawn, workspace_id: int, act: str) -> None:
    updates = LedgerEntry.objects.filter(workspace_id=workspace_id, node_id=version.node_id, operation="update")
    of_record, newest = updates.filter(row_id=version.node_id), dict(version.newest)
    clashes = dict[tuple[str, str], Clash]()
    for mine in of_record.filter(act=act).order_by("id"):
        since = version.newest_in(mine.table_name)
        later = of_record.filter(table_name=mine.table_name, id__gt=since, id__lt=mine.id).exclude(act=act)
        for theirs in reversed(later.order_by("-id")[:MOST_LATER]):
            newest[mine.table_name] = theirs.id
            for column in sorted(set(mine.after or {}) & set(theirs.after or {})):
                clashes[mine.table_name, column] = Clash(column, change_of(theirs), change_of(mine))
    if clashes:
        raise Overtaken(tuple(clashes.values()), Drawn(version.node_id, tuple(sorted(newest.items()))))
