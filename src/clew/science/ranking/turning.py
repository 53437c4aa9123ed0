"""At which value of an input an idea would enter or leave the first k."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clew.science.ranking.draws import Drawn, Item, check, draw
from clew.science.ranking.formula import Values
from clew.science.ranking.models import Input, Model
from clew.science.ranking.uncertain import Uncertain, table

Numbers = NDArray[np.float64]

DRAWS = 500
_STEPS, _DRAWN_STEPS, _FAR = 513, 129, 1000.0


@dataclass(frozen=True, slots=True)
class BreakEven:
    """`value`: the nearest value at which the idea would enter or leave, all else at its median; None where no value would do it.

    `chance`: how likely the input lies beyond it. `by_draws`: 10, 50 and 90 % quantiles of the value over draws of all else, among the share `crossing` of
    draws in which there is one; None where there is none.
    """

    input: str
    now: float
    value: float | None
    turn: Literal["enters", "leaves"]
    chance: float
    by_draws: tuple[float, float, float] | None
    crossing: float


def break_even(
    items: Sequence[Item], model: Model, name: str, *, k: int = 10, draws: int = DRAWS, seed: int = 0
) -> tuple[BreakEven, ...]:
    """What would have to be found out about an idea's inputs to move it over the line after the k-th; the likeliest first.

    A probability of success counts with its expectation here, as what is asked is how high it must be. Values up to a thousand times nearer to or further
    from 0 are looked at, within the input's bounds. Random with `seed`. Raises ValueError as `draw`, for an unknown idea, or k outside 1 to the number of
    ideas less one: with all ideas in, none can leave.
    """
    check(items, model)
    place = next((at for at, item in enumerate(items) if item.name == name), None)
    if place is None or not 1 <= k < len(items):
        raise ValueError("needs one of the ideas, and k from 1 to their number less one")
    medians = {each.name: np.array([item.inputs[each.name].median for item in items]) for each in model.inputs}
    scores = model.formula(medians) + np.zeros(len(items))
    line = _line(scores[:, None], place, k)[0]
    drawn = draw(items, model, draws, seed, success="expected", keep=True)
    lines = _line(drawn.scores.astype(np.float64), place, k)
    own = {each: values[place] for each, values in medians.items()}
    seen = {each: values[place] for each, values in drawn.inputs.items()}
    found = [
        _turn(model, each, items[place].inputs[each.name], own, float(line), _by_draws(model, each, own, seen, lines))
        for each in model.inputs
    ]
    return tuple(sorted(found, key=lambda one: -one.chance))


def _line(scores: Numbers, place: int, k: int) -> Numbers:
    """(draws,): the score of the k-th of the other ideas."""
    others = np.delete(scores, place, axis=0)
    lines: Numbers = -np.partition(-others, k - 1, axis=0)[k - 1]
    return lines


def _turn(
    model: Model,
    each: Input,
    known: Uncertain,
    own: Mapping[str, float],
    line: float,
    by_draws: tuple[tuple[float, float, float] | None, float],
) -> BreakEven:
    now = float(own[each.name])
    grid = _grid(each, now, _STEPS)
    beyond = np.asarray(model.formula({**own, each.name: grid})) - line
    start = float(np.asarray(model.formula(own)) - line)
    value = _nearest(grid, beyond[:, None], now)[0]
    turn: Literal["enters", "leaves"] = "leaves" if start >= 0 else "enters"
    if np.isnan(value):
        return BreakEven(each.name, now, None, turn, 0.0, *by_draws)
    possible = table(known).astype(np.float64)
    chance = float(((np.interp(possible, grid, beyond) >= 0) != (start >= 0)).mean())
    return BreakEven(each.name, now, float(value), turn, chance, *by_draws)


def _by_draws(
    model: Model, each: Input, own: Mapping[str, float], seen: Mapping[str, Drawn], lines: Numbers
) -> tuple[tuple[float, float, float] | None, float]:
    grid = _grid(each, own[each.name], _DRAWN_STEPS)
    values: dict[str, Values] = {name: drawn[None].astype(np.float64) for name, drawn in seen.items()}
    beyond = np.asarray(model.formula({**values, each.name: grid[:, None]})) - lines
    found = _nearest(grid, np.broadcast_to(beyond, (len(grid), len(lines))), own[each.name])
    there = found[~np.isnan(found)]
    if not len(there):
        return None, 0.0
    low, middle, high = np.quantile(there, [0.1, 0.5, 0.9]).tolist()
    return (low, middle, high), len(there) / len(found)


def _grid(each: Input, now: float, steps: int) -> Numbers:
    """Values to try, rising: evenly where both bounds are known, else by factors to either side of 0 as far as bounds allow."""
    if np.isfinite(each.least) and np.isfinite(each.most):
        return np.linspace(each.least, each.most, steps)[int(each.is_above) :]
    size = abs(now) or 1.0
    factors = size * np.geomspace(1 / _FAR, _FAR, steps // 2)
    grid = np.concatenate([-factors[::-1], [0.0], factors])
    inside = (grid > each.least) if each.is_above else (grid >= each.least)
    return grid[inside & (grid <= each.most)]


def _nearest(grid: Numbers, beyond: Numbers, now: float) -> Numbers:
    """(draws,): where `beyond` (values, draws) turns its sign next to `now`, by a straight line between two values; nan where it never does."""
    inside = beyond >= 0
    turns = (inside[1:] != inside[:-1]) & np.isfinite(beyond[1:]) & np.isfinite(beyond[:-1])
    low, high = beyond[:-1], beyond[1:]
    with np.errstate(all="ignore"):
        share = np.where(turns, low / (low - high), 0.0)
    places = grid[:-1, None] + share * np.diff(grid)[:, None]
    far = np.where(turns, np.abs(places - now), np.inf)
    best = far.argmin(axis=0)
    columns = np.arange(beyond.shape[1])
    found: Numbers = np.where(turns.any(axis=0), places[best, columns], np.nan)
    return found
