"""What changes of one idea or two do for a choice: put in, exchanged for another, moved forward."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .problem import Numbers, Portfolio

Starts = Sequence[int | None]
MOST_CHANGES, ENOUGH = 200, 1e-9


def bettered(portfolio: Portfolio, worth: Numbers, starts: Starts) -> tuple[int | None, ...]:
    """Until no idea can be put in where there is room, nor take the place of one that is worth less. It fits before and after."""
    nearby = _Nearby(portfolio, worth, starts)
    for _ in range(MOST_CHANGES):
        if not nearby.change():
            break
    return tuple(nearby.placed)


def earliest(portfolio: Portfolio, starts: Starts) -> tuple[int | None, ...]:
    """The same ideas, moved forward one by one, the larger ones first, until none can be moved alone."""
    placed, fixed = list(starts), {pin.idea for pin in portfolio.pins if pin.period is not None}
    order = sorted(range(portfolio.ideas), key=lambda idea: -float(np.sum(portfolio.efforts[idea])))
    before: list[int | None] = []
    while before != placed:
        before = list(placed)
        for idea in order:
            if placed[idea] is not None and idea not in fixed:
                placed[idea] = _forward(portfolio, placed, idea)
    return tuple(placed)


def _forward(portfolio: Portfolio, placed: Sequence[int | None], idea: int) -> int:
    now = placed[idea] or 0
    ends = [
        (placed[earlier] or 0) + len(portfolio.efforts[earlier]) - 1
        for later, earlier in portfolio.needs
        if later == idea
    ]
    effort = np.asarray(portfolio.efforts[idea], dtype=float)
    room = np.asarray(portfolio.capacity) - portfolio.used([None if i == idea else at for i, at in enumerate(placed)])
    for period in range(max([0, *ends]), now):
        if (effort <= room[period : period + len(effort)] + ENOUGH).all():
            return period
    return now


class _Nearby:
    """A choice with what is free beside it."""

    def __init__(self, portfolio: Portfolio, worth: Numbers, starts: Starts) -> None:
        self.portfolio, self.worth, self.placed = portfolio, worth, list(starts)
        self.efforts = [np.asarray(effort, dtype=float) for effort in portfolio.efforts]
        self.pinned = {pin.idea for pin in portfolio.pins}
        self.room: Numbers = np.asarray(portfolio.capacity, dtype=float) - portfolio.used(starts)
        self.needs: list[list[int]] = [[] for _ in range(portfolio.ideas)]
        for later, earlier in portfolio.needs:
            self.needs[later].append(earlier)
        self.rivals: list[set[int]] = [set() for _ in range(portfolio.ideas)]
        for group in portfolio.exclusions:
            for idea in group:
                self.rivals[idea] |= set(group) - {idea}

    def change(self) -> bool:
        """The idea worth most that can come in does, beside all others or for the one that is worth least."""
        out = [i for i, start in enumerate(self.placed) if start is None and i not in self.pinned and self.worth[i] > 0]
        gone = self._movable()
        freed = self._freed(gone)
        for idea in sorted(out, key=lambda each: -self.worth[each]):
            for period in self._periods(idea):
                # Beside all others comes first: `gone` begins with none at all.
                fits = self._fits(freed, idea, period)
                for other in (gone[at] for at in np.flatnonzero(fits)):
                    if self._may(idea, other):
                        self._put(idea, period, other)
                        return True
        return False

    def _movable(self) -> list[int | None]:
        """No idea, then those that may go, which no chosen one needs, the least worth first."""
        wanted = {
            earlier for later, before in enumerate(self.needs) if self.placed[later] is not None for earlier in before
        }
        kept = wanted | self.pinned
        free = [idea for idea, start in enumerate(self.placed) if start is not None and idea not in kept]
        return [None, *sorted(free, key=lambda each: float(self.worth[each]))]

    def _freed(self, gone: Sequence[int | None]) -> Numbers:
        """(gone, periods, teams): the room there is when each is gone."""
        found = np.repeat(self.room[None], len(gone), axis=0)
        for at, idea in enumerate(gone):
            start = None if idea is None else self.placed[idea]
            if idea is not None and start is not None:
                found[at, start : start + len(self.efforts[idea])] += self.efforts[idea]
        return found

    def _periods(self, idea: int) -> Iterator[int]:
        """Those in which it may begin, what it needs being done."""
        before = [self.placed[earlier] for earlier in self.needs[idea]]
        if None in before:
            return
        ends = [(self.placed[i] or 0) + len(self.efforts[i]) - 1 for i in self.needs[idea]]
        yield from range(max([0, *ends]), self.portfolio.periods - len(self.efforts[idea]) + 1)

    def _fits(self, freed: Numbers, idea: int, period: int) -> NDArray[np.bool_]:
        effort = self.efforts[idea]
        fits: NDArray[np.bool_] = np.all(freed[:, period : period + len(effort)] >= effort - ENOUGH, axis=(1, 2))
        return fits

    def _may(self, idea: int, other: int | None) -> bool:
        if other is not None and (other in self.needs[idea] or self.worth[other] >= self.worth[idea] - ENOUGH):
            return False
        return not any(self.placed[rival] is not None and rival != other for rival in self.rivals[idea])

    def _put(self, idea: int, period: int, other: int | None) -> None:
        self.placed[idea] = period
        self.room[period : period + len(self.efforts[idea])] -= self.efforts[idea]
        start = None if other is None else self.placed[other]
        if other is not None and start is not None:
            self.room[start : start + len(self.efforts[other])] += self.efforts[other]
            self.placed[other] = None
