"""Write what an archive holds into the database: first everything is read and checked, then everything is written, or nothing."""

from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from clew.ground.exchange.checking import MOST_NUMBERS, REMEDY, Archive
from clew.ground.exchange.numbers import spoken_of
from clew.ground.exchange.rows import Mapped, Row, frozen_numbers, renumbered, stored
from clew.ground.exchange.searching import index_workspace
from clew.ground.exchange.shapes import LEDGER, USERS, WORKSPACES, Column, Shape, known
from clew.ground.files.api import StoredFile, bring, discard
from clew.ground.ledger.api import (
    Refused,
    advance_numbers,
    guarded_tables,
    insert_rows,
    maintenance,
    reserve_ids,
    words_of_guard,
)
from clew.ground.workspaces.api import Workspace, bring_people, bring_workspace

ROWS_AT_ONCE, CHARACTERS_AT_ONCE = 1000, 4_000_000


def load_workspace(archive: Archive, *, name: str = "") -> int:
    """A new workspace like the one that was exported; gives its number. People without an account here become past members."""
    _look_through(archive)
    with _whole(), maintenance(recorded=False):
        (about,) = archive.rows(_shape(archive, WORKSPACES))
        workspace_id = bring_workspace(
            name=name or about["name"], currency=about["currency"], created_at=about["created_at"]
        )
        people = bring_people([(p["email"], p["name"]) for p in archive.rows(_shape(archive, USERS))])
        ids = {space: array("q", sorted(reserve_ids(known()[space].model, total))) for space, total in _totals(archive)}

        def mapped(space: str, number: int) -> int:
            if space == WORKSPACES:
                return workspace_id
            return people[number - 1] if space == USERS else ids[space][number - 1]

        try:
            _write_tables(archive, mapped, leave=(WORKSPACES, USERS))
            for space, given in ids.items():
                advance_numbers(known()[space].model, given[-1] if given else 0)
            _check_rules(workspace_id)
            _bring_files(archive)
        except BaseException:
            _discard_files(archive, workspace_id)
            raise
        index_workspace(workspace_id)
    return workspace_id


def load_house(archive: Archive) -> None:
    """The house as it was; into an empty database."""
    with _whole(), maintenance(recorded=False):
        _write_tables(archive, lambda space, number: number, leave=())
        for shape in archive.shapes:
            if shape.gives_numbers:
                advance_numbers(shape.model, int(archive.manifest["numbers"][shape.name]))
        _bring_files(archive)
        for workspace_id in Workspace.objects.values_list("pk", flat=True):
            index_workspace(workspace_id)


@contextmanager
def _whole() -> Iterator[None]:
    """One transaction, and a refusal in words when the database will not have it."""
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    except IntegrityError as error:
        raise _as_refusal(error) from error


def _as_refusal(error: IntegrityError) -> Refused:
    said = words_of_guard(error) or str(error).split("\n")[0][:200]
    return Refused(f"The database refuses what is in the file: {said}.", field="file", remedy=REMEDY)


def _totals(archive: Archive) -> list[tuple[str, int]]:
    wanted = {s.name for s in archive.shapes if s.gives_numbers} - {USERS, WORKSPACES}
    totals = archive.manifest["numbers"]
    if not isinstance(totals, dict) or set(totals) - wanted:
        raise Refused("The file counts rows of tables that have no numbers.", field="file", remedy=REMEDY)
    return [(space, int(total)) for space, total in sorted(totals.items())]


def _look_through(archive: Archive) -> None:
    """Read every row once: numbers are given once, all that is pointed to is there, and none is left out."""
    seen = _Seen(archive)
    for shape in archive.shapes:
        for row in archive.rows(shape):
            seen.note(shape, row)
    seen.check()


