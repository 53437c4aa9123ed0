"""Saturation by hand; curves and extrapolations against published values; intervals against made-up studies."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.saturation import (
    discovery_curve,
    expected_new,
    rarefied,
    saturation,
    unheard,
    what_more_would_buy,
)

# New findings of each participant: 10, 6, 3, 1 (base 20), then 2, 1, 1, 0, 1, 0.
STUDY = [set(range(0, 10)), set(range(5, 16)), set(range(10, 19)), set(range(16, 20)), set(range(15, 22)), {20, 21, 22}]
STUDY += [{3, 23}, {0, 1, 2}, {24}, set(range(1, 9))]


def ants(found: int, once: int, twice: int) -> list[int]:
    """Frequencies with as many seen once and twice as published; the rest do not matter to Chao2."""
    return [1] * once + [2] * twice + [3] * (found - once - twice)


def test_saturation_by_hand() -> None:
    found = saturation(STUDY)
    assert found.base_findings == 20
    assert [(run.first, run.last, run.new) for run in found.runs] == [
        (5, 6, 3),
        (6, 7, 2),
        (7, 8, 1),
        (8, 9, 1),
        (9, 10, 1),
    ]
    assert [run.ratio for run in found.runs] == pytest.approx([0.15, 0.1, 0.05, 0.05, 0.05])
    assert found.reached_at == 6  # 6 + 2: the run of 7 and 8 brought 5 %
    assert saturation(STUDY, threshold=0.04).reached_at is None
    assert saturation(STUDY, threshold=0.1).reached_at == 5


def test_other_bases_and_runs() -> None:
    found = saturation(STUDY, base=5, run=3, threshold=0.0)
    assert (found.base_findings, found.reached_at) == (22, None)
    assert [(run.first, run.last, run.new) for run in found.runs] == [(6, 8, 2), (7, 9, 2), (8, 10, 1)]


def test_too_few_participants_and_an_empty_base_are_said() -> None:
    found = saturation(STUDY[:5])
    assert found.runs == ()
    assert "the first run ends with number 6" in found.warnings[0]
    empty = saturation([set()] * 4 + [{1}, {2}])
    assert (empty.runs, empty.reached_at) == ((), None)
    assert "no findings" in empty.warnings[0]


@pytest.mark.parametrize(
    ("people", "found", "once", "twice", "estimate", "at", "then"),
    [  # ants on five elevations in Costa Rica (Longino & Colwell 2011), as iNEXT 3 gives them: Chao2, and species at `at` plots
        (599, 227, 49, 23, 279.108514, 883, 245.732481),
        (599, 227, 49, 23, 279.108514, 1198, 258.745498),
        (230, 241, 71, 34, 314.810038, 460, 286.546519),
        (150, 122, 28, 16, 146.336667, 300, 138.600961),
        (200, 56, 13, 4, 77.019375, 400, 65.684073),
        (200, 14, 1, 2, 14.248750, 400, 14.244103),
    ],
)
def test_extrapolation_is_the_published_one(
    people: int, found: int, once: int, twice: int, estimate: float, at: int, then: float
) -> None:
    frequencies = ants(found, once, twice)
    assert found + unheard(frequencies, people) == pytest.approx(estimate, abs=1e-6)
    assert found + expected_new(frequencies, people, at - people) == pytest.approx(then, abs=1e-6)


def test_rarefaction_is_the_published_one() -> None:
    """The highest elevation, whose frequencies are published whole: 1.355 species in one plot of 200, 12.811923 in a hundred."""
    found = rarefied([80, 59, 34, 23, 19, 15, 13, 8, 8, 4, 3, 2, 2, 1], 200)
    assert found[[0, 99, 199]] == pytest.approx([1.355, 12.811923, 14.0], abs=1e-6)


def test_the_curve_is_the_mean_of_all_orders() -> None:
    heard = [{1, 2}, {2}, {2, 3, 4}, set()]
    means = np.mean([[len(set().union(*order[: t + 1])) for t in range(4)] for order in permutations(heard)], axis=0)
    curve = discovery_curve(heard)
    assert [point.mean for point in curve.points] == pytest.approx(means)
    assert [point.as_asked for point in curve.points] == [2, 2, 4, 4]
    assert all(point.low <= point.mean <= point.high for point in curve.points)
    assert curve.points[-1].low == curve.points[-1].high == 4
    assert discovery_curve(heard) == discovery_curve(heard)
    assert discovery_curve([]).points == ()


def test_what_three_more_would_buy() -> None:
    found = what_more_would_buy(STUDY, 3)
    times = [sum(finding in told for told in STUDY) for finding in range(25)]
    once, twice = times.count(1), times.count(2)
    hidden = 0.9 * once**2 / (2 * twice)
    assert found.value == pytest.approx(hidden * (1 - (1 - once / (10 * hidden + once)) ** 3))
    assert found.low <= found.value <= found.high
    assert found == what_more_would_buy(STUDY, 3)
    assert what_more_would_buy(STUDY, 9).value > found.value


def test_warnings_of_what_cannot_be_foretold() -> None:
    few = what_more_would_buy([{1, 2}, {3}, {2, 4}], 5)
    assert "Only 3 participants" in few.warnings[0]
    assert "5 more is further than 3 participants" in few.warnings[1]
    assert "told by one participant only" in few.warnings[2]
    assert what_more_would_buy([{1, 2}] * 12, 3).warnings == ()


def test_when_all_tell_the_same_nothing_new_is_expected() -> None:
    found = what_more_would_buy([{1, 2, 3}] * 12, 3)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("people", "a", "b", "findings"), [(6, 1, 3, 30), (12, 0.3, 3, 80), (20, 2, 6, 25)])
def test_intervals_hold_what_comes_about_as_often_as_they_say(people: int, a: float, b: float, findings: int) -> None:
    """Studies with chances of many sizes, continued by three participants; 90 % intervals."""
    random, held, wrong = np.random.default_rng(7), [], []
    for seed in range(80):
        told = random.random((people + 3, findings)) < random.beta(a, b, findings)
        heard = [set(np.flatnonzero(row).tolist()) for row in told]
        found = what_more_would_buy(heard[:people], 3, draws=150, seed=seed)
        came = len(set().union(*heard)) - len(set().union(*heard[:people]))
        held.append(found.low <= came <= found.high)
        wrong.append(found.value - came)
    assert np.mean(held) > 0.8
    assert abs(np.mean(wrong)) < 0.7


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sets(st.integers(0, 12)), min_size=2, max_size=12), st.integers(1, 5))
def test_any_study_gives_figures_in_bounds(heard: list[set[int]], more: int) -> None:
    found = what_more_would_buy(heard, more, draws=30)
    assert 0 <= found.low <= found.value <= found.high
    means = [point.mean for point in discovery_curve(heard, orders=20).points]
    assert all(a <= b + 1e-9 for a, b in pairwise(means))
    assert means[-1] == pytest.approx(len(set().union(*heard)))


def test_bad_input_is_refused() -> None:
    for base, run, threshold in ((0, 2, 0.05), (4, 0, 0.05), (4, 2, 1.0)):
        with pytest.raises(ValueError, match="base and a run"):
            saturation(STUDY, base=base, run=run, threshold=threshold)
    with pytest.raises(ValueError, match="level"):
        discovery_curve(STUDY, level=90)
    with pytest.raises(ValueError, match="two participants"):
        what_more_would_buy([{1}])
    with pytest.raises(ValueError, match="at least one"):
        unheard([], 0)
