"""Read history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clew.ground.ledger.models import LedgerEntry

HISTORY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Change:
    id: int
    at: datetime
    act: str
    act_name: str
    actor_id: int | None
    table: str
    row_id: int
    operation: str
    before: dict[str, Any]
    after: dict[str, Any]
    node_id: int | None


def history(
    *, workspace_id: int, node_id: int, limit: int = HISTORY_LIMIT, without: Collection[str] = ()
) -> list[Change]:
    """The newest changes that concern one record, newest first. `without` those of rows in these tables, which were only changed."""
    rows = LedgerEntry.objects.filter(workspace_id=workspace_id, node_id=node_id).order_by("-id")
    if without:
        rows = rows.exclude(table_name__in=without, operation="update")
    return [change_of(row) for row in rows[: min(limit, HISTORY_LIMIT)]]


def changes_of_act(*, workspace_id: int, act: str, limit: int = 10_000) -> list[Change]:
    """What one act changed, newest first."""
    rows = LedgerEntry.objects.filter(workspace_id=workspace_id, act=act).order_by("-id")
    return [change_of(row) for row in rows[:limit]]


def last_change_of_row(change: Change, *, workspace_id: int) -> Change:
    """The newest change of the row that this change is about."""
    rows = LedgerEntry.objects.filter(
        workspace_id=workspace_id, node_id=change.node_id, table_name=change.table, row_id=change.row_id
    )
    newest = rows.order_by("-id").first()
    return change if newest is None else change_of(newest)


def change_of(row: LedgerEntry) -> Change:
    return Change(
        row.id,
        row.at,
        row.act,
        row.act_name,
        row.actor_id,
        row.table_name,
        row.row_id,
        row.operation,
        row.before or {},
        row.after or {},
        row.node_id,
    )
