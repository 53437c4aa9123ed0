"""Cells of an .xlsx as text. Cached values only: a formula is never evaluated here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .archive import broken, weigh
from .problems import FormatError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Read = TypeVar("Read")


class SheetSize(NamedTuple):
    name: str
    rows: int
    columns: int


class SheetRow(NamedTuple):
    number: int
    cells: tuple[str, ...]


class SheetCells(NamedTuple):
    name: str
    first_column: int  # 1-based: the column in which `cells` of every row begin
    rows: Iterator[SheetRow]


def sheets(path: Path) -> tuple[SheetSize, ...]:
    book = _open(path)
    sizes = []
    for name in _guarded(lambda: book.sheet_names):
        sheet = _sheet(book, name)
        sizes.append(SheetSize(name, sheet.height if sheet else 0, sheet.width if sheet else 0))
    return tuple(sizes)


def all_sheets(path: Path) -> Iterator[SheetCells]:
    book = _open(path)
    for name in _guarded(lambda: book.sheet_names):
        sheet = _sheet(book, name)
        if sheet is not None:
            yield _cells(name, sheet)


def sheet_cells(path: Path, wanted: str | None) -> SheetCells:
    """The named sheet, or the first that is not empty."""
    book = _open(path)
    names = _guarded(lambda: book.sheet_names)
    for name in names if wanted is None else [wanted] if wanted in names else []:
        sheet = _sheet(book, name)
        if sheet is not None and (sheet.height or wanted is not None):
            return _cells(name, sheet)
    missing = "Every sheet of this file is empty." if wanted is None else f"There is no sheet “{wanted}”."
    raise FormatError(missing, "Choose a sheet that holds a table.")


def _open(path: Path) -> CalamineWorkbook:
    weigh(path)
    from python_calamine import CalamineWorkbook

    return _guarded(lambda: CalamineWorkbook.from_path(path))


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | None:
    """None for a chart sheet or a sheet without cells."""
    try:
        sheet = _guarded(lambda: book.get_sheet_by_name(name))
    except FormatError:
        return None
    return sheet if sheet.start is not None else None


def _guarded(read: Callable[[], Read]) -> Read:
    """The reader is Rust: its errors are plain exceptions, its panics are BaseExceptions of their own."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise broken() from error


def _cells(name: str, sheet: CalamineSheet) -> SheetCells:
    start = sheet.start or (0, 0)
    return SheetCells(name, start[1] + 1, _rows(sheet))


def _rows(sheet: CalamineSheet) -> Iterator[SheetRow]:
    iterator = _guarded(sheet.iter_rows)
    number = 0
    while (cells := _guarded(lambda: next(iterator, None))) is not None:
        number += 1
        yield SheetRow(number, tuple([value if value.__class__ is str else cell_text(value) for value in cells]))


def cell_text(value: object) -> str:
    """Dates to ISO (without a midnight), whole numbers without `.0`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
