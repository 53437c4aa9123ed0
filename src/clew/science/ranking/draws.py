"""Draw ideas' inputs from their distributions and work out the scores, many times over."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clew.science.ranking.models import Input, Model
from clew.science.ranking.uncertain import KNOTS, Uncertain, table

Drawn = NDArray[np.float32]
# `drawn`: success comes or does not come in each draw; `expected`: it counts with its probability.
Success = Literal["drawn", "expected"]

_SUCCESS = {
    "drawn": "an idea succeeds or fails in each draw, as likely as its {}",
    "expected": "worth is weighed by {}",
}


def how(model: Model, success: Success) -> str:
    """What became of the probability of success, for people; nothing where the model has none."""
    return f", {_SUCCESS[success].format(model.success)}" if model.success else ""


MOST_ITEMS, MOST_CELLS = 2_000, 10_000_000
FEWEST_DRAWS = 100
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Item:
    """An idea and what is known of each input of the model."""

    name: str
    inputs: Mapping[str, Uncertain]


@dataclass(frozen=True, slots=True)
class Draws:
    """(items, draws) each; `inputs` only where they were asked to be kept."""

    scores: Drawn
    inputs: Mapping[str, Drawn]


def check(items: Sequence[Item], model: Model) -> None:
    """Raises ValueError, naming the idea and the input, for inputs that are missing, unknown to the model or may lie out of bounds."""
    if not 1 <= len(items) <= MOST_ITEMS or len({item.name for item in items}) < len(items):
        raise ValueError(f"ranks 1 to {MOST_ITEMS:,} ideas, each under its own name")
    wanted = {each.name for each in model.inputs}
    for item in items:
        if odd := wanted ^ set(item.inputs):
            raise ValueError(
                f"“{item.name}”: {model.name} needs {', '.join(sorted(wanted))}; see {', '.join(sorted(odd))}"
            )
        for each in model.inputs:
            _check_bounds(item, each)


def draw(items: Sequence[Item], model: Model, draws: int, seed: int, *, success: Success, keep: bool = False) -> Draws:
    """Draw every idea `draws` times. Inputs are independent of each other and between ideas. Random with `seed`.

    Raises ValueError as `check`, for fewer than 100 draws or more than ten million scores, and where a score has no finite value.
    """
    check(items, model)
    if not FEWEST_DRAWS <= draws <= MOST_CELLS // len(items):
        raise ValueError(f"{len(items)} ideas can be drawn {FEWEST_DRAWS} to {MOST_CELLS // len(items):,} times")
    random = np.random.Generator(np.random.SFC64(seed))
    scores = np.empty((len(items), draws), dtype=np.float32)
    kept: dict[str, list[Drawn]] = {each.name: [] for each in model.inputs if keep}
    for first in range(0, len(items), _BLOCK):
        block = items[first : first + _BLOCK]
        inputs = {each.name: _input(block, each, draws, random, success) for each in model.inputs}
        scores[first : first + _BLOCK] = model.formula(inputs)
        for name in kept:
            kept[name].append(inputs[name])
    _check_finite(items, scores)
    return Draws(scores, {name: np.concatenate(parts) for name, parts in kept.items()})


def point_scores(items: Sequence[Item], model: Model) -> NDArray[np.float64]:
    """(items,): what the model says when every input is the one number one would have written."""
    values = {each.name: np.array([item.inputs[each.name].most_likely for item in items]) for each in model.inputs}
    scores: NDArray[np.float64] = model.formula(values) + np.zeros(len(items))
    _check_finite(items, scores[:, None])
    return scores


def inputs_hash(items: Sequence[Item], model: Model) -> str:
    """SHA-256 of what a ranking is made from: the model with its formula, and each idea's distributions in their order."""
    told = [
        [model.name, model.version, model.formula.text],
        *([item.name, sorted((name, _told(one)) for name, one in item.inputs.items())] for item in items),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _told(value: Uncertain) -> list[object]:
    return [value.shape, value.numbers, [_told(part) for part in value.parts]]


def look_up(values: Sequence[Uncertain], draws: int, random: np.random.Generator) -> Drawn:
    """(n, draws): each drawn from its own distribution."""
    found = np.empty((len(values), draws), dtype=np.float32)
    for row, value in enumerate(values):
        if value.is_point:
            found[row] = value.numbers[0]
        else:
            places = random.integers(0, 65536, size=draws, dtype=np.uint16) & np.uint16(KNOTS - 1)
            found[row] = table(value)[places]
    return found


def _input(items: Sequence[Item], each: Input, draws: int, random: np.random.Generator, success: Success) -> Drawn:
    found = look_up([item.inputs[each.name] for item in items], draws, random)
    if each.is_probability and success == "drawn":
        came = random.integers(0, 65536, size=found.shape, dtype=np.uint16) < found * np.float32(65536)
        return came.astype(np.float32)
    return found


def _check_bounds(item: Item, each: Input) -> None:
    found = item.inputs[each.name]
    low, high = _ends(found)
    if low < each.least or high > each.most or (each.is_above and low <= each.least):
        worst = low if low < each.least or (each.is_above and low <= each.least) else high
        raise ValueError(f"“{item.name}”: {each.name} may come to {worst:g}; it must be {each.bounds}")


def _ends(value: Uncertain) -> tuple[float, float]:
    if value.shape in ("pert", "triangular"):
        return value.numbers[0], value.numbers[2]
    if value.shape == "beta":
        return 0.0, 1.0
    if value.shape == "pool":
        ends = [_ends(part) for part in value.parts]
        return min(low for low, _ in ends), max(high for _, high in ends)
    found = table(value)
    return float(found[0]), float(found[-1])


def _check_finite(items: Sequence[Item], scores: NDArray[np.floating]) -> None:
    lost = np.flatnonzero(~np.isfinite(scores).all(axis=1))
    if len(lost):
        raise ValueError(f"“{items[lost[0]].name}”: its score has no finite value for some of the values it may take")
