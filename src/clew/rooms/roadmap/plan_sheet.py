"""The plan as one sheet, for paper, a picture and slides: what stands on it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clew.rooms.roadmap.timeline import Timeline, laid_out

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.plan import PlannedItem

HORIZONS = (("now", "Now"), ("next", "Next"), ("later", "Later"))
FOR = {"team": "For the team", "company": "For the company", "public": "For everybody"}


@dataclass(frozen=True, slots=True)
class PlanSheet:
    title: str
    about: str
    line: Timeline
    columns: tuple[tuple[str, tuple[PlannedItem, ...]], ...]


def plan_sheet(title: str, audience: str, items: Sequence[PlannedItem], *, today: date, lanes: str = "") -> PlanSheet:
    columns = tuple((label, tuple(one for one in items if one.horizon == name)) for name, label in HORIZONS)
    return PlanSheet(
        title, f"{FOR[audience]}, as of {day_words(today)}", laid_out(items, today=today, lanes=lanes), columns
    )


def day_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def range_words(item: PlannedItem) -> str:
    if not (item.earliest and item.latest):
        return "no days yet"
    if item.earliest == item.latest:
        return day_words(item.earliest)
    return f"{day_words(item.earliest)} to {day_words(item.latest)}"


def item_words(item: PlannedItem) -> str:
    """What stands under an item's name."""
    told = [item.state, range_words(item), item.team, *(goal.title for goal in item.goals), item.moved_words]
    return " · ".join(part for part in told if part)
