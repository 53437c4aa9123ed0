"""The tables of the house as the exchange sees them: their columns, whose numbers these hold, and in which order they can be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.db import models

from clew.ground.ledger.api import LedgerEntry, Table, tables
from clew.ground.workspaces.api import User, Workspace

USERS, WORKSPACES, LEDGER = (str(m._meta.db_table) for m in (User, Workspace, LedgerEntry))


@dataclass(frozen=True, slots=True)
class Column:
    """`space`: the table whose numbers stand in this column, empty when it holds no numbers of rows."""

    name: str
    field: models.Field[Any, Any]
    space: str
    is_late: bool = False  # points into its own table, so it is filled in once all rows are there


@dataclass(frozen=True, slots=True)
class Shape:
    """`space`: whose numbers its rows bear; a record bears its node's. `defaults`: what stands in a column that an older file lacks."""

    table: Table
    name: str
    key: str
    space: str
    columns: tuple[Column, ...]
    defaults: dict[str, Any] = field(compare=False)

    @property
    def model(self) -> type[models.Model]:
        return self.table.model

    @property
    def gives_numbers(self) -> bool:
        return self.space == self.name and isinstance(self.model._meta.pk, models.AutoField)

    @property
    def in_workspace(self) -> bool:
        return any(c.name == "workspace_id" for c in self.columns)

    def rows(self, workspace_id: int | None) -> models.QuerySet[Any]:
        """All rows, or those of a workspace that leave with it, in the order of their numbers."""
        found = self.model._base_manager.order_by(self.key)
        if workspace_id is None:
            return found
        found = found.filter(workspace_id=workspace_id)
        if self.table.held_back is not None:
            found = found.exclude(self.table.held_back)
        return found.filter(table_name__in=[s.name for s in exported()]) if self.name == LEDGER else found


@cache
def exported() -> tuple[Shape, ...]:
    """What an export of a workspace holds."""
    return _shapes(lambda table: not table.left_out, lambda table: table.shared)


@cache
def backed_up() -> tuple[Shape, ...]:
    """What a backup of the house holds."""
    return _shapes(lambda table: not table.made_again, lambda table: ())


@cache
def known() -> Mapping[str, Shape]:
    """Every table, by name."""
    return {shape.name: shape for shape in _shapes(lambda table: True, lambda table: ())}


def _shapes(wanted: Callable[[Table], bool], shared: Callable[[Table], tuple[str, ...]]) -> tuple[Shape, ...]:
    found = {t.name: _shape(t, shared(t)) for t in tables() if wanted(t)}
    before = {
        name: sorted({target for target in _targets(shape.model) if target in found and target != name})
        for name, shape in found.items()
    }
    return tuple(found[name] for name in TopologicalSorter(before).static_order())


def _targets(model: type[models.Model]) -> list[str]:
    """The tables its foreign keys point into."""
    fields = [f for f in model._meta.local_concrete_fields if isinstance(f, models.ForeignKey)]
    return [str(f.remote_field.model._meta.db_table) for f in fields]


def _shape(table: Table, shared: tuple[str, ...]) -> Shape:
    meta = table.model._meta
    name = table.name
    fields = [f for f in meta.local_concrete_fields if not shared or f.column in shared]
    columns = tuple(Column(str(f.column), f, _space_in(table, f), _is_late(name, f)) for f in fields)
    defaults = {c.name: c.field.default for c in columns if isinstance(c.field.default, bool | int | float | str)}
    return Shape(table, name, str(meta.pk.column), space_of(table.model), columns, defaults)


@cache
def space_of(model: type[models.Model]) -> str:
    """The table that gives this model's rows their numbers."""
    key: Any = model._meta.pk
    if isinstance(key, models.ForeignKey):
        return space_of(key.remote_field.model)
    return str(model._meta.db_table)


def _space_in(table: Table, field: models.Field[Any, Any]) -> str:
    column = str(field.column)
    if isinstance(field, models.ForeignKey):
        return space_of(field.remote_field.model)
    if field.primary_key and isinstance(field, models.IntegerField):
        return space_of(table.model)
    return table.refs.get(column, "")


def _is_late(name: str, field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.ForeignKey) and str(field.remote_field.model._meta.db_table) == name
