"""A portfolio from a CSV file of ideas, for choosing without a database. Knows no Django.

One row for each idea: its name under `idea`, its `value`, and what it takes of each team under that team's name. Under `needs` and `not with` stand other
ideas of the file, parted by `;`; under `pin` stands `must`, `out`, or the number of the period in which it begins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clew.rooms.roadmap.idea_sheet import SheetError, heads_of, in_one_way, rows_of
from clew.rooms.roadmap.sheet_rows import NUMBER, read_number
from clew.science.portfolio import Pin, Portfolio

MOST_IDEAS = 500
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    ideas: tuple[str, ...]
    values: tuple[float, ...]
    portfolio: Portfolio


def read_portfolio(text: str, room: Mapping[str, Sequence[float]]) -> Asked:
    """`room`: of each team what it can do in each period. Raises SheetError, naming the row, for what cannot be read."""
    rows = _rows(text, ("idea", "value", *room))
    names = _names(rows)
    numbers = {name: at for at, name in enumerate(names)}
    efforts = [[[_amount(row, name, team) for team in room]] for row, name in zip(rows, names, strict=True)]
    needs = [(at, other) for at, row in enumerate(rows) for other in _others(row, names[at], "needs", numbers)]
    apart = [(at, other) for at, row in enumerate(rows) for other in _others(row, names[at], "not with", numbers)]
    pins = [pin for at, row in enumerate(rows) for pin in _pin(row, at, names[at])]
    values = tuple(_amount(row, name, "value") for row, name in zip(rows, names, strict=True))
    capacity = list(zip(*room.values(), strict=True))
    try:
        return Asked(tuple(names), values, Portfolio(efforts, capacity, needs, apart, pins))
    except ValueError as error:
        raise SheetError(str(error)) from error


def _rows(text: str, wanted: Sequence[str]) -> list[Row]:
    rows = rows_of(text, most=MOST_IDEAS, fewest=1)
    heads = heads_of(rows)
    if missing := next((head for head in wanted if _head(head) not in heads), None):
        raise SheetError(f"there is no column “{missing[:40]}”; the headings are {', '.join(rows[0][1])[:200]}")
    numbers = [heads.index(_head(head)) for head in wanted if head != "idea"]
    return [dict(zip(heads, line, strict=False)) for _, line in in_one_way(rows, numbers, text)]


def _names(rows: Sequence[Row]) -> list[str]:
    names = [_cell(row, "idea") for row in rows]
    for at, name in enumerate(names):
        if not name:
            raise SheetError(f"idea {at + 1} has no name: each needs one of its own, under idea")
        if name in names[:at]:
            raise SheetError(f"“{name[:40]}” stands there twice: each idea needs a name of its own, under idea")
    return names


def _head(said: str) -> str:
    return " ".join(said.replace("_", " ").lower().split())


def _cell(row: Row, head: str) -> str:
    return row.get(_head(head), "").strip()


def _amount(row: Row, name: str, head: str) -> float:
    """Nothing is 0, but where a value stands."""
    text = _cell(row, head)
    if not text and head != "value":
        return 0.0
    if not re.fullmatch(NUMBER, text):
        raise SheetError(f"“{name}”, {head}: “{text[:40]}” is no number")
    return read_number(text)


def _others(row: Row, name: str, head: str, numbers: Mapping[str, int]) -> list[int]:
    told = [part.strip() for part in _cell(row, head).split(";") if part.strip()]
    wrong = next((one for one in told if one not in numbers or one == name), None)
    if wrong is not None:
        raise SheetError(f"“{name}”, {head}: “{wrong[:40]}” is no other idea of the file")
    return [numbers[one] for one in told]


def _pin(row: Row, at: int, name: str) -> list[Pin]:
    text = _cell(row, "pin").lower()
    if text in ("", "must", "out"):
        return [Pin(at, out=text == "out")] if text else []
    if text.isdecimal() and len(text) < 4 and int(text) > 0:
        return [Pin(at, int(text) - 1)]
    raise SheetError(f"“{name}”, pin: “{text[:40]}” is neither must, out, nor the number of a period")
