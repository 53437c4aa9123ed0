"""Install and drop the triggers that record history, keep append-only tables so, and hold workspace borders.

Dropped before a migration (SQLite rebuilds tables under them) and installed again after it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from django.db import connection

from clew.ground.ledger import triggers_postgresql, triggers_sqlite
from clew.ground.ledger.guards import GuardedTable, guarded_tables

TRIGGER = re.compile(r'CREATE TRIGGER "(\w+)"')


class Dialect(Protocol):
    """What the module of each engine offers."""

    FIND: str

    def statements(self, tables: list[GuardedTable]) -> Iterator[str]: ...

    def drop_statement(self, name: str, table: str) -> str: ...


def install() -> None:
    drop()
    _run(_dialect().statements(guarded_tables()))


def missing() -> list[str]:
    """Guards that should be on and are not: a killed installation is found by this and mended by `install`."""
    with connection.cursor() as cursor:
        cursor.execute(_dialect().FIND)
        there = {row[0] for row in cursor.fetchall()}
    wanted = [TRIGGER.search(statement) for statement in _dialect().statements(guarded_tables())]
    return sorted({found[1] for found in wanted if found} - there)


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_dialect().FIND)
        found = [tuple(row) for row in cursor.fetchall()]
    _run(_dialect().drop_statement(*row) for row in found)


def _dialect() -> Dialect:
    return cast(Dialect, triggers_sqlite if connection.vendor == "sqlite" else triggers_postgresql)


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
