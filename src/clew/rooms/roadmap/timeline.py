"""Where everything stands on a timeline: bars from the day work begins to the range in which it is out, in lanes, with what waits for
what. The page, the sheet of paper and the slides draw the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.plan import PlannedItem

MARGIN, SHORTEST = timedelta(days=7), timedelta(days=84)
BEHIND, AHEAD = timedelta(days=730), timedelta(days=1826)  # what lies further off stands at the edge
MOST_NAMES, OUT = 12, "released"
LANES = (("", "One lane"), ("team", "A lane for each team"), ("goal", "A lane for each goal"))
WITHOUT = {"": "", "team": "No team", "goal": "No goal"}


@dataclass(frozen=True, slots=True)
class Bar:
    """All places are shares of the width, 0 at the left. Work from `begins` to `earliest`; out between `earliest` and `latest`.
    `was`: where that range lay before, if it moved.
    """

    item: PlannedItem
    row: int
    begins: float
    earliest: float
    latest: float
    was: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    first: int
    rows: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the end of what is waited for to the start of what waits."""

    from_row: int
    from_x: float
    to_row: int
    to_x: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    name: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Timeline:
    first: date
    days: int
    today: float
    quarters: tuple[Quarter, ...]
    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    undated: tuple[PlannedItem, ...]

    @property
    def rows(self) -> int:
        return sum(lane.rows for lane in self.lanes)


def laid_out(
    items: Sequence[PlannedItem], *, today: date, lanes: str = "", named: Mapping[int, str] | None = None
) -> Timeline:
    """Dropped items are left out. `lanes`: one of LANES; or each one's lane is `named` by its number, in the order in which these are."""
    shown = [item for item in items if item.state != "dropped"]
    dated = [item for item in shown if item.earliest and item.latest]
    first, days = _span(dated, today)
    grouped = _in_named(dated, named) if named else _grouped(dated, lanes)
    bars: list[Bar] = []
    placed: list[Lane] = []
    for name, some in grouped:
        placed.append(Lane(name, len(bars), len(some)))
        bars += [_bar(item, len(bars) + n, first, days) for n, item in enumerate(some)]
    return Timeline(
        first, days, _x(today, first, days), _quarters(first, days), tuple(placed), tuple(bars), _arrows(bars),
        tuple(item for item in shown if item not in dated),
    )  # fmt: skip


def _span(items: Sequence[PlannedItem], today: date) -> tuple[date, int]:
    """From the quarter in which the first begins to the end of the quarter of the last."""
    known = [day for item in items for day in (item.starts_on, item.earliest, item.latest, *_was(item)) if day]
    first = quarter_of(max(min([today, *known]), today - BEHIND) - MARGIN)
    last = _next_quarter(quarter_of(min(max([today + SHORTEST, *known]), today + AHEAD) + MARGIN))
    return first, (last - first).days


def _was(item: PlannedItem) -> tuple[date | None, ...]:
    return (item.was.earliest, item.was.latest) if item.was else ()


def _grouped(items: Sequence[PlannedItem], lanes: str) -> list[tuple[str, list[PlannedItem]]]:
    groups: dict[str, list[PlannedItem]] = {}
    for item in _by_day(items):
        groups.setdefault(_lane(item, lanes), []).append(item)
    rest = groups.pop("", [])
    return [*sorted(groups.items()), *([(WITHOUT[lanes], rest)] if rest else [])]


def _in_named(items: Sequence[PlannedItem], named: Mapping[int, str]) -> list[tuple[str, list[PlannedItem]]]:
    groups: dict[str, list[PlannedItem]] = {name: [] for name in named.values()}
    for item in _by_day(items):
        groups[named[item.id]].append(item)
    return list(groups.items())


def _by_day(items: Sequence[PlannedItem]) -> list[PlannedItem]:
    return sorted(items, key=lambda one: (one.starts_on or one.earliest, one.latest, one.id))


def _lane(item: PlannedItem, lanes: str) -> str:
    if lanes == "team":
        return item.team
    return item.goals[0].title if lanes == "goal" and item.goals else ""


def _bar(item: PlannedItem, row: int, first: date, days: int) -> Bar:
    assert item.earliest
    assert item.latest
    was = item.was if item.was and item.was.earliest and item.was.latest else None
    moved = bool(was and (was.earliest, was.latest) != (item.earliest, item.latest))
    return Bar(
        item, row, _x(min(item.starts_on or item.earliest, item.earliest), first, days), _x(item.earliest, first, days),
        _x(item.latest + timedelta(days=1), first, days),
        (_x(was.earliest, first, days), _x(was.latest + timedelta(days=1), first, days))
        if moved and was and was.earliest and was.latest
        else None,
    )  # fmt: skip


def _arrows(bars: Sequence[Bar]) -> tuple[Arrow, ...]:
    by_id: Mapping[int, Bar] = {bar.item.id: bar for bar in bars}
    return tuple(
        Arrow(other.row, other.latest, bar.row, bar.begins, holds=_holds(other, bar))
        for bar in bars
        for tie in bar.item.waits_for
        if (other := by_id.get(tie.id))
    )


def _holds(other: Bar, bar: Bar) -> bool:
    """Whoever is not told of conflicts sees none; and what is out keeps nobody waiting, whatever day was expected."""
    return not bar.item.conflict or other.item.state == OUT or other.latest <= bar.begins


def _quarters(first: date, days: int) -> tuple[Quarter, ...]:
    """Of many, only each year's first has a name."""
    found, day, last = [], first, first + timedelta(days=days)
    is_crowded = days > MOST_NAMES * 92
    while day < last:
        after = _next_quarter(day)
        x = _x(day, first, days)
        name = _name(day)
        if is_crowded:
            name = str(day.year) if day.month == 1 else ""
        found.append(Quarter(name, x, round(_x(after, first, days) - x, 5)))
        day = after
    return tuple(found)


def quarters_from(day: date, count: int) -> list[tuple[date, str]]:
    """The first day and the name of this quarter and those after it."""
    found = [quarter_of(day)]
    while len(found) < count:
        found.append(_next_quarter(found[-1]))
    return [(one, _name(one)) for one in found]


def _name(day: date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _next_quarter(day: date) -> date:
    return quarter_of(day + timedelta(days=95))


def _x(day: date, first: date, days: int) -> float:
    return round(max(0.0, min(1.0, (day - first).days / days)), 5)
