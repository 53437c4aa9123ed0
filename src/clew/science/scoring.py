"""Score predictions once their day has come: Brier for yes or no, CRPS for quantities, calibration with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erfc, exp, isfinite, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.intervals import bounded_mean, jeffreys


@dataclass(frozen=True, slots=True)
class TwoPieceNormal:
    """Two halves of normal curves that meet at `mode`: `left` and `right` are their standard deviations."""

    mode: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Murphy's parts of the Brier score: brier = reliability - resolution + uncertainty."""

    brier: float
    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts that said about the same. `observed` is the share that happened, with Jeffreys' interval."""

    n: int
    mean: float
    observed: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """How what was said compares with what came. `skill` is 1 - Brier / Brier of always saying the base rate."""

    bins: tuple[Bin, ...]
    brier: Estimate
    base_rate: float
    skill: float | None
    overconfidence: Estimate
    method: str
    warnings: tuple[str, ...]


def brier(probability: float, outcome: bool) -> float:
    """(p - o)², 0 best, 1 worst. Source: Brier (1950), Monthly Weather Review 78. Raises ValueError outside [0, 1]."""
    if not 0 <= probability <= 1:
        raise ValueError("a probability lies between 0 and 1")
    return (probability - float(outcome)) ** 2


@lru_cache(maxsize=1024)
def two_piece_normal(low: float, best: float, high: float, level: float) -> TwoPieceNormal:
    """The two-piece normal with mode `best` whose central interval at `level` is [low, high].

    Source: Wallis (2014), Statistical Science 29. Both tails hold (1 - level) / 2. One number is free, the ratio of the two deviations;
    it is found by bisection on its logarithm. Where `best` sits so near an edge that no such curve exists, the nearest one is taken.
    Raises ValueError unless low <= best <= high, low < high (both finite) and 0 < level < 1.
    """
    if not (low <= best <= high and low < high and isfinite(high - low) and 0 < level < 1):
        raise ValueError("needs low <= best <= high, low < high and a level between 0 and 1")
    tail = (1 - level) / 2
    below, above = -6.0, 6.0
    for _ in range(80):
        ratio = (below + above) / 2
        lower, upper = _unit_quantiles(10.0**ratio, tail)
        if (best - low) * upper < -lower * (high - best):  # the drawn curve leans further left than asked
            below = ratio
        else:
            above = ratio
    lower, upper = _unit_quantiles(10.0**ratio, tail)
    left = (high - low) / (upper - lower)
    return TwoPieceNormal(best, left, left * 10.0**ratio)


def crps_two_piece_normal(low: float, best: float, high: float, level: float, observed: float) -> float:
    """Continuous ranked probability score of that distribution; in the unit of the quantity, 0 is exact.

    Source: closed form of Gneiting & Thorarinsdottir (2010), as in Jordan, Krüger & Lerch (2019), J. Statistical Software 90;
    with both halves alike it is the normal's of Gneiting & Raftery (2007), JASA 102.
    """
    curve = two_piece_normal(low, best, high, level)
    is_right = observed >= curve.mode
    near, far = (curve.right, curve.left) if is_right else (curve.left, curve.right)
    z, weight = abs(observed - curve.mode) / near, near / (near + far)
    # The integral of the squared normal distribution up to 0, from which both halves are made.
    squared = _density(0.0) - 1 / (2 * sqrt(pi))
    passed = z - 4 * weight * (z * _beyond(z) - _density(z) + _density(0.0))
    return 4 * squared * ((1 - weight) ** 2 * far + weight**2 * near) + near * passed


def winkler(low: float, high: float, level: float, observed: float) -> float:
    """Interval score: width plus a penalty of 2 / alpha times the miss; in the unit of the quantity, low is good.

    Source: Winkler (1972), JASA 67. Raises ValueError unless low <= high and 0 < level < 1.
    """
    if not (low <= high and 0 < level < 1):
        raise ValueError("needs low <= high and a level between 0 and 1")
    alpha = 1 - level
    return (high - low) + 2 / alpha * (max(0.0, low - observed) + max(0.0, observed - high))


def murphy(probabilities: Sequence[float], outcomes: Sequence[bool]) -> Decomposition:
    """Split the Brier score over distinct forecasts.

    Source: Murphy (1973), J. Applied Meteorology 12. Shapes: both (n,), n >= 1. Raises ValueError for other shapes, or outside [0, 1].
    """
    said, came = _checked(probabilities, outcomes)
    rate, n = float(came.mean()), said.size
    reliability = resolution = 0.0
    for value in np.unique(said):
        inside = came[said == value]
        reliability += inside.size * (float(value) - float(inside.mean())) ** 2
        resolution += inside.size * (float(inside.mean()) - rate) ** 2
    return Decomposition(float(((said - came) ** 2).mean()), reliability / n, resolution / n, rate * (1 - rate))


