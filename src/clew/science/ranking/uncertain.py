"""A number that is not known: what it may be, as a distribution.

Every distribution is used through a table of `KNOTS` quantiles, each as likely as the others, so that drawing from any of them is looking up a random
place. The outermost of them leave 1/8192 of the probability beyond on either side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, isfinite, log
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Shape = Literal["point", "pert", "triangular", "normal", "lognormal", "beta", "pool"]

KNOTS = 4096
LARGEST = 1e12
_COARSE = 257


@dataclass(frozen=True, slots=True)
class Uncertain:
    """`shape` with its numbers: (value,), (low, likely, high), (mean, deviation), of the logarithm for the lognormal, or the beta's (a, b).

    A pool has `parts` instead. Made by `point`, `three_point`, `interval`, `share`, `probability` and `pooled`, which check what they are given.
    """

    shape: Shape
    numbers: tuple[float, ...]
    parts: tuple["Uncertain", ...] = ()

    @property
    def is_point(self) -> bool:
        return self.shape == "point"

    @property
    def median(self) -> float:
        return float(quantiles(self, np.array([0.5]))[0])

    @property
    def most_likely(self) -> float:
        """What one would write who writes one number: the likely value of three, the middle of an interval, the mean of a probability."""
        if self.shape == "pool":
            return sum(part.most_likely for part in self.parts) / len(self.parts)
        if self.shape == "beta":
            return self.numbers[0] / sum(self.numbers)
        if self.shape in ("pert", "triangular"):
            return self.numbers[1]
        return exp(self.numbers[0]) if self.shape == "lognormal" else self.numbers[0]


def least_of(value: Uncertain) -> float:
    """The lowest value that is ever drawn of it."""
    return float(table(value)[0])


def point(value: float) -> Uncertain:
    """A number said without its spread."""
    return Uncertain("point", _finite(value))


def three_point(low: float, likely: float, high: float, *, shape: Literal["pert", "triangular"] = "pert") -> Uncertain:
    """The least it can be, what is likely, the most it can be.

    Source: PERT after Malcolm et al. (1959), Operations Research 7: a beta distribution with mean (low + 4 likely + high) / 6; `triangular` gives the
    ends more. Raises ValueError unless low <= likely <= high.
    """
    numbers = _finite(low, likely, high)
    if not low <= likely <= high:
        raise ValueError("needs low <= likely <= high")
    return point(likely) if low == high else Uncertain(shape, numbers)


def interval(
    low: float, high: float, *, level: float = 0.9, shape: Literal["lognormal", "normal"] = "lognormal"
) -> Uncertain:
    """What lies between `low` and `high` with the chance `level`, and beyond either with half of the rest: fitted by these two quantiles.

    Raises ValueError unless low <= high, 0 < level < 1, and 0 < low for the lognormal.
    """
    _finite(low, high)
    if not (low <= high and 0 < level < 1):
        raise ValueError("needs low <= high and a level between 0 and 1")
    if low == high:
        return point(low)
    if shape == "lognormal":
        if low <= 0:
            raise ValueError("a lognormal's interval lies above 0")
        low, high = log(low), log(high)
    return Uncertain(shape, ((low + high) / 2, (high - low) / 2 / NormalDist().inv_cdf(0.5 + level / 2)))


def share(successes: int, n: int) -> Uncertain:
    """A probability from how often it came true: Jeffreys' Beta(successes + 1/2, misses + 1/2). Raises ValueError unless 0 <= successes <= n, n >= 1."""
    if n < 1 or not 0 <= successes <= n:
        raise ValueError("a share needs 0 <= successes <= n and n >= 1")
    return Uncertain("beta", (successes + 0.5, n - successes + 0.5))


