"""Ideas and their estimates from a CSV file, for ranking without a database. Knows no Django.

One row for each idea: its name under `idea` or `title`, and for each factor either one column with its two ends, or columns that say which end:
`effort` with `2-6`, or `effort low`, `effort likely`, `effort high`. Labels stand as words: `must`, or `must; should` where two people differ.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clew.rooms.roadmap.scoring import believed
from clew.science.ranking import LEVELS, Input, Item, Model, Uncertain, judged, pooled
from clew.science.ranking.draws import MOST_ITEMS

LARGEST_FILE = 5_000_000
NAMES = ("idea", "title", "name")
ENDS = ("low", "likely", "high")
_NUMBER = r"-?\d[\d ,]*(?:\.\d+)?%?"
_SPAN = re.compile(rf"\s*({_NUMBER})(?:\s*(?:-|–|to|\.\.|/)\s*({_NUMBER}))?(?:\s*(?:-|–|to|\.\.|/)\s*({_NUMBER}))?\s*")


class SheetError(ValueError):
    """What is wrong with the file, and where."""


@dataclass(frozen=True, slots=True)
class _Cell:
    low: float
    likely: float | None
    high: float


def read_ideas(text: str, model: Model) -> list[Item]:
    """Raises SheetError, naming row and column, for what cannot be read."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SheetError(f"line {reader.line_num}: this is no CSV file: {error}") from error
    if len(rows) < 3:
        raise SheetError("the file needs a row of headings, and two ideas at least")
    if len(rows) > MOST_ITEMS + 1:
        raise SheetError(f"at most {MOST_ITEMS:,} ideas are ranked; these are {len(rows) - 1:,}")
    heads = [" ".join(head.replace("_", " ").lower().split()) for head in rows[0]]
    name = next((heads.index(one) for one in NAMES if one in heads), None)
    if name is None:
        raise SheetError("no column is headed idea")
    places = {each.name: _places(heads, each.name) for each in model.inputs}
    return list(_items(rows[1:], name, model, places))


def _places(heads: Sequence[str], factor: str) -> dict[str, int]:
    """Where the factor stands: under "" in one column, or its ends apart."""
    plain = factor.replace("_", " ")
    found = {end: heads.index(f"{plain} {end}") for end in ENDS if f"{plain} {end}" in heads}
    if {"low", "high"} <= set(found):
        return found
    if plain in heads:
        return {"": heads.index(plain)}
    raise SheetError(f"no column is headed {plain}, nor {plain} low and {plain} high")


def _items(
    rows: Sequence[Sequence[str]], name: int, model: Model, places: Mapping[str, dict[str, int]]
) -> Iterator[Item]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        title = row[name].strip() if name < len(row) else ""
        if not title or title in seen:
            raise SheetError(
                f"row {number}: " + ("the idea has no name" if not title else f"“{title}” stands there twice")
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
    try:
        return _distribution(cell, each)
    except ValueError as error:
        raise SheetError(f"{where}: {error}") from error


def read_span(text: str, where: str) -> Uncertain:
    """An amount above 0 between two ends. Raises SheetError for what is none."""
    cell = _span(text, where)
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
    numbers = [_number(part) for part in match.groups() if part is not None]
    if len(numbers) == 3:
        return _Cell(*numbers)
    return _Cell(numbers[0], None, numbers[-1])


def _ends(texts: Mapping[str, str], where: str) -> _Cell:
    read = {}
    for end, text in texts.items():
        if not text and end == "likely":
            continue
        if not re.fullmatch(_NUMBER, text):
            raise SheetError(f"{where} {end}: “{text[:40]}” is no number")
        read[end] = _number(text)
    return _Cell(read["low"], read.get("likely"), read["high"])


def _number(text: str) -> float:
    plain = text.replace(" ", "").replace(",", "")
    return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)


def _distribution(cell: _Cell, each: Input) -> Uncertain:
    return believed(
        cell.low, cell.likely, cell.high, is_share=each.is_probability, is_bounded=each.most < float("inf"),
        is_positive=cell.low > 0,
    )  # fmt: skip
