"""Install and drop the triggers that record history, keep append-only tables so, and hold workspace borders.

Dropped before a migration (SQLite rebuilds tables under them) and installed again after it.
"""

from collections.abc import Iterator

from django.db import connection

from clew.ground.ledger import triggers_postgresql, triggers_sqlite
from clew.ground.ledger.guards import guarded_tables


def install() -> None:
    drop()
    _run(_dialect().statements(guarded_tables()))


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_dialect().FIND)
        found = [tuple(row) for row in cursor.fetchall()]
    _run(_dialect().drop_statement(*row) for row in found)


def _dialect():  # type: ignore[no-untyped-def]  # two modules of one shape
    return triggers_sqlite if connection.vendor == "sqlite" else triggers_postgresql


def _run(statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
