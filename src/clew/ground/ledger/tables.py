"""How every table takes part when a workspace leaves, when the house is backed up, and when a person is erased.

Each module declares its own tables; a test fails for a model without an entry.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

Body = Callable[[Sequence[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Frozen:
    """`column` holds numbers of `space` that `numbers_in` finds; `here` says which rows are meant by them in this house."""

    column: str
    here: str
    space: str
    numbers_in: Callable[[Any], set[int]]


@dataclass(frozen=True, slots=True)
class Forgot:
    """What a table did about a person: `rows` whose history loses its words too, and `files` (uploads) that held them."""

    rows: frozenset[int] = frozenset()
    files: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Aged:
    """What is too old to be kept: the words of these `sources`, which go now, and whatever was said `before` that day and is no source.

    `records`: those whose own time for words is over; what was said for them goes too, whatever its day.
    """

    sources: frozenset[int]
    before: date
    records: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Over:
    """Records, such as studies, whose time for words is over: `sources` finds theirs. `spares_grounds`: what a taken decision rests on is kept."""

    records: frozenset[int]
    sources: models.Q
    spares_grounds: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`about` says what a row is; `erased` what becomes of a person's words and data in it when they are erased.

    `left_out`: why it is in no export of a workspace. `made_again`: it is in no backup either, since it is derived or soon over.
    `of_program`: the program itself fills it, so that it is not emptied before a restore.
    `shared`: the columns an export shows, where it may not show all. `refs`: columns that hold numbers of a table without a foreign key.
    `frozen`: a column whose content stays as it was hashed although it holds numbers of records; see `Frozen`.
    `covered`: columns in which places are counted, so that words are covered there and not replaced.
    `body`: the words a record is found by, beside its title; for the one table of its kind, which shares its number. `swept`: told which rows lost words.
    `held_back`: rows that do not leave with their workspace, since nobody in it may see them all yet.
    `forget`: told the number of a person who is erased, inside the transaction, before words are looked for; see `Forgot`.
    `forget_old`: told what is too old to be kept, in the transaction in which it goes. A room's table that can hold words or files has this, or
    says in `stays` why its rows stay as they are.
    `over`: told a day, says whose time for words is over on it, as rows of this table have it.
    `silenced`: told which uploads of sound lost words once more when a backup came back; what was cut of them goes with them.
    """

    model: type[models.Model]
    about: str
    erased: str
    left_out: str = ""
    made_again: bool = False
    of_program: bool = False
    shared: tuple[str, ...] = ()
    refs: Mapping[str, str] = field(default_factory=dict)
    frozen: Frozen | None = None
    covered: frozenset[str] = frozenset()
    body: Body | None = None
    swept: Callable[[Sequence[int]], None] | None = None
    held_back: models.Q | None = None
    forget: Callable[[int], Forgot] | None = None
    forget_old: Callable[[Aged], Forgot] | None = None
    stays: str = ""
    over: Callable[[date], Sequence[Over]] | None = None
    silenced: Callable[[Collection[int]], Forgot] | None = None

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)


_tables: dict[str, Table] = {}


def register_tables(*tables: Table) -> None:
    _tables.update({t.name: t for t in tables})


def tables() -> tuple[Table, ...]:
    return tuple(_tables.values())


def body_of(table: str) -> Body | None:
    """How the words are read by which a record of this table is found; None where it has none but its title."""
    return _tables[table].body if table in _tables else None


def text_of(model: type[models.Model], *columns: str) -> Body:
    """A record's own columns as the words it is found by."""

    def body(ids: Sequence[int]) -> Mapping[int, str]:
        rows = model._base_manager.filter(pk__in=ids).values_list("pk", *columns)
        return {row[0]: " ".join(str(part) for part in row[1:] if part) for row in rows}

    return body
