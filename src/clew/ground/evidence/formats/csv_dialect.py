"""Delimiter, quotation mark and header of a delimited text, from its first lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from .cleaning import tidy_line
from .dates import parse_date
from .problems import MAX_COLUMNS, FormatError
from .vocabulary import is_known_header

DELIMITERS = (",", ";", "\t", "|")
WHOLE_LINE = "\x1f"  # the unit separator, which stands in no text: every line is one cell
_SEPARATOR_LINE = re.compile(r"\A\ufeff?sep=([,;\t|])\r?\n", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)*%?\Z")


class Dialect(NamedTuple):
    delimiter: str
    quote: str
    first_row: int  # rows before this one (1-based) are not data: Excel's "sep=;" line


def parse_sample(sample: str, delimiter: str, quote: str) -> list[list[str]]:
    """The records of the sample; the last one is dropped by the caller when it may be cut."""
    records: list[list[str]] = []
    try:
        records.extend(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quotechar=quote))
    except csv.Error:
        return records
    return records


def find_dialect(sample: str) -> Dialect:
    told = _SEPARATOR_LINE.match(sample)
    if told:
        body = sample[told.end() :]
        return Dialect(told.group(1), _quote(body, told.group(1)), 2)
    scored = [(_consistency(sample, delimiter), -place) for place, delimiter in enumerate(DELIMITERS)]
    (score, _width), place = max(scored)
    delimiter = DELIMITERS[-place] if score >= 0.6 else WHOLE_LINE
    return Dialect(delimiter, _quote(sample, delimiter), 1)


def _consistency(sample: str, delimiter: str) -> tuple[float, int]:
    """(share of records with the usual number of fields, that number).

    A first record of one field speaks against the delimiter, unless it is a title above a table of three columns or more.
    """
    if delimiter not in sample:
        return 0.0, 0
    records = [record for record in parse_sample(sample, delimiter, _quote(sample, delimiter)) if any(record)]
    if not records:
        return 0.0, 0
    width, times = Counter(map(len, records)).most_common(1)[0]
    if len(records[0]) < 2 and (width < 3 or times < 5 or times < len(records) * 0.7):
        return 0.0, 0
    if max(width, len(records[0])) < 2:
        return 0.0, 0
    if sum(map(is_known_header, records[0])) >= 2:
        return 0.95, len(records[0])  # however ragged the rows are
    # A file of two or three ragged lines still has its header's width.
    return max(times / len(records), 0.61 if len(records[0]) >= max(map(len, records)) else 0.0), width


def _quote(sample: str, delimiter: str) -> str:
    around = re.escape(delimiter)
    double = len(re.findall(rf'(?:^|{around})"', sample, re.MULTILINE))
    single = len(re.findall(rf"(?:^|{around})'[^'\n]*'(?={around}|$)", sample, re.MULTILINE))
    return "'" if single >= 4 and double == 0 else '"'


def rows_above_table(records: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are a title or notes: they fill far fewer cells than the rows below."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in records]
    usual = sorted(filled)[len(filled) // 2]
    above = 0
    while above < min(10, len(filled) - 1) and filled[above] <= usual * 0.4:
        above += 1
    return above if above < 10 else 0


def has_header(records: Sequence[Sequence[str]]) -> bool:
    """Whether the first record names the columns: it is unlike what stands below it."""
    first, body = records[0], records[1:]
    votes = sum(
        _header_vote(cell, [row[place] for row in body if place < len(row)]) for place, cell in enumerate(first)
    )
    return votes > 0 or (votes == 0 and len({cell.strip().casefold() for cell in first}) == len(first))


def _header_vote(cell: str, below: Sequence[str]) -> int:
    cell = cell.strip()
    if not cell:
        return 0
    if is_known_header(cell):
        return 3
    if _is_value(cell):
        return -3
    filled = [value.strip() for value in below if value.strip()][:50]
    if not filled:
        return 0
    if sum(map(_is_value, filled)) >= len(filled) * 0.8:
        return 2
    return _prose_vote(cell, filled)


def _prose_vote(cell: str, filled: Sequence[str]) -> int:
    if cell in filled or (len(cell) > 15 and cell[-1] in ".!"):
        return -1
    usual = sum(map(len, filled)) / len(filled)
    return 1 if usual > 40 and len(cell) <= 40 else 0


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.match(cell)) or "@" in cell or "://" in cell or parse_date(cell) is not None


def name_columns(first: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Unique, readable names for the columns, and what had to be changed."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(first, 1):
        wanted = tidy_line(cell)[:200] or f"Column {place}"
        name, again = wanted, 2
        while name.casefold() in taken:
            name, again = f"{wanted} ({again})", again + 1
        taken.add(name.casefold())
        names.append(name)
    if len(names) > MAX_COLUMNS:
        raise FormatError(
            f"The file has {len(names)} columns; {MAX_COLUMNS} is the limit.", "Delete columns you do not need."
        )
    return tuple(names), _renamed(first, names)


def _renamed(first: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    blank = sum(not tidy_line(cell) for cell in first)
    twins = sum(tidy_line(cell)[:200] not in ("", name) for cell, name in zip(first, names, strict=True))
    warnings = []
    if blank:
        warnings.append(
            f"{blank} columns have no heading; they are called by their place, such as “Column {len(first)}”."
        )
    if twins:
        warnings.append(f"{twins} headings occur more than once; the later ones got a number.")
    return tuple(warnings)
