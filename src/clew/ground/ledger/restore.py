"""Put single rows back as the ledger remembers them. The values are the triggers' own, so each engine reads its own back."""

import json
from functools import cache
from typing import Any

from django.db import connection

from clew.ground.ledger.guards import GuardedTable, guarded_tables
from clew.ground.ledger.queries import Change


def still_as_left(change: Change) -> bool:
    """Whether the row holds what this change left in it."""
    now = _row(_table(change), change.row_id)
    return now is not None and all(now.get(column) == value for column, value in change.after.items())


def put_back(change: Change) -> None:
    """Undo one update or one delete in the database. The guards still hold, and the ledger records this as well."""
    table = _table(change)
    values = {column: value for column, value in change.before.items() if column in table.columns}
    (_insert if change.operation == "delete" else _update)(table, change.row_id, values)


def _table(change: Change) -> GuardedTable:
    return _tables()[change.table]


@cache
def _tables() -> dict[str, GuardedTable]:
    return {table.table: table for table in guarded_tables()}


def _row(table: GuardedTable, row_id: int) -> dict[str, Any] | None:
    if connection.vendor == "sqlite":
        whole = "json_object(" + ", ".join(f"'{c}', t.\"{c}\"" for c in table.columns) + ")"
    else:
        whole = "to_jsonb(t)::text"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {whole} FROM "{table.table}" t WHERE t."{table.key}" = %s', [row_id])
        found = cursor.fetchone()
    return None if found is None else dict(json.loads(found[0]))


def _update(table: GuardedTable, row_id: int, values: dict[str, Any]) -> None:
    columns = list(values)
    if connection.vendor == "sqlite":
        assigned = ", ".join(f'"{c}" = %s' for c in columns)
        _run(f'UPDATE "{table.table}" SET {assigned} WHERE "{table.key}" = %s', [*values.values(), row_id])
        return
    assigned = ", ".join(f'"{c}" = b."{c}"' for c in columns)
    _run(
        f'UPDATE "{table.table}" t SET {assigned} FROM jsonb_populate_record(NULL::"{table.table}", %s::jsonb) b'
        f' WHERE t."{table.key}" = %s',
        [json.dumps(values), row_id],
    )


def _insert(table: GuardedTable, row_id: int, values: dict[str, Any]) -> None:
    columns = ", ".join(f'"{c}"' for c in values)
    if connection.vendor == "sqlite":
        places = ", ".join(["%s"] * len(values))
        _run(f'INSERT INTO "{table.table}" ({columns}) VALUES ({places})', list(values.values()))
        return
    _run(
        f'INSERT INTO "{table.table}" ({columns}) SELECT {columns}'
        f' FROM jsonb_populate_record(NULL::"{table.table}", %s::jsonb)',
        [json.dumps(values)],
    )


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
