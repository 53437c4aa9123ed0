"""Forecasts on proposals of a real project, on made-up processes whose truth is known, and by hand."""

import csv
import os
import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from clew.science.forecasting import PRIORS, Prior, forecast_count, forecast_date, reference_slip
from clew.science.forecasting.outlooks import Numbers, drifting, outlook
from clew.science.forecasting.record import LEARNING, counts_met, reach

REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[5] / "shared" / "data"))
PROPOSALS = REFERENCE / "roadmap" / "kep_events.csv"
START = date(2026, 1, 5)
STAGES = ("alpha", "beta", "stable")


def events() -> list[dict[str, str]]:
    if not PROPOSALS.is_file():
        pytest.skip("the proposals are not in the reference data (CLEW_REFERENCE_DATA)")
    with PROPOSALS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def implemented() -> Numbers:
    """Proposals first seen as implemented, in each week."""
    rows = events()
    first: dict[str, date] = {}
    for row in rows:
        if row["status"].startswith("implemented"):
            first.setdefault(row["kep"], date.fromisoformat(row["date"]))
    start = date.fromisoformat(rows[0]["date"])
    weeks = (date.fromisoformat(rows[-1]["date"]) - start).days // 7
    places = [(day - start).days // 7 for day in first.values()]
    return np.bincount([place for place in places if place < weeks], minlength=weeks).astype(float)


def held(weekly: Numbers, weeks: int, first: int, every: int, method: str) -> float:
    """The share of 80 % forecasts that held, each made from nothing but the weeks before it."""
    hits = []
    for now in range(first, len(weekly) - weeks + 1, every):
        found = forecast_count(weekly[:now].astype(int).tolist(), weeks, method=method)  # type: ignore[arg-type]
        hits.append(found.low <= weekly[now : now + weeks].sum() <= found.high)
    return float(np.mean(hits))


@pytest.mark.slow
@pytest.mark.parametrize(("weeks", "plain"), [(13, (0.80, 0.87)), (26, (0.66, 0.75)), (52, (0.27, 0.45))])
def test_proposals_come_within_the_interval_as_often_as_it_says(weeks: int, plain: tuple[float, float]) -> None:
    weekly = implemented()
    assert 0.75 <= held(weekly, weeks, 54, 5, "drifting") <= 0.87
    assert plain[0] <= held(weekly, weeks, 78, 4, "resampled") <= plain[1]


@pytest.mark.parametrize("weeks", [13, 26, 52])
def test_the_record_shown_is_what_forecasts_made_at_the_time_would_have_had(weeks: int) -> None:
    weekly = implemented()
    record = forecast_count(weekly.astype(int).tolist(), weeks).record
    assert record is not None
    assert 0.75 <= record.coverage.value <= 0.87
    assert record.forecasts == len(weekly) - 52 - weeks + 1
    assert record.coverage.n == round(record.forecasts / weeks)
    assert record.coverage.low < record.coverage.value < record.coverage.high
    view, levels = outlook(weekly, "drifting", 0), np.array([0.8])
    reached = reach(view, weekly, weeks, levels, adapts=True)
    for now in (60, 150, 250):
        past = weekly[:now]
        then = reach(outlook(past, "drifting", 0), past, weeks, levels, adapts=True)
        assert (then.used[0, :, -1] == reached.used[0, :, now]).all()


PROCESSES = {
    "steady": lambda random, many: random.poisson(3, many),
    "bursts": lambda random, many: random.negative_binomial(0.5, 0.5 / 3.5, many),
    "drifting": lambda random, many: random.poisson(4 * np.exp(np.cumsum(random.normal(0, 0.05, many)))),
    "doubled": lambda random, many: random.poisson(np.where(np.arange(many) < many / 2, 3, 6)),
    "seasons": lambda random, many: random.poisson(4 + 3 * np.sin(np.arange(many) / 15 * 2 * np.pi)),
}


@pytest.mark.parametrize("process", PROCESSES)
def test_intervals_hold_what_they_say_on_made_up_processes(process: str) -> None:
    random = np.random.default_rng(7)
    found = defaultdict(list)
    for _ in range(8):
        weekly = PROCESSES[process](random, 300).astype(float)
        view = drifting(weekly)
        reached = reach(view, weekly, 26, np.array([0.8, 0.9]), adapts=True)
        for weeks in (6, 13, 26):
            met = counts_met(view, weekly, weeks)
            assert met is not None
            for level in (0, 1):
                found[weeks, level].append(met.record(reached, level=level).coverage.value)
    for weeks in (6, 13, 26):
        assert 0.73 <= np.mean(found[weeks, 0]) <= 0.91, (weeks, found)
        assert np.mean(found[weeks, 1]) >= 0.84, (weeks, found)


@pytest.mark.slow
def test_dates_hold_what_they_say_and_carry_their_record() -> None:
    random = np.random.default_rng(3)
    hits, said = [], []
    for _ in range(50):
        weekly = PROCESSES["drifting"](random, 160)
        found = forecast_date(weekly[:130].tolist(), 25, start=START)
        assert found.record is not None
        assert found.early is not None
        said.append(found.record.coverage.value)
        took = int(np.searchsorted(weekly[130:].cumsum(), 25)) + 1
        done = START + timedelta(weeks=took, days=-1)
        hits.append(found.early <= done and (found.late is None or done <= found.late))
    assert 0.68 <= np.mean(hits) <= 0.96
    assert 0.74 <= np.mean(said) <= 0.95


def test_a_steady_team_by_hand() -> None:
    found = forecast_date([5] * 60, 20, start=START)
    assert found.early is not None
    assert found.likely is not None
    assert found.late is not None
    assert found.early <= found.likely <= found.late
    assert (
        START + timedelta(days=27) <= found.likely <= START + timedelta(days=34)
    )  # the middle of a skewed count is below its mean
    assert [chance for chance, _ in found.percentiles] == [0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.95]
    days = [day for _, day in found.percentiles if day]
    assert days == sorted(days)
    plain = forecast_count([5] * 60, 4, method="resampled")
    assert (plain.low, plain.likely, plain.high) == (20, 20, 20)
    assert plain.record is not None
    assert plain.record.coverage.value == 1.0


def test_what_is_promised_says_how_often_it_was_kept() -> None:
    weekly = PROCESSES["steady"](np.random.default_rng(2), 200).tolist()
    counted = forecast_count(weekly, 8)
    assert [one.chance for one in counted.promises] == [0.5, 0.8, 0.9]
    least = [one.count for one in counted.promises]
    assert least == [counted.likely, *(dict(counted.percentiles)[chance] for chance in (0.2, 0.1))]
    assert counted.record is not None
    kept = counted.promises[2].kept
    assert kept is not None
    assert kept.share.value == pytest.approx(1 - counted.record.below)
    dated = forecast_date(weekly, 40, start=START)
    assert [one.day for one in dated.promises] == [dict(dated.percentiles)[chance] for chance in (0.5, 0.8, 0.9)]
    assert dated.record is not None
    late = dated.promises[2].kept
    assert late is not None
    assert late.share.value == pytest.approx(1 - dated.record.above)
    assert late.forecasts == dated.record.forecasts
    for one in (*counted.promises, *dated.promises):
        assert one.kept is not None
        assert one.chance - 0.15 < one.kept.share.value
    assert all(
        one.kept is None
        for one in (*forecast_count([3, 4], 2).promises, *forecast_date([3, 4], 5, start=START).promises)
    )


def test_the_fan_ends_in_the_forecast() -> None:
    weekly = [3, 1, 4, 1, 5, 9, 2, 6] * 12
    single = forecast_count(weekly, 100)
    drawn = single.fan
    assert (drawn[0].week, drawn[-1].week, len(drawn)) == (1, 100, 40)
    assert all(one.low <= one.quarter <= one.middle <= one.three_quarters <= one.high for one in drawn)
    assert all(a.high <= b.high and a.low <= b.low for a, b in pairwise(drawn))
    assert (drawn[-1].low, drawn[-1].middle, drawn[-1].high) == (single.low, single.likely, single.high)
    dated = forecast_date(weekly, 30, start=START)
    assert START + timedelta(weeks=dated.fan[-1].week, days=-1) == dated.percentiles[-1][1]
    assert [one for one in dated.fan if one in drawn]


def test_resampling_is_that_of_the_weeks() -> None:
    """The total of three weeks of 0 or 1 is binomial: at most none with 1/8, at most one with 1/2."""
    found = forecast_count([0, 1] * 30, 3, method="resampled", level=0.7)
    assert (found.low, found.likely, found.high) == (1, 1, 2) or (found.low, found.likely, found.high) == (1, 2, 2)
    assert forecast_count([0, 1] * 30, 3, method="resampled", seed=4) == forecast_count(
        [0, 1] * 30, 3, method="resampled", seed=4
    )


def test_the_chance_and_its_quantile_agree() -> None:
    view, weeks = drifting(np.array([3.0, 0, 5, 2, 9, 1])), np.array([1, 4, 30])
    for chance in (0.05, 0.5, 0.95):
        counts = view.quantiles(np.full((1, 3), chance), weeks)[0]
        assert (view.chance(counts[:, None], weeks)[:, -1] >= chance).all()
        below = view.chance(counts[:, None] - 1, weeks)[:, -1]
        assert (below < chance).all()


def test_what_could_not_be_checked_is_said() -> None:
    short = forecast_count([2, 3, 1], 4)
    assert short.record is None
    assert any("3 weeks" in said for said in short.warnings)
    assert any("come due" in said for said in short.warnings)
    idle = forecast_date([0] * 40, 5, start=START)
    assert idle.late is None
    assert any("Nothing was done" in said for said in idle.warnings)
    assert any("longer than" in said for said in idle.warnings)
    far = forecast_date([2, 1, 3, 0] * 15, 90, start=START)
    assert any("untried" in said or "come due" in said for said in far.warnings)


@pytest.mark.parametrize(
    ("weekly", "weeks", "level"),
    [([3], 4, 0.8), ([3, -1], 4, 0.8), ([3, 1.5], 4, 0.8), ([3, 4], 0, 0.8), ([3, 4], 157, 0.8), ([3, 4], 4, 1.0)],
)
def test_what_cannot_be_forecast_is_refused(weekly: list[int], weeks: int, level: float) -> None:
    with pytest.raises(ValueError, match=r"week|level"):
        forecast_count(weekly, weeks, level=level)


def test_no_items_are_refused() -> None:
    with pytest.raises(ValueError, match="items"):
        forecast_date([3, 4], 0, start=START)


@settings(max_examples=40, deadline=None)
@given(
    weekly=st.lists(st.integers(0, 1000) | st.integers(0, 5), min_size=2, max_size=70),
    weeks=st.integers(1, 156),
    level=st.sampled_from([0.5, 0.8, 0.95]),
)
def test_any_history_gives_ordered_percentiles(weekly: list[int], weeks: int, level: float) -> None:
    found = forecast_count(weekly, weeks, level=level)
    counts = [count for _, count in found.percentiles]
    assert counts == sorted(counts)
    assert found.low <= found.likely <= found.high
    assert (found.record is None) == (len(weekly) - weeks < max(LEARNING, min(52, len(weekly) // 2)))


def release(text: str) -> tuple[int, int] | None:
    match = re.match(r"v?(\d+)\.(\d+)", text.strip().strip("\"'"))
    return (int(match[1]), int(match[2])) if match else None


def targets() -> dict[str, list[list[tuple[int, int]]]]:
    """By stage, the targets that each proposal stated one after the other."""
    stated: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in events():
        for stage in STAGES:
            if (at := release(row[stage])) is not None:
                stated[row["kep"], stage].append(at)
    return {stage: [said for (_, of), said in stated.items() if of == stage] for stage in STAGES}


def test_the_prior_is_what_the_proposals_say() -> None:
    by_stage = targets()
    every = [said for stage in STAGES for said in by_stage[stage]]
    moved = sum(said[0] != said[-1] for said in every)
    assert (moved, len(every), round(moved / len(every), 2)) == (419, 1296, 0.32)
    for stage, later in zip(STAGES, (0.22, 0.33, 0.40), strict=True):
        slips = [last[1] - first[1] for first, *_, last in ((said[0], *said, said[-1]) for said in by_stage[stage])]
        values, counts = np.unique(slips, return_counts=True)
        assert PRIORS[stage].slips == tuple(zip(values.tolist(), counts.tolist(), strict=True))
        assert round(float(np.mean(np.array(slips) > 0)), 2) == later
        assert reference_slip([], prior=PRIORS[stage]).later.value == pytest.approx(later, abs=0.005)


def test_one_s_own_past_outweighs_the_prior() -> None:
    own: list[float] = [0, 0, 1, 0, 2, 0, 0, 0, 1, 0] * 5
    found = reference_slip(own)
    alone = reference_slip(own, prior=None)
    assert alone.later.value == pytest.approx(0.3)
    assert alone.prior_share == 0
    assert found.prior_share == pytest.approx(10 / 60)
    assert found.later.value == pytest.approx((50 * 0.3 + 10 * 171 / 413 * 165 / 171) / 60, abs=0.01)
    assert found.warnings == ()
    assert [q.steps.value for q in alone.quantiles] == [0, 1, 1]  # nine in ten by no more than 1
    few = reference_slip([2, 3])
    assert "2 past plans of one's own are few, so others' plans speak too" in few.warnings[0]
    assert "%" not in few.warnings[0]
    assert few.later.low < few.later.value < few.later.high


def test_intervals_of_slip_hold_the_truth() -> None:
    random = np.random.default_rng(5)
    chances = np.array([0.6, 0.2, 0.1, 0.06, 0.04])
    hits: list[NDArray[np.bool_]] = []
    for trial in range(150):
        own = random.choice(5, 40, p=chances).tolist()
        found = reference_slip(own, level=0.8, draws=400, seed=trial)
        hits.append(np.array([found.later.low <= 0.4 <= found.later.high, found.quantiles[1].steps.high >= 1]))
    assert 0.72 <= np.mean([hit[0] for hit in hits]) <= 0.92
    assert np.mean([hit[1] for hit in hits]) >= 0.9


def test_slips_that_say_nothing_are_refused() -> None:
    for own, prior, level in (([], None, 0.8), ([float("nan")], PRIORS["beta"], 0.8), ([1.0], None, 0.0)):
        with pytest.raises(ValueError, match=r"slips|level"):
            reference_slip(own, prior=prior, level=level)
    assert reference_slip([], prior=Prior(((0, 1),), "nobody")).later.value == 0
