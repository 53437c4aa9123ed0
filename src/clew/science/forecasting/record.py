"""How past forecasts of the same method fared, and how far to reach so that the next ones hold as often as they say.

A forecast is made again after each past week from what was known then, and compared with what came. Its interval runs from one normal quantile to the
other, `reach` standard deviations away; the reach is moved by each forecast that has come due: outwards after a miss, inwards by less after a hit, so
that hits come as often as the interval's level says, whatever the process (adaptive conformal inference, Gibbs & Candès 2021, NeurIPS 34). Forecasts of
h weeks overlap, so that each moves it by 1/h only. Nothing learns from what came later.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
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
        from scipy.special import ndtr

        return ndtr(-self.used[:, :, time]), ndtr(self.used[:, :, time])


def first_counted(history: int) -> int:
    """A year is left for learning where there are two."""
    return int(np.clip(history // 2, LEARNING, A_YEAR))


def totals(weekly: Numbers, weeks: NDArray[np.int64]) -> Numbers:
    """(weeks, times): what came in so many weeks after each of 0, 1, ... weeks of history; nan where that is not over."""
    done = np.concatenate([[0.0], np.cumsum(weekly)])
    ends = weeks[:, None] + np.arange(len(done))
    came: Numbers = np.where(ends < len(done), done[np.minimum(ends, len(done) - 1)], np.nan) - done
    return came


def reach(view: Outlook, weekly: Numbers, weeks: NDArray[np.int64], levels: Numbers, *, adapts: bool) -> Reach:
    """Follow the reach through a history. `weeks` rise. Horizons too long to have come due take the reach of the longest that has, if it is wider."""
    from scipy.special import ndtr, ndtri

    start = ndtri(0.5 + levels / 2)[:, None] * np.ones(len(weeks))
    times = len(weekly) + 1
    used = np.repeat(start[:, :, None], times, axis=2)
    tried = int(weeks[weeks <= len(weekly) - LEARNING].max(initial=0))
    if not adapts:
        return Reach(levels, weeks, used, tried)
    came = totals(weekly, weeks)
    upto, under = view.chance(came, weeks), view.chance(came - 1, weeks)
    now, missed = start.copy(), 1 - levels[:, None]
    for time in range(LEARNING, times):
        due = int(np.searchsorted(weeks, time - LEARNING, side="right"))
        if due:
            rows, made = np.arange(due), time - weeks[:due]
            then = used[:, rows, made]
            held = (upto[rows, made] >= ndtr(-then)) & (under[rows, made] < ndtr(then))
            now[:, :due] = np.maximum(now[:, :due] + STEP / weeks[:due] * (~held - missed), LEAST_REACH)
            used[:, :due, time] = now[:, :due]
            used[:, due:, time] = np.maximum(start[:, due:], now[:, due - 1 : due])
    return Reach(levels, weeks, used, tried)


def count_record(view: Outlook, weekly: Numbers, reached: Reach, *, place: int, level: int) -> Record | None:
    """Of forecasts for `weeks[place]` at `levels[level]`. None while none has come due."""
    weeks = reached.weeks[place : place + 1]
    came = totals(weekly, weeks)
    first, last = first_counted(len(weekly)), len(weekly) - int(weeks[0])
    if last < first:
        return None
    counted = slice(first, last + 1)
    upto, under = view.chance(came, weeks)[0, counted], view.chance(came - 1, weeks)[0, counted]
    low, high = (ends[counted] for ends in _ends(reached.used[level, place]))
    return _record(float(reached.levels[level]), upto < low, under >= high, float(weeks[0]))


def count_kept(view: Outlook, weekly: Numbers, reached: Reach, *, chance: float) -> Kept | None:
    """How often at least as many were done in `weeks[0]` as were to be with this chance (0.5 or above). None while none has come due."""
    came = totals(weekly, reached.weeks[:1])
    first, last = first_counted(len(weekly)), len(weekly) - int(reached.weeks[0])
    if last < first:
        return None
    counted = slice(first, last + 1)
    upto = view.chance(came, reached.weeks[:1])[0, counted]
    return _kept(chance, upto >= _low(reached, chance)[0, counted], float(reached.weeks[0]))


def date_kept(view: Outlook, weekly: Numbers, reached: Reach, items: int, *, chance: float) -> Kept | None:
    """How often `items` were done by the week that was named with this chance (0.5 or above). `weeks` are 1, 2, 3, ..."""
    made, took = _taken(weekly, items, len(reached.weeks))
    if not len(made):
        return None
    short = view.chance(np.array(float(items - 1)), reached.weeks)[:, made]
    return _kept(chance, took <= _first(short < _low(reached, chance)[:, made]), float(np.median(took)))


def _low(reached: Reach, chance: float) -> Numbers:
    """(weeks, times): the lower end of the interval beyond which so much of the chance lies; at 0.5 the middle, which has no reach."""
    if chance == 0.5:
        return np.full(reached.used.shape[1:], 0.5)
    level = int(np.abs(reached.levels - (2 * chance - 1)).argmin())
    return _ends(reached.used[level])[0]


def _taken(weekly: Numbers, items: int, longest: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The weeks after which forecasts count and have come due, and how many weeks it took then."""
    done = np.concatenate([[0.0], np.cumsum(weekly)])
    made = np.arange(first_counted(len(weekly)), int(np.searchsorted(done, done[-1] - items, side="right")))
    return made, np.minimum(np.searchsorted(done, done[made] + items, side="left") - made, longest + 1)


def date_record(view: Outlook, weekly: Numbers, reached: Reach, items: int, *, level: int) -> Record | None:
    """Of forecasts of the week in which `items` more are done; made wherever they have been done by now. `weeks` are 1, 2, 3, ..."""
    made, took = _taken(weekly, items, len(reached.weeks))
    if not len(made):
        return None
    low, high = _ends(reached.used[level][:, made])
    short = view.chance(np.array(float(items - 1)), reached.weeks)[:, made]
    early, late = _first(short < high), _first(short < low)
    return _record(float(reached.levels[level]), took < early, took > late, float(np.median(took)))


def _first(true: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The first week in which it is so; one beyond the last where it never is."""
    return np.where(true.any(axis=0), true.argmax(axis=0) + 1, len(true) + 1)


def _ends(reached: Numbers) -> tuple[Numbers, Numbers]:
    from scipy.special import ndtr

    return ndtr(-reached), ndtr(reached)


def _record(level: float, below: NDArray[np.bool_], above: NDArray[np.bool_], length: float) -> Record:
    coverage = _share(~(below | above), length)
    return Record(level, coverage, len(below), float(below.mean()), float(above.mean()))


def _kept(chance: float, held: NDArray[np.bool_], length: float) -> Kept:
    return Kept(chance, _share(held, length), len(held))


def _share(held: NDArray[np.bool_], length: float) -> Estimate:
    """Of overlapping forecasts of so many weeks: worth as many as fit one after the other."""
    share = float(held.mean())
    worth = max(1, round(len(held) / max(1.0, length)))
    interval = jeffreys(round(share * worth), worth, level=0.9)
    return replace(interval, value=share, low=min(interval.low, share), high=max(interval.high, share))
