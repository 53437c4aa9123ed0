"""In which order ideas come out, over all the values their inputs may have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.intervals import jeffreys
from clew.science.ranking.draws import (
    MOST_CELLS,
    Drawn,
    Draws,
    Item,
    Success,
    draw,
    how,
    inputs_hash,
    look_up,
    point_scores,
)
from clew.science.ranking.models import Model
from clew.science.ranking.moscow import LEVELS, said_of_musts
from clew.science.ranking.uncertain import Uncertain

DRAWS = 20_000
CHANCES = (0.05, 0.1, 0.5, 0.9, 0.95)
CODE_VERSION = "1"  # changes with anything that makes other ranks from the same inputs, model and seed
_AT_ONCE = 400_000


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of what may come: `interval(0.8)` and `interval(0.9)` are its 80 % and 90 % intervals."""

    p05: float
    p10: float
    median: float
    p90: float
    p95: float

    def interval(self, level: float) -> tuple[float, float]:
        """Raises ValueError for another level than .8 and .9."""
        if level not in (0.8, 0.9):
            raise ValueError("there are intervals of 80 % and of 90 %")
        return (self.p10, self.p90) if level == 0.8 else (self.p05, self.p95)


@dataclass(frozen=True, slots=True)
class Ranked:
    """`top`: the probability of being among the first k; its interval is only that of drawing. Beside it what single numbers would have said."""

    name: str
    top: Estimate
    rank: Spread
    score: Spread
    point_score: float
    point_rank: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest of the first k first. The same `inputs_hash`, `seed`, `draws` and `version` give the same again."""

    items: tuple[Ranked, ...]
    k: int
    draws: int
    seed: int
    success: Success
    inputs_hash: str
    version: str
    method: str
    warnings: tuple[str, ...]


def rank(
    items: Sequence[Item], model: Model, *, k: int = 10, draws: int = DRAWS, seed: int = 0, success: Success = "drawn"
) -> Ranking:
    """Draw every input, score and order the ideas, and count how often each came where. Of a model with a capacity, `top` is the probability that an idea
    and all before it fit into it, and the result's `k` how many do in the middle draw (1 at least), whatever k was asked for.

    Ideas with equal scores in a draw share its places at random. With very many ideas there are fewer draws. Random with `seed`. Raises ValueError as
    `draw`, or for k outside 1 to the number of ideas.
    """
    if not 1 <= k <= len(items):
        raise ValueError("k is 1 to the number of ideas")
    draws = min(draws, MOST_CELLS // len(items))
    drawn = draw(items, model, draws, seed, success=success, keep=model.capacity is not None)
    places = _rank_counts(drawn.scores, seed)
    top, said = places[:, :k].sum(axis=1), model.warnings
    if model.capacity is not None:
        top, k, more = _held(drawn, model, model.capacity, seed)
        said = (*said, *more)
    ranks = _rank_quantiles(places)
    scores = np.sort(drawn.scores, axis=1)[:, [min(draws - 1, int(chance * draws)) for chance in CHANCES]]
    points = point_scores(items, model)
    point_ranks = (-points).argsort(kind="stable").argsort(kind="stable") + 1
    found = [
        Ranked(
            item.name,
            jeffreys(int(top[at]), draws),
            Spread(*ranks[at].tolist()),
            Spread(*scores[at].tolist()),
            float(points[at]),
            int(point_ranks[at]),
            _unspread(item, model),
        )
        for at, item in enumerate(items)
    ]
    found.sort(key=lambda one: (-one.top.value, one.rank.median, -one.score.median, one.name))
    method = f"{model.name}, {draws:,} independent draws{how(model, success)}"
    version = f"{model.name} {model.version}/{CODE_VERSION}"
    said = (*said, *_unspread_in(found))
    return Ranking(tuple(found), k, draws, seed, success, inputs_hash(items, model), version, method, said)


def orders(scores: Drawn, seed: int) -> Iterator[NDArray[np.uint16]]:
    """(some draws, items) after each other: the items of each draw from the best to the worst, equals in random order.

    Score, a random number and the item are packed into one integer whose order is theirs, for integers are sorted several times faster than pairs.
    """
    items, draws = scores.shape
    random = np.random.Generator(np.random.SFC64((seed, 1)))
    step = max(1, _AT_ONCE // items)
    for first in range(0, draws, step):
        block = np.ascontiguousarray(scores[:, first : first + step].T) + np.float32(0)  # no negative zero
        bits = block.view(np.int32)
        # A float's bits rise with it, but fall below 0; inverted, the highest comes first.
        rising = np.where(bits < 0, ~bits, bits ^ np.int32(-(2**31))).view(np.uint32)
        keys = (~rising).astype(np.uint64) << np.uint64(32)
        keys |= random.integers(0, 65536, size=block.shape, dtype=np.uint16).astype(np.uint64) << np.uint64(16)
        keys |= np.arange(items, dtype=np.uint64)
        keys.sort(axis=1)
        yield keys.astype(np.uint16)


def _rank_counts(scores: Drawn, seed: int) -> NDArray[np.int64]:
    """(items, items): how often each item came to each place."""
    items = len(scores)
    counts = np.zeros(items * items, dtype=np.int64)
    place = np.arange(items)
    for order in orders(scores, seed):
        counts += np.bincount((order.astype(np.int64) * items + place).ravel(), minlength=items * items)
    return counts.reshape(items, items)


def _held(drawn: Draws, model: Model, capacity: Uncertain, seed: int) -> tuple[NDArray[np.int64], int, tuple[str, ...]]:
    """(items,): how often each was held by the capacity together with all before it; how many were in the middle draw; what to say of musts."""
    scores, sizes = drawn.scores, drawn.inputs[model.size]
    items, draws = scores.shape
    room = look_up([capacity], draws, np.random.Generator(np.random.SFC64((seed, 2))))[0].astype(np.float64)
    counts, many, first = np.zeros(items, dtype=np.int64), np.empty(draws, dtype=np.int64), 0
    for order in orders(scores, seed):
        at = slice(first, first + len(order))
        taken = np.take_along_axis(sizes[:, at].T, order, axis=1).cumsum(axis=1, dtype=np.float64)
        is_held = (taken <= room[at, None]) & (np.take_along_axis(scores[:, at].T, order, axis=1) > 0)
        counts += np.bincount(order[is_held], minlength=items)
        many[at], first = is_held.sum(axis=1), at.stop
    musts = (sizes * (scores >= LEVELS.index("must"))).sum(axis=0, dtype=np.float64)
    return counts, max(1, int(np.median(many))), said_of_musts(musts / room)


def _rank_quantiles(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """(items, chances): the place at or before which an item comes with each chance, from 1."""
    passed = places.cumsum(axis=1)
    draws = int(passed[0, -1])
    return np.stack([(passed < chance * draws).sum(axis=1) + 1 for chance in CHANCES], axis=1)


def _unspread(item: Item, model: Model) -> tuple[str, ...]:
    """Single numbers ask for a spread. A probability of success has one: it comes or it does not; a label needs none."""
    sure = {model.success, *(each.name for each in model.inputs if each.is_label)}
    bare = [name for name, value in item.inputs.items() if value.is_point and name not in sure]
    return (f"Without a spread: {', '.join(bare)}. How low, how high could it be?",) if bare else ()


def _unspread_in(found: Sequence[Ranked]) -> tuple[str, ...]:
    bare = sum(bool(one.warnings) for one in found)
    return (
        (f"{bare} of {len(found)} ideas have numbers without a spread: they look surer than they are.",) if bare else ()
    )
