"""Opportunity scores against published figures and what must hold of any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.surveys import opportunity, opportunity_by_segment

ratings = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=40)


def rated(high: int, of: int) -> list[int]:
    return [5, 4] * (high // 2) + [4] * (high % 2) + [3] * (of - high)


@pytest.mark.parametrize(
    ("importance", "satisfaction", "score"),
    [
        (95, 32, 15.8),
        (80, 80, 8.0),
        (60, 90, 6.0),
    ],  # the first: Ulwick (2002), Harvard Business Review 80(1), on restenosis
)
def test_scores_are_the_published_ones(importance: int, satisfaction: int, score: float) -> None:
    found = opportunity(rated(importance, 100), rated(satisfaction, 100))
    assert found.score.value == pytest.approx(score)
    assert (found.importance.value, found.satisfaction.value) == pytest.approx((importance / 10, satisfaction / 10))
    assert found.is_overserved == (satisfaction > importance)
    assert found.score.low < score < found.score.high


def test_who_left_a_question_out_is_left_out_and_counted() -> None:
    found = opportunity([5, None, 5, 1], [1, 1, None, 5])
    assert (found.n, found.missing, found.score.value) == (2, 2, 5.0)
    assert "Only 2 respondents" in found.warnings[0]


def test_segments_stand_for_themselves() -> None:
    wanted = [5] * 40 + [2] * 40 + [None]
    had = [1] * 40 + [5] * 40 + [3]
    found = opportunity_by_segment(wanted, had, ["free"] * 40 + ["paid"] * 40 + ["gone"])
    assert (found.segments["free"].score.value, found.segments["paid"].score.value) == (20.0, 0.0)
    assert found.silent == ("gone",)
    assert found.warnings == ("Segments differ: free lacks it far more than paid.",)
    assert opportunity_by_segment([5, 5], [1, 1], ["a", "b"]).warnings == ()


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Sixty people; importance and satisfaction of one person go together."""
    random = np.random.default_rng(2)
    held = 0
    for seed in range(150):
        mood = random.random(60)
        wanted = np.where(random.random(60) < 0.5 + 0.4 * mood, 5, 2)
        had = np.where(random.random(60) < 0.2 + 0.4 * mood, 4, 1)
        score = opportunity(wanted.tolist(), had.tolist(), draws=300, seed=seed).score
        held += score.low <= 7 + 3 <= score.high
    assert 0.84 <= held / 150 <= 0.97


@given(ratings)
@settings(max_examples=25, deadline=None)
def test_any_score_lies_within_its_interval_and_its_bounds(pairs: list[tuple[int, int]]) -> None:
    wanted, had = ([pair[side] for pair in pairs] for side in (0, 1))
    found = opportunity(wanted, had, draws=100)
    assert 0 <= found.score.low <= found.score.value <= found.score.high <= 20
    assert found.score.value >= found.importance.value
    assert found == opportunity(wanted, had, draws=100)


@pytest.mark.parametrize(("wanted", "had"), [([], []), ([5], [5, 4]), ([None], [3]), ([6], [1]), ([0], [1])])
def test_what_are_no_answers_is_refused(wanted: list[int | None], had: list[int | None]) -> None:
    with pytest.raises(ValueError, match=r"both|between"):
        opportunity(wanted, had)
    with pytest.raises(ValueError, match=r"both|between|segment"):
        opportunity_by_segment(wanted, had, [])
