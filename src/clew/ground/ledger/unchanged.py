"""Whether anything changed since: what was found out about a whole workspace stays true until its ledger grows.

A mark is the newest entry. On PostgreSQL an entry is numbered when it is written and seen when it is committed, so that an older
number may still come: there a mark is worth something only if nobody was writing while it was taken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_NEWEST = "SELECT id, at FROM ledger_entry WHERE workspace_id = %s ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest entry of a workspace; its moment too, since a restored house may give the same number again."""

    entry_id: int
    at: datetime | str | None


_seen: ContextVar[dict[int, Mark] | None] = ContextVar("clew_marks", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside it a workspace is as it was when its mark was first asked for, until something is written from here: a page that only
    shows is of one moment, and asks once."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def forget_marks() -> None:
    """Something was written from here."""
    if (seen := _seen.get()) is not None:
        seen.clear()


def mark_of(workspace_id: int) -> Mark:
    """One small statement, or none where it was asked at this moment already."""
    seen = _seen.get()
    if seen is None:
        return _newest(workspace_id)
    if workspace_id not in seen:
        seen[workspace_id] = _newest(workspace_id)
    return seen[workspace_id]


def _newest(workspace_id: int) -> Mark:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [workspace_id])
        return Mark(*(cursor.fetchone() or (0, None)))


def lasting_mark_of(workspace_id: int) -> Mark | None:
    """The mark for what is read after this call, or None: own changes may be taken back, others' may come with an older number."""
    if connection.in_atomic_block:
        return None
    if connection.vendor == "sqlite":
        return _newest(workspace_id)
    numbered, asking = _ask("SELECT last_value FROM ledger_entry_id_seq"), _ask("SELECT pg_current_xact_id()")
    mark, unfinished = _newest(workspace_id), _ask("SELECT pg_snapshot_xmin(pg_current_snapshot())")
    # Whoever began to write before the second question has ended; whoever began later gets a number above the first one.
    return mark if mark.entry_id <= numbered and unfinished > asking else None


def _ask(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])
