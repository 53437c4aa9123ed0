"""Dates and counts from weekly throughput, with the record of the same kind of forecast beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from clew.science.forecasting.limits import limits
from clew.science.forecasting.outlooks import DRAWS, DRIFT, WINDOW, Method, Numbers, Outlook, outlook
from clew.science.forecasting.record import Kept, Met, Reach, Record, counts_met, dates_met, reach

LONGEST = 156  # weeks
HISTORY = 520
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9)
CHANCES = (0.5, 0.8, 0.9)  # with which a date is met, or a count reached
FAN_POINTS, FAN_CHANCES = 40, (0.1, 0.25, 0.5, 0.75, 0.9)
LARGEST = 100_000
FEW_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Promise:
    """With `chance` it is done by `day`, or at least `count` are done; `kept`: how often past ones of this kind were, None while none has come due."""

    chance: float
    day: date | None
    count: int | None
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class FanWeek:
    """How many are done after so many weeks: the middle, the middle half and the middle four fifths."""

    week: int
    low: int
    quarter: int
    middle: int
    three_quarters: int
    high: int


@dataclass(frozen=True, slots=True)
class CountForecast:
    """How many will be done within so many weeks. `percentiles`: (chance, count) such that at most this many come with that chance.

    `fan`: the weeks until then, at most 40 of them, evenly apart.
    """

    weeks: int
    likely: int
    low: int
    high: int
    level: float
    percentiles: tuple[tuple[float, int], ...]
    record: Record | None
    method: str
    warnings: tuple[str, ...]
    promises: tuple[Promise, ...] = ()
    fan: tuple[FanWeek, ...] = ()


@dataclass(frozen=True, slots=True)
class DateForecast:
    """By when so many will be done. `percentiles`: (chance, date) such that they are done by it with that chance; None is beyond three years.

    `fan`: how many are done in the weeks until the last of these dates, at most 40 of them, evenly apart.
    """

    items: int
    likely: date | None
    early: date | None
    late: date | None
    level: float
    percentiles: tuple[tuple[float, date | None], ...]
    record: Record | None
    method: str
    warnings: tuple[str, ...]
    promises: tuple[Promise, ...] = ()
    fan: tuple[FanWeek, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What one history says of 1, 2, ... weeks: `counts` (chances, weeks) by rising chance, the middle in the middle."""

    history: Numbers
    levels: Numbers
    view: Outlook
    reached: Reach
    counts: Numbers

    @property
    def names(self) -> list[float]:
        return [round(float(one), 6) for one in (*(0.5 - self.levels[::-1] / 2), 0.5, *(0.5 + self.levels / 2))]

    def fan(self, weeks: int) -> tuple[FanWeek, ...]:
        shown = np.unique(np.linspace(1, weeks, min(weeks, FAN_POINTS)).round().astype(int))
        rows = [self.counts[self.names.index(chance), shown - 1].astype(int).tolist() for chance in FAN_CHANCES]
        return tuple(FanWeek(*row) for row in zip(shown.tolist(), *rows, strict=True))


def forecast_count(
    weekly: Sequence[int], weeks: int, *, level: float = 0.8, method: Method = "drifting", seed: int = 0
) -> CountForecast:
    """How many items will be done in the next `weeks` (1 to 156). What is said of a later day is never less than of an earlier one.

    `weekly`: (n,) items done in each past week, the newest last; the last ten years are used. Sources: see `outlooks`, `limits` and `record`. `resampled`
    is random with `seed`. Raises ValueError for fewer than two weeks, counts that are no whole numbers from 0 to 100,000, or another level or horizon.
    """
    if not 1 <= weeks <= LONGEST:
        raise ValueError(f"looks 1 to {LONGEST} weeks ahead")
    ahead = _ahead(weekly, weeks, level, method, seed)
    counts = ahead.counts[:, -1].astype(int).tolist()
    met = counts_met(ahead.view, ahead.history, weeks)
    place, middle = ahead.levels.tolist().index(level), len(ahead.levels)
    record = met.record(ahead.reached, level=place) if met else None
    return CountForecast(
        weeks=weeks,
        likely=counts[middle],
        low=counts[middle - 1 - place],
        high=counts[middle + 1 + place],
        level=level,
        percentiles=tuple(zip(ahead.names, counts, strict=True)),
        record=record,
        method=_method(method),
        warnings=_warnings(ahead.history, record, ahead.reached, weeks),
        promises=tuple(
            Promise(one, None, counts[ahead.names.index(round(1 - one, 6))], _kept(met, ahead.reached, one))
            for one in CHANCES
        ),
        fan=ahead.fan(weeks),
    )


