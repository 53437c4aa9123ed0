"""Past intervals and probabilities by hand and in simulation: told truly, and widened until they hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.science.calibration import PastInterval, holding, sentences, widened
from clew.science.scoring import calibration


def people(random: np.random.Generator, many: int, confidence: float) -> list[PastInterval]:
    """80 % intervals of somebody who takes the deviation for `confidence` times what it is."""
    best, deviation = random.normal(0, 50, many), random.uniform(1, 9, many)
    half = 1.2815516 * deviation * confidence
    came = best + deviation * random.standard_normal(many)
    return [
        PastInterval(*one) for one in zip((best - half).tolist(), best.tolist(), (best + half).tolist(), came.tolist(), strict=True)
    ]  # fmt: skip


def test_it_is_said_in_a_sentence() -> None:
    past = [
        PastInterval(0, 5, 10, value)
        for value in (1, 2, 5, 6, 9, 9, 10, 0, 4, 5, 7, 12, 14, 20, -3, 11, 30, -8, 13, -1)
    ]
    found = holding(past)
    assert found.held.value == 0.55
    assert found.sentence.startswith("Your 80% intervals held 55% of the time (n = 20; 90% interval 37% to 7")
    assert found.widening.low < found.widening.value < found.widening.high
    assert found.widening.value > 1.3
    assert found.warnings == ()


def test_a_handful_moves_little_and_says_so() -> None:
    few = holding([PastInterval(0, 5, 10, 30)])
    many = holding([PastInterval(0, 5, 10, 30)] * 30)
    assert few.widening.value < 2 < many.widening.value == pytest.approx(5)
    assert "Only 1 interval has been resolved" in few.warnings[0]
    assert "beforehand" in few.widening.warnings[0]


@pytest.mark.parametrize("confidence", [0.4, 1.0, 1.6])
def test_widened_intervals_hold_as_often_as_they_say(confidence: float) -> None:
    random = np.random.default_rng(12)
    held, widenings, inside = [], [], []
    for trial in range(40):
        found = holding(people(random, 60, confidence), seed=trial)
        widenings.append(found.widening.value)
        inside.append(found.widening.low <= 1 / confidence <= found.widening.high)
        for one in people(random, 60, confidence):
            low, high = widened(one.low, one.best, one.high, found.widening.value)
            held.append(low <= one.observed <= high)
    assert 0.75 <= np.mean(held) <= 0.85
    assert np.mean(widenings) == pytest.approx(1 / confidence, rel=0.12)
    assert np.mean(inside) >= 0.75


def test_bins_are_said_in_sentences() -> None:
    said = calibration([0.7] * 12 + [0.1], [True] * 5 + [False] * 8)
    low, high = sentences(said)
    assert low.startswith("Of one thing you gave 10% on average, 0 came true (0%; 90% interval 0% to")
    assert high.startswith("Of 12 things you gave 70% on average, 5 came true (42%; 90% interval 2")


@given(low=st.floats(0, 10), up=st.floats(0, 10), more=st.floats(0, 10), widening=st.floats(1, 5))
def test_widening_never_narrows(low: float, up: float, more: float, widening: float) -> None:
    best, high = low + up, low + up + more
    found = widened(low, best, high, widening)
    assert found[0] <= low + 1e-9
    assert found[1] >= high - 1e-9
    assert widened(low, best, high, widening, least=0.0)[0] >= 0


def test_what_says_nothing_is_refused() -> None:
    good = PastInterval(0, 5, 10, 3)
    for past, said in (
        ([], 0.8),
        ([good], 1.0),
        ([PastInterval(5, 5, 10, 3)], 0.8),
        ([PastInterval(0, 5, 10, float("nan"))], 0.8),
    ):
        with pytest.raises(ValueError, match="needs"):
            holding(past, said=said)
    for low, widening in ((6.0, 1.0), (0.0, 0.0)):
        with pytest.raises(ValueError, match="needs"):
            widened(low, 5, 10, widening)
