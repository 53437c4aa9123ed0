"""How far people who code the same material agree beyond what chance would give.

Every coefficient here is 1 - observed disagreement / disagreement expected by chance; they differ in what they expect. Intervals come from the
Bayesian bootstrap over units (Rubin 1981, Annals of Statistics 9) with half a unit that agrees and half a unit that does not added, as Jeffreys'
prior does for a share: twelve units without a disagreement are then no proof that there never is one. What that added unit says is spread evenly
over the values, and counts for what chance would give as well, so that no coefficient falls below what it can reach. Above .8 is the customary demand, below .667
too little to conclude from (Krippendorff 2004, Human Communication Research 30).
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.intervals import bounded_mean

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Ratings = Sequence[Sequence[Hashable | None]]
Numbers = NDArray[np.float64]
Expected = Callable[[Numbers], Numbers]  # (draws, units + 1) weights, the last for the added unit, to (draws,)

TENTATIVE = 0.667
FEW_UNITS, FEW_OTHERS = 10, 5
AT_ONCE = 2_000_000  # random numbers held in memory together


def krippendorff_alpha(
    ratings: Ratings, *, metric: Metric = "nominal", level: float = 0.95, draws: int = 2000, seed: int = 0
) -> Estimate | None:
    """Krippendorff's alpha; None where all values are the same, for then nothing can be said about telling them apart.

    `ratings`: (coders, units), None where a coder gave no value; numbers for every metric but nominal. 1 is perfect, 0 as by chance, below 0 worse.
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability; Hayes & Krippendorff (2007), Communication Methods and Measures 1.
    Random with `seed`; distances between ordinal ranks are those of the whole data in every draw. Raises ValueError for rows of different lengths,
    or when no unit has two values.
    """
    counts, values = _counts(ratings)
    counts = counts[counts.sum(axis=1) > 1]
    if not len(counts):
        raise ValueError("needs at least one unit with two values")
    return alpha_of_counts(counts, distances(values, counts.sum(axis=0), metric), level=level, draws=draws, seed=seed)


def alpha_of_counts(
    counts: Numbers,
    apart: Numbers,
    *,
    disagreement: Numbers | None = None,
    typical: float | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
    warnings: tuple[str, ...] = (),
) -> Estimate | None:
    """Alpha from how often each unit was given each value.

    `counts`: (units, values), weighted where units have lengths; `apart`: (values, values) squared distances; `disagreement`: (units,) mean distance
    between two coders in a unit, worked out from `counts` unless given (a passage of several segments holds more than its counts tell);
    `typical`: the weight of the added unit, the mean of the units' unless given.
    """
    kinds = counts.shape[1]
    if kinds < 2:
        return None
    each, total = counts.sum(axis=1), float(counts.sum())
    if disagreement is None:
        disagreement = np.einsum("ui,ij,uj->u", counts, apart, counts) / (each * (each - 1))

    added = np.full((1, kinds), (typical or float(each.mean())) / kinds)
    whole = np.concatenate([counts, added])

    def expected(weights: Numbers) -> Numbers:
        marginals = weights @ whole
        sums = marginals.sum(axis=1)
        chance: Numbers = ((marginals @ apart) * marginals).sum(axis=1) / (sums * sums)
        return chance * (total / (total - 1))  # no value is paired with itself

    units = _Units(disagreement, each, float(added.sum()), float(apart.sum()) / (kinds * (kinds - 1)), expected)
    return _corrected("Krippendorff's alpha", units, level, draws, seed, (*warnings, *_one_sided(counts)))


def distances(values: Sequence[Hashable], marginals: Numbers, metric: Metric) -> Numbers:
    """(values, values): squared distance of each pair under a metric (Krippendorff 2011, section F). `values` are sorted for the ordinal one."""
    if metric == "nominal":
        return 1.0 - np.eye(len(values))
    if metric == "ordinal":
        ranks: Numbers = np.cumsum(marginals) - marginals / 2
        return _squared(np.subtract.outer(ranks, ranks))
    numbers = np.asarray(values, dtype=np.float64)
    gaps = _squared(np.subtract.outer(numbers, numbers))
    if metric == "interval":
        return gaps
    sums = _squared(np.add.outer(numbers, numbers))
    return gaps / np.where(sums > 0, sums, 1.0)


def _squared(numbers: Numbers) -> Numbers:
    return numbers * numbers


def cohen_kappa(
    one: Sequence[Hashable | None],
    other: Sequence[Hashable | None],
    *,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> Estimate | None:
    """Cohen's kappa of two coders; units that only one of them rated are left out. None where both gave one and the same value throughout.

    Source: Cohen (1960), Educational and Psychological Measurement 20. Shapes: (units,) each. Raises ValueError for different lengths or no pair.
    """
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if not pairs:
        raise ValueError("needs at least one unit that both rated")
    values = list(dict.fromkeys(value for pair in pairs for value in pair))
    first, second = (_shares([pair[who] for pair in pairs], values) for who in (0, 1))

    def expected(weights: Numbers) -> Numbers:
        mass = weights.sum(axis=1)
        alike: Numbers = ((weights @ first) * (weights @ second)).sum(axis=1) / (mass * mass)
        return 1 - alike

    differ = np.array([float(a != b) for a, b in pairs])
    units = _Units(differ, np.ones(len(pairs)), 1.0, 1.0, expected)
    return _corrected("Cohen's kappa", units, level, draws, seed, _one_sided((first + second)[:-1]))


def gwet_ac1(
    ratings: Ratings,
    *,
    values: Sequence[Hashable] = (),
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> Estimate | None:
    """Gwet's AC1: keeps its head where nearly all units are of one kind, when kappa and alpha fall though people agree. None with one value.

    `ratings`: (coders, units), None where missing; `values`: the values that could have been given, where some never were.
    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61. Raises ValueError as `krippendorff_alpha`.
    """
    counts, seen = _counts(ratings)
    each = counts.sum(axis=1)
    paired = each > 1
    if not paired.any():
        raise ValueError("needs at least one unit with two values")
    kinds = len(set(values) | set(seen))
    if kinds < 2:
        return None
    shares = np.zeros((int((each > 0).sum()) + 1, counts.shape[1]))
    shares[:-1] = counts[each > 0] / each[each > 0, None]
    shares[-1] = 1 / counts.shape[1]
    lone = ~paired[each > 0]
    differ = np.zeros(len(lone))
    differ[~lone] = 1 - (counts[paired] * (counts[paired] - 1)).sum(axis=1) / (each[paired] * (each[paired] - 1))

    def expected(weights: Numbers) -> Numbers:
        likely = weights @ shares / weights.sum(axis=1, keepdims=True)
        alike: Numbers = (likely * (1 - likely)).sum(axis=1) / (kinds - 1)
        return 1 - alike

    return _corrected("Gwet's AC1", _Units(differ, (~lone).astype(float), 1.0, 1.0, expected), level, draws, seed, ())


def percent_agreement(ratings: Ratings, *, level: float = 0.95, draws: int = 2000, seed: int = 0) -> Estimate:
    """Share of pairs of coders that gave a unit the same value, averaged over units. Chance is not taken off: read it beside a coefficient.

    Shape and errors as in `krippendorff_alpha`; interval: `bounded_mean`.
    """
    counts, _ = _counts(ratings)
    each = counts.sum(axis=1)
    counts, each = counts[each > 1], each[each > 1]
    if not len(counts):
        raise ValueError("needs at least one unit with two values")
    agree = (counts * (counts - 1)).sum(axis=1) / (each * (each - 1))
    return bounded_mean(agree.tolist(), level=level, draws=draws, seed=seed)


def _counts(ratings: Ratings) -> tuple[Numbers, list[Hashable]]:
    """(units, values): how many coders gave which value; values in order where they have one."""
    if not ratings or len({len(row) for row in ratings}) != 1:
        raise ValueError("needs coders who all looked at the same units")
    given = [[None if value is None or value != value else value for value in row] for row in ratings]
    seen = list(dict.fromkeys(value for row in given for value in row if value is not None))
    seen.sort(key=lambda value: value if isinstance(value, (int, float)) else 0)
    place = {value: index for index, value in enumerate(seen)}
    counts = np.zeros((len(ratings[0]), len(seen)))
    for row in given:
        for unit, value in enumerate(row):
            if value is not None:
                counts[unit, place[value]] += 1
    return counts, seen


def _shares(given: Sequence[Hashable], values: Sequence[Hashable]) -> Numbers:
    """(units + 1, values): which value each unit has; the added unit has each a little."""
    rows = [[float(one == value) for value in values] for one in given]
    return np.array([*rows, [1 / len(values)] * len(values)])


@dataclass(frozen=True, slots=True)
class _Units:
    """(units,) mean disagreement and weight of each; weight and disagreement of the added one; what chance would give."""

    disagreement: Numbers
    mass: Numbers
    typical: float
    worst: float
    expected: Expected


def _corrected(
    method: str, units: _Units, level: float, draws: int, seed: int, warnings: tuple[str, ...]
) -> Estimate | None:
    """1 - observed / expected."""
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    plain = np.ones((1, len(units.mass) + 1))
    plain[0, -1] = 0
    chance = float(units.expected(plain)[0])
    if chance <= 1e-12:
        return None
    n = int(np.count_nonzero(units.mass))
    value = 1 - float(units.disagreement @ units.mass / units.mass.sum()) / chance
    found = np.concatenate(list(_drawn(units, draws, seed)))
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    said = (*warnings, *_doubts(value, n))
    return Estimate(value, min(float(low), value), max(float(high), value), level, method, n, said)


def _drawn(units: _Units, draws: int, seed: int) -> Iterator[Numbers]:
    """The coefficient under random weights of the units, a few draws at a time."""
    random, many = np.random.default_rng(seed), len(units.mass)
    at_once = max(1, AT_ONCE // many)
    for first in range(0, draws, at_once):
        here = min(at_once, draws - first)
        weights = random.standard_gamma(np.array([1.0] * many + [0.5]), (here, many + 1))
        alike = random.standard_gamma(0.5, here) * units.typical
        unlike = weights[:, -1] * units.typical
        apart = weights[:, :-1] @ (units.disagreement * units.mass) + unlike * units.worst
        yield 1 - apart / (weights[:, :-1] @ units.mass + unlike + alike) / units.expected(weights)


def _one_sided(counts: Numbers) -> tuple[str, ...]:
    """In simulations with so few of the rarer values, 95 % intervals held the truth 56 to 85 % of the time."""
    others = int((counts.sum(axis=1) > counts[:, counts.sum(axis=0).argmax()]).sum())
    if others >= FEW_OTHERS:
        return ()
    return (f"Only {others} of {len(counts)} units bear anything but the commonest value: the interval is too narrow.",)


def _doubts(value: float, n: int) -> tuple[str, ...]:
    few = (f"Only {n} {'unit' if n == 1 else 'units'}: the interval rests on few.",) if n < FEW_UNITS else ()
    return (*few, "Below .667: too little agreement to conclude from.") if value < TENTATIVE else few
