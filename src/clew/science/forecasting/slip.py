"""How far plans of this kind have slipped: the reference class of one's own past, and of public proposals while that is short.

Source: reference class forecasting after Kahneman & Tversky (1979), TIMS Studies in Management Science 12, and Flyvbjerg (2006), Project Management
Journal 37. A slip is counted in steps of the plan: releases, quarters or whatever its targets are named by; 0 kept, 1 one later, -1 one earlier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate

CHANCES = (0.5, 0.8, 0.9)
PRIOR_WEIGHT = 10.0
FEW_OWN = 20


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before one's own past says more: slips with how often each was seen, where, and for how many own cases it counts."""

    slips: tuple[tuple[int, int], ...]
    source: str
    weight: float = PRIOR_WEIGHT


@dataclass(frozen=True, slots=True)
class Quantile:
    """With this chance a plan slips by no more than `steps`."""

    chance: float
    steps: Estimate


@dataclass(frozen=True, slots=True)
class Slip:
    """`later`: the share of plans that came later than first said; `prior_share`: how much of all of this is the prior's word."""

    later: Estimate
    quantiles: tuple[Quantile, ...]
    own: int
    prior_share: float
    method: str
    warnings: tuple[str, ...]


def _proposals(stage: str, *slips: tuple[int, int]) -> Prior:
    total = sum(count for _, count in slips)
    return Prior(slips, f"{total} {stage} targets of Kubernetes enhancement proposals 2020-2026, in releases")


# First stated target against the last stated one, in minor releases.
PRIORS = {
    "alpha": _proposals(
        "alpha", (-2, 1), (-1, 1), (0, 355), (1, 54), (2, 18), (3, 10), (4, 5), (5, 5), (6, 2), (7, 3), (8, 2), (11, 1), (17, 2)
    ),
    "beta": _proposals(
        "beta", (-1, 6), (0, 280), (1, 61), (2, 22), (3, 21), (4, 9), (5, 5), (6, 1), (7, 8), (8, 1), (9, 3), (10, 1), (12, 3), (13, 1), (17, 1), (19, 1),
    ),
    "stable": _proposals(
        "stable", (-2, 2), (-1, 4), (0, 242), (1, 61), (2, 25), (3, 25), (4, 16), (5, 6), (6, 4), (7, 6), (8, 6), (9, 3), (10, 8), (11, 2), (13, 1), (14, 1), (20, 1),
    ),
}  # fmt: skip


def reference_slip(
    own: Sequence[float],
    *,
    prior: Prior | None = PRIORS["stable"],
    level: float = 0.8,
    draws: int = 2000,
    seed: int = 0,
) -> Slip:
    """The share of plans that slip, and percentiles of the slip, from `own` (n,) past ones and a stated prior.

    Interval: Bayesian bootstrap (Rubin 1981, Annals of Statistics 9); the prior's slips share its weight as they were seen. Random with `seed`. Plans still
    open count with the target last stated, so that what they will yet slip is missing. Raises ValueError without own slips and prior, or for slips that
    are not finite, or a level outside (0, 1).
    """
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    if not all(isfinite(slip) for slip in own) or not (own or prior):
        raise ValueError("needs slips that are numbers, or a prior")
    steps, weights = _weighed(own, prior)
    order = np.argsort(steps, kind="stable")
    steps, weights = steps[order], weights[order]
    random = np.random.default_rng(seed)
    drawn = random.standard_gamma(weights, (draws, len(weights)))
    prior_share = prior.weight / weights.sum() if prior else 0.0
    method = "Bayesian bootstrap of own slips" + (
        f" with {prior.weight:g} cases of prior: {prior.source}" if prior else ""
    )
    said = _warnings(len(own), prior, float(prior_share))

    def told(statistic: NDArray[np.float64], value: float) -> Estimate:
        low, high = np.quantile(statistic, [(1 - level) / 2, (1 + level) / 2])
        return Estimate(value, min(float(low), value), max(float(high), value), level, method, len(own), said)

    late = steps > 0
    later = told(drawn[:, late].sum(axis=1) / drawn.sum(axis=1), float(weights[late].sum() / weights.sum()))
    quantiles = tuple(
        Quantile(chance, told(_quantile(steps, drawn, chance), float(_quantile(steps, weights[None], chance)[0])))
        for chance in CHANCES
    )
    return Slip(later, quantiles, len(own), float(prior_share), method, said)


def _weighed(own: Sequence[float], prior: Prior | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    steps, weights = list(own), [1.0] * len(own)
    if prior:
        total = sum(count for _, count in prior.slips)
        steps += [slip for slip, _ in prior.slips]
        weights += [prior.weight * count / total for _, count in prior.slips]
    return np.array(steps, dtype=float), np.array(weights)


def _quantile(steps: NDArray[np.float64], weights: NDArray[np.float64], chance: float) -> NDArray[np.float64]:
    """(draws,): the first slip up to which a share of `chance` of the weight lies."""
    mass = weights.cumsum(axis=1)
    found: NDArray[np.float64] = steps[(mass < chance * mass[:, -1:] * (1 - 1e-12)).sum(axis=1)]
    return found


def _warnings(own: int, prior: Prior | None, share: float) -> tuple[str, ...]:
    if own >= FEW_OWN:
        return ()
    if prior is None:
        return (f"Only {own} past plans of one's own.",)
    past = "plan" if own == 1 else "plans"
    return (
        f"{own} past {past} of one's own {'is' if own == 1 else 'are'} few, so others' plans speak too: {prior.source}.",
    )