class _Seen:
    """Which numbers there are rows of, and which are spoken of."""

    def __init__(self, archive: Archive) -> None:
        counts = {s.name: int(archive.parts[f"tables/{s.name}.jsonl"]["rows"]) for s in archive.shapes}
        totals = dict(_totals(archive)) | {USERS: counts[USERS], WORKSPACES: 1}
        if any(not 0 <= total <= MOST_NUMBERS for total in totals.values()) or counts[WORKSPACES] != 1:
            raise Refused("The file counts more rows than it can hold.", field="file", remedy=REMEDY)
        self.rows = {s.name: bytearray(totals.get(s.space, 0) + 1) for s in archive.shapes}
        self.wanted = {s.name: bytearray(len(self.rows[s.name])) for s in archive.shapes}
        self.spoken = {space: bytearray(total + 1) for space, total in totals.items()}
        self._tables = known()

    def note(self, shape: Shape, row: Row) -> None:
        self._mark(self.rows[shape.name], row[shape.key], shape.name, once=True)
        for column in shape.columns:
            number = row[column.name]
            if column.space and number is not None:
                self._mark(self.spoken.get(column.space), number, shape.name)
                if (target := _target(column)) in self.wanted:
                    self._mark(self.wanted[target], number, shape.name)
        for number in _frozen(shape, row):
            self._mark(self.spoken.get(shape.space), number, shape.name)
        if shape.name == LEDGER:
            for space, number in spoken_of(self._tables, row["table_name"], row["row_id"], row["before"], row["after"]):
                self._mark(self.spoken.get(space), number, shape.name)

    def check(self) -> None:
        for name, wanted in self.wanted.items():
            at = next((n for n, (w, r) in enumerate(zip(wanted, self.rows[name], strict=True)) if w and not r), None)
            if at is not None:
                raise Refused(f"Something points to row {at} of {name}, which is absent.", field="file", remedy=REMEDY)
        for space, spoken in self.spoken.items():
            if space in self.rows and not all(spoken[1:]):
                raise Refused(f"The numbers of {space} have gaps.", field="file", remedy=REMEDY)

    def _mark(self, marks: bytearray | None, number: Any, table: str, *, once: bool = False) -> None:
        if marks is None or not isinstance(number, int) or not 1 <= number < len(marks):
            raise Refused(f"A row of {table} has a number out of range.", field="file", remedy=REMEDY)
        if once and marks[number]:
            raise Refused(f"Row {number} of {table} is there twice.", field="file", remedy=REMEDY)
        marks[number] = 1


def _frozen(shape: Shape, row: Row) -> list[int]:
    """The numbers that something frozen speaks of. What is frozen was checked by nobody yet."""
    try:
        return list(frozen_numbers(shape, row).values())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            f"Row {row[shape.key]} of {shape.name} is not what it says.", field="file", remedy=REMEDY
        ) from error


def _target(column: Column) -> str:
    """The table whose row a foreign key needs."""
    remote = getattr(column.field, "remote_field", None)
    return str(remote.model._meta.db_table) if remote is not None else ""


def _shape(archive: Archive, name: str) -> Shape:
    return next(shape for shape in archive.shapes if shape.name == name)


def _write_tables(archive: Archive, mapped: Mapped, leave: tuple[str, ...]) -> None:
    tables = known()
    for shape in archive.shapes:
        if shape.name in leave:
            continue
        late = [c for c in shape.columns if c.is_late]
        later: list[tuple[str, Any, Any]] = []
        for some in _some(
            renumbered(shape, row, mapped, tables, is_moving=not archive.is_house) for row in archive.rows(shape)
        ):
            for row in some:
                for column in late:
                    if row[column.name] is not None:
                        later.append((column.name, row[column.name], row[shape.key]))
                        row[column.name] = None
            insert_rows(shape.model, [c.name for c in shape.columns], [stored(shape, row) for row in some])
        for name, value, key in later:
            shape.model._base_manager.filter(pk=key).update(**{name: value})


def _some(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """So many rows at once, and of long ones fewer."""
    some: list[Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += sum(len(v) for v in row.values() if isinstance(v, str))
        if len(some) >= ROWS_AT_ONCE or size > CHARACTERS_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _check_rules(workspace_id: int) -> None:
    """What the guards refuse of a single row on its way in is asked of all that came in."""
    with connection.cursor() as cursor:
        for table in guarded_tables():
            for rule in table.guards.rules:
                if rule.operation == "INSERT" and rule.at_rest and table.has_workspace:
                    cursor.execute(
                        f'SELECT count(*) FROM "{table.table}" AS NEW WHERE NEW.workspace_id = %s AND ({rule.when})',  # noqa: S608 - the models' own words
                        [workspace_id],
                    )
                    if cursor.fetchone()[0]:
                        raise Refused(f"In {table.table}: {rule.message}.", field="file", remedy=REMEDY)


def _bring_files(archive: Archive) -> None:
    held = set(archive.files)
    for workspace_id, sha in StoredFile._base_manager.filter(sha256__in=held).values_list("workspace_id", "sha256"):
        bring(workspace_id, archive.blocks(sha))


def _discard_files(archive: Archive, workspace_id: int) -> None:
    for sha in archive.files:
        discard(workspace_id, sha)
