"""Kano's questions against the published table, sums done by hand, and what chance does."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.surveys import categorise, kano, kano_by_segment

LIKE, EXPECT, NEUTRAL, LIVE_WITH, DISLIKE = range(1, 6)
# One pair of answers for each category.
PAIRS = {"A": (LIKE, NEUTRAL), "O": (LIKE, DISLIKE), "M": (EXPECT, DISLIKE), "I": (NEUTRAL, NEUTRAL), "R": (DISLIKE, LIKE), "Q": (LIKE, LIKE)}  # fmt: skip
answer = st.integers(1, 5)


def answers(**often: int) -> list[tuple[int, int]]:
    return [PAIRS[category] for category, times in often.items() for _ in range(times)]


def test_the_table_is_the_published_one() -> None:
    # Berger et al. (1993), Center for Quality Management Journal 2(4), figure "Kano evaluation table".
    published = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
    assert ["".join(categorise(there, absent) for absent in range(1, 6)) for there in range(1, 6)] == published


def test_better_and_worse_are_done_by_hand() -> None:
    found = kano(answers(A=10, O=20, M=5, I=15, R=3, Q=2))
    assert found.better is not None
    assert found.worse is not None
    assert (found.better.value, found.worse.value) == (30 / 50, -25 / 50)
    assert found.better.low < found.better.value < found.better.high
    assert found.worse.low < found.worse.value < found.worse.high < 0
    assert (found.better.n, found.n, found.category) == (50, 55, "O")
    assert found.shares["Q"].value == 2 / 55
    assert sum(share.value for share in found.shares.values()) == pytest.approx(1)


def test_continuous_answers_are_done_by_hand() -> None:
    found = kano([(LIKE, DISLIKE), (EXPECT, DISLIKE), (LIVE_WITH, LIKE), (DISLIKE, EXPECT)])
    assert found.functional.value == (4 + 2 - 1 - 2) / 4
    assert found.dysfunctional.value == (4 + 4 - 2 - 1) / 4
    assert kano([PAIRS["O"]] * 5).quadrant == "O"
    assert kano([PAIRS["A"]] * 5).quadrant == "A"
    assert kano([(NEUTRAL, DISLIKE)] * 5).quadrant == "M"
    assert kano([PAIRS["I"]] * 5).quadrant == "I"


@pytest.mark.parametrize(("tied", "first"), [("MO", "M"), ("OA", "O"), ("AI", "A"), ("IR", "I"), ("MOAI", "M")])
def test_of_as_many_the_one_that_matters_more_stands_first_and_is_not_clear(tied: str, first: str) -> None:
    found = kano(answers(**dict.fromkeys(tied, 12)))
    assert (found.category, found.clear, found.p) == (first, False, 1.0)
    assert "might as well be" in found.warnings[0]


def test_how_clear_it_is_is_the_reference_programs() -> None:
    from scipy.stats import binomtest

    found = kano(answers(A=21, M=9, I=5))
    assert found.p == pytest.approx(binomtest(21, 30).pvalue)
    assert found.clear
    assert not kano(answers(A=21, M=9, I=5), level=0.99).clear


def test_chance_alone_is_seldom_called_clear() -> None:
    """Four equal categories, 60 people: one in ten may be called clear at 90 %. Fong's test would call one in three so."""
    random = np.random.default_rng(4)
    clear = fong = 0
    for counts in random.multinomial(60, [0.25] * 4, 400):
        a, b = sorted(counts, reverse=True)[:2]
        fong += a - b >= 1.65 * np.sqrt((a + b) * (120 - a - b) / 120)
        clear += kano(answers(**dict(zip("AOMI", counts.tolist(), strict=True))), draws=1).clear
    assert clear / 400 <= 0.1
    assert fong > clear


def test_contradictions_and_reversals_are_shown() -> None:
    said = " ".join(kano(answers(A=10, Q=3, R=4)).warnings)
    assert "3 of 17 answers contradict themselves" in said
    assert "4 of 17 would rather be without it" in said
    only = kano(answers(R=3))
    assert (only.better, only.worse, only.category) == (None, None, "R")


def test_segments_that_differ_are_told_apart() -> None:
    admins, guests = answers(M=30, I=3), answers(R=2, I=25)
    found = kano_by_segment(admins + guests, ["admin"] * 33 + ["guest"] * 27)
    assert {segment: each.category for segment, each in found.segments.items()} == {"admin": "M", "guest": "I"}
    assert found.warnings == ("Segments differ: must-be to admin, indifferent to guest. All together say little.",)
    assert kano_by_segment(admins, ["admin"] * 33).warnings == ()
    with pytest.raises(ValueError, match="segment for each"):
        kano_by_segment(admins, ["admin"])


@given(st.lists(st.tuples(answer, answer), min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_any_answers_are_counted_once_and_stay_within_bounds(given: list[tuple[int, int]]) -> None:
    found = kano(given, draws=50)
    counted = Counter(categorise(*pair) for pair in given)
    assert counted[found.category] == max(counted.values())
    assert sum(round(share.value * len(given)) for share in found.shares.values()) == len(given)
    for mean in (found.functional, found.dysfunctional):
        assert -2 <= mean.low <= mean.value <= mean.high <= 4
    for way, share in ((1, found.better), (-1, found.worse)):
        assert share is None or 0 <= way * share.value <= 1


@pytest.mark.parametrize("wrong", [[], [(0, 3)], [(3, 6)]])
def test_what_are_no_answers_is_refused(wrong: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="answer"):
        kano(wrong)
