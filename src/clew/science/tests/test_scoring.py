"""Scores against another program, numeric integration and closed forms."""

import itertools
from math import erf, exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science import scoring
from clew.science.scoring import TwoPieceNormal, brier, calibration, coverage, crps_two_piece_normal, murphy, winkler

CASES = [
    (8.0, 10.0, 15.0, 0.8, 12.0),
    (0.0, 1.0, 10.0, 0.9, -3.0),
    (-5.0, 4.0, 6.0, 0.5, 40.0),
    (1.0, 2.0, 3.0, 0.9, 2.0),
]


def cumulative(curve: TwoPieceNormal, x: float) -> float:
    """The distribution function, written down from its definition."""
    total = curve.left + curve.right
    if x <= curve.mode:
        return curve.left / total * (1 + erf((x - curve.mode) / curve.left / sqrt(2)))
    return (curve.left + curve.right * erf((x - curve.mode) / curve.right / sqrt(2))) / total


def test_brier_is_the_squared_distance() -> None:
    assert brier(0.7, True) == pytest.approx(0.09)
    assert brier(0.7, False) == pytest.approx(0.49)
    assert (brier(1.0, True), brier(1.0, False)) == (0.0, 1.0)


@pytest.mark.parametrize("probability", [-0.01, 1.01, float("nan")])
def test_a_probability_lies_between_0_and_1(probability: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        brier(probability, True)
    with pytest.raises(ValueError, match="probability"):
        murphy([probability], [True])


@settings(deadline=None, max_examples=60)
@given(
    low=st.floats(-1e4, 1e4),
    width=st.floats(0.1, 1e4),
    where=st.floats(0.15, 0.85),
    level=st.floats(0.5, 0.98),
)
def test_both_tails_hold_what_was_said(low: float, width: float, where: float, level: float) -> None:
    high, best = low + width, low + where * width
    curve = scoring.two_piece_normal(low, best, high, level)
    assert curve.mode == best
    assert cumulative(curve, high) - cumulative(curve, low) == pytest.approx(level, abs=1e-6)
    assert cumulative(curve, low) == pytest.approx((1 - level) / 2, abs=1e-6)


@pytest.mark.parametrize("best", [0.0, 10.0])
def test_a_best_guess_at_the_edge_still_makes_a_curve(best: float) -> None:
    curve = scoring.two_piece_normal(0.0, best, 10.0, 0.8)
    assert min(curve.left, curve.right) > 0
    assert np.isfinite(crps_two_piece_normal(0.0, best, 10.0, 0.8, 4.0))


@pytest.mark.parametrize(
    ("low", "best", "high", "level"),
    [
        (1, 0, 2, 0.8),
        (1, 3, 2, 0.8),
        (1, 1, 1, 0.8),
        (0, 1, 2, 0),
        (0, 1, 2, 1),
        (float("nan"), 1, 2, 0.8),
        (0, 1, float("inf"), 0.8),
    ],
)
def test_what_makes_no_curve_is_refused(low: float, best: float, high: float, level: float) -> None:
    with pytest.raises(ValueError, match="low <= best <= high"):
        scoring.two_piece_normal(low, best, high, level)


@pytest.mark.parametrize(("low", "best", "high", "level", "observed"), CASES)
def test_crps_is_that_of_scoringrules(low: float, best: float, high: float, level: float, observed: float) -> None:
    import scoringrules

    curve = scoring.two_piece_normal(low, best, high, level)
    theirs = scoringrules.crps_2pnormal(observed, curve.left, curve.right, curve.mode)
    assert crps_two_piece_normal(low, best, high, level, observed) == pytest.approx(float(theirs), rel=1e-9)


@pytest.mark.parametrize(("low", "best", "high", "level", "observed"), CASES)
def test_crps_is_the_integral_it_stands_for(
    low: float, best: float, high: float, level: float, observed: float
) -> None:
    from scipy.integrate import quad

    curve = scoring.two_piece_normal(low, best, high, level)
    reach = 12 * (curve.left + curve.right) + abs(observed - curve.mode)
    edges = sorted({curve.mode - reach, curve.mode, observed, curve.mode + reach})
    parts = [
        quad(lambda x: (cumulative(curve, x) - (x >= observed)) ** 2, a, b, limit=200)[0]
        for a, b in itertools.pairwise(edges)
    ]
    assert crps_two_piece_normal(low, best, high, level, observed) == pytest.approx(sum(parts), rel=1e-5)


def test_a_symmetric_curve_scores_as_the_normal_does() -> None:
    """Gneiting & Raftery (2007), equation 21; 1.2815516 is the normal's 90 % point."""
    sigma, z = 3 / 1.2815515655, 1.7
    normal = sigma * (z * erf(z / sqrt(2)) + 2 * exp(-z * z / 2) / sqrt(2 * pi) - 1 / sqrt(pi))
    assert crps_two_piece_normal(7, 10, 13, 0.8, 10 + z * sigma) == pytest.approx(normal, rel=1e-7)


@settings(deadline=None, max_examples=60)
@given(observed=st.floats(-1e6, 1e6))
def test_crps_is_never_negative_and_turns_with_the_curve(observed: float) -> None:
    score = crps_two_piece_normal(0, 2, 10, 0.8, observed)
    assert score >= 0
    assert crps_two_piece_normal(-10, -2, 0, 0.8, -observed) == pytest.approx(score, rel=1e-6)


def test_winkler_adds_the_penalty_for_a_miss() -> None:
    assert winkler(10, 20, 0.9, 15) == 10
    assert winkler(10, 20, 0.9, 22) == pytest.approx(10 + 2 / 0.1 * 2)
    assert winkler(10, 20, 0.5, 7) == pytest.approx(10 + 2 / 0.5 * 3)
    with pytest.raises(ValueError, match="level"):
        winkler(10, 20, 1.0, 15)
    with pytest.raises(ValueError, match="low"):
        winkler(20, 10, 0.9, 15)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=60))
