"""What people would spend on each idea: a hundred dollars, or a handful of dots."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clew.science.estimates import Estimate
from clew.science.intervals import jeffreys

from .respondents import Numbers, check, estimate, few, weights

LARGEST_GIVER = 1 / 3


@dataclass(frozen=True, slots=True)
class Allocated:
    """One item. `nothing`: the share of people who gave it nothing; `of_givers`: the mean share it has with the others, None where there are none;

    `largest_giver`: how much of all it was given came from one person. The last two have no interval: they explain `share`. `is_carried`: that one
    person gave more than a third, of more than three people.
    """

    share: Estimate
    nothing: Estimate
    of_givers: float | None
    largest_giver: float
    is_carried: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """`items` in the order given. `concentration`: Herfindahl's index of their shares, from 1 / items (all alike) to 1 (one has all);

    `all_on_one`: the share of people who gave everything to one item. `idle`: people who gave nothing at all, and are left out.
    """

    items: tuple[Allocated, ...]
    concentration: Estimate
    all_on_one: Estimate
    n: int
    idle: int
    method: str
    warnings: tuple[str, ...]

    @property
    def effective_items(self) -> float:
        """As many items with equal shares would be as concentrated (Laakso & Taagepera 1979, Comparative Political Studies 12)."""
        return 1 / self.concentration.value


def allocation(
    points: Sequence[Sequence[float]],
    *,
    budget: float | None = None,
    level: float = 0.9,
    draws: int = 2000,
    seed: int = 0,
) -> Allocation:
    """Mean share of each item, every person weighing the same however much of their budget they spent.

    `points`: (people, items), dollars or dots; `budget`: what nobody may exceed. Interval: Bayesian bootstrap of respondents (Rubin 1981, Annals of
    Statistics 9) with one made-up one who gives everything to some item (Perks' prior, 1947; of two items Jeffreys'), random with `seed`. Raises
    ValueError for rows of different lengths, below two items, negative or endless points, more than the budget, or when nobody gave anything.
    """
    check(level, draws)
    given, idle = _shares(points, budget)
    n, items = given.shape
    people, extra = weights(n, [1 / items] * items, draws, seed)
    drawn = people @ given + extra
    drawn /= drawn.sum(axis=1, keepdims=True)
    shares = given.mean(axis=0)
    found = tuple(
        _allocated(given[:, item], estimate(float(shares[item]), drawn[:, item], level, n)) for item in range(items)
    )
    return Allocation(
        items=found,
        concentration=estimate(float((shares**2).sum()), (drawn**2).sum(axis=1), level, n),
        all_on_one=jeffreys(int((given.max(axis=1) == 1).sum()), n, level=level),
        n=n,
        idle=idle,
        method=f"Mean shares, Bayesian bootstrap of respondents at {level:.0%}",
        warnings=_warnings(n, idle),
    )


def _shares(points: Sequence[Sequence[float]], budget: float | None) -> tuple[Numbers, int]:
    """(people, items) shares of what each spent, and how many spent nothing."""
    if not points or len({len(row) for row in points}) != 1 or len(points[0]) < 2:
        raise ValueError("needs people who all looked at the same two or more items")
    given = np.asarray(points, dtype=float)
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError("points are numbers from 0 up")
    spent = given.sum(axis=1)
    if budget is not None and (spent > budget * (1 + 1e-9)).any():
        raise ValueError(f"somebody gave more than {budget:g}")
    if not spent.any():
        raise ValueError("nobody gave anything")
    return given[spent > 0] / spent[spent > 0, None], int((spent == 0).sum())


def _allocated(given: Numbers, share: Estimate) -> Allocated:
    largest = float(given.max() / max(given.sum(), 1e-300))
    return Allocated(
        share=share,
        nothing=jeffreys(int((given == 0).sum()), share.n, level=share.level),
        of_givers=_of_givers(given),
        largest_giver=largest,
        is_carried=share.n > 3 and largest > LARGEST_GIVER,
    )


def _of_givers(given: Numbers) -> float | None:
    return float(given[given > 0].mean()) if given.any() else None


def _warnings(n: int, idle: int) -> tuple[str, ...]:
    said = few(n, "respondents")
    if idle:
        said = (*said, f"{idle} gave nothing at all and are left out.")
    return said
