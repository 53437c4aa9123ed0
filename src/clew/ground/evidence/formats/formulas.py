"""Text that goes out into a CSV may be run as a formula by the spreadsheet that opens it.

After OWASP, "CSV Injection": a cell that begins with = + - @, tab or carriage return gets an apostrophe in front. Plain numbers stay.
Text that comes in is kept as it is: `=1+1` in a review is what the customer wrote.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from .problems import ERROR_COLUMNS, RowError

# The full-width forms are read as their ASCII twins by some spreadsheets.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?%?", re.ASCII)


def neutralise(cell: str) -> str:
    """Spaces before the sign do not make it harmless: spreadsheets strip them."""
    if cell and cell.lstrip(" \xa0").startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell.strip(" ")):
        return "'" + cell
    return cell


def as_written(cell: str) -> str:
    """The opposite of `neutralise`, for a file that Clew wrote."""
    return cell[1:] if cell.startswith("'") and neutralise(cell[1:]) == cell else cell


def write_errors_csv(failed: Iterable[tuple[RowError, Sequence[str]]], out: TextIO, *, header: Sequence[str]) -> int:
    """One line an error, with the row's own cells behind it: corrected, the file can be imported as it is. Returns how many.

    Open `out` with newline="".
    """
    writer = csv.writer(out)
    writer.writerow((*ERROR_COLUMNS, *map(neutralise, header)))
    count = 0
    for error, cells in failed:
        said = (error.field, error.message, error.remedy)
        writer.writerow((error.row, *map(neutralise, said), *map(neutralise, cells)))
        count += 1
    return count
