"""How one's own past intervals and probabilities held, in words, and how much wider the next intervals should be.

The scores themselves are those of `scoring`; here they are turned to who makes the next estimate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.scoring import Bin, Calibration, coverage

PRIOR_WEIGHT = 5.0
DRAWS = 2_000
FEW = 10
_PRIOR_POINTS = 20


@dataclass(frozen=True, slots=True)
class PastInterval:
    """An interval with its best guess, and what came; all in one unit."""

    low: float
    best: float
    high: float
    observed: float


@dataclass(frozen=True, slots=True)
class Holding:
    """`held`: the share of intervals that held what came, which should be `said`. `widening`: by how much to stretch the next ones to either side."""

    said: float
    held: Estimate
    widening: Estimate
    sentence: str
    warnings: tuple[str, ...]


def holding(past: Sequence[PastInterval], *, said: float = 0.8, level: float = 0.9, seed: int = 0) -> Holding:
    """How often intervals that were said to hold with the chance `said` did hold.

    Interval of the share: `scoring.coverage` (Jeffreys). The widening is the quantile `said` of how far what came lay from the best guess, in lengths of the
    interval's half on that side (split conformal, Papadopoulos et al. 2002), with five cases of a well-calibrated past as prior, so that a handful of
    intervals moves it little; its interval is a Bayesian bootstrap's (Rubin 1981), random with `seed`. Below 1 the intervals were too wide.
    Raises ValueError without intervals, unless low < best < high, or for a chance or level outside (0, 1).
    """
    if not (0 < said < 1 and 0 < level < 1) or not past:
        raise ValueError("needs past intervals, and a chance and a level between 0 and 1")
    if not all(one.low < one.best < one.high and np.isfinite(one.high - one.low + one.observed) for one in past):
        raise ValueError("needs low < best < high, and what came")
    held = coverage([(one.low, one.high) for one in past], [one.observed for one in past], level=level)
    widening = _widening(past, said, level, seed)
    sentence = (
        f"Your {said:.0%} intervals held {held.value:.0%} of the time (n = {held.n}; {level:.0%} interval "
        f"{held.low:.0%} to {held.high:.0%})."
    )
    many = "1 interval has" if len(past) == 1 else f"{len(past)} intervals have"
    few = (f"Only {many} been resolved.",) if len(past) < FEW else ()
    return Holding(said, held, widening, sentence, few)


def widened(
    low: float, best: float, high: float, widening: float, *, least: float | None = None
) -> tuple[float, float]:
    """The interval with both halves stretched by `widening`, not below `least` where the quantity cannot fall below it.

    Raises ValueError unless low <= best <= high and widening > 0.
    """
    if not (low <= best <= high and 0 < widening < float("inf")):
        raise ValueError("needs low <= best <= high and a widening above 0")
    stretched = best - (best - low) * widening
    return (stretched if least is None else max(least, stretched)), best + (high - best) * widening


def sentences(found: Calibration) -> tuple[str, ...]:
    """For each bin of probabilities, from low to high: how many came true of what was given about that chance."""
    return tuple(_sentence(one) for one in found.bins)


def _sentence(one: Bin) -> str:
    came = round(one.observed.value * one.n)
    things = "one thing" if one.n == 1 else f"{one.n} things"
    return (
        f"Of {things} you gave {one.mean:.0%} on average, {came} came true ({one.observed.value:.0%}; "
        f"{one.observed.level:.0%} interval {one.observed.low:.0%} to {one.observed.high:.0%})."
    )


def _widening(past: Sequence[PastInterval], said: float, level: float, seed: int) -> Estimate:
    own = [_stretch(one) for one in past]
    normal = NormalDist()
    unit = normal.inv_cdf(0.5 + said / 2)
    # A well-calibrated normal past: distances in lengths of the half interval, evenly over its probability.
    prior = [normal.inv_cdf(0.5 + (at + 0.5) / _PRIOR_POINTS / 2) / unit for at in range(_PRIOR_POINTS)]
    stretches = np.array(own + prior)
    weights = np.array([1.0] * len(own) + [PRIOR_WEIGHT / _PRIOR_POINTS] * _PRIOR_POINTS)
    order = stretches.argsort(kind="stable")
    stretches, weights = stretches[order], weights[order]
    value = float(_quantile(stretches, weights[None], said)[0])
    drawn = np.random.default_rng(seed).standard_gamma(weights, (DRAWS, len(weights)))
    low, high = np.quantile(_quantile(stretches, drawn, said), [(1 - level) / 2, (1 + level) / 2])
    many = "1 interval" if len(own) == 1 else f"{len(own)} intervals"
    few = (f"Only {many}: this hardly leaves what one believes beforehand.",) if len(own) < FEW else ()
    method = "conformal quantile with a calibrated prior, Bayesian bootstrap"
    return Estimate(value, min(float(low), value), max(float(high), value), level, method, len(own), few)


def _stretch(one: PastInterval) -> float:
    half = one.high - one.best if one.observed >= one.best else one.best - one.low
    return abs(one.observed - one.best) / half


def _quantile(values: NDArray[np.float64], weights: NDArray[np.float64], chance: float) -> NDArray[np.float64]:
    """(draws,): where the weight passes `chance`, by a straight line between the middles of two neighbours' weights."""
    mass = weights.cumsum(axis=1)
    middles = (mass - weights / 2) / mass[:, -1:]
    return np.array([np.interp(chance, row, values) for row in middles])
