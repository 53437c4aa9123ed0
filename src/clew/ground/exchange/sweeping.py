"""Go through every column that can hold words, and through the whole history, and take a person's name and words out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import models

from clew.ground.exchange.numbers import BATCH
from clew.ground.exchange.shapes import LEDGER, Shape, known
from clew.ground.exchange.traces import COVER
from clew.ground.exchange.words import ERASED, Said
from clew.ground.ledger.api import LedgerEntry, canonical, native

AT_ONCE = 500
# Words of the program, not of people.
SET = {
    "kind",
    "state",
    "verb",
    "status",
    "origin",
    "job",
    "key",
    "model",
    "space",
    "method",
    "table_name",
    "operation",
    "act",
}


def sweep(workspace_id: int, said: Said, *, spared: Collection[int], namesakes: Collection[int]) -> Counter[str]:
    """Replace them in every table of the workspace; gives how many rows were changed in each.

    `spared`: records of other people's own words, in which only the name is replaced. `namesakes`: records of others of that name.
    """
    changed: Counter[str] = Counter()
    for shape in known().values():
        if shape.in_workspace and shape.name != LEDGER:
            changed[shape.name] = _sweep_table(shape, workspace_id, said, spared, namesakes)
    return +changed


def text_columns(shape: Shape) -> list[models.Field[Any, Any]]:
    """The columns that can hold people's words."""
    fields = [c.field for c in shape.columns]
    return [f for f in fields if isinstance(f, models.CharField | models.TextField | models.JSONField) and _is_free(f)]


def redact_history(workspace_id: int, *, nodes: Collection[int], rows: Mapping[str, Collection[int]]) -> int:
    """Replace all words in what the ledger says of these records and rows; when and by whom it was stays."""
    done = 0
    for entry in _entries_about(workspace_id, nodes, rows):
        free = {str(f.column) for f in text_columns(known()[entry.table_name])}
        done += _rewrite(entry, lambda values, free=free: _without_words(values, free))
    return done


def cover_in_history(
    workspace_id: int, words: Collection[str], *, nodes: Collection[int], rows: Mapping[str, Collection[int]]
) -> int:
    """Cover these words in what the ledger says of these records and rows."""
    one_of = "|".join(sorted({re.escape(one) for one in words}, key=len, reverse=True))
    find = re.compile(rf"(?<!\w)(?:{one_of})(?!\w)")
    return sum(
        _rewrite(entry, lambda values: _covered(values, find)) for entry in _entries_about(workspace_id, nodes, rows)
    )


def sweep_history(workspace_id: int, said: Said, *, spared: Collection[int], namesakes: Collection[int]) -> int:
    """Last of all, since what was swept before has written history too."""
    done = 0
    for entry in _entries(workspace_id):
        if entry.node_id not in namesakes:
            names_only = entry.node_id in spared
            done += _rewrite(entry, lambda value, only=names_only: said.cleaned(value, names_only=only))
    return done


def _sweep_table(
    shape: Shape, workspace_id: int, said: Said, spared: Collection[int], namesakes: Collection[int]
) -> int:
    fields = [f for f in text_columns(shape) if f.column not in shape.table.covered]
    if not fields:
        return 0
    about = subject_column(shape)
    names = [str(f.attname) for f in fields]
    swept: list[int] = []
    found = shape.rows(workspace_id).values_list(shape.key, about, *names)
    for key, subject, *values in found.iterator(BATCH):
        if subject in namesakes:
            continue
        only = subject in spared
        changes = {
            field.attname: _cut(field, after)
            for field, before in zip(fields, values, strict=True)
            if (after := said.cleaned(before, names_only=only)) is not before and after != before
        }
        if changes:
            shape.model._base_manager.filter(pk=key).update(**changes)
            swept.append(key)
    if swept and shape.table.swept is not None:
        shape.table.swept(swept)
    return len(swept)


def subject_column(shape: Shape) -> str:
    """Whose record a row is part of."""
    guards = getattr(shape.model, "guards", None)
    if shape.space != shape.name:
        return shape.key
    if guards is not None and guards.node:
        return str(guards.node)
    names = {c.name for c in shape.columns}
    return next((name for name in ("node_id", "source_id") if name in names), shape.key)


def _entries(workspace_id: int) -> Iterator[LedgerEntry]:
    return LedgerEntry.objects.filter(workspace_id=workspace_id).order_by("id").iterator(BATCH)


def _entries_about(
    workspace_id: int, nodes: Collection[int], rows: Mapping[str, Collection[int]]
) -> Iterator[LedgerEntry]:
    history = LedgerEntry.objects.filter(workspace_id=workspace_id).order_by("id")
    for some in _parts(nodes):
        yield from history.filter(node_id__in=some)
    for table, keys in rows.items():
        for some in _parts(keys):
            yield from history.filter(table_name=table, row_id__in=some)


def _parts(numbers: Collection[int]) -> Iterator[list[int]]:
    left = sorted(numbers)
    for start in range(0, len(left), AT_ONCE):
        yield left[start : start + AT_ONCE]


def _rewrite(entry: LedgerEntry, change: Any) -> int:
    told = {"before": canonical(entry.table_name, entry.before), "after": canonical(entry.table_name, entry.after)}
    new = {name: None if values is None else change(values) for name, values in told.items()}
    if new == told:
        return 0
    changes = {name: native(entry.table_name, values) for name, values in new.items()}
    LedgerEntry.objects.filter(pk=entry.pk).update(**changes)
    return 1


def _without_words(values: dict[str, Any], free: set[str]) -> dict[str, Any]:
    return {name: _blank(value) if name in free else value for name, value in values.items()}


def _blank(value: Any) -> Any:
    """Words become a mark; what was empty stays so; a structure is emptied."""
    if isinstance(value, str):
        return ERASED if value else value
    return type(value)() if isinstance(value, dict | list) else value


def _covered(value: Any, find: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return find.sub(lambda match: COVER * len(match[0]), value)
    if isinstance(value, dict):
        return {name: _covered(one, find) for name, one in value.items()}
    return [_covered(one, find) for one in value] if isinstance(value, list) else value


def _is_free(field: models.Field[Any, Any]) -> bool:
    return not field.choices and not field.primary_key and field.column not in SET


def _cut(field: models.Field[Any, Any], value: Any) -> Any:
    most = getattr(field, "max_length", None)
    return value[:most] if isinstance(value, str) and most else value