def calibration(
    probabilities: Sequence[float], outcomes: Sequence[bool], *, bins: int = 5, level: float = 0.9, seed: int = 0
) -> Calibration:
    """Reliability by equal-width bins, mean Brier with its interval, skill against the base rate, and overconfidence.

    Source: Murphy & Winkler (1977); overconfidence after Lichtenstein, Fischhoff & Phillips (1982): the mean probability given to the side one
    believed in, less how often that side was right; its interval is Jeffreys' for that share. Who said 50 % believed in no side. Shapes: both (n,), n >= 1. Random with `seed`. Raises ValueError as `murphy` does.
    """
    if bins < 1:
        raise ValueError("the number of bins is at least 1")
    said, came = _checked(probabilities, outcomes)
    places = np.minimum((said * bins).astype(int), bins - 1)
    grouped = [(said[places == b], came[places == b]) for b in range(bins)]
    rows = tuple(
        Bin(int(s.size), float(s.mean()), jeffreys(int(c.sum()), int(c.size), level=level))
        for s, c in grouped
        if s.size
    )
    squares = (said - came) ** 2
    rate = float(came.mean())
    worst = rate * (1 - rate)
    few = f"Only {said.size} prediction{'' if said.size == 1 else 's'}: hardly more than chance can be told."
    return Calibration(
        bins=rows,
        brier=bounded_mean(squares.tolist(), level=level, seed=seed),
        base_rate=rate,
        skill=1 - float(squares.mean()) / worst if worst > 0 else None,
        overconfidence=_overconfidence(said, came, level),
        method=f"{bins} equal bins, Jeffreys and Bayesian bootstrap intervals at {level:.0%}",
        warnings=(few,) if said.size < 20 else (),
    )


def coverage(intervals: Sequence[tuple[float, float]], observed: Sequence[float], *, level: float = 0.9) -> Estimate:
    """The share of quantities that fell into their interval (ends included), with Jeffreys' interval.

    Source: Brown, Cai & DasGupta (2001) for the interval. Shapes: (n, 2) and (n,), n >= 1. Raises ValueError for other shapes.
    """
    if len(intervals) != len(observed) or not observed:
        raise ValueError("needs one observation for each interval, and at least one")
    inside = sum(low <= value <= high for (low, high), value in zip(intervals, observed, strict=True))
    return jeffreys(inside, len(observed), level=level)


def _overconfidence(said: NDArray[np.float64], came: NDArray[np.float64], level: float) -> Estimate:
    """Half a scale of doubt to either side where nobody believed in a side."""
    took = said != 0.5
    if not took.any():
        return Estimate(0.0, -0.5, 0.5, level, "Jeffreys", 0, ("Nobody believed in a side.",))
    sure = float(np.maximum(said, 1 - said)[took].mean())
    right = jeffreys(int(((said > 0.5) == (came > 0.5))[took].sum()), int(took.sum()), level=level)
    return Estimate(
        sure - right.value, sure - right.high, sure - right.low, level, right.method, right.n, right.warnings
    )


def _unit_quantiles(ratio: float, tail: float) -> tuple[float, float]:
    """Quantiles at `tail` and 1 - `tail` of the curve with mode 0, left deviation 1 and right deviation `ratio`."""
    return _unit_quantile(ratio, tail), _unit_quantile(ratio, 1 - tail)


def _unit_quantile(ratio: float, p: float) -> float:
    from scipy.special import ndtri

    weight = 1 / (1 + ratio)  # the probability left of the mode
    if p <= weight:
        return float(ndtri(p / (2 * weight)))
    return ratio * float(ndtri(0.5 + (p - weight) / (2 * (1 - weight))))


def _density(z: float) -> float:
    return exp(-z * z / 2) / sqrt(2 * pi)


def _beyond(z: float) -> float:
    """The normal probability above z, exact far out."""
    return erfc(z / sqrt(2)) / 2


def _checked(
    probabilities: Sequence[float], outcomes: Sequence[bool]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    said, came = np.asarray(probabilities, dtype=float), np.asarray(outcomes, dtype=float)
    if said.shape != came.shape or said.size == 0:
        raise ValueError("needs one outcome for each probability, and at least one")
    if not ((said >= 0) & (said <= 1)).all():
        raise ValueError("a probability lies between 0 and 1")
    return said, came
