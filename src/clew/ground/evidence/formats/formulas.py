"""Text that goes out into a CSV may be run as a formula by the spreadsheet that opens it.

After OWASP, "CSV Injection": a cell that begins with = + - @, tab or carriage return gets an apostrophe in front. Plain numbers stay.
Text that comes in is kept as it is: `=1+1` in a review is what the customer wrote.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

from .problems import RowError

# The full-width forms are read as their ASCII twins by some spreadsheets.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?%?", re.ASCII)


def neutralise(cell: str) -> str:
    """Spaces before the sign do not make it harmless: spreadsheets strip them."""
    if cell and cell.lstrip(" \xa0").startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell.strip(" ")):
        return "'" + cell
    return cell


def write_errors_csv(errors: Iterable[RowError], out: TextIO) -> int:
    """One line an error, for the person to work through; returns how many. Open `out` with newline=""."""
    writer = csv.writer(out)
    writer.writerow(("Row", "Column", "What is wrong", "What to do"))
    count = 0
    for error in errors:
        writer.writerow((error.row, neutralise(error.field), neutralise(error.message), neutralise(error.remedy)))
        count += 1
    return count
