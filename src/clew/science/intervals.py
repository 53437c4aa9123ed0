"""Intervals for shares and means: no number without its spread."""

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate


def wilson(successes: int, n: int, *, level: float = 0.95) -> Estimate:
    """Interval of a share by Wilson's score method.

    Source: E. B. Wilson (1927), JASA 22; recommended by Newcombe (1998), Statistics in Medicine 17.
    Units: shares between 0 and 1. Raises ValueError when `successes` is not between 0 and `n`, or `n` is 0.
    """
    _check_share(successes, n, level)
    return Estimate(successes / n, *_score(successes / n, n, level), level, "Wilson", n, _few(n))


def clustered_share(counts: Sequence[tuple[int, int]], *, level: float = 0.95) -> Estimate:
    """Interval of a share when its cases come in clusters that are alike within: (successes, n) of each.

    Source: Rao & Scott (1992), Biometrics 48: counts are divided by the design effect, by which the share varies more between the clusters than
    by chance; then Wilson's. Here it is never below 1, and 1 of a single cluster. Units and errors as in `wilson`; clusters without cases are left
    out; `n` is the number of clusters.
    """
    _check_level(level)
    share, cases, clusters = _clustered(counts)
    return Estimate(share, *_score(share, cases, level), level, "Rao-Scott, Wilson", clusters, _few(clusters))


def clustered_change(
    before: Sequence[tuple[int, int]], after: Sequence[tuple[int, int]], *, level: float = 0.95
) -> Estimate:
    """How much higher a share of clustered cases became: the difference of two `clustered_share`s.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10, on counts after Rao & Scott (1992). Errors as in `clustered_share`;
    `n` is the number of clusters on the smaller side.
    """
    _check_level(level)
    (first, few, ours), (second, many, theirs) = _clustered(before), _clustered(after)
    (first_low, first_high), (second_low, second_high) = _score(first, few, level), _score(second, many, level)
    change, n = second - first, min(ours, theirs)
    low = change - sqrt((second - second_low) ** 2 + (first_high - first) ** 2)
    high = change + sqrt((second_high - second) ** 2 + (first - first_low) ** 2)
    return Estimate(change, low, high, level, "Rao-Scott, Newcombe", n, _few(n))


def jeffreys(successes: int, n: int, *, level: float = 0.95) -> Estimate:
    """Interval of a share: equal-tailed, from the Beta(1/2, 1/2) prior; reaches 0 or 1 when nothing or everything succeeded.

    Source: Brown, Cai & DasGupta (2001), Statistical Science 16. Units and errors as in `wilson`.
    """
    _check_share(successes, n, level)
    from scipy.special import betaincinv  # `scipy.stats` takes a second to load

    tail, hits, misses = (1 - level) / 2, successes + 0.5, n - successes + 0.5
    low = 0.0 if successes == 0 else float(betaincinv(hits, misses, tail))
    high = 1.0 if successes == n else float(betaincinv(hits, misses, 1 - tail))
    return Estimate(successes / n, low, high, level, "Jeffreys", n, _few(n))


def mean_interval(values: Sequence[float], *, level: float = 0.95) -> Estimate:
    """Student's t-interval of a mean.

    Source: Student (1908), Biometrika 6. Shape: (n,); the unit is that of the values. Raises ValueError below two values.
    """
    _check_level(level)
    sample = np.asarray(values, dtype=float)
    if sample.size < 2:
        raise ValueError("a mean's interval needs at least two values")
    from scipy.special import stdtrit

    half = float(stdtrit(sample.size - 1, 0.5 + level / 2)) * float(sample.std(ddof=1)) / sqrt(sample.size)
    middle = float(sample.mean())
    return Estimate(middle, middle - half, middle + half, level, "t", int(sample.size), _few(int(sample.size)))


