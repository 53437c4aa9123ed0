"""Whose voices make the order: weigh segments or customers anew, live, and leave each out in turn.

An idea's reach is the sum of what it reaches in each segment, times the segment's weight (1, its revenue, what it may bring). Draws are made once and few
of them, so that a new weighing takes milliseconds; the ranking itself is then made with all draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clew.science.ranking.draws import Drawn, Item, Success, check, draw, look_up
from clew.science.ranking.models import Model
from clew.science.ranking.ranks import orders
from clew.science.ranking.uncertain import Uncertain, point

Numbers = NDArray[np.float64]

DRAWS, LEVEL = 200, 0.9
MOST_SEGMENTS = 50


@dataclass(frozen=True, slots=True)
class Voices:
    """Thinned draws, ready to be weighed: reach (segments, items, draws), and the other inputs (items, draws) of each idea.

    `shares` (segments, items): where one reach (1, items, draws) is shared out, how much of it each segment stands for.
    """

    names: tuple[str, ...]
    segments: tuple[str, ...]
    model: Model
    reach_name: str
    reach: Drawn
    others: Mapping[str, Drawn]
    seed: int
    shares: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """(items,) each, in the order of `Voices.names`: probability of being among the first k, and the median place, from 1.

    `low`, `high`: the 90 % interval of the probability by Wilson's score method, since the draws are few.
    """

    top: Numbers
    low: Numbers
    high: Numbers
    place: Numbers


@dataclass(frozen=True, slots=True)
class Driver:
    """Without this segment the idea's place would change by `places` (above 0: it would fall, so the segment holds it up), its chance by `top`."""

    item: str
    segment: str
    places: float
    top: float


@dataclass(frozen=True, slots=True)
class Driven:
    """For each idea the segment that its place hangs on most; None where leaving out any one changes nothing."""

    drivers: tuple[Driver | None, ...]
    every: tuple[Driver, ...]
    method: str


def voices(
    items: Sequence[Item],
    model: Model,
    reach: Mapping[str, Mapping[str, Uncertain]],
    *,
    reach_name: str = "reach",
    draws: int = DRAWS,
    seed: int = 0,
    success: Success = "drawn",
) -> Voices:
    """Draw what each idea reaches in each segment; `reach`: by idea and segment, nothing where a segment is not named.

    The items' own `reach_name` is not used. Random with `seed`. Raises ValueError as `draw`, or for more than 50 segments or an input the model lacks.
    """
    segments = tuple(dict.fromkeys(segment for item in items for segment in reach.get(item.name, {})))
    if not 1 <= len(segments) <= MOST_SEGMENTS or reach_name not in {each.name for each in model.inputs}:
        raise ValueError(f"needs 1 to {MOST_SEGMENTS} segments, and an input of the model that they add up to")
    least = next(each.least for each in model.inputs if each.name == reach_name)
    for item in items:
        for segment, value in reach.get(item.name, {}).items():
            check([Item(f"{item.name}, {segment}", {**item.inputs, reach_name: value})], model)
    drawn = draw(items, model, draws, seed, success=success, keep=True)
    random = np.random.Generator(np.random.SFC64((seed, 3)))
    none = point(max(least, 0.0))
    parts = [
        look_up([reach.get(item.name, {}).get(segment, none) for item in items], draws, random) for segment in segments
    ]
    others = {name: values for name, values in drawn.inputs.items() if name != reach_name}
    return Voices(tuple(item.name for item in items), segments, model, reach_name, np.stack(parts), others, seed)


def apportioned(
    items: Sequence[Item],
    model: Model,
    segments: Sequence[str],
    shares: Numbers,
    *,
    reach_name: str = "reach",
    draws: int = DRAWS,
    seed: int = 0,
    success: Success = "drawn",
) -> Voices:
    """Draw each idea's own reach once; `shares` (segments, items) says how much of it stands for each segment, such as of those who asked for it.

    With every weight 1 and shares that sum to 1 the order is that of the items themselves. Random with `seed`. Raises ValueError as `draw`, for shares of
    another shape or below 0, for more than 50 segments, or an input the model lacks.
    """
    told = np.asarray(shares, dtype=np.float64)
    if not 1 <= len(segments) <= MOST_SEGMENTS or reach_name not in {each.name for each in model.inputs}:
        raise ValueError(f"needs 1 to {MOST_SEGMENTS} segments, and an input of the model that is shared out")
    if told.shape != (len(segments), len(items)) or not ((told >= 0) & np.isfinite(told)).all():
        raise ValueError("needs a share of 0 or more of each segment in each idea")
    drawn = draw(items, model, draws, seed, success=success, keep=True)
    others = {name: values for name, values in drawn.inputs.items() if name != reach_name}
    reach = drawn.inputs[reach_name][None]
    return Voices(tuple(item.name for item in items), tuple(segments), model, reach_name, reach, others, seed, told)


