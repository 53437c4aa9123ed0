"""MaxDiff: designs that must come out exactly, counts done by hand, and the logit against a fit by another program."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.surveys import Choice, Design, balance_of, design, maxdiff, sets_needed

Worth = Callable[[int], np.ndarray]


def answered(worth: Worth, people: int, made: Design, seed: int = 0) -> list[list[Choice]]:
    """People who answer by the model: best by e^u, worst of the others by e^-u."""
    random = np.random.default_rng(seed)
    told = []
    for who in range(people):
        u, mine = worth(who), []
        for block in made.versions[who % len(made.versions)]:
            best = max(block, key=lambda i: u[i] + random.gumbel())
            worst = max((i for i in block if i != best), key=lambda i: -u[i] + random.gumbel())
            mine.append(Choice(block, best, worst))
        told.append(mine)
    return told


@pytest.mark.parametrize(
    ("items", "size", "sets", "meetings"),
    [(7, 3, 7, 1), (9, 3, 12, 1), (13, 4, 13, 1), (6, 3, 10, 2), (5, 2, 10, 1)],  # Cochran & Cox (1957), table 11.3
)
def test_where_a_balanced_block_design_exists_it_is_found(items: int, size: int, sets: int, meetings: int) -> None:
    made = design(items, size, sets)
    assert made.balance.is_exact
    assert made.balance.meetings == (meetings, meetings)
    assert made.balance.is_connected


@pytest.mark.slow
@given(st.integers(3, 14), st.integers(2, 5), st.integers(1, 12), st.integers(1, 3), st.integers(0, 9))
@settings(max_examples=15, deadline=None)
def test_any_design_is_balanced_by_one_and_its_figures_are_true(
    items: int, size: int, sets: int, versions: int, seed: int
) -> None:
    size = min(size, items - 1)
    made = design(items, size, sets, versions=versions, seed=seed)
    for version in made.versions:
        assert all(len(set(block)) == size for block in version)
        shown = np.bincount([item for block in version for item in block], minlength=items)
        assert shown.max() - shown.min() <= 1
    low, high = made.balance.places
    assert high - low <= 1
    blocks = [block for version in made.versions for block in version]
    met = [sum({a, b} <= set(block) for block in blocks) for a, b in combinations(range(items), 2)]
    assert made.balance.meetings == (min(met), max(met))
    assert design(items, size, sets, versions=versions, seed=seed) == made


def test_what_a_design_cannot_do_is_said() -> None:
    thin = design(9, 2, 4)
    assert not thin.balance.is_connected
    assert "sees an item only 0.9 times" in thin.warnings[0]
    assert "can never be compared" in thin.warnings[1]
    assert sets_needed(20, 4) == 15
    assert design(20, 4, sets_needed(20, 4)).warnings == ()
    assert balance_of([[(0, 1), (0, 1, 2)]], 3).places == (0, 2)


@pytest.mark.parametrize(("items", "size", "sets"), [(3, 3, 4), (5, 1, 4), (5, 3, 0), (300, 4, 10), (9, 3, 5000)])
def test_what_is_no_design_is_refused(items: int, size: int, sets: int) -> None:
    with pytest.raises(ValueError, match=r"at (least|most)"):
        design(items, size, sets)


def test_counts_are_done_by_hand() -> None:
    found = maxdiff(
        [
            [Choice((0, 1, 2), 0, 2), Choice((0, 1, 3), 0, 3), Choice((1, 2, 3), 1, 2)],
            [Choice((0, 1, 2), 1, 2), Choice((0, 2, 3), 0, 2)],
        ],
        4,
    )
    assert [item.counted.value for item in found.items] == pytest.approx([3 / 4, 2 / 4, -4 / 4, -1 / 3])
    assert [(item.shown, item.best, item.worst) for item in found.items] == [(4, 3, 0), (4, 2, 0), (4, 0, 4), (3, 0, 1)]
    assert [(item.loved, item.hated) for item in found.items] == [(1, 0), (1, 0), (0, 1), (0, 0.5)]
    assert (found.n, found.sets) == (2, 5)
    assert all(-1 <= item.counted.low <= item.counted.value <= item.counted.high <= 1 for item in found.items)


def test_the_logit_is_the_reference_programs() -> None:
    from scipy.optimize import minimize

    told = answered(lambda who: np.array([1.0, 0.5, 0.0, -0.5, -1.0]), 12, design(5, 3, 5), seed=3)

    def unlikely(u: np.ndarray) -> float:
        lost = float(u @ u) / 2 / 3.0**2
        for choice in (choice for person in told for choice in person):
            lost -= u[choice.best] - np.log(sum(np.exp(u[i]) for i in choice.shown))
            others = [i for i in choice.shown if i != choice.best]
            lost -= -u[choice.worst] - np.log(sum(np.exp(-u[i]) for i in others))
        return lost

    theirs = minimize(unlikely, np.zeros(5), tol=1e-10).x
    found = [item.utility.value for item in maxdiff(told, 5).items]
    assert found == pytest.approx(theirs - theirs.mean(), abs=1e-4)


def test_shares_sum_to_one_and_repeat_with_their_seed() -> None:
    told = answered(lambda who: np.linspace(-1, 1, 6), 25, design(6, 3, 10))
    found = maxdiff(told, 6)
    assert sum(item.share.value for item in found.items) == pytest.approx(1)
    assert all(0 < item.share.low < item.share.value < item.share.high < 1 for item in found.items)
    assert maxdiff(told, 6) == found
    assert found.warnings == ()


def test_an_item_that_always_wins_stays_finite_and_one_never_shown_stays_unknown() -> None:
    found = maxdiff([[Choice((0, 1, 2), 0, 2)] * 3] * 10, 4)
    assert 1 < found.items[0].utility.value < 10
    assert found.items[0].share.high < 1
    assert found.items[3].utility.high - found.items[3].utility.low > 4
    assert "Never shown: 4." in found.warnings[-1]


def test_an_item_that_divides_is_named_though_counting_hides_it() -> None:
    """Half the people love item 1, the others hate it; item 2 leaves everybody cold. Both count to about 0."""

    def worth(who: int) -> np.ndarray:
        return np.array([2.5 if who % 2 else -2.5, 0.0, 0.6, -0.6, 0.3, -0.3])

    found = maxdiff(answered(worth, 40, design(6, 3, 10), seed=1), 6)
    assert abs(found.items[0].counted.value - found.items[1].counted.value) < 0.15
    assert [item.is_divisive for item in found.items] == [True, False, False, False, False, False]
    assert found.items[0].disagreement > 3 > found.items[1].disagreement
    assert "of two minds about 1:" in found.warnings[0]
    alike = maxdiff(answered(lambda who: np.zeros(6), 40, design(6, 3, 10), seed=2), 6)
    assert not any(item.is_divisive for item in alike.items)


@pytest.mark.slow
@pytest.mark.parametrize("apart", [0.0, 1.0])
def test_intervals_hold_the_truth_as_often_as_they_say(apart: float) -> None:
    """Forty people who are alike, or whose utilities lie a logit around the mean (then what is aimed at is what very many of them would give)."""
    made, mean = design(6, 3, 10), np.linspace(-1, 1, 6)
    tastes = np.random.default_rng(8)

    def worth(who: int) -> np.ndarray:
        return mean + apart * tastes.standard_normal(6)

    truth = maxdiff(answered(worth, 6000, made, seed=1), 6, draws=10)
    held = np.zeros(2)
    for seed in range(80):
        found = maxdiff(answered(worth, 40, made, seed=100 + seed), 6, draws=300)
        for one, true in zip(found.items, truth.items, strict=True):
            held += [
                one.counted.low <= true.counted.value <= one.counted.high,
                one.utility.low <= true.utility.value <= one.utility.high,
            ]
    assert (held / 480 > 0.86).all()
    assert (held / 480 < 0.96).all()


@pytest.mark.parametrize(
    "wrong",
    [[], [[]], [[Choice((0,), 0, 0)]], [[Choice((0, 1), 0, 0)]], [[Choice((0, 1), 0, 2)]], [[Choice((0, 5), 0, 5)]],
     [[Choice((0, 0, 1), 0, 1)]]],
)  # fmt: skip
def test_what_are_no_answers_is_refused(wrong: list[list[Choice]]) -> None:
    with pytest.raises(ValueError, match=r"answer|items"):
        maxdiff(wrong, 3)
