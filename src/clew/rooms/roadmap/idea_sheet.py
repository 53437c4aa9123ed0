"""Ideas and their estimates from a CSV file, for ranking without a database. Knows no Django.

One row for each idea: its name under `idea` or `title`, and for each factor either one column with its two ends, or columns that say which end:
`effort` with `2-6`, or `effort low`, `effort likely`, `effort high`. Labels stand as words: `must`, or `must; should` where two people differ.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clew.rooms.roadmap.scoring import believed
from clew.rooms.roadmap.sheet_rows import (
    NUMBER,
    NoRows,
    Row,
    has_decimal_commas,
    has_more_cells,
    in_points,
    numbered_rows,
    parted_by,
    read_number,
    without_controls,
)
from clew.science.ranking import LEVELS, Input, Item, Model, Uncertain, judged, pooled
from clew.science.ranking.draws import MOST_ITEMS

LARGEST_FILE = 5_000_000
NAMES = ("idea", "title", "name")
ENDS = ("low", "likely", "high")
_AND = r"\s*(?:-|–|to|/)\s*"
_SPAN = re.compile(rf"\s*({NUMBER})(?:{_AND}({NUMBER}))?(?:{_AND}({NUMBER}))?\s*")


class SheetError(ValueError):
    """What is wrong with the file, and where."""


@dataclass(frozen=True, slots=True)
class _Cell:
    low: float
    likely: float | None
    high: float


def read_ideas(text: str, model: Model) -> list[Item]:
    """Raises SheetError, naming row and column, for what cannot be read."""
    rows = rows_of(text, most=MOST_ITEMS, fewest=2)
    heads = heads_of(rows)
    name = next((heads.index(one) for one in NAMES if one in heads), None)
    if name is None:
        raise SheetError(f"no column is headed idea; the headings are {', '.join(rows[0][1])[:200]}")
    places = {each.name: _places(heads, each.name) for each in model.inputs}
    numbers = [at for each in model.inputs if not each.is_label for at in places[each.name].values()]
    return list(_items(in_one_way(rows, numbers, text), name, model, places))


def rows_of(text: str, *, most: int, fewest: int) -> list[Row]:
    """The headings and so many ideas. Raises SheetError."""
    try:
        rows = numbered_rows(without_controls(text))
    except NoRows as error:
        raise SheetError(str(error)) from error
    if len(rows) <= fewest:
        raise SheetError(f"the file needs a row of headings, and {'two ideas' if fewest == 2 else 'an idea'} at least")
    if len(rows) > most + 1:
        raise SheetError(f"at most {most:,} ideas are read; these are {len(rows) - 1:,}")
    if long := next((number for number, row in rows if has_more_cells(row, rows[0][1])), None):
        raise SheetError(
            f"row {long} has more cells than the headings; put cells that hold a comma into quotation marks"
        )
    return rows


def heads_of(rows: Sequence[Row]) -> list[str]:
    """Raises SheetError where one stands there twice: which of them counts is not for a program to guess."""
    heads = [" ".join(head.replace("_", " ").lower().split()) for head in rows[0][1]]
    if twice := next((head for head in heads if head and heads.count(head) > 1), None):
        raise SheetError(f"two columns are headed {twice[:40]}")
    return heads


def in_one_way(rows: Sequence[Row], numbers: Sequence[int], text: str) -> list[Row]:
    """The rows below the headings, with the numbers in these columns written with a decimal point. Raises SheetError."""
    cells = [(number, row[at]) for number, row in rows[1:] for at in numbers if at < len(row)]
    try:
        has_commas = has_decimal_commas(cells, parted_by(text))
    except ValueError as error:
        raise SheetError(str(error)) from error
    return [
        (number, [in_points(cell, has_commas=has_commas) if at in numbers else cell for at, cell in enumerate(row)])
        for number, row in rows[1:]
    ]


def _places(heads: Sequence[str], factor: str) -> dict[str, int]:
    """Where the factor stands: under "" in one column, or its ends apart."""
    plain = factor.replace("_", " ")
    found = {end: heads.index(f"{plain} {end}") for end in ENDS if f"{plain} {end}" in heads}
    if {"low", "high"} <= set(found):
        return found
    if plain in heads:
        return {"": heads.index(plain)}
    raise SheetError(f"no column is headed {plain}, nor {plain} low and {plain} high")


def _items(rows: Sequence[Row], name: int, model: Model, places: Mapping[str, dict[str, int]]) -> Iterator[Item]:
    seen: set[str] = set()
    for number, row in rows:
        title = " ".join(row[name].split()) if name < len(row) else ""
        if not title or title in seen:
            raise SheetError(
                f"row {number}: " + ("the idea has no name" if not title else f"“{title[:40]}” stands there twice")
            )
        seen.add(title)
        told = {each.name: _uncertain(row, number, each, places[each.name]) for each in model.inputs}
        yield Item(title, told)


def _uncertain(row: Sequence[str], number: int, each: Input, places: Mapping[str, int]) -> Uncertain:
    where = f"row {number}, {each.name.replace('_', ' ')}"
    texts = {end: row[place].strip() if place < len(row) else "" for end, place in places.items()}
    if each.is_label and "" in texts:
        return _judged(texts[""], where)
    cell = _span(texts[""], where) if "" in texts else _ends(texts, where)
    if cell.low > cell.high:
        raise SheetError(f"{where}: the low end, {cell.low:g}, is above the high one, {cell.high:g}")
    if each.is_probability and not 0 <= cell.low <= cell.high <= 1:
        raise SheetError(f"{where}: it lies between 0 and 1, or 0% and 100%; these are {cell.low:g} and {cell.high:g}")
    try:
        return _distribution(cell, each)
    except ValueError as error:
        raise SheetError(f"{where}: {error}") from error


def read_span(text: str, where: str) -> Uncertain:
    """An amount above 0 between two ends. Raises SheetError for what is none."""
    cell = _span(in_points(text, has_commas=has_decimal_commas([(1, text)], ",")), where)
    if cell.low <= 0:
        raise SheetError(f"{where}: it is above 0")
    return believed(cell.low, cell.likely, cell.high, is_share=False, is_bounded=False, is_positive=True)


def _judged(text: str, where: str) -> Uncertain:
    """One label, or what several people say with `;` between."""
    said = [one.strip().lower().replace("'", "").replace("’", "") for one in text.split(";") if one.strip()]
    known = {str(label): label for label in LEVELS}
    if not said or any(one not in known for one in said):
        raise SheetError(f"{where}: “{text[:40]}” is none of must, should, could, won't")
    return pooled([judged(known[one]) for one in said])


def _span(text: str, where: str) -> _Cell:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise SheetError(f"{where}: “{text[:40]}” is no number, nor two or three such as 2-6")
    numbers = [read_number(part) for part in match.groups() if part is not None]
    if len(numbers) == 3:
        return _Cell(*numbers)
    return _Cell(numbers[0], None, numbers[-1])


def _ends(texts: Mapping[str, str], where: str) -> _Cell:
    read = {}
    for end, text in texts.items():
        if not text and end == "likely":
            continue
        if not re.fullmatch(NUMBER, text):
            raise SheetError(f"{where} {end}: “{text[:40]}” is no number")
        read[end] = read_number(text)
    return _Cell(read["low"], read.get("likely"), read["high"])


def _distribution(cell: _Cell, each: Input) -> Uncertain:
    return believed(
        cell.low, cell.likely, cell.high, is_share=each.is_probability, is_bounded=each.most < float("inf"),
        is_positive=cell.low > 0,
    )  # fmt: skip
