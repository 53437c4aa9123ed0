"""What a ledger entry holds, in a form that is the same on both engines.

The triggers write values as their engine has them: SQLite knows neither moments nor truth nor JSON as types of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils.dateparse import parse_datetime

from clew.ground.ledger import plain_json

Values = dict[str, Any] | None


def canonical(table: str, values: Values) -> Values:
    """From this engine's form."""
    if values is None:
        return None
    kinds = _kinds().get(table, {})
    return {column: _canonical(kinds.get(column, ""), value) for column, value in values.items()}


def native(table: str, values: Values) -> Values:
    """Into this engine's form, so that what is compared with a row of today is alike."""
    if values is None:
        return None
    kinds = _kinds().get(table, {})
    return {column: _native(kinds.get(column, ""), value) for column, value in values.items()}


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _canonical(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "moment" and isinstance(value, str):
        return _moment(value)
    if kind == "json" and isinstance(value, str) and connection.vendor == "sqlite":
        return plain_json.loads(value)
    if kind == "truth":
        return bool(value)
    if kind == "uuid":  # 32 digits in SQLite, with dashes in PostgreSQL
        return str(UUID(value))
    return float(value) if kind == "float" and isinstance(value, int | float) else value


def _native(kind: str, value: Any) -> Any:
    if value is None:
        return None
    on_sqlite = connection.vendor == "sqlite"
    if kind == "moment" and isinstance(value, str) and (moment := parse_datetime(value)):
        whole = moment.astimezone(UTC)
        return str(whole.replace(tzinfo=None)) if on_sqlite else _as_postgresql(whole)
    if kind == "json" and on_sqlite:
        return plain_json.stored(value)
    if kind == "uuid" and on_sqlite:
        return UUID(value).hex
    return int(value) if kind == "truth" and on_sqlite else value


def _moment(value: str) -> str:
    found = parse_datetime(value)
    if found is None:
        return value
    return moment_text(found if found.tzinfo else found.replace(tzinfo=UTC))


def _as_postgresql(moment: datetime) -> str:
    """As `to_jsonb` writes it: no zeros at the end of the fraction."""
    text = moment.isoformat(timespec="microseconds")
    stem, zone = text[:-6], text[-6:]
    return stem.rstrip("0").rstrip(".") + zone


@cache
def _kinds() -> dict[str, dict[str, str]]:
    models_of_clew = [m for m in apps.get_models() if m.__module__.startswith("clew.")]
    return {
        str(m._meta.db_table): {str(f.column): _kind(f) for f in m._meta.local_concrete_fields} for m in models_of_clew
    }


def _kind(field: models.Field[Any, Any]) -> str:
    for kind, types in (
        ("moment", models.DateTimeField),
        ("json", models.JSONField),
        ("truth", models.BooleanField),
        ("float", models.FloatField),
        ("uuid", models.UUIDField),
    ):
        if isinstance(field, types):
            return kind
    return ""
