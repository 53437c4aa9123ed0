"""Dates and counts from weekly throughput, with the record of the same kind of forecast beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from clew.science.forecasting.outlooks import DRAWS, DRIFT, WINDOW, Method, Numbers, outlook
from clew.science.forecasting.record import Kept, Reach, Record, count_kept, count_record, date_kept, date_record, reach

LONGEST = 156  # weeks
HISTORY = 520
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9)
CHANCES = (0.5, 0.8, 0.9)  # with which a date is met, or a count reached
FAN_POINTS = 40
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
    """How many will be done within so many weeks. `percentiles`: (chance, count) such that at most this many come with that chance."""

    weeks: int
    likely: int
    low: int
    high: int
    level: float
    percentiles: tuple[tuple[float, int], ...]
    record: Record | None
    method: str
    warnings: tuple[str, ...]
    promises: tuple["Promise", ...] = ()


@dataclass(frozen=True, slots=True)
class DateForecast:
    """By when so many will be done. `percentiles`: (chance, date) such that they are done by it with that chance; None is beyond three years."""

    items: int
    likely: date | None
    early: date | None
    late: date | None
    level: float
    percentiles: tuple[tuple[float, date | None], ...]
    record: Record | None
    method: str
    warnings: tuple[str, ...]
    promises: tuple["Promise", ...] = ()


def forecast_count(
    weekly: Sequence[int], weeks: int, *, level: float = 0.8, method: Method = "drifting", seed: int = 0
) -> CountForecast:
    """How many items will be done in the next `weeks` (1 to 156).

    `weekly`: (n,) items done in each past week, the newest last; the last ten years are used. Sources: see `outlooks` and `record`. `resampled` is random
    with `seed`. Raises ValueError for fewer than two weeks, counts that are no whole numbers from 0 to 100,000, or another level or horizon.
    """
    history, levels = _checked(weekly, level)
    if not 1 <= weeks <= LONGEST:
        raise ValueError(f"looks 1 to {LONGEST} weeks ahead")
    view, ahead = outlook(history, method, seed), np.array([weeks])
    reached = reach(view, history, ahead, levels, adapts=method == "drifting")
    chances = _chances(reached)
    counts = np.maximum.accumulate(view.quantiles(chances, ahead)[:, 0]).astype(int).tolist()
    place = levels.tolist().index(level)
    record = count_record(view, history, reached, place=0, level=place)
    return CountForecast(
        weeks=weeks,
        likely=counts[len(levels)],
        low=counts[len(levels) - 1 - place],
        high=counts[len(levels) + 1 + place],
        level=level,
        percentiles=tuple(zip(_names(levels), counts, strict=True)),
        record=record,
        method=_method(method),
        warnings=_warnings(history, record, reached, weeks),
        promises=tuple(
            Promise(
                chance,
                None,
                counts[_names(levels).index(round(1 - chance, 6))],
                count_kept(view, history, reached, chance=chance),
            )
            for chance in CHANCES
        ),
    )


def forecast_date(
    weekly: Sequence[int], items: int, *, start: date, level: float = 0.8, method: Method = "drifting", seed: int = 0
) -> DateForecast:
    """By when `items` more will be done, counted in whole weeks from `start`, the day after the last week of the history.

    A date is the last day of the first week in which the count forecast for that week reaches `items`. Shapes and errors as in `forecast_count`; raises
    ValueError for no items, too.
    """
    history, levels = _checked(weekly, level)
    if not 1 <= items <= LARGEST:
        raise ValueError(f"forecasts 1 to {LARGEST:,} items")
    view, ahead = outlook(history, method, seed), np.arange(1, LONGEST + 1)
    reached = reach(view, history, ahead, levels, adapts=method == "drifting")
    enough = view.quantiles(_chances(reached), ahead) >= items
    weeks = [int(row.argmax()) + 1 if row.any() else None for row in np.logical_or.accumulate(enough, axis=0)[::-1]]
    dates = [None if week is None else start + timedelta(weeks=week, days=-1) for week in weeks]
    place = levels.tolist().index(level)
    record = date_record(view, history, reached, items, level=place)
    last = next((week for week in weeks[::-1] if week), LONGEST)
    return DateForecast(
        items=items,
        likely=dates[len(levels)],
        early=dates[len(levels) - 1 - place],
        late=dates[len(levels) + 1 + place],
        level=level,
        percentiles=tuple(zip(_names(levels), dates, strict=True)),
        record=record,
        method=_method(method),
        warnings=(*_warnings(history, record, reached, last), *_never(dates)),
        promises=tuple(
            Promise(
                chance,
                dates[_names(levels).index(chance)],
                None,
                date_kept(view, history, reached, items, chance=chance),
            )
            for chance in CHANCES
        ),
    )


def fan(weekly: Sequence[int], weeks: int, *, method: Method = "drifting", seed: int = 0) -> tuple[FanWeek, ...]:
    """How many will be done after each of the next `weeks` (at most 40 of them, evenly apart). Shapes and errors as in `forecast_count`."""
    history, levels = _checked(weekly, 0.8)
    if not 1 <= weeks <= LONGEST:
        raise ValueError(f"looks 1 to {LONGEST} weeks ahead")
    ahead = np.unique(np.linspace(1, weeks, min(weeks, FAN_POINTS)).round().astype(int))
    view = outlook(history, method, seed)
    chances = _chances(reach(view, history, ahead, levels, adapts=method == "drifting"))
    counts = np.maximum.accumulate(np.maximum.accumulate(view.quantiles(chances, ahead), axis=0), axis=1).astype(int)
    shown = [counts[_names(levels).index(chance)].tolist() for chance in (0.1, 0.25, 0.5, 0.75, 0.9)]
    return tuple(FanWeek(*row) for row in zip(ahead.tolist(), *shown, strict=True))


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


def _names(levels: Numbers) -> list[float]:
    return [round(float(chance), 6) for chance in (*(0.5 - levels[::-1] / 2), 0.5, *(0.5 + levels / 2))]


def _method(method: Method) -> str:
    if method == "resampled":
        return f"the last {WINDOW} weeks resampled, {DRAWS} draws"
    return f"gamma-Poisson, rate drifting {DRIFT:.0%} a week, widened by its own record"


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
