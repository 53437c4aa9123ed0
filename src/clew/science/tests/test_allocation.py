"""Spending a budget: sums done by hand, and what must hold of any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.surveys import allocation

points = st.integers(2, 5).flatmap(
    lambda items: st.lists(st.lists(st.integers(0, 20), min_size=items, max_size=items), min_size=1, max_size=25)
)


def test_shares_are_done_by_hand_and_everybody_weighs_the_same() -> None:
    found = allocation([[100, 0, 0], [50, 50, 0], [2, 0, 2], [0, 0, 0]], budget=100)
    assert [item.share.value for item in found.items] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert [item.nothing.value for item in found.items] == pytest.approx([0, 2 / 3, 2 / 3])
    assert [item.of_givers for item in found.items] == pytest.approx([2 / 3, 1 / 2, 1 / 2])
    assert [item.largest_giver for item in found.items] == pytest.approx([1 / 2, 1, 1])
    assert found.concentration.value == pytest.approx(4 / 9 + 2 / 36)
    assert found.effective_items == pytest.approx(2)
    assert found.all_on_one.value == pytest.approx(1 / 3)
    assert (found.n, found.idle) == (3, 1)
    assert "1 gave nothing at all" in found.warnings[1]


def test_an_item_that_one_person_carries_is_told() -> None:
    found = allocation([[60, 40, 0]] * 9 + [[0, 0, 100]])
    assert [item.is_carried for item in found.items] == [False, False, True]


def test_of_two_items_given_all_or_nothing_it_is_jeffreys() -> None:
    from clew.science.intervals import jeffreys

    found, theirs = allocation([[1, 0]] * 7 + [[0, 1]] * 13, draws=20_000), jeffreys(7, 20, level=0.9)
    assert (found.items[0].share.low, found.items[0].share.high) == pytest.approx((theirs.low, theirs.high), abs=0.01)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Forty people, half of whom put everything on one of four items."""
    random = np.random.default_rng(6)
    truth, held = np.array([0.4, 0.3, 0.2, 0.1]), 0
    for seed in range(60):
        given = [
            random.multinomial(1 if random.random() < 0.5 else 10, random.dirichlet(truth * 4)).tolist()
            for _ in range(40)
        ]
        found = allocation(given, draws=300, seed=seed)
        held += sum(i.share.low <= t <= i.share.high for i, t in zip(found.items, truth, strict=True))
    assert 0.86 <= held / 240 <= 0.96


@given(points)
@settings(max_examples=30, deadline=None)
def test_any_shares_sum_to_one_and_lie_within_their_intervals(given: list[list[int]]) -> None:
    if not any(map(sum, given)):
        with pytest.raises(ValueError, match="nobody"):
            allocation(given)
        return
    found = allocation(given, draws=100)
    assert sum(item.share.value for item in found.items) == pytest.approx(1)
    assert all(0 <= item.share.low <= item.share.value <= item.share.high <= 1 for item in found.items)
    assert 1 / len(given[0]) - 1e-9 <= found.concentration.value <= 1 + 1e-9
    doubled = allocation([[2 * part for part in row] for row in given], draws=100)
    assert doubled.items[0].share.value == pytest.approx(found.items[0].share.value)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [([], "two or more"), ([[1.0]], "two or more"), ([[1.0, 2.0], [1.0]], "two or more"), ([[-1.0, 2.0]], "from 0"),
     ([[float("nan"), 1.0]], "from 0"), ([[60.0, 50.0]], "more than 100"), ([[0.0, 0.0]], "nobody")],
)  # fmt: skip
def test_what_is_no_allocation_is_refused(wrong: list[list[float]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        allocation(wrong, budget=100)
