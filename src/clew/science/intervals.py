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
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), level, "Wilson", n, _few(n))


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
    from scipy.stats import t

    half = float(t.ppf(0.5 + level / 2, sample.size - 1)) * float(sample.std(ddof=1)) / sqrt(sample.size)
    middle = float(sample.mean())
    return Estimate(middle, middle - half, middle + half, level, "t", int(sample.size), _few(int(sample.size)))


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
    sample = _bounded(values)
    drawn = _mean_draws(sample, draws, np.random.default_rng(seed))
    return _around(float(sample.mean()), drawn, level, int(sample.size))


def bounded_change(
    before: Sequence[float], after: Sequence[float], *, level: float = 0.95, draws: int = 2000, seed: int = 0
) -> Estimate:
    """How much higher the mean of later values between 0 and 1 is than that of earlier ones: the difference of two `bounded_mean`s.

    `n` is that of the smaller side, on which it rests. Random with `seed`. Shapes: (n,), (m,). Errors as in `bounded_mean`.
    """
    _check_level(level)
    first, second = _bounded(before), _bounded(after)
    rng = np.random.default_rng(seed)
    drawn = _mean_draws(second, draws, rng) - _mean_draws(first, draws, rng)
    return _around(float(second.mean() - first.mean()), drawn, level, int(min(first.size, second.size)))


def _bounded(values: Sequence[float]) -> NDArray[np.float64]:
    sample = np.asarray(values, dtype=float)
    if sample.size == 0 or not ((sample >= 0) & (sample <= 1)).all():
        raise ValueError("needs values between 0 and 1, and at least one")
    return sample


def _mean_draws(sample: NDArray[np.float64], draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
    shapes = np.concatenate([np.ones(sample.size), [0.5, 0.5]])
    points = np.concatenate([sample, [0.0, 1.0]])
    drawn = np.empty(draws)
    for index in range(draws):  # one after the other: of many values all draws at once would not fit
        weights = rng.standard_gamma(shapes)
        drawn[index] = weights @ points / weights.sum()
    return drawn


def _around(value: float, drawn: NDArray[np.float64], level: float, n: int) -> Estimate:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, min(float(low), value), max(float(high), value), level, "Bayesian bootstrap", n, _few(n))


def _check_share(successes: int, n: int, level: float) -> None:
    if n < 1 or not 0 <= successes <= n:
        raise ValueError("a share needs 0 <= successes <= n and n >= 1")
    _check_level(level)


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")


def _few(n: int) -> tuple[str, ...]:
    return (f"Only {n} observations: the interval is wide and rests on few.",) if n < 10 else ()