def reweighted(heard: Voices, weights: Mapping[str, float], *, k: int = 10) -> Weighed:
    """Probabilities and places under these weights; a segment not named has none. Raises ValueError for weights below 0, all of 0, or a wrong k."""
    found = np.array([weights.get(segment, 0.0) for segment in heard.segments], dtype=np.float32)
    if not ((found >= 0) & np.isfinite(found)).all() or not found.any() or not 1 <= k <= len(heard.names):
        raise ValueError("weights are 0 or more, one of them above 0, and k is 1 to the number of ideas")
    return _weighed(heard, found, k)


def driven(heard: Voices, weights: Mapping[str, float], *, k: int = 10) -> Driven:
    """Leave each segment out in turn: which one each idea's place hangs on. Errors as in `reweighted`."""
    whole = reweighted(heard, weights, k=k)
    every: list[Driver] = []
    for segment in heard.segments:
        left = {name: weight for name, weight in weights.items() if name != segment}
        if weights.get(segment) and any(left.get(other) for other in heard.segments):
            without = reweighted(heard, left, k=k)
            moved, chances = without.place - whole.place, without.top - whole.top
            every += [
                Driver(name, segment, float(moved[at]), float(chances[at])) for at, name in enumerate(heard.names)
            ]
    strongest: dict[str, Driver] = {}
    for one in every:
        if _size(one) > _size(strongest.get(one.item)):
            strongest[one.item] = one
    method = f"each of {len(heard.segments)} segments left out, {heard.reach.shape[2]} draws"
    return Driven(tuple(strongest.get(name) for name in heard.names), tuple(every), method)


def _size(driver: Driver | None) -> tuple[float, float]:
    return (abs(driver.places), abs(driver.top)) if driver else (0.0, 0.0)


def _weighed(heard: Voices, weights: NDArray[np.float32], k: int) -> Weighed:
    _, items, draws = heard.reach.shape
    reach = _reach(heard, weights)
    scores = np.empty((items, draws), dtype=np.float32)
    scores[:] = heard.model.formula({**heard.others, heard.reach_name: reach})
    top, places = np.zeros(items), np.empty(items * draws, dtype=np.uint16)
    rank, done = np.arange(1, items + 1, dtype=np.uint16), 0
    for order in orders(scores, heard.seed):
        turns = np.arange(done, done + len(order))[:, None]
        places[order.astype(np.intp) * draws + turns] = rank
        top += np.bincount(order[:, :k].ravel(), minlength=items)
        done += len(order)
    return Weighed(top / draws, *_ends(top / draws, draws), _middles(places.reshape(items, draws)))


def _ends(share: Numbers, n: int) -> tuple[Numbers, Numbers]:
    """`intervals.wilson` of many shares at once."""
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return np.clip(middle - half, 0.0, share), np.clip(middle + half, share, 1.0)


def _middles(places: NDArray[np.uint16]) -> NDArray[np.float64]:
    """The median of each row. Sorts them in place: small integers are sorted several times faster than a median is picked out of them."""
    places.sort(axis=1)
    draws = places.shape[1]
    return (places[:, (draws - 1) // 2].astype(np.float64) + places[:, draws // 2]) / 2


def _reach(heard: Voices, weights: NDArray[np.float32]) -> Drawn:
    if heard.shares is not None:
        whole: Drawn = heard.reach[0] * (weights @ heard.shares).astype(np.float32)[:, None]
        return whole
    reach = np.zeros(heard.reach.shape[1:], dtype=np.float32)
    for segment in np.flatnonzero(
        weights
    ):  # one after the other: a matrix product would wake threads for less than a millisecond
        reach += weights[segment] * heard.reach[segment]
    return reach
