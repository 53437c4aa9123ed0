"""How past forecasts of the same method fared, and how far to reach so that the next ones hold as often as they say.

A forecast is made again after each past week from what was known then, and compared with what came. Its interval runs from one normal quantile to the
other, `reach` standard deviations away; the reach is moved by each forecast that has come due: outwards after a miss, inwards by less after a hit, so
that hits come as often as the interval's level says, whatever the process (adaptive conformal inference, Gibbs & Candès 2021, NeurIPS 34). Forecasts of
h weeks overlap, so that each moves it by 1/h only. Nothing learns from what came later.

Each horizon learns from its own interval. What is shown, and judged here, are the limits that never fall (see `limits`) over 1, 2, ... h weeks: a record is
that of the numbers that would have been shown at the time. How far one looks changes nothing on the way there.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.forecasting.limits import exceeds, first
from clew.science.forecasting.outlooks import Numbers, Outlook
from clew.science.intervals import jeffreys

LEARNING = 26  # weeks before the first forecast that counts
A_YEAR = 52
STEP = 1.5
LEAST_REACH = 0.25


@dataclass(frozen=True, slots=True)
class Record:
    """Of `forecasts` made at past weeks the share of `coverage` held; `below` and `above` are the shares that came out under or over it.

    They overlap: they are worth as many as fit one after the other, which is the `n` of `coverage` and the ground of its interval.
    """

    level: float
    coverage: Estimate
    forecasts: int
    below: float
    above: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Of `forecasts` made at past weeks that were to hold with `chance`, the share that did; see `Record` for what they are worth."""

    chance: float
    share: Estimate
    forecasts: int


@dataclass(frozen=True, slots=True)
class Reach:
    """(levels, weeks, times): the reach in use after 0, 1, ... weeks of history. `tried`: the longest horizon that had come due by the end."""

    levels: Numbers
    weeks: NDArray[np.int64]
    used: Numbers
    tried: int

    def chances(self, time: int = -1) -> tuple[Numbers, Numbers]:
        """(levels, weeks): the chances at both ends of the interval."""
        return _ends(self.used[:, :, time])


@dataclass(frozen=True, slots=True)
class Met:
    """Past forecasts of one kind that count and have come due, against what came, by the chances that horizons of 1, 2, ... weeks gave to it.

    (weeks, made): `upto` of at most what came, `under` of less. `took`: of a date, the weeks it took. `length`: how many weeks such forecasts last.
    """

    made: slice
    upto: Numbers
    under: Numbers
    took: NDArray[np.int64] | None
    length: float

    def record(self, reached: Reach, *, level: int) -> Record:
        """How often the interval of `levels[level]` held."""
        low, high = _ends(self._used(reached, level))
        if self.took is None:
            below, above = exceeds(self.upto, low)[-1], ~exceeds(self.under, high)[-1]
        else:
            below, above = self.took < first(exceeds(self.upto, high)), self.took > first(exceeds(self.upto, low))
        share = _share(~(below | above), self.length)
        return Record(float(reached.levels[level]), share, len(below), float(below.mean()), float(above.mean()))

    def kept(self, reached: Reach, *, chance: float) -> Kept:
        """How often at least as many were done as promised with this chance (0.5 or above), or all by the week that was named."""
        promised = exceeds(self.upto, self._low(reached, chance))
        held = ~promised[-1] if self.took is None else self.took <= first(promised)
        return Kept(chance, _share(held, self.length), len(held))

    def _low(self, reached: Reach, chance: float) -> Numbers:
        """(weeks, made): the lower end of the interval beyond which so much of the chance lies; at 0.5 the middle, which has no reach."""
        if chance == 0.5:
            return np.full(self.upto.shape, 0.5)
        return _ends(self._used(reached, int(np.abs(reached.levels - (2 * chance - 1)).argmin())))[0]

    def _used(self, reached: Reach, level: int) -> Numbers:
        used: Numbers = reached.used[level, : len(self.upto), self.made]
        return used


