"""What is promised of a later day is never less than of an earlier one, more items are never done sooner than fewer, and the record is that of these numbers."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.forecasting import CountForecast, Kept, Method, Record, forecast_count, forecast_date
from clew.science.forecasting.limits import exceeds, first, limits
from clew.science.forecasting.outlooks import outlook
from clew.science.forecasting.record import first_counted

START = date(2026, 1, 5)
METHODS: tuple[Method, ...] = ("drifting", "resampled")


def drawn(rates: Sequence[tuple[float, int]], seed: int) -> list[int]:
    """Weeks of a team whose rate is this, for so many weeks, then that."""
    random = np.random.default_rng(seed)
    weekly: list[int] = np.concatenate([random.poisson(rate, weeks) for rate, weeks in rates]).tolist()
    return weekly


histories = st.lists(st.integers(0, 1000) | st.integers(0, 5), min_size=2, max_size=60) | st.builds(
    drawn, st.lists(st.tuples(st.sampled_from([0.1, 1, 4, 20]), st.integers(10, 50)), min_size=1, max_size=4), st.integers(0, 99)
)  # fmt: skip
# Two stretches after which each horizon's own limits cross.
SURGED, TURNED = drawn([(2, 60), (12, 40), (2, 30)], 3), [0, 1, 7, 0, 2, 3] * 20


def said(found: CountForecast) -> list[int]:
    return [count for _, count in found.percentiles] + [one.count or 0 for one in found.promises]


@settings(max_examples=60, deadline=None)
@given(histories, st.sets(st.integers(1, 156), min_size=2, max_size=5), st.sampled_from(METHODS))
def test_limits_of_counts_never_fall_as_the_day_is_later(weekly: list[int], days: set[int], method: Method) -> None:
    found = [said(forecast_count(weekly, weeks, method=method)) for weeks in sorted(days)]
    for near, far in pairwise(found):
        assert all(less <= more for less, more in zip(near, far, strict=True))


@pytest.mark.parametrize("weekly", [SURGED, TURNED])
@pytest.mark.parametrize("method", METHODS)
def test_no_week_of_the_next_year_promises_less_than_the_one_before(weekly: list[int], method: Method) -> None:
    found = np.array([said(forecast_count(weekly, weeks, method=method)) for weeks in range(1, 53)])
    assert (np.diff(found, axis=0) >= 0).all()


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(histories, st.sets(st.integers(1, 300), min_size=2, max_size=4), st.sampled_from(METHODS))
def test_more_items_are_never_done_sooner_than_fewer(weekly: list[int], items: set[int], method: Method) -> None:
    found = [forecast_date(weekly, many, start=START, method=method) for many in sorted(items)]
    for few, many in pairwise(found):
        for (_, sooner), (_, later) in zip(few.percentiles, many.percentiles, strict=True):
            assert (sooner or date.max) <= (later or date.max)


@settings(max_examples=15, deadline=None)
@given(histories, st.integers(1, 200), st.sampled_from(METHODS))
def test_a_date_and_the_count_of_its_week_are_one_promise(weekly: list[int], items: int, method: Method) -> None:
    """With a chance so many are done by a day: then the count of that day promises as many, and that of the week before fewer."""
    for chance, day in forecast_date(weekly, items, start=START, method=method).percentiles:
        weeks = ((day - START).days + 1) // 7 if day else 156
        counts = [
            dict(forecast_count(weekly, ahead, method=method).percentiles)[round(1 - chance, 6)]
            for ahead in (weeks - 1, weeks)
            if ahead
        ]
        assert (counts[-1] >= items) == (day is not None)
        assert all(count < items for count in counts[:-1])


@settings(max_examples=25, deadline=None)
@given(histories, st.integers(2, 156), st.sampled_from(METHODS))
def test_what_is_drawn_is_what_is_forecast(weekly: list[int], weeks: int, method: Method) -> None:
    fan = forecast_count(weekly, weeks, method=method).fan
    for one in fan[:: max(1, len(fan) // 3)]:
        single = forecast_count(weekly, one.week, method=method)
        assert (one.low, one.middle, one.high) == (single.low, single.likely, single.high)


@settings(max_examples=40, deadline=None)
@given(histories, st.lists(st.floats(0.01, 0.99), min_size=30, max_size=30), st.integers(0, 200))
def test_the_rule_says_the_same_of_a_number_shown_and_of_what_came(
    weekly: list[int], chances: list[float], count: int
) -> None:
    view, weeks, asked = outlook(np.array(weekly, dtype=float), "drifting", 0), np.arange(1, 31), np.array([chances])
    shown = limits(view.quantiles(asked, weeks))[0]
    above = exceeds(view.chance(np.array(float(count)), weeks, slice(-1, None)), asked.T)
    assert (above[:, 0] == (shown > count)).all()
    assert first(above)[0] == next((week for week, limit in enumerate(shown, 1) if limit > count), 31)


def share(hits: Sequence[bool]) -> float:
    return float(np.mean(hits))


def kept(one: Kept | None) -> float:
    assert one is not None
    return one.share.value


def held(one: Record | None) -> tuple[float, float, float]:
    assert one is not None
    return one.coverage.value, one.below, one.above


@pytest.mark.parametrize("weekly", [SURGED, TURNED])
@pytest.mark.parametrize("weeks", [4, 13, 30])
def test_the_record_of_a_count_is_that_of_the_numbers_shown_at_the_time(weekly: list[int], weeks: int) -> None:
    made = range(first_counted(len(weekly)), len(weekly) - weeks + 1)
    then = [forecast_count(weekly[:now], weeks) for now in made]
    came = [sum(weekly[now : now + weeks]) for now in made]
    below = share([one.low > count for one, count in zip(then, came, strict=True)])
    above = share([one.high < count for one, count in zip(then, came, strict=True)])
    found = forecast_count(weekly, weeks)
    assert held(found.record) == pytest.approx((1 - below - above, below, above))
    for place, promise in enumerate(found.promises):
        hits = [(one.promises[place].count or 0) <= count for one, count in zip(then, came, strict=True)]
        assert kept(promise.kept) == pytest.approx(share(hits))


@pytest.mark.slow
@pytest.mark.parametrize(("weekly", "items"), [(SURGED, 50), (TURNED, 12)])
def test_the_record_of_a_date_is_that_of_the_days_shown_at_the_time(weekly: list[int], items: int) -> None:
    done = np.concatenate([[0], np.cumsum(weekly)])
    made = [now for now in range(first_counted(len(weekly)), len(weekly)) if done[now] + items <= done[-1]]
    then = [forecast_date(weekly[:now], items, start=START) for now in made]
    took = [int(np.searchsorted(done, done[now] + items)) - now for now in made]
    came = [START + timedelta(weeks=weeks, days=-1) for weeks in took]
    below = share([day < (one.early or date.max) for one, day in zip(then, came, strict=True)])
    above = share([day > (one.late or date.max) for one, day in zip(then, came, strict=True)])
    found = forecast_date(weekly, items, start=START)
    assert held(found.record) == pytest.approx((1 - below - above, below, above))
    for place, promise in enumerate(found.promises):
        hits = [day <= (one.promises[place].day or date.max) for one, day in zip(then, came, strict=True)]
        assert kept(promise.kept) == pytest.approx(share(hits))
