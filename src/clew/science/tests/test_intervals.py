"""Intervals against published figures."""

import numpy as np
import pytest

from clew.science.intervals import (
    bootstrap,
    bounded_mean,
    clustered_change,
    clustered_share,
    jeffreys,
    mean_change,
    mean_interval,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_is_the_published_interval(successes: int, n: int, low: float, high: float) -> None:
    found = wilson(successes, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert (found.value, found.n, found.level, found.method) == (successes / n, n, 0.95, "Wilson")


def test_wilson_mirrors_and_widens_with_the_level() -> None:
    some, rest = wilson(3, 17), wilson(14, 17)
    assert (some.low, some.high) == pytest.approx((1 - rest.high, 1 - rest.low))
    assert wilson(3, 17, level=0.99).high > some.high > wilson(3, 17, level=0.8).high


def test_few_observations_are_said_to_be_few() -> None:
    assert "Only 4 observations" in wilson(1, 4).warnings[0]
    assert wilson(1, 40).warnings == ()


def test_jeffreys_holds_the_right_mass_and_reaches_the_ends() -> None:
    from scipy.stats import beta

    found = jeffreys(7, 20, level=0.9)
    posterior = beta(7.5, 13.5)
    assert posterior.cdf(found.low) == pytest.approx(0.05)
    assert posterior.cdf(found.high) == pytest.approx(0.95)
    assert jeffreys(0, 9).low == 0.0
    assert jeffreys(9, 9).high == 1.0


@pytest.mark.parametrize("method", [wilson, jeffreys])
@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_share_is_refused(method: type, successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="successes"):
        method(successes, n)


@pytest.mark.parametrize("method", [wilson, jeffreys])
@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_lies_between_0_and_1(method: type, level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        method(1, 5, level=level)
    with pytest.raises(ValueError, match="level"):
        mean_interval([1.0, 2.0], level=level)
    with pytest.raises(ValueError, match="level"):
        bootstrap([1.0, 2.0], level=level)


def test_mean_interval_is_students() -> None:
    from scipy.stats import ttest_1samp

    values = [4.1, 5.0, 5.2, 3.9, 6.3, 4.8]
    theirs = ttest_1samp(values, 0.0).confidence_interval(0.9)
    found = mean_interval(values, level=0.9)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))
    with pytest.raises(ValueError, match="two values"):
        mean_interval([1.0])


def test_bootstrap_is_near_students_and_repeats_with_its_seed() -> None:
    values = np.random.default_rng(1).normal(10, 2, 400).tolist()
    found, student = bootstrap(values, seed=3), mean_interval(values)
    assert (found.low, found.high) == pytest.approx((student.low, student.high), abs=0.05)
    assert bootstrap(values, seed=3) == found
    assert bootstrap(values, seed=4) != found


def test_bootstrap_takes_any_statistic() -> None:
    found = bootstrap([1.0, 2.0, 3.0, 100.0], lambda sample: float(np.median(sample)))
    assert found.low <= found.value == 2.5 <= found.high
    with pytest.raises(ValueError, match="nothing"):
        bootstrap([])


@pytest.mark.parametrize(("successes", "n"), [(0, 1), (1, 1), (3, 3), (7, 20), (150, 400)])
def test_on_zeros_and_ones_the_bounded_mean_is_jeffreys(successes: int, n: int) -> None:
    found = bounded_mean([1.0] * successes + [0.0] * (n - successes), level=0.9, draws=20_000)
    theirs = jeffreys(successes, n, level=0.9)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=0.012)
    assert found.value == theirs.value


def test_a_bounded_mean_of_equal_values_is_not_certain() -> None:
    one, three, many = (bounded_mean([0.01] * n, level=0.9) for n in (1, 3, 300))
    assert one.high > three.high > 0.1 > many.high > 0.01
    assert one.low <= 0.01


def test_a_bounded_mean_of_many_is_near_students() -> None:
    values = np.random.default_rng(2).beta(2, 5, 800).tolist()
    found, student = bounded_mean(values), mean_interval(values)
    assert (found.low, found.high) == pytest.approx((student.low, student.high), abs=0.005)
    assert bounded_mean(values, seed=3) == bounded_mean(values, seed=3)


def test_the_change_of_a_mean_is_the_reference_programs() -> None:
    from scipy.stats import ttest_ind

    before, after = [0.31, 0.44, 0.28, 0.39], [0.22, 0.25, 0.19]
    found = mean_change(before, after)
    theirs = ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert found.value == pytest.approx(np.mean(after) - np.mean(before))
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))
    assert (found.n, found.method) == (3, "Welch")
    assert mean_change([0.3, 0.3], [0.2, 0.2]).low == pytest.approx(-0.1)
    with pytest.raises(ValueError, match="two values"):
        mean_change([0.3], [0.2, 0.1])


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_the_change_of_a_share_is_the_published_interval(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = clustered_change([before], [after])
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_alike_clusters_are_worth_all_their_cases_and_unlike_ones_fewer() -> None:
    alike, apart = clustered_share([(3, 10)] * 4), clustered_share([(10, 10), (1, 10), (0, 10), (1, 10)])
    whole = wilson(12, 40)
    assert (alike.value, alike.low, alike.high) == pytest.approx((whole.value, whole.low, whole.high))
    assert apart.value == whole.value
    assert apart.low < whole.low < whole.high < apart.high
    assert (apart.n, len(apart.warnings)) == (4, 1)
    assert clustered_share([(0, 20), (0, 0)]).high == pytest.approx(0.1611, abs=5e-5)  # an empty one tells nothing
    for wrong in ([], [(0, 0)], [(3, 2)], [(-1, 2)]):
        with pytest.raises(ValueError, match="a share needs"):
            clustered_share(wrong)


def test_a_clustered_change_holds_the_truth_as_often_as_it_says() -> None:
    """Six interviews against five, 8 to 40 questions each, interviewers whose habits differ between interviews (beta-binomial, correlation .1)."""
    random = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        sides = []
        for clusters, share in ((6, 0.3), (5, 0.5)):
            sizes, chances = random.integers(8, 41, clusters), random.beta(share * 9, (1 - share) * 9, clusters)
            sides.append([(int(hits), int(n)) for hits, n in zip(random.binomial(sizes, chances), sizes, strict=True)])
        found = clustered_change(*sides)
        held += found.low <= 0.2 <= found.high
    assert held / 400 > 0.87  # few clusters tell little of how much they differ


@pytest.mark.parametrize("values", [[], [0.2, 1.2], [-0.1], [float("nan")]])
def test_what_has_no_bounded_mean_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        bounded_mean(values)