def first_counted(history: int) -> int:
    """A year is left for learning where there are two."""
    return int(np.clip(history // 2, LEARNING, A_YEAR))


def totals(weekly: Numbers, weeks: NDArray[np.int64]) -> Numbers:
    """(weeks, times): what came in so many weeks after each of 0, 1, ... weeks of history; nan where that is not over."""
    done = np.concatenate([[0.0], np.cumsum(weekly)])
    ends = weeks[:, None] + np.arange(len(done))
    came: Numbers = np.where(ends < len(done), done[np.minimum(ends, len(done) - 1)], np.nan) - done
    return came


def reach(view: Outlook, weekly: Numbers, longest: int, levels: Numbers, *, adapts: bool) -> Reach:
    """Follow the reach of 1, 2, ... `longest` weeks through a history. `levels` rise, and no interval reaches beyond that of a higher level.

    Horizons too long to have come due take the reach of the longest that has, if it is wider.
    """
    from scipy.special import ndtri

    weeks, times = np.arange(1, longest + 1), len(weekly) + 1
    start = ndtri(0.5 + levels / 2)[:, None] * np.ones(longest)
    used = np.repeat(start[:, :, None], times, axis=2)
    tried = int(np.clip(len(weekly) - LEARNING, 0, longest))
    if not adapts:
        return Reach(levels, weeks, used, tried)
    needed = _needed(view, totals(weekly, weeks), weeks)
    now, missed, step = start.copy(), 1 - levels[:, None], STEP / weeks
    for time in range(LEARNING + 1, times):
        due = min(time - LEARNING, longest)
        rows, made = np.arange(due), time - weeks[:due]
        beyond = used[:, rows, made] < needed[rows, made]
        now[:, :due] = np.maximum(now[:, :due] + step[:due] * (beyond - missed), LEAST_REACH)
        ordered = np.minimum.accumulate(now[::-1, :due], axis=0)[::-1]
        used[:, :due, time] = ordered
        used[:, due:, time] = np.maximum(start[:, due:], ordered[:, due - 1 : due])
    return Reach(levels, weeks, used, tried)


def _needed(view: Outlook, came: Numbers, weeks: NDArray[np.int64]) -> Numbers:
    """(weeks, times): the least reach with which a horizon's own interval would have held what came."""
    from scipy.special import ndtri

    needed: Numbers = np.maximum(-ndtri(view.chance(came, weeks)), ndtri(view.chance(came - 1, weeks)))
    return needed


def counts_met(view: Outlook, weekly: Numbers, weeks: int) -> Met | None:
    """Of forecasts for so many weeks; None while none has come due."""
    begun, last = first_counted(len(weekly)), len(weekly) - weeks
    if last < begun:
        return None
    made, ahead = slice(begun, last + 1), np.arange(1, weeks + 1)
    came = totals(weekly, ahead[-1:])[:, made]
    return Met(made, view.chance(came, ahead, made), view.chance(came - 1, ahead, made), None, float(weeks))


def dates_met(view: Outlook, weekly: Numbers, items: int, longest: int) -> Met | None:
    """Of forecasts of the week in which `items` more are done, made wherever they have been done by now; None while none has been."""
    done = np.concatenate([[0.0], np.cumsum(weekly)])
    begun, end = first_counted(len(weekly)), int(np.searchsorted(done, done[-1] - items, side="right"))
    if end <= begun:
        return None
    made, times = slice(begun, end), np.arange(begun, end)
    took = np.minimum(np.searchsorted(done, done[made] + items, side="left") - times, longest + 1)
    short = view.chance(np.array(float(items - 1)), np.arange(1, longest + 1), made)
    return Met(made, short, short, took, float(np.median(took)))


def _ends(reached: Numbers) -> tuple[Numbers, Numbers]:
    from scipy.special import ndtr

    return ndtr(-reached), ndtr(reached)


def _share(held: NDArray[np.bool_], length: float) -> Estimate:
    """Of overlapping forecasts of so many weeks: worth as many as fit one after the other."""
    share = float(held.mean())
    worth = max(1, round(len(held) / max(1.0, length)))
    interval = jeffreys(round(share * worth), worth, level=0.9)
    return replace(interval, value=share, low=min(interval.low, share), high=max(interval.high, share))
