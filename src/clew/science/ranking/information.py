"""What it would be worth to know more before choosing.

The choice is the k ideas with the highest expected scores; its worth is the sum of their scores, in the unit of the score. To know something is worth as
much as the better choices one would then make bring in the mean. An input that cannot turn the choice is worth nothing to know, however uncertain it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.intervals import mean_interval
from clew.science.ranking.draws import Item, Success, draw, how
from clew.science.ranking.models import Model

Numbers = NDArray[np.float64]

DRAWS = 4_000
LEVEL = 0.9
_KNOTS = np.array([0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1])
_FEW_VALUES, _REPEATS, _SOME = 8, 100, 1_000
_SURE = 3.0  # standard errors
_METHOD = "EVPPI by regression"


@dataclass(frozen=True, slots=True)
class Finding:
    """To know this input of this idea exactly is worth `value`. `per_cost` is that for each unit of its cost, where the cost was told."""

    item: str
    input: str
    value: Estimate
    cost: float | None
    per_cost: float | None


@dataclass(frozen=True, slots=True)
class Information:
    """`everything`: the worth of knowing all inputs of all ideas. `findings`: each input alone, the dearest, or where costs are told the cheapest, first.

    `next`: the finding worth most for its cost; None where no cost was told or nothing can turn the choice.
    """

    chosen: tuple[str, ...]
    everything: Estimate
    findings: tuple[Finding, ...]
    next: Finding | None
    method: str
    warnings: tuple[str, ...]


def information(
    items: Sequence[Item],
    model: Model,
    *,
    k: int = 10,
    costs: Mapping[tuple[str, str], float] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    success: Success = "drawn",
) -> Information:
    """Expected value of perfect information (EVPI), and of perfect information about one input (EVPPI), for choosing k ideas.

    Source: EVPI = E[max U] - max E[U] (Raiffa & Schlaifer 1961); EVPPI by regression of the score on one input (Strong, Oakley & Brennan 2014, Medical
    Decision Making 34), here with straight lines between quantiles; its interval is that of the regression and of the draws. Inputs are independent, so that an input
    speaks of its own idea only. With success `drawn`, to know the probability of success is to know whether it comes, as a trial would tell.
    `costs`: by (idea, input), above 0, in any one unit. Random with `seed`. Raises ValueError as `draw`, for k outside 1 to the number of ideas, or costs
    of 0 and less.
    """
    if not 1 <= k <= len(items):
        raise ValueError("k is 1 to the number of ideas")
    costs = costs or {}
    if any(not cost > 0 for cost in costs.values()):
        raise ValueError("what it costs to find out is above 0")
    drawn = draw(items, model, draws, seed, success=success, keep=True)
    scores = drawn.scores.astype(np.float64)
    means = scores.mean(axis=1)
    order = (-means).argsort(kind="stable")
    chosen, in_line = order[:k], set(order[:k].tolist())
    random = np.random.default_rng((seed, 2))
    findings = []
    for at, item in enumerate(items):
        line = _line(means, order, k, is_in=at in in_line)
        for name, values in drawn.inputs.items():
            if line is not None and np.ptp(values[at]):
                value = _worth(values[at].astype(np.float64), scores[at], line, at in in_line, random)
                findings.append(_finding(item.name, name, value, costs.get((item.name, name))))
    findings.sort(key=lambda one: (-(one.per_cost or 0.0), -one.value.value))
    best = next((one for one in findings if one.per_cost), None)
    said = ("All ideas are chosen: nothing can turn the choice.",) if k == len(items) else ()
    method = f"{model.name}, EVPPI by piecewise linear regression, {draws:,} draws{how(model, success)}"
    names = tuple(items[at].name for at in chosen)
    return Information(names, _everything(scores, chosen, k), tuple(findings), best, method, said)


def _everything(scores: Numbers, chosen: NDArray[np.intp], k: int) -> Estimate:
    """What choosing anew in each draw gains over the one choice."""
    best = -np.partition(-scores, k - 1, axis=0)[:k].sum(axis=0)
    found = mean_interval((best - scores[chosen].sum(axis=0)).tolist(), level=LEVEL)
    return replace(found, low=max(0.0, found.low), value=max(0.0, found.value), method="EVPI, t")


def _line(means: Numbers, order: NDArray[np.intp], k: int, *, is_in: bool) -> float | None:
    """The mean that an idea competes with: the best left out, or the last let in."""
    if is_in:
        return float(means[order[k]]) if k < len(order) else None
    return float(means[order[k - 1]])


def _finding(item: str, name: str, value: Estimate, cost: float | None) -> Finding:
    return Finding(item, name, value, cost, value.value / cost if cost else None)


def _worth(values: Numbers, scores: Numbers, line: float, is_in: bool, random: np.random.Generator) -> Estimate:
    """The mean gain from leaving the idea out when its input says it falls below the line, or letting it in when above."""
    base = _base(values)
    inverse = np.linalg.pinv(base.T @ base, hermitian=True)
    weights = inverse @ (base.T @ scores)
    apart = base * (scores - base @ weights)[:, None]
    covariance = inverse @ (apart.T @ apart) @ inverse
    side = 1 if is_in else -1
    # The regression is highest and lowest at a knot: where none comes near the line the input cannot turn the choice.
    if (side * (weights - line) > _SURE * np.sqrt(np.diag(covariance))).all():
        return Estimate(0.0, 0.0, 0.0, LEVEL, _METHOD, len(values))
    drawn = weights + random.standard_normal((_REPEATS, len(weights))) @ _root(covariance)
    some = base[values.argsort()[:: len(base) // _SOME + 1]]
    repeated = np.maximum(side * (line - some @ drawn.T), 0).mean(axis=0)
    gains = np.maximum(side * (line - base @ weights), 0)
    value = float(gains.mean())
    half = NormalDist().inv_cdf(0.5 + LEVEL / 2) * sqrt(float(repeated.var() + gains.var() / len(gains)))
    return Estimate(value, max(0.0, value - half), value + half, LEVEL, _METHOD, len(values))


def _base(values: Numbers) -> Numbers:
    """(draws, knots): how near each value is to each knot; one column for each value where there are few."""
    knots = np.unique(values)
    if len(knots) > _FEW_VALUES:
        knots = np.unique(np.quantile(values, _KNOTS))
    left = np.clip(np.searchsorted(knots, values, side="right") - 1, 0, len(knots) - 2)
    share = (values - knots[left]) / (knots[left + 1] - knots[left])
    base = np.zeros((len(values), len(knots)))
    rows = np.arange(len(values))
    base[rows, left], base[rows, left + 1] = 1 - share, share
    return base


def _root(covariance: Numbers) -> Numbers:
    """A matrix whose square is the covariance; rounding may have left it slightly short of positive."""
    values, vectors = np.linalg.eigh(covariance)
    found: Numbers = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return found
