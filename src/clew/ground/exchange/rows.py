"""Rows as they stand in an archive, and back: what is the same on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.dateparse import parse_datetime

from clew.ground.exchange.numbers import BATCH, Numbers
from clew.ground.exchange.shapes import LEDGER, Shape, known
from clew.ground.ledger.api import Frozen, canonical, moment_text, native

Row = dict[str, Any]
Mapped = Callable[[str, int], int | None]


def rows(shape: Shape, workspace_id: int | None, numbers: Numbers) -> Iterator[Row]:
    """A table's rows with the archive's numbers, in their order."""
    names = [c.name for c in shape.columns]
    tables = known() if shape.name == LEDGER else {}
    for values in shape.rows(workspace_id).values_list(*names).iterator(BATCH):
        row = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        if shape.name == LEDGER:
            row["before"], row["after"] = (canonical(row["table_name"], row[k]) for k in ("before", "after"))
        yield renumbered(shape, row, numbers.of, tables, is_moving=workspace_id is not None)


def renumbered(shape: Shape, row: Row, mapped: Mapped, tables: Mapping[str, Shape], *, is_moving: bool) -> Row:
    """The same row with other numbers. `tables`: those that a ledger entry may speak of. `is_moving`: to or from another house."""
    done = dict(row)
    if is_moving and shape.table.frozen is not None:
        done[shape.table.frozen.here] = _meant(shape.table.frozen, shape, row, mapped)
    for column in shape.columns:
        if column.space and isinstance(row[column.name], int):
            done[column.name] = mapped(column.space, row[column.name])
    if shape.name == LEDGER and (told := tables.get(row["table_name"])):
        done["row_id"] = mapped(told.space, row["row_id"])
        done["before"], done["after"] = (_values(told, row[k], mapped) for k in ("before", "after"))
    return done


def frozen_numbers(shape: Shape, row: Row) -> dict[str, int]:
    """By each number that stands frozen in this row, the number of the row that is meant by it."""
    frozen = shape.table.frozen
    if frozen is None or row[frozen.column] is None:
        return {}
    here = row[frozen.here]
    meant = {str(n): n if here is None else here.get(str(n)) for n in sorted(frozen.numbers_in(row[frozen.column]))}
    return {then: now for then, now in meant.items() if now is not None}


def stored(shape: Shape, row: Row) -> list[Any]:
    """The values for the database's columns, in their order."""
    if shape.name == LEDGER:
        row = {**row, **{k: native(row["table_name"], row[k]) for k in ("before", "after")}}
    return [_python(c.field, row[c.name]) for c in shape.columns]


def _meant(frozen: Frozen, shape: Shape, row: Row, mapped: Mapped) -> dict[str, int] | None:
    if row[frozen.column] is None:
        return None
    pairs = {then: mapped(frozen.space, now) for then, now in frozen_numbers(shape, row).items()}
    return {then: number for then, number in pairs.items() if number is not None}


def _values(told: Shape, values: Row | None, mapped: Mapped) -> Row | None:
    if values is None:
        return None
    spaces = {c.name: c.space for c in told.columns if c.space}
    return {
        name: mapped(spaces[name], value) if name in spaces and isinstance(value, int) else value
        for name, value in values.items()
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "astimezone"):
        return moment_text(value)
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _python(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.DateTimeField):
        return parse_datetime(value)
    if isinstance(field, models.UUIDField):
        return UUID(value)
    return date.fromisoformat(value) if isinstance(field, models.DateField) else value
