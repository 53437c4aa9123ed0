"""Paired comparisons against printed figures, another program, and what must hold of any answers."""

from itertools import combinations, permutations

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.pairwise import SPREAD, chance_to_win, circular_triads, next_pairs, strengths

# Agresti (2002), Categorical data analysis, table 10.10: wins of American League teams in 1987, row over column.
TEAMS = ("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore")
WINS = [
    [0, 7, 9, 7, 7, 9, 11],
    [6, 0, 7, 5, 11, 9, 9],
    [4, 6, 0, 7, 7, 8, 12],
    [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12],
    [4, 4, 5, 6, 6, 0, 6],
    [2, 4, 1, 3, 1, 7, 0],
]
PRINTED = [1.58, 1.44, 1.29, 1.25, 1.11, 0.68, 0.0]  # the estimates of that table, Baltimore being 0
GAMES = [(i, j) for i, row in enumerate(WINS) for j, won in enumerate(row) for _ in range(won)]

some_answers = st.integers(2, 7).flatmap(
    lambda items: st.tuples(
        st.just(items),
        st.lists(
            st.tuples(st.integers(0, items - 1), st.integers(0, items - 1)).filter(lambda pair: pair[0] != pair[1]),
            max_size=30,
        ),
    )
)


def played(truth: np.ndarray, games: int, random: np.random.Generator) -> list[tuple[int, int]]:
    told = []
    for _ in range(games):
        i, j = random.choice(len(truth), 2, replace=False).tolist()
        told.append((i, j) if random.random() < 1 / (1 + np.exp(truth[j] - truth[i])) else (j, i))
    return told


def test_baseball_is_as_printed() -> None:
    found = [team.value for team in strengths(GAMES, 7, spread=1000).items]
    assert [value - found[-1] for value in found] == pytest.approx(PRINTED, abs=0.006)
    detroit_boston = chance_to_win(strengths(GAMES, 7, spread=1000), 1, 4)
    assert detroit_boston.value == pytest.approx(0.58, abs=0.005)
    assert detroit_boston.low < 0.58 < detroit_boston.high
    assert detroit_boston.n == 13


@pytest.mark.parametrize("spread", [0.7, SPREAD, 4.0])
def test_strengths_are_the_other_programs(spread: float) -> None:
    told = played(np.linspace(-1, 1, 8), 60, np.random.default_rng(3))
    theirs = choix.opt_pairwise(8, told, alpha=1 / (2 * spread**2), tol=1e-9)  # its penalty is alpha * |u|^2
    found = [item.value for item in strengths(told, 8, spread=spread).items]
    assert found == pytest.approx(theirs - theirs.mean(), abs=1e-5)


def test_who_always_won_is_finite_and_ordered() -> None:
    found = strengths([(i, j) for i, j in combinations(range(6), 2)] * 20, 6)
    values = [item.value for item in found.items]
    assert values == sorted(values, reverse=True)
    assert max(values) < 10
    assert found.triads.circular == 0
    assert chance_to_win(found, 0, 5).high < 1


def test_groups_never_compared_are_named_and_stay_unsure() -> None:
    found = strengths([(0, 1)] * 30 + [(2, 3)] * 30, 5)
    assert found.groups == ((0, 1), (2, 3), (4,))
    assert "3 groups that nobody compared" in found.warnings[0]
    across, within = chance_to_win(found, 0, 2), chance_to_win(found, 0, 1)
    assert across.low < 0.3 < 0.7 < across.high
    assert within.low > 0.7
    assert strengths([], 3).warnings[-1] == "Nothing was compared yet."


def test_the_next_pair_ties_groups_together_and_is_not_one_asked_before() -> None:
    pair = next_pairs(strengths([(0, 1)] * 30 + [(2, 3)] * 30, 4))[0]
    assert (pair.first in (0, 1), pair.second in (2, 3)) == (True, True)
    assert 0 < pair.bits < 1
    fitted = strengths([], 3)
    assert [(p.first, p.second) for p in next_pairs(fitted, count=9, without=[(1, 0)])] == [(0, 2), (1, 2)]
    assert next_pairs(fitted, without=list(combinations(range(3), 2))) == ()


def test_what_a_pair_tells_is_what_drawing_says() -> None:
    fitted = strengths([(0, 1), (0, 1), (1, 2), (2, 0), (3, 1)], 4)
    random = np.random.default_rng(0)
    at = random.multivariate_normal([item.value for item in fitted.items], fitted.covariance, 100_000)
    found = {(pair.first, pair.second): pair.bits for pair in next_pairs(fitted, count=6)}
    for i, j in combinations(range(4), 2):
        p = 1 / (1 + np.exp(at[:, j] - at[:, i]))
        doubt = [-(q * np.log2(q) + (1 - q) * np.log2(1 - q)) for q in (p.mean(), p)]
        assert found[i, j] == pytest.approx(doubt[0] - doubt[1].mean(), abs=0.003)