def forecast_date(
    weekly: Sequence[int], items: int, *, start: date, level: float = 0.8, method: Method = "drifting", seed: int = 0
) -> DateForecast:
    """By when `items` more will be done, counted in whole weeks from `start`, the day after the last week of the history.

    A date is the last day of the first week in which the count forecast for that week reaches `items`, so that more items are never done earlier than
    fewer. Shapes and errors as in `forecast_count`; raises ValueError for no items, too.
    """
    if not 1 <= items <= LARGEST:
        raise ValueError(f"forecasts 1 to {LARGEST:,} items")
    ahead = _ahead(weekly, LONGEST, level, method, seed)
    weeks = [int(row.argmax()) + 1 if row.any() else None for row in (ahead.counts >= items)[::-1]]
    dates = [None if week is None else start + timedelta(weeks=week, days=-1) for week in weeks]
    met = dates_met(ahead.view, ahead.history, items, LONGEST)
    place, middle = ahead.levels.tolist().index(level), len(ahead.levels)
    record = met.record(ahead.reached, level=place) if met else None
    last = next((week for week in weeks[::-1] if week), LONGEST)
    return DateForecast(
        items=items,
        likely=dates[middle],
        early=dates[middle - 1 - place],
        late=dates[middle + 1 + place],
        level=level,
        percentiles=tuple(zip(ahead.names, dates, strict=True)),
        record=record,
        method=_method(method),
        warnings=(*_warnings(ahead.history, record, ahead.reached, last), *_never(dates)),
        promises=tuple(
            Promise(one, dates[ahead.names.index(one)], None, _kept(met, ahead.reached, one)) for one in CHANCES
        ),
        fan=ahead.fan(last),
    )


def _ahead(weekly: Sequence[int], longest: int, level: float, method: Method, seed: int) -> _Ahead:
    history, levels = _checked(weekly, level)
    view = outlook(history, method, seed)
    reached = reach(view, history, longest, levels, adapts=method == "drifting")
    return _Ahead(history, levels, view, reached, limits(view.quantiles(_chances(reached), reached.weeks)))


def _kept(met: Met | None, reached: Reach, chance: float) -> Kept | None:
    return met.kept(reached, chance=chance) if met else None


def _checked(weekly: Sequence[int], level: float) -> tuple[Numbers, Numbers]:
    history = np.asarray(weekly, dtype=float)[-HISTORY:]
    if history.ndim != 1 or history.size < 2:
        raise ValueError("needs the counts of at least two weeks")
    if not ((history >= 0) & (history <= LARGEST) & (history == np.floor(history))).all():
        raise ValueError(f"a week's count is a whole number from 0 to {LARGEST:,}")
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    return history, np.array(sorted({*LEVELS, level}))


def _chances(reached: Reach) -> Numbers:
    """(2 levels + 1, weeks): from the lower end of the widest interval over the middle to its upper end."""
    below, above = reached.chances()
    return np.concatenate([below[::-1], np.full((1, len(reached.weeks)), 0.5), above])


def _method(method: Method) -> str:
    if method == "resampled":
        return f"the last {WINDOW} weeks resampled, {DRAWS} draws"
    return (
        f"gamma-Poisson, rate drifting {DRIFT:.0%} a week, widened by its own record; a later day never promises less"
    )


def _warnings(history: Numbers, record: Record | None, reached: Reach, weeks: int) -> tuple[str, ...]:
    said = []
    if len(history) < FEW_WEEKS:
        said.append(f"Only {len(history)} weeks of history.")
    if not history.any():
        said.append("Nothing was done in these weeks: there is nothing to forecast from.")
    if record is None:
        said.append("No forecast of this kind has come due yet: how often it holds is not known.")
    elif weeks > reached.tried:
        said.append(f"Forecasts could be checked up to {reached.tried} weeks ahead; beyond that this one is untried.")
    if record is not None and record.coverage.high < record.level:
        said.append("Such forecasts held less often than they said.")
    return tuple(said)


def _never(dates: Sequence[date | None]) -> tuple[str, ...]:
    return (f"With some likelihood it takes longer than {LONGEST} weeks.",) if None in dates else ()
