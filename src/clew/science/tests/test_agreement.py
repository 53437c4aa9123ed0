"""Agreement against published figures, another program's values, and sums done by hand."""

from collections.abc import Callable
from itertools import pairwise
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.agreement import Metric, cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from clew.science.estimates import Estimate

N = None
# Krippendorff (2011), Computing Krippendorff's alpha-reliability: four observers, twelve units.
TEXTBOOK = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
THREE = [
    [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
    [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
    [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
]
DRAWN = [
    [5, 1, 1, 2, N, 5, N, 3, 1, 1, N, 3, 4, 3, 2, 1, 4, 4, 1, N],
    [5, 1, 5, 3, 1, 3, 5, 3, 1, N, 4, 5, 4, 2, N, 4, 4, 4, 5, 1],
    [5, 1, 1, 2, 5, N, 5, 3, 1, 1, 2, 3, 2, 3, 1, 1, 3, 4, 2, 1],
]


def value(found: Estimate | None) -> float:
    assert found is not None
    assert found.low <= found.value <= found.high
    return found.value


@pytest.mark.parametrize(
    ("ratings", "metric", "theirs"),
    [  # values of the program krippendorff 0.9.0; those of TEXTBOOK are also Krippendorff's own (.743, .815, .849, .797)
        (TEXTBOOK, "nominal", 0.743421052631579),
        (TEXTBOOK, "ordinal", 0.8153875037548814),
        (TEXTBOOK, "interval", 0.8491071428571428),
        (TEXTBOOK, "ratio", 0.7974027747116121),
        (THREE, "nominal", 0.691358024691358),
        (THREE, "ordinal", 0.8067214199413153),
        (THREE, "interval", 0.8108448928121059),
        (THREE, "ratio", 0.8089436707842471),
        (DRAWN, "nominal", 0.40639269406392686),
        (DRAWN, "ordinal", 0.415089518587501),
        (DRAWN, "interval", 0.4013690105787181),
        (DRAWN, "ratio", 0.4811635609548316),
    ],
)
def test_alpha_is_the_published_one(ratings: list[list[int | None]], metric: Metric, theirs: float) -> None:
    assert value(krippendorff_alpha(ratings, metric=metric, draws=50)) == pytest.approx(theirs, abs=1e-12)


def test_names_agree_as_numbers_do() -> None:
    named = [[N if rating is N else "abcde"[rating - 1] for rating in row] for row in TEXTBOOK]
    assert value(krippendorff_alpha(named, draws=50)) == pytest.approx(0.743421052631579)
    missing = [[nan if rating is N else float(rating) for rating in row] for row in TEXTBOOK]
    assert value(krippendorff_alpha(missing, metric="ratio", draws=50)) == pytest.approx(0.7974027747116121)


def test_kappa_by_hand() -> None:
    """20 both say yes, 5 only the first, 10 only the second, 15 neither: agreed .7, by chance .5 x .6 + .5 x .4 = .5, kappa .4."""
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    found = cohen_kappa(first, second)
    assert value(found) == pytest.approx(0.4)
    assert found is not None
    assert "Below .667" in found.warnings[0]
    # The large-sample interval of Fleiss, Cohen & Everitt (1969) is .149 to .651.
    assert (found.low, found.high) == pytest.approx((0.149, 0.651), abs=0.04)
    assert value(cohen_kappa([*first, None, "no"], [*second, "yes", None])) == pytest.approx(0.4)


def test_ac1_is_that_of_irrcac() -> None:
    assert value(gwet_ac1(TEXTBOOK)) == pytest.approx(0.7754440681)
    assert percent_agreement(TEXTBOOK).value == pytest.approx(0.8181818182)


def test_ac1_keeps_its_head_where_kappa_loses_it() -> None:
    """Feinstein & Cicchetti's paradox (1990): 118 of 125 agreed, and kappa is below 0. AC1 = (.944 - q) / (1 - q), q = 2 x .028 x .972."""
    first, second = [1] * 118 + [1] * 5 + [0] * 2, [1] * 118 + [0] * 5 + [1] * 2
    assert value(cohen_kappa(first, second)) < 0
    chance = 2 * 0.028 * 0.972
    assert value(gwet_ac1([first, second])) == pytest.approx((0.944 - chance) / (1 - chance))


def test_values_that_were_never_given_count_for_ac1() -> None:
    rows = [["a", "b", "a", "a"], ["a", "b", "b", "a"]]
    assert value(gwet_ac1(rows, values=("a", "b", "c"))) > value(gwet_ac1(rows))


@pytest.mark.parametrize("method", [krippendorff_alpha, gwet_ac1, lambda rows: cohen_kappa(rows[0], rows[1])])
def test_where_nothing_varies_nothing_can_be_said(method: Callable[[list[list[str]]], Estimate | None]) -> None:
    assert method([["a"] * 8, ["a"] * 8]) is None


def test_a_perfect_score_of_few_is_no_certainty() -> None:
    few, many = (krippendorff_alpha([[0, 1] * n, [0, 1] * n]) for n in (4, 200))
    assert few is not None
    assert many is not None
    assert few.value == many.value == 1.0
    assert few.low < 0.75 < 0.97 < many.low
    assert "Only 8 units" in few.warnings[-1]
    assert many.warnings == ()


def test_one_sided_ratings_are_said_to_tell_little() -> None:
    found = krippendorff_alpha([[0] * 30 + [1, 1], [0] * 30 + [1, 0]])
    assert found is not None
    assert "Only 2 of 32 units bear anything but the commonest value" in found.warnings[0]


def test_the_interval_repeats_with_its_seed() -> None:
    assert krippendorff_alpha(DRAWN, seed=3) == krippendorff_alpha(DRAWN, seed=3)
    assert krippendorff_alpha(DRAWN, seed=3) != krippendorff_alpha(DRAWN, seed=4)


@pytest.mark.parametrize("truth", [0.2, 0.6, 0.9])
@pytest.mark.parametrize("n", [12, 40])
def test_intervals_hold_the_truth_about_as_often_as_they_say(truth: float, n: int) -> None:
    """A share `truth` of units is clear to both coders, in the others each guesses one of three values: alpha and kappa are then `truth`."""
    random, held = np.random.default_rng(11), []
    for seed in range(120):
        clear, own = random.random(n) < truth, random.integers(0, 3, n)
        rows = [np.where(clear, own, random.integers(0, 3, n)).tolist() for _ in range(2)]
        for found in (krippendorff_alpha(rows, draws=400, seed=seed), cohen_kappa(*rows, draws=400, seed=seed)):
            held.append(found is not None and found.low <= truth <= found.high)
    assert np.mean(held) > 0.89


@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(2, 4), st.integers(1, 12))
def test_any_ratings_give_a_value_in_bounds_or_none(data: st.DataObject, coders: int, units: int) -> None:
    rating = st.none() | st.integers(1, 4)
    rows = data.draw(st.lists(st.lists(rating, min_size=units, max_size=units), min_size=coders, max_size=coders))
    paired = any(sum(row[u] is not None for row in rows) > 1 for u in range(units))
    metrics: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")
    for metric in metrics:
        if not paired:
            with pytest.raises(ValueError, match="two values"):
                krippendorff_alpha(rows, metric=metric)
            continue
        found = krippendorff_alpha(rows, metric=metric, draws=60)
        if found is not None:
            assert -1.0001 <= found.low <= found.value <= found.high <= 1


def test_bad_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="same units"):
        krippendorff_alpha([[1, 2], [1]])
    with pytest.raises(ValueError, match="same units"):
        percent_agreement([])
    for method in (gwet_ac1, percent_agreement, krippendorff_alpha):
        with pytest.raises(ValueError, match="two values"):
            method([[1, None], [None, 2]])
    with pytest.raises(ValueError, match="both rated"):
        cohen_kappa([1, None], [None, 2])
    with pytest.raises(ValueError, match="level"):
        krippendorff_alpha(TEXTBOOK, level=95)


def test_many_units_are_drawn_in_parts() -> None:
    """The same figures whether the draws fit in memory together or not."""
    rows = [[unit % 3 for unit in range(4000)], [unit % 3 if unit % 10 else 0 for unit in range(4000)]]
    found = krippendorff_alpha(rows, draws=1500)
    assert found is not None
    assert 0.85 < found.low < found.value < found.high < 0.95
    assert all(a <= b for a, b in pairwise([found.low, found.value, found.high]))
