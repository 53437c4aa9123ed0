"""What a model asks the database itself to enforce, and the plain facts that the trigger writers need.

Borders follow from the foreign keys and bounds from the columns; a model need not ask for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

ALWAYS = "1 = 1"
GREATEST = "1.7976931348623157e308"
MOVED = "OLD.workspace_id <> NEW.workspace_id"
OUT_OF_BOUNDS = "a value is missing, too long or unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """Refuse `operation` when the SQL expression over OLD and NEW holds. Must read alike on SQLite and PostgreSQL.

    `at_rest`: of a row that is in, it never holds either; not so of a rule about when a row may come in.
    """

    name: str
    operation: str
    when: str
    message: str
    at_rest: bool = True


@dataclass(frozen=True, slots=True)
class Guards:
    """`recorded`: every change is written to the ledger. `node`: the column that says on which record's page the change is shown.

    `append_only`: rows are never deleted nor changed, but for the columns in `set_once`, which go from empty to a value once.
    `quiet_insert`: an insert is not recorded, since the row itself is its own record.
    `workspace`: the column that says in which workspace's history the change stands.
    """

    recorded: bool = False
    node: str = ""
    append_only: bool = False
    set_once: tuple[str, ...] = ()
    quiet_insert: bool = False
    workspace: str = "workspace_id"
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Border:
    """A foreign key between two tables of which both belong to a workspace: both ends must lie in the same one."""

    column: str
    target_table: str
    target_key: str
    target_workspace: str = "workspace_id"


@dataclass(frozen=True, slots=True)
class GuardedTable:
    table: str
    key: str
    columns: tuple[str, ...]
    has_workspace: bool
    guards: Guards
    borders: tuple[Border, ...]
    bounds: tuple[str, ...] = ()

    @property
    def frozen_columns(self) -> tuple[str, ...]:
        return tuple(c for c in self.columns if c not in self.guards.set_once)

    @property
    def keeps_its_rows(self) -> bool:
        return self.guards.append_only or any(r.operation == "DELETE" and r.when == ALWAYS for r in self.guards.rules)


def guarded_tables() -> list[GuardedTable]:
    """Every table of Clew, read from the models."""
    return [_describe(model) for model in apps.get_models() if model.__module__.startswith("clew.")]


def _describe(model: type[models.Model]) -> GuardedTable:
    meta = model._meta
    stored = [f for f in meta.local_concrete_fields if not isinstance(f, models.BinaryField | models.GeneratedField)]
    return GuardedTable(
        table=meta.db_table,
        key=str(meta.pk.column),
        columns=tuple(str(f.column) for f in stored),
        has_workspace=_has_workspace(model),
        guards=getattr(model, "guards", Guards()),
        borders=_borders(model),
        bounds=tuple(bound for field in stored for bound in _bounds(field)),
    )


def _bounds(field: "models.Field[Any, Any]") -> Iterator[str]:
    """What a value of this column must never be. Django asks this of forms alone, and SQLite holds no text to its length."""
    value = f'NEW."{field.column}"'
    if isinstance(field, models.CharField | models.TextField):
        if field.max_length:
            yield f"length({value}) > {field.max_length}"
        if not field.blank:
            yield f"{value} = ''"
        if field.choices:
            known = ", ".join(f"'{choice}'" for choice, _ in field.flatchoices)
            yield f"{value} NOT IN ({known})"
    elif isinstance(field, models.FloatField):
        yield f"abs({value}) > {GREATEST}"  # infinite; for PostgreSQL also what is not a number


def _has_workspace(model: type[models.Model]) -> bool:
    return any(f.column == "workspace_id" for f in model._meta.local_concrete_fields)


def _borders(model: type[models.Model]) -> tuple[Border, ...]:
    if not _has_workspace(model):
        return ()
    keys = [
        f for f in model._meta.local_concrete_fields if isinstance(f, models.ForeignKey) and f.column != "workspace_id"
    ]
    found = []
    for field in keys:
        target: type[models.Model] = field.remote_field.model
        if _has_workspace(target):
            found.append(Border(field.column, target._meta.db_table, str(target._meta.pk.column)))
    return tuple(found)
