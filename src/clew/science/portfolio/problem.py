"""What there is to choose from, what limits the choice, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate

Numbers = NDArray[np.float64]

MOST_IDEAS, MOST_PERIODS, MOST_TEAMS = 2000, 60, 100


@dataclass(frozen=True, slots=True)
class Pin:
    """A choice already made about an idea: it is in, at a period where one is given (without one it is a must-have), or it is out."""

    idea: int
    period: int | None = None
    out: bool = False


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`efforts`: of each idea (periods it lasts, teams) what it takes; `capacity`: (periods, teams), in the same unit.

    `needs`: pairs (a, b), a only with b, and not before the period in which b ends. `exclusions`: sets of which at most one is chosen. Raises
    ValueError for amounts below 0 or without an end, shapes that do not fit, an idea or a period that is not there, or too many of them.
    """

    efforts: Sequence[Sequence[Sequence[float]]]
    capacity: Sequence[Sequence[float]]
    needs: Sequence[tuple[int, int]] = ()
    exclusions: Sequence[Sequence[int]] = ()
    pins: Sequence[Pin] = ()

    def __post_init__(self) -> None:
        if not (0 < self.ideas <= MOST_IDEAS and 0 < self.periods <= MOST_PERIODS and 0 < self.teams <= MOST_TEAMS):
            raise ValueError(f"needs 1 to {MOST_IDEAS} ideas, to {MOST_PERIODS} periods and to {MOST_TEAMS} teams")
        rows = [*self.capacity, *(row for effort in self.efforts for row in effort)]
        if any(len(row) != self.teams for row in rows) or not all(self.efforts):
            raise ValueError("needs an amount for each team, in each period that an idea lasts")
        amounts = np.array(rows, dtype=float)
        if not np.isfinite(amounts).all() or (amounts < 0).any():
            raise ValueError("amounts are numbers from 0 up")
        named = [*(i for pair in self.needs for i in pair), *(i for group in self.exclusions for i in group)]
        if not all(0 <= i < self.ideas for i in (*named, *(pin.idea for pin in self.pins))):
            raise ValueError(f"an idea lies between 0 and {self.ideas - 1}")
        if not all(pin.period is None or 0 <= pin.period < self.periods for pin in self.pins):
            raise ValueError(f"a period lies between 0 and {self.periods - 1}")

    @property
    def ideas(self) -> int:
        return len(self.efforts)

    @property
    def periods(self) -> int:
        return len(self.capacity)

    @property
    def teams(self) -> int:
        return len(self.capacity[0]) if self.capacity else 0

    def used(self, starts: Sequence[int | None]) -> Numbers:
        """(periods, teams): what a choice takes."""
        taken = np.zeros((self.periods, self.teams))
        for effort, start in zip(self.efforts, starts, strict=True):
            if start is not None:
                taken[start : start + len(effort)] += np.asarray(effort, dtype=float)
        return taken


@dataclass(frozen=True, slots=True)
class Plan:
    """`starts`: of each idea the period in which it begins, None where it is not chosen. No choice is worth more than `bound`.

    `is_repeatable` is False where the clock rather than the amount of work ended the search.
    """

    starts: tuple[int | None, ...]
    value: float
    bound: float
    is_optimal: bool
    is_repeatable: bool
    method: str
    warnings: tuple[str, ...]

    @property
    def gap(self) -> float:
        """By how much of its own value a better choice might at most be worth more; 0 where there is none."""
        if self.is_optimal or self.bound <= self.value:
            return 0.0
        return (self.bound - self.value) / self.value if self.value > 0 else float("inf")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Pins that cannot all be kept. `pins`: a smallest set of them that cannot (where `is_proven`; else one that may be too large).

    `teams`: each by whose lack of capacity alone these are kept apart; none where it takes several teams, or lies in needs, exclusions, or time.
    `lift`: as few of all pins as must go for the others to stay. Without any pins, the search ended before it found a plan at all.
    """

    pins: tuple[Pin, ...]
    teams: tuple[int, ...]
    lift: tuple[Pin, ...]
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Scenarios:
    """`chosen`: of each idea, how often it is chosen when values turn out as drawn, each draw planned as well as can be.

    `plan`: by the mean values, which all draws are compared with. `value_of_knowing`: how much more would be had, on average, by planning after the
    values are known: what finding out is worth at most.
    """

    plan: Plan
    chosen: tuple[Estimate, ...]
    value_of_knowing: Estimate
    solved: int
    worst_gap: float
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is chosen for one draw of the values: how much more than by the usual plan that is worth, and how far from the best it may be at most."""

    starts: tuple[int | None, ...]
    gain: float
    gap: float


@dataclass(frozen=True, slots=True)
class PinCost:
    """What a pin gives up: the value of the best plan without it, less that with it. Exact where `low` and `high` are alike, else between them."""

    pin: Pin
    value: float
    low: float
    high: float
    without: Plan
