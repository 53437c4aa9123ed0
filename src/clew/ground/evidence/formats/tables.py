"""Rows of a table, one at a time, whatever the format."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .encoding import open_text
from .formulas import as_written
from .json_lines import objects
from .problems import ERROR_COLUMNS, MAX_CELL, MAX_ROWS, FormatError, RowError
from .sniff import FileShape
from .workbook import SheetSize, sheet_cells, sheets

__all__ = ["Row", "SheetSize", "failed_rows", "rows", "sheets"]


class Row(NamedTuple):
    """`values` stand in the order of the header. With an `error` they are only to be shown."""

    number: int
    values: tuple[str, ...]
    error: RowError | None = None


@dataclass(slots=True)
class Blanks:
    """How many wholly empty rows were left out; filled while a file is read."""

    count: int = 0

    def leaves_out(self, cells: Iterable[str]) -> bool:
        is_empty = not any(cells)
        self.count += is_empty
        return is_empty


def rows(path: Path, shape: FileShape, *, skip: int = 0, blanks: Blanks | None = None) -> Iterator[Row]:
    """Rows that hold anything, streamed, with the number the person's spreadsheet shows (JSON: the line).

    `skip` is the number of the last row already dealt with, so that an interrupted import goes on behind it.
    Wholly empty rows are left out, and counted in `blanks`. Short rows get blanks; a row that is too long, or holds too long a cell, is an error.
    """
    found = _rows(Path(path), shape, max(skip, shape.header_row), blanks or Blanks())
    if shape.header[: len(ERROR_COLUMNS)] != ERROR_COLUMNS:
        return found
    return (row._replace(values=tuple(map(as_written, row.values))) for row in found)


def failed_rows(path: Path, shape: FileShape, errors: Sequence[RowError]) -> Iterator[tuple[RowError, Sequence[str]]]:
    """Each error with the cells of its row as the file has them; without cells where the row cannot be taken apart."""
    waiting: dict[int, list[RowError]] = {}
    for error in errors:
        waiting.setdefault(error.row, []).append(error)
    for row in rows(path, shape) if waiting else ():
        for error in waiting.pop(row.number, ()):
            yield error, row.values
        if not waiting:
            return
    for several in waiting.values():
        yield from ((error, ()) for error in several)


def _rows(path: Path, shape: FileShape, skip: int, blanks: Blanks) -> Iterator[Row]:
    if shape.kind == "csv":
        return _csv_rows(path, shape, skip, blanks)
    if shape.kind == "jsonl":
        return _json_rows(path, shape, skip, blanks)
    if shape.kind in ("xlsx", "findings"):
        return _sheet_rows(path, shape, skip, blanks)
    raise FormatError("This file is a transcript, not a table.", "Import it as an interview.")


def sample_rows(path: Path, shape: FileShape, *, limit: int = 500) -> list[Row]:
    """The first good rows, for guessing a mapping."""
    found: list[Row] = []
    for row in rows(path, shape):
        if row.error is None:
            found.append(row)
        if len(found) >= limit:
            break
    return found


def _csv_rows(path: Path, shape: FileShape, skip: int, blanks: Blanks) -> Iterator[Row]:
    width = len(shape.header)
    with open_text(path, shape.encoding) as file:
        reader = csv.reader(file, delimiter=shape.delimiter, quotechar=shape.quote)
        number = 0
        waiting: Row | None = None  # the last row is held back until it is known that its quotation marks are closed
        while True:
            try:
                for cells in reader:
                    number += 1
                    if number <= skip or blanks.leaves_out(cells):
                        continue
                    if waiting is not None:
                        yield waiting
                    if number > MAX_ROWS + 1:
                        yield _too_many(number)
                        return
                    fits = len(cells) == width and max(map(len, cells)) <= MAX_CELL
                    waiting = Row(number, tuple(cells)) if fits else _fitted(number, cells, width)
                break
            except csv.Error:
                number += 1
                if waiting is not None:
                    yield waiting
                waiting = _error(number, "", "A cell of this row is too long.", _CLOSE_QUOTE) if number > skip else None
    if waiting is not None:
        yield _unclosed(waiting, shape) if _ends_open(path, waiting, shape.quote) else waiting


def _ends_open(path: Path, last: Row, quote: str) -> bool:
    """A cell with a line break was in quotation marks; unless the file ends with one, they were never closed."""
    if last.error is not None or not any("\n" in value or "\r" in value for value in _filled(last.values)[-1:]):
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 256))
        return not file.read().rstrip(b"\r\n\t \x00").endswith(quote.encode())


def _filled(values: tuple[str, ...]) -> list[str]:
    return [value for value in values if value]


def _unclosed(row: Row, shape: FileShape) -> Row:
    message = "A quotation mark is opened in this row and never closed."
    return _error(row.number, shape.header[len(_filled(row.values)) - 1], message, _CLOSE_QUOTE)


_CLOSE_QUOTE = "Look for a quotation mark without its partner, here or in the rows above."


def _error(number: int, field: str, message: str, remedy: str) -> Row:
    return Row(number, (), RowError(number, field, message, remedy))


def _too_many(number: int) -> Row:
    return _error(
        number, "", f"The file has more than {MAX_ROWS:,} rows; from here on nothing was read.", "Split the file."
    )


def _fitted(number: int, cells: list[str] | tuple[str, ...], width: int) -> Row:
    if any(map(str.strip, cells[width:])):
        message, remedy = (
            f"The row has {len(cells)} cells, the header {width}.",
            "Put text that holds the delimiter in quotation marks.",
        )
        return _error(number, "", message, remedy)._replace(values=tuple(cells))
    values = (*cells[:width], *("",) * (width - len(cells)))
    long = [place for place, value in enumerate(values) if len(value) > MAX_CELL]
    if long:
        message = f"Cell {long[0] + 1} is longer than {MAX_CELL:,} characters."
        return _error(number, "", message, "Shorten it.")._replace(values=values)
    return Row(number, values)


def _sheet_rows(path: Path, shape: FileShape, skip: int, blanks: Blanks) -> Iterator[Row]:
    width = len(shape.header)
    for number, cells in sheet_cells(path, shape.sheet).rows:
        if number <= skip or blanks.leaves_out(cells):
            continue
        if number > MAX_ROWS + 1:
            yield _too_many(number)
            return
        yield _fitted(number, cells, width)


def _json_rows(path: Path, shape: FileShape, skip: int, blanks: Blanks) -> Iterator[Row]:
    keys: dict[str, int] = {}  # filled as keys come, in the order in which `sniff` met them
    width = len(shape.header)
    count = 0
    for number, value in objects(path, shape.encoding):
        count += 1
        if count > MAX_ROWS:
            yield _too_many(number)
            return
        if isinstance(value, str):
            if number > skip:
                yield _error(number, "", value, "Export one flat object for each line.")
            continue
        cells = [""] * width
        for key, text in value.items():
            place = keys.setdefault(key, len(keys))
            if place >= width:
                raise FormatError("The file changed while it was read.", "Upload it again.")
            cells[place] = text
        if number > skip and not blanks.leaves_out(cells):
            yield _fitted(number, cells, width)