@pytest.mark.slow
def test_asking_what_tells_most_orders_better_than_asking_at_random() -> None:
    truth, random = np.linspace(-2, 2, 8), np.random.default_rng(1)
    wrong = {"told": 0.0, "random": 0.0}
    for _ in range(20):
        told: list[tuple[int, int]] = []
        for _ in range(40):
            pair = next_pairs(strengths(told, 8))[0]
            wins = random.random() < 1 / (1 + np.exp(truth[pair.second] - truth[pair.first]))
            told.append((pair.first, pair.second) if wins else (pair.second, pair.first))
        for name, answers in (("told", told), ("random", played(truth, 40, random))):
            found = np.array([item.value for item in strengths(answers, 8).items])
            wrong[name] += sum(found[i] > found[j] for i, j in combinations(range(8), 2))
    assert wrong["told"] < 0.8 * wrong["random"]


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(1)
    held = 0
    for _ in range(100):
        truth = random.normal(0, SPREAD, 6)
        found = strengths(played(truth, 45, random), 6)
        centred = truth - truth.mean()
        held += sum(item.low <= true <= item.high for item, true in zip(found.items, centred, strict=True))
    assert 0.86 <= held / 600 <= 0.95


def test_people_who_differ_widen_the_interval_and_one_mind_does_not_narrow_it() -> None:
    """Ten people, each of whom says the same ten times over: that is worth ten answers rather than a hundred."""
    told = [(0, 1) if who < 6 else (1, 0) for who in range(10) for _ in range(10)]
    who = [person for person in range(10) for _ in range(10)]
    alone, together = strengths(told, 2).items[0], strengths(told, 2, people=who).items[0]
    assert together.value == alone.value
    assert together.high - together.low > 2.5 * (alone.high - alone.low)
    agreed = [(0, 1)] * 40
    assert strengths(agreed, 2, people=[n % 8 for n in range(40)]).items == strengths(agreed, 2).items


def test_circles_are_counted() -> None:
    """Kendall & Babington Smith (1940): n (n - 1) (2n - 1) / 12 - sum of squared wins / 2, of a complete round."""
    random = np.random.default_rng(9)
    for items in (3, 5, 8):
        told = [(i, j) if random.random() < 0.5 else (j, i) for i, j in combinations(range(items), 2)]
        won = np.bincount([i for i, _ in told], minlength=items)
        found = circular_triads(told, items)
        assert found.circular == items * (items - 1) * (2 * items - 1) / 12 - (won**2).sum() / 2
        assert (found.decided, found.by_chance) == (items * (items - 1) * (items - 2) // 6, found.decided / 4)
        assert all({(a, b), (b, c), (c, a)} <= set(told) for a, b, c in found.examples)
    assert circular_triads([(0, 1), (1, 2), (2, 0)], 3).examples == ((0, 1, 2),)
    assert circular_triads([(0, 1), (1, 0), (1, 2), (2, 0)], 3).decided == 0
    mad = [pair for a, b, c in ((0, 1, 2), (3, 4, 5)) for pair in ((a, b), (b, c), (c, a))] + [(3, 0), (4, 0), (0, 5), (1, 3), (4, 1), (1, 5), (3, 2), (2, 4), (5, 2)]  # fmt: skip
    assert "contradict themselves" in strengths(mad, 6).warnings[0]


@given(some_answers)
@settings(max_examples=30, deadline=None)
def test_any_answers_give_finite_strengths_that_do_not_depend_on_names(
    told: tuple[int, list[tuple[int, int]]],
) -> None:
    items, answers = told
    found = strengths(answers, items)
    values = np.array([item.value for item in found.items])
    assert np.isfinite(values).all()
    assert values.sum() == pytest.approx(0, abs=1e-9)
    assert all(item.low < item.value < item.high for item in found.items)
    for i, j in permutations(range(items), 2):
        assert chance_to_win(found, i, j).value == pytest.approx(1 - chance_to_win(found, j, i).value)
    turned = strengths([(items - 1 - i, items - 1 - j) for i, j in answers], items)
    assert [item.value for item in turned.items] == pytest.approx(values[::-1], abs=1e-6)
    worse = strengths([(j, i) for i, j in answers], items)
    assert [item.value for item in worse.items] == pytest.approx(-values, abs=1e-6)


@pytest.mark.parametrize("wrong", [[(0, 0)], [(0, 3)], [(-1, 0)]])
def test_what_are_no_answers_is_refused(wrong: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="two different items"):
        strengths(wrong, 3)
    with pytest.raises(ValueError, match="two items"):
        strengths([], 1)
    with pytest.raises(ValueError, match="person for each"):
        strengths([(0, 1)], 3, people=[])
    with pytest.raises(ValueError, match="two different"):
        chance_to_win(strengths([], 3), 1, 1)
    with pytest.raises(ValueError, match="at least one"):
        next_pairs(strengths([], 3), count=0)