def test_murphys_parts_add_up(pairs: list[tuple[float, bool]]) -> None:
    parts = murphy([p for p, _ in pairs], [o for _, o in pairs])
    assert parts.brier == pytest.approx(parts.reliability - parts.resolution + parts.uncertainty, abs=1e-12)
    assert parts.brier == pytest.approx(np.mean([brier(p, o) for p, o in pairs]), abs=1e-12)
    assert min(parts.reliability, parts.resolution, parts.uncertainty) >= 0


def test_murphy_by_hand() -> None:
    parts = murphy([0.2, 0.2, 0.8, 0.8], [False, True, True, True])
    assert (parts.reliability, parts.resolution, parts.uncertainty) == pytest.approx((0.065, 0.0625, 0.1875))


def test_calibration_by_hand() -> None:
    found = calibration([0.9, 0.9, 0.9, 0.9, 0.1], [True, True, True, False, False])
    assert [(b.n, round(b.mean, 3), b.observed.value) for b in found.bins] == [(1, 0.1, 0.0), (4, 0.9, 0.75)]
    assert found.brier.value == pytest.approx((3 * 0.01 + 0.81 + 0.01) / 5)
    assert found.base_rate == pytest.approx(0.6)
    assert found.skill == pytest.approx(1 - 0.17 / 0.24)
    assert found.overconfidence.value == pytest.approx(0.9 - 0.8)
    assert "Only 5 predictions" in found.warnings[0]


def test_calibration_tells_the_honest_from_the_overconfident() -> None:
    rng = np.random.default_rng(5)
    said = rng.choice([0.6, 0.75, 0.9], 600)
    honest = calibration(said.tolist(), (rng.random(600) < said).tolist())
    boastful = calibration(said.tolist(), (rng.random(600) < 0.5 + (said - 0.5) / 3).tolist())
    assert honest.overconfidence.low <= 0 <= honest.overconfidence.high
    assert boastful.overconfidence.low > 0.05
    assert sum(b.n for b in honest.bins) == 600
    assert honest.warnings == ()


def test_calibration_of_one_forecast_and_of_one_sort_of_outcome() -> None:
    found = calibration([1.0], [True])
    assert found.skill is None
    assert found.bins[-1].n == 1
    assert calibration([0.5, 0.5], [True, False]).overconfidence.value == 0.0


@pytest.mark.parametrize(("said", "came"), [(0.9, True), (0.1, False), (0.9, False), (0.5, True)])
@pytest.mark.parametrize("n", [1, 3])
def test_a_few_alike_tell_little_however_they_came(said: float, came: bool, n: int) -> None:
    """All right, all wrong, or one alone: the interval stays wide and holds the value."""
    found = calibration([said] * n, [came] * n)
    for estimate in (found.brier, found.overconfidence):
        assert estimate.low <= estimate.value <= estimate.high
        assert estimate.high - estimate.low > 0.2
    if came == (said > 0.5):
        assert found.overconfidence.high > 0  # three hits at 90 % do not prove too little courage
    assert "Only" in found.warnings[0]


def test_thirty_sure_misses_are_called_overconfident() -> None:
    assert calibration([0.9] * 30, [True] * 15 + [False] * 15).overconfidence.low > 0.2


@settings(deadline=None, max_examples=60)
@given(
    low=st.floats(-1e3, 1e3),
    width=st.floats(0.1, 1e3),
    where=st.floats(0.05, 0.95),
    level=st.floats(0.5, 0.98),
    miss=st.floats(-5, 6),
)
def test_crps_is_that_of_scoringrules_everywhere(
    low: float, width: float, where: float, level: float, miss: float
) -> None:
    import scoringrules

    high, best, observed = low + width, low + where * width, low + miss * width
    curve = scoring.two_piece_normal(low, best, high, level)
    theirs = float(scoringrules.crps_2pnormal(observed, curve.left, curve.right, curve.mode))
    ours = crps_two_piece_normal(low, best, high, level, observed)
    assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-9 * width)


@given(st.floats(0, 1), st.booleans())
def test_brier_is_that_of_scoringrules(probability: float, outcome: bool) -> None:
    import scoringrules

    assert brier(probability, outcome) == pytest.approx(float(scoringrules.brier_score(float(outcome), probability)))


def test_coverage_counts_the_ends_as_inside() -> None:
    found = coverage([(0, 1), (0, 1), (0, 1), (0, 1)], [0.0, 1.0, 1.1, 0.5])
    assert found.value == 0.75
    assert found.low < 0.75 < found.high


def test_bad_shapes_are_refused() -> None:
    for call in (murphy, calibration):
        with pytest.raises(ValueError, match="one outcome for each"):
            call([0.5], [True, False])
        with pytest.raises(ValueError, match="at least one"):
            call([], [])
    with pytest.raises(ValueError, match="bins"):
        calibration([0.5], [True], bins=0)
    with pytest.raises(ValueError, match="one observation for each"):
        coverage([(0, 1)], [])
    with pytest.raises(ValueError, match="at least one"):
        coverage([], [])
