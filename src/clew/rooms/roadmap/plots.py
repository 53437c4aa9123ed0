"""Where ideas stand in a plot of two things, and where their names: none over another. Knows no Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 880, 520, 64, 24, 16, 44
LETTER, LINE, MOST_LETTERS = 6.4, 14, 30


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """In the plot's own units. A name that found no room is left to the list below (`label` is empty)."""

    id: int
    title: str
    x: float
    y: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    label: str
    label_x: float
    label_y: float
    anchor: str


Placed = tuple[int, str, float, float, float, float, float, float]
Box = tuple[float, float, float, float]


def ticks(low: float, high: float, start: float, end: float) -> tuple[Tick, ...]:
    """Round numbers between, five or so."""
    step = _step(low, high)
    first = floor(low / step + 0.999999)
    values = [n * step for n in range(first, first + 12) if n * step <= high + step * 1e-9]
    return tuple(Tick(_scaled(value, low, high, start, end), _words(value)) for value in values)


def spots(rows: Sequence[Placed], across: tuple[float, float], up: tuple[float, float]) -> tuple[Spot, ...]:
    """`rows`: number, title, x, lowest, highest, y, lowest, highest. `across`, `up`: the ends of the scales."""
    taken: list[Box] = []
    points = [(_x(row[2], across), _y(row[5], up)) for row in rows]
    taken += [(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    found = []
    for row, (x, y) in zip(rows, points, strict=True):
        words = row[1] if len(row[1]) <= MOST_LETTERS else f"{row[1][: MOST_LETTERS - 1].rstrip()}…"
        label = _free(words, x, y, taken)
        found.append(
            Spot(
                row[0], row[1], x, y, _x(row[3], across), _x(row[4], across), _y(row[6], up), _y(row[7], up),
                words if label else "", *(label or (0.0, 0.0, "start")),
            )
        )  # fmt: skip
    return tuple(found)


def ends(values: Sequence[float]) -> tuple[float, float]:
    """From nought where that is near, with some air above."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    low = min(0.0, low) if low <= high / 2 else low
    air = (high - low or abs(high) or 1.0) * 0.06
    return (low - air if low < 0 or low > high / 2 else low, high + air)


def _free(words: str, x: float, y: float, taken: list[Box]) -> tuple[float, float, str] | None:
    """Above or below the point, off its lines, else beside it; what is free is taken."""
    wide = len(words) * LETTER
    places = (
        (x + 6, y - 8, "start"), (x - 6, y - 8, "end"), (x + 6, y + 17, "start"), (x - 6, y + 17, "end"), (x + 8, y + 4, "start"),
        (x - 8, y + 4, "end"), (x, y - 22, "middle"), (x, y + 30, "middle"),
    )  # fmt: skip
    for at, line, anchor in places:
        left = {"start": at, "end": at - wide, "middle": at - wide / 2}[anchor]
        box = (left, line - LINE + 3, left + wide, line + 3)
        inside = box[0] >= LEFT and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT - BOTTOM
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return at, line, anchor
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _x(value: float, across: tuple[float, float]) -> float:
    return _scaled(value, *across, LEFT, WIDTH - RIGHT)


def _y(value: float, up: tuple[float, float]) -> float:
    return _scaled(value, *up, HEIGHT - BOTTOM, TOP)


def _scaled(value: float, low: float, high: float, start: float, end: float) -> float:
    share = (value - low) / ((high - low) or 1.0)
    return round(start + max(0.0, min(1.0, share)) * (end - start), 1)


def _step(low: float, high: float) -> float:
    raw = (high - low) / 5 or 1.0
    power = 10.0 ** floor(log10(raw))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= raw))


def _words(value: float) -> str:
    for size, name in ((1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if name == 'k' else size):,.3g} {name}"
    return f"{value:,.4g}"