def mean_change(before: Sequence[float], after: Sequence[float], *, level: float = 0.95) -> Estimate:
    """How much higher a mean became: Welch's t-interval of the difference.

    Source: Welch (1947), Biometrika 34. Shapes: (n,), (m,); the unit is that of the values; `n` is that of the smaller side. Raises ValueError
    below two values on a side.
    """
    _check_level(level)
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    n = int(min(first.size, second.size))
    if n < 2:
        raise ValueError("the change of a mean needs at least two values on each side")
    from scipy.special import stdtrit

    parts = [float(side.var(ddof=1)) / side.size for side in (first, second)]
    change, spread = float(second.mean() - first.mean()), sum(parts)
    half = 0.0
    if spread:
        freedom = spread**2 / sum(p**2 / (side.size - 1) for p, side in zip(parts, (first, second), strict=True))
        half = float(stdtrit(freedom, 0.5 + level / 2)) * sqrt(spread)
    return Estimate(change, change - half, change + half, level, "Welch", n, _few(n))


def bootstrap(
    values: Sequence[float],
    statistic: Callable[[NDArray[np.float64]], float] = np.mean,
    *,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> Estimate:
    """Percentile bootstrap of a statistic over the values.

    Source: Efron (1979), Annals of Statistics 7. `statistic` takes an array (n,) and gives a number. Random with `seed`.
    The unit is that of the statistic. Raises ValueError without values.
    """
    _check_level(level)
    sample = np.asarray(values, dtype=float)
    if sample.size == 0:
        raise ValueError("nothing to resample")
    rng = np.random.default_rng(seed)
    drawn = [float(statistic(sample[rng.integers(0, sample.size, sample.size)])) for _ in range(draws)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    value = float(statistic(sample))
    return Estimate(value, float(low), float(high), level, "bootstrap", int(sample.size), _few(int(sample.size)))


def bounded_mean(values: Sequence[float], *, level: float = 0.95, draws: int = 2000, seed: int = 0) -> Estimate:
    """Interval of a mean of values between 0 and 1 that stays honest when there are few, or when all are alike.

    Source: posterior of the mean under a Dirichlet process (Ferguson 1973, Annals of Statistics 1) with half a count at 0 and half at 1: the
    Bayesian bootstrap (Rubin 1981, Annals of Statistics 9) with Jeffreys' prior; on values of 0 and 1 alone it is `jeffreys`. Random with
    `seed`. Shape: (n,). Raises ValueError without values, or outside [0, 1].
    """
    _check_level(level)
    sample = np.asarray(values, dtype=float)
    if sample.size == 0 or not ((sample >= 0) & (sample <= 1)).all():
        raise ValueError("needs values between 0 and 1, and at least one")
    shapes = np.concatenate([np.ones(sample.size), [0.5, 0.5]])
    points = np.concatenate([sample, [0.0, 1.0]])
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(draws):
        weights = rng.standard_gamma(shapes)
        drawn.append(float(weights @ points / weights.sum()))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    value, n = float(sample.mean()), int(sample.size)
    return Estimate(value, min(float(low), value), max(float(high), value), level, "Bayesian bootstrap", n, _few(n))


def _score(share: float, n: float, level: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf(0.5 + level / 2)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _clustered(counts: Sequence[tuple[int, int]]) -> tuple[float, float, int]:
    """The share, how many independent cases it is worth, and the number of clusters."""
    known = [(hits, n) for hits, n in counts if n]
    if not known or any(not 0 <= hits <= n for hits, n in known):
        raise ValueError("a share needs 0 <= successes <= n in each cluster, and n >= 1 in one")
    clusters, cases = len(known), sum(n for _, n in known)
    share = sum(hits for hits, _ in known) / cases
    by_chance = share * (1 - share) / cases
    if clusters == 1 or not by_chance:
        return share, cases, clusters
    between = clusters / (clusters - 1) * sum((hits - n * share) ** 2 for hits, n in known) / cases**2
    return share, cases / max(1.0, between / by_chance), clusters


def _check_share(successes: int, n: int, level: float) -> None:
    if n < 1 or not 0 <= successes <= n:
        raise ValueError("a share needs 0 <= successes <= n and n >= 1")
    _check_level(level)


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")


def _few(n: int) -> tuple[str, ...]:
    return (f"Only {n} observations: the interval is wide and rests on few.",) if n < 10 else ()
