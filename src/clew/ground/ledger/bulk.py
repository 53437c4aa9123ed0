"""Write many rows at once without the ORM's cost for each of them. Triggers see every row all the same."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection, models

MOST_VALUES = 30_000  # SQLite takes 32,766 in one statement, PostgreSQL 65,535
# What the drivers take as it is; every other column goes through its field.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.ForeignKey,
    models.BooleanField,
)


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert into these columns. Columns that are not named need a default in the database.

    Many rows to a statement: after each statement SQLite's full-text index writes down what it has gathered.
    """
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES "  # noqa: S608 - the model's own names
    places = f"({', '.join(['%s'] * len(columns))})"
    converters = [(at, prepare) for at, name in enumerate(columns) if (prepare := _converter(model, name))]
    prepared = (_converted(row, converters) for row in rows)
    with connection.cursor() as cursor:
        while some := list(islice(prepared, MOST_VALUES // len(columns))):
            cursor.execute(into + ", ".join([places] * len(some)), list(chain.from_iterable(some)))


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Numbers for rows that are to be inserted in this transaction, known before, so that others can point to them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Transactions begin by taking the write lock, so nobody else can take these numbers.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            first = (found[0] if found else 0) + 1
            return list(range(first, first + count))
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]


def last_number(model: type[models.Model]) -> int:
    """The highest number this table has given, also to rows that are gone."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            name = cursor.fetchone()[0]
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}")  # noqa: S608 - the server's own word
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def advance_numbers(model: type[models.Model], to: int) -> None:
    """Never give a number up to this one again: history may speak of rows that are gone."""
    table = model._meta.db_table
    if to <= last_number(model):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, to])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, to])


def _converter(model: type[models.Model], column: str) -> Callable[[Any], Any] | None:
    field = next(f for f in model._meta.local_concrete_fields if f.column == column)
    if isinstance(field, _PLAIN):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for at, prepare in converters:
        values[at] = prepare(values[at])
    return values
