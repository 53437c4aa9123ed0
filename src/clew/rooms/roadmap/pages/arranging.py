"""What was asked of the plan, and its items arranged so: by horizon, along time, by goal or by team."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from clew.ground.doors.api import number_of, typed
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.drawing import drawn
from clew.rooms.roadmap.models import Item, PlanView
from clew.rooms.roadmap.queries.plan import SEEN, TEAM, PlannedItem, horizons_beyond, planned_items
from clew.rooms.roadmap.timeline import LANES, laid_out

ARRANGEMENTS = (("", "Now, next, later"), *PlanView.ARRANGEMENTS[1:])
PAGE = 60


@dataclass(frozen=True, slots=True)
class Group:
    """A column. Where a page does not show all of it, `total` says how many there are, and `next_id` which comes after those shown."""

    key: str
    name: str
    items: Sequence[PlannedItem]
    total: int = 0
    next_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    arrangement: str
    lanes: str
    audience: str
    team: str
    baseline: int | None
    since: Any

    def told(self) -> dict[str, str]:
        """As it stands in an address."""
        audience = "" if self.audience == TEAM else self.audience
        all_of_it = {"view": self.arrangement, "lanes": self.lanes, "audience": audience, "team": self.team,
                     "baseline": str(self.baseline or ""), "since": self.since.isoformat() if self.since else ""}  # fmt: skip
        return {name: value for name, value in all_of_it.items() if value}


def asked_of(data: Any) -> Asked:
    def one_of(name: str, known: Mapping[str, Any], otherwise: str) -> str:
        return data[name] if data.get(name) in known else otherwise

    return Asked(
        one_of("view", dict(ARRANGEMENTS), ""), one_of("lanes", dict(LANES), ""), one_of("audience", SEEN, TEAM),
        str(data.get("team", ""))[:60], number_of(data.get("baseline")), typed.day(data, "since"),
    )  # fmt: skip


def rows_of(access: Access, asked: Asked, *, page: int) -> tuple[PlannedItem, ...]:
    """One more than a page shows, if there are more."""
    return planned_items(
        access, audience=asked.audience, team=asked.team, since=asked.since, baseline_id=asked.baseline, limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )  # fmt: skip


def with_the_rest(access: Access, asked: Asked, groups: Sequence[Group], *, page: int) -> list[Group]:
    """Columns of a page of the board that say how many there are in all, and before which item their end is."""
    beyond = horizons_beyond(access, audience=asked.audience, team=asked.team, offset=page * PAGE)
    rest = {one.horizon: one for one in beyond}
    return [
        replace(group, total=rest[group.key].total, next_id=rest[group.key].next_id) if group.key in rest else group
        for group in groups
    ]


def arranged(rows: Sequence[PlannedItem], arrangement: str, *, lanes: str = "") -> dict[str, Any]:
    """What the templates of the plan draw."""
    if arrangement == "timeline":
        line = laid_out(rows, today=timezone.localdate(), lanes=lanes)
        said = [bar.item for bar in line.bars if bar.item.conflict or bar.item.moved_words]
        return {
            "rows": rows,
            "line": line,
            "drawing": drawn(line),
            "said": said,
            "is_broken": any(one.conflict for one in said),
        }
    return {"rows": rows, "groups": GROUPED[arrangement](rows), "is_board": arrangement in ("", "horizon")}


def _by_horizon(rows: Sequence[PlannedItem]) -> list[Group]:
    return [Group(name, label, [row for row in rows if row.horizon == name]) for name, label in Item.HORIZONS]


def _by(name: Callable[[PlannedItem], str], without: str) -> Callable[[Sequence[PlannedItem]], list[Group]]:
    def grouped(rows: Sequence[PlannedItem]) -> list[Group]:
        groups: dict[str, list[PlannedItem]] = {}
        for row in rows:
            groups.setdefault(name(row), []).append(row)
        rest = groups.pop("", [])
        return [
            *(Group(name, name, some) for name, some in sorted(groups.items())),
            *([Group("", without, rest)] if rest else []),
        ]

    return grouped


GROUPED = {
    "": _by_horizon,
    "horizon": _by_horizon,
    "goal": _by(lambda row: row.goals[0].title if row.goals else "", "Without a goal"),
    "team": _by(lambda row: row.team, "Without a team"),
}