def probability(low: float, high: float, *, level: float = 0.9) -> Uncertain:
    """A probability believed to lie between `low` and `high`: the beta distribution with the interval's middle and spread.

    The spread is that of a normal distribution with this interval, and never that of a beta with less than one case of knowledge. Raises ValueError unless
    0 <= low <= high <= 1 and 0 < level < 1.
    """
    if not (0 <= low <= high <= 1 and 0 < level < 1):
        raise ValueError("needs 0 <= low <= high <= 1 and a level between 0 and 1")
    mean = (low + high) / 2
    if low == high:
        return point(low)
    deviation = (high - low) / 2 / NormalDist().inv_cdf(0.5 + level / 2)
    cases = max(1.0, mean * (1 - mean) / deviation**2 - 1)
    return Uncertain("beta", (mean * cases, (1 - mean) * cases))


def pooled(values: Sequence[Uncertain]) -> Uncertain:
    """What several people believe, each counting alike: the mixture of their distributions (linear opinion pool, Stone 1961, Annals of Math. Statistics 32).

    Where they disagree it is wide and may have several peaks, which averaging their ends would hide. Raises ValueError for none.
    """
    if not values:
        raise ValueError("a pool needs at least one estimate")
    return values[0] if len(set(values)) == 1 else Uncertain("pool", (), tuple(values))


def quantiles(value: Uncertain, chances: Numbers) -> Numbers:
    """(n,): the values not exceeded with the chances (n,)."""
    from scipy.special import betaincinv, ndtri

    numbers = value.numbers
    if value.shape == "point":
        return np.full(chances.shape, numbers[0])
    if value.shape in ("normal", "lognormal"):
        found: Numbers = numbers[0] + numbers[1] * ndtri(chances)
        return np.exp(found) if value.shape == "lognormal" else found
    if value.shape == "pool":
        return np.interp(chances, _MIDDLES, table(value))
    if value.shape == "beta":
        return np.asarray(betaincinv(numbers[0], numbers[1], chances), dtype=float)
    low, likely, high = numbers
    peak = (likely - low) / (high - low)
    if value.shape == "pert":
        return low + (high - low) * np.asarray(betaincinv(1 + 4 * peak, 5 - 4 * peak, chances), dtype=float)
    rising, falling = np.sqrt(chances * peak), 1 - np.sqrt((1 - chances) * (1 - peak))
    return low + (high - low) * np.where(chances < peak, rising, falling)


def table(value: Uncertain) -> NDArray[np.float32]:
    """(KNOTS,): the quantiles in the middle of as many equal parts of the probability."""
    if value.shape == "pool":
        whole: NDArray[np.float32] = np.sort(np.concatenate([table(part) for part in value.parts]))
        middles: NDArray[np.float32] = whole[(_MIDDLES * len(whole)).astype(int)]
        return middles
    if value.shape in ("pert", "beta"):
        return _beta_table(value)
    if value.shape in ("normal", "lognormal"):
        middle, spread = np.float32(value.numbers[0]), np.float32(value.numbers[1])
        found = middle + spread * _normal_table()
        return np.exp(found) if value.shape == "lognormal" else found
    return quantiles(value, _MIDDLES).astype(np.float32)


@lru_cache(maxsize=1)
def _normal_table() -> NDArray[np.float32]:
    return quantiles(Uncertain("normal", (0.0, 1.0)), _MIDDLES).astype(np.float32)


@lru_cache(maxsize=1024)
def _beta_table(value: Uncertain) -> NDArray[np.float32]:
    """Found at places that lie close together at both ends, and between them by straight lines: the beta's quantiles take long."""
    return np.interp(_MIDDLES, _PLACES, quantiles(value, _PLACES)).astype(np.float32)


_MIDDLES: Numbers = (np.arange(KNOTS) + 0.5) / KNOTS
_PLACES: Numbers = (1 - np.cos(np.pi * np.arange(_COARSE) / (_COARSE - 1))) / 2


def _finite(*numbers: float) -> tuple[float, ...]:
    if not all(isfinite(number) and abs(number) <= LARGEST for number in numbers):
        raise ValueError("an estimate is made of finite numbers")
    return tuple(float(number) for number in numbers)
