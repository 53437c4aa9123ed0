"""A CSV file as any spreadsheet writes it: its rows, what parts their cells, and numbers with a decimal point or comma. Knows no Django."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Row = tuple[int, list[str]]
# Excel's own first line, `sep=;`, says what parts the cells and is no row of the table.
_SAID = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_COMMA = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?!\d)|(?<!\d)0,\d|\d\.\d{3},\d")
_POINT = re.compile(r"\d\.(?:\d{1,2}|\d{4,})(?!\d)|(?<!\d)0\.\d|\d,\d{3}\.\d")
_EITHER = re.compile(r"\d[.,]\d")
_SWAPPED = str.maketrans(",.", ".,")
_BLANKS = str.maketrans("\u00a0\u202f\u2009", "   ")
NUMBER = r"-?(?:\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+)(?:\.\d+)?%?"


class NoRows(ValueError):
    """It is no CSV file: why, and in which row."""

    def __init__(self, reason: str, row: int) -> None:
        super().__init__(f"row {row}: this is no CSV file: {reason}")
        self.reason, self.row = reason, row


def without_controls(text: str) -> str:
    """What no cell should hold, such as NUL or what moves a terminal's cursor, is left out."""
    return _CONTROLS.sub("", text)


def numbered_rows(text: str) -> list[Row]:
    """Rows that hold something, each with its number as a spreadsheet counts them. Raises NoRows."""
    plain = text.removeprefix("\ufeff")
    said = _SAID.match(plain)
    body = io.StringIO(plain[said.end() :] if said else plain, newline="")
    reader, number, found = csv.reader(body, delimiter=parted_by(text), strict=True), 1 if said else 0, list[Row]()
    try:
        for row in reader:
            number += 1
            if any(cell.strip() for cell in row):
                found.append((number, row))
    except csv.Error as error:
        raise NoRows(str(error), number + 1) from error
    return found


def parted_by(text: str) -> str:
    """Comma, semicolon or tab: as the file says, else the one that stands most often in the first line that holds something."""
    plain = text.removeprefix("\ufeff")
    if said := _SAID.match(plain):
        return said.group(1)
    first = re.split(r"[\r\n]", plain.lstrip("\r\n "), maxsplit=1)[0]
    return max(",;\t", key=first.count)


def has_more_cells(row: Sequence[str], head: Sequence[str]) -> bool:
    """Than there are headings: mostly an unquoted comma, after which every cell stands in a wrong column."""
    return any(cell.strip() for cell in row[len(head) :])


def has_decimal_commas(cells: Iterable[tuple[int, str]], parted: str) -> bool:
    """Whether `1,5` is one and a half in these cells, each with its row. Raises ValueError where that cannot be told."""
    told = [(number, cell) for number, cell in cells if _EITHER.search(cell)]
    comma = next((one for one in told if _COMMA.search(one[1])), None)
    point = next((one for one in told if _POINT.search(one[1])), None)
    if comma and point:
        raise ValueError(
            f"“{comma[1][:40]}” in row {comma[0]} has a decimal comma, “{point[1][:40]}” in row {point[0]} a decimal point"
        )
    if told and parted == ";" and not (comma or point):
        number, cell = told[0]
        raise ValueError(f"row {number}: “{cell[:40]}” may mean thousands or a fraction; write 1500, or 1.50")
    return comma is not None


def in_points(text: str, *, has_commas: bool) -> str:
    """Numbers as `1,500.5`, whichever way they were written."""
    plain = text.translate(_BLANKS).replace("..", " to ")
    return plain.translate(_SWAPPED) if has_commas else plain


def read_number(text: str) -> float:
    """Of a text that matches `NUMBER`."""
    plain = text.replace(" ", "").replace(",", "")
    return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)
