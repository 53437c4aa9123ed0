"""What is read of portfolios: a row of the list, one with its ideas, periods and what was chosen, and some side by side."""

from dataclasses import dataclass
from datetime import datetime

from clew.ground.runs.api import RunRow

FULL = 1e-9


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """`chosen`: how many ideas, None before anything was chosen. `is_clash`: what must be cannot all be."""

    id: int
    title: str
    ideas: int
    periods: int
    teams: int
    chosen: int | None
    value: float | None
    is_clash: bool
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class TiedIdea:
    """`other`: the other idea of the tie."""

    tie_id: int
    other_id: int
    other: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an idea: `begins`, the number of the period from 1, or None. `share` of the draws in which it was chosen, None before any was;
    `cost`: what its pin gives up, between `cost_low` and `cost_high`."""

    begins: int | None
    value_low: float
    value: float
    value_high: float
    share: float | None
    share_low: float
    share_high: float
    cost: float | None
    cost_low: float | None
    cost_high: float | None


@dataclass(frozen=True, slots=True)
class PutRow:
    """`efforts`: of each team of the portfolio, in its order. `begins`: the number of the period it is pinned to, from 1."""

    idea_id: int
    title: str
    efforts: tuple[float, ...]
    lasts: int
    low: float | None
    likely: float | None
    high: float | None
    label: str
    label_name: str
    begins: int | None
    needs: tuple[TiedIdea, ...]
    excludes: tuple[TiedIdea, ...]
    outcome: Outcome | None

    @property
    def is_pinned(self) -> bool:
        return self.begins is not None or self.label in ("must", "wont")


@dataclass(frozen=True, slots=True)
class Room:
    """What a team can do in a period, and what of it the choice takes."""

    team: str
    used: float
    capacity: float

    @property
    def share(self) -> float:
        return self.used / self.capacity if self.capacity else float(self.used > 0)

    @property
    def is_full(self) -> bool:
        return self.used >= self.capacity - FULL


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """`begun`: the numbers of the ideas that begin in it."""

    name: str
    begun: tuple[int, ...]
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class ClashReason:
    """`said`: what is settled about the idea, and what it needs or excludes."""

    idea_id: int
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class Lack:
    """A team whose capacity alone is the reason: what each idea takes of it, and what it can do in each period."""

    team: str
    takes: tuple[float, ...]
    rooms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """What is settled and cannot all hold, by whose lack of capacity alone (none: by several, or for other reasons), and the fewest that would have to go."""

    reasons: tuple[ClashReason, ...]
    lacks: tuple[Lack, ...]
    lift: tuple[str, ...]

    @property
    def ideas(self) -> tuple[str, ...]:
        return tuple(one.title for one in self.reasons)

    @property
    def teams(self) -> tuple[str, ...]:
        return tuple(one.team for one in self.lacks)


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """`gap`: a better choice is worth at most so much more, as a share. `draw_gap`: so much for
    any draw, None before one was chosen. `is_current`: nothing has changed since. `knowing`: what finding all out is worth."""

    id: int
    seed: int
    draws: int
    drawn: int
    value: float | None
    gap: float
    draw_gap: float | None
    knowing: float | None
    knowing_low: float | None
    knowing_high: float | None
    clash: Clash | None
    inputs_hash: str
    made_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Musts:
    """The share of the capacity that the Must ideas take: of one team, or of all. `warning`: where it is above 60 %."""

    team: str
    share: float
    warning: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The idea that is not chosen but nearest to it, in which period it would fit best, and what each team lacks there."""

    idea_id: int
    title: str
    share: float
    period: str
    lacks: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class PortfolioDetail:
    """`not_yet`: why nothing can be chosen as it stands. `shakiest`: the chosen idea that is chosen in the fewest draws, unless it is pinned."""

    id: int
    title: str
    period_names: tuple[str, ...]
    teams: tuple[str, ...]
    capacity: tuple[tuple[float, ...], ...]
    model_id: int | None
    ideas: tuple[PutRow, ...]
    periods: tuple[PeriodRow, ...]
    choice: ChoiceRow | None
    run: RunRow | None
    not_yet: str
    musts: tuple[Musts, ...]
    nearest: Nearest | None
    shakiest: PutRow | None

    @property
    def whole(self) -> tuple[Room, ...]:
        """Of each team over all periods."""
        by = [[period.rooms[at] for period in self.periods] for at in range(len(self.teams))]
        return tuple(
            Room(team, sum(one.used for one in rooms), sum(one.capacity for one in rooms))
            for team, rooms in zip(self.teams, by, strict=True)
        )

    @property
    def full(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The teams that are at their limit, each with the names of these periods."""
        by = {
            team: tuple(one.name for one in self.periods if one.rooms[at].is_full and one.rooms[at].used > 0)
            for at, team in enumerate(self.teams)
        }
        return tuple((team, names) for team, names in by.items() if names)

    @property
    def chosen(self) -> tuple[PutRow, ...]:
        return tuple(row for row in self.ideas if row.outcome and row.outcome.begins)


@dataclass(frozen=True, slots=True)
class Compared:
    """Portfolios side by side. `differ`: of each idea that not all choose alike, its number, title, and in each the name of its period (empty: not chosen,
    None: not weighed there)."""

    portfolios: tuple[PortfolioDetail, ...]
    differ: tuple[tuple[int, str, tuple[str | None, ...]], ...]
    alike: int
