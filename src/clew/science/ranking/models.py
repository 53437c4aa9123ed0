"""Score models: what an idea is scored by, from which inputs, counted in what. The higher the score, the earlier the idea.

Each model is a formula over inputs with units, so that one's own is of the same kind as those that come with Clew. A model says which of its inputs is a
probability of success: the idea's worth then comes or does not come. Multiplying the worth by it gives the same mean but hides that an idea is worth
either all of it or nothing, which is what ranks are made of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from clew.science.ranking.formula import Formula, Values, parse
from clew.science.ranking.uncertain import Uncertain, least_of
from clew.science.ranking.units import PLAIN, unit

MOST_INPUTS = 20


@dataclass(frozen=True, slots=True)
class Input:
    """What an input is counted in and where it can lie: from `least` (itself left out where `is_above`) to `most`.

    `is_label`: its values are labels in an order, which are sure without a spread.
    """

    name: str
    unit: str = ""
    least: float = -inf
    most: float = inf
    is_above: bool = False
    is_probability: bool = False
    is_label: bool = False

    @property
    def bounds(self) -> str:
        least = f"{'above' if self.is_above else 'at least'} {self.least:g}" if self.least > -inf else ""
        most = f"at most {self.most:g}" if self.most < inf else ""
        return " and ".join(part for part in (least, most) if part)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The value that counts 0 and the one that counts 100; `bad` lies above `good` where less is better."""

    bad: float
    good: float


@dataclass(frozen=True, slots=True)
class Model:
    """`version` changes whenever a score would; `warnings` say when the order it gives is not the best one.

    `capacity`: where there is one, the first are not so many but those that it holds, by what each takes of it (the input `size`); what scores 0 is out.
    """

    name: str
    version: str
    inputs: tuple[Input, ...]
    formula: Formula
    warnings: tuple[str, ...] = field(default=())
    capacity: Uncertain | None = None
    size: str = ""

    @property
    def success(self) -> str | None:
        """The input that is the probability of success, if there is one."""
        return next((each.name for each in self.inputs if each.is_probability), None)


def model(name: str, formula: str, inputs: Sequence[Input], *, version: str = "1") -> Model:
    """A model of one's own. Raises FormulaError for a formula that is not allowed, ValueError for units or inputs that are not."""
    names = [each.name for each in inputs]
    if len(set(names)) < len(names) or not 1 <= len(names) <= MOST_INPUTS:
        raise ValueError(f"a model has 1 to {MOST_INPUTS} inputs, each under its own name")
    if sum(each.is_probability for each in inputs) > 1:
        raise ValueError("a model has one probability of success at most")
    read = parse(formula, {each.name: unit(each.unit) for each in inputs})
    unused = [name for name in names if name not in read.names]
    if unused:
        raise ValueError(f"the formula does not use {', '.join(unused)}")
    return Model(name, version, tuple(inputs), read)


def rice() -> Model:
    """Reach x impact x confidence / effort (Intercom, McBride 2016); confidence is the probability that the impact comes."""
    return model("RICE", "reach * impact * confidence / effort", [
        Input("reach", "people/quarter", least=0),
        Input("impact", least=0),
        _CONFIDENCE,
        Input("effort", "person-weeks", least=0, is_above=True),
    ])  # fmt: skip


def ice() -> Model:
    """Impact x confidence x ease (Ellis); confidence is the probability that the impact comes, not a mark from 1 to 10."""
    return model("ICE", "impact * confidence * ease", [Input("impact", least=0), _CONFIDENCE, Input("ease", least=0)])


def cd3(*, queues: int = 1, has_dependencies: bool = False, money: str = "money") -> Model:
    """Cost of delay per week / duration, also known as WSJF in its first form (Reinertsen 2009).

    Working in this order makes the cost of all delays least where one idea is done after another, each can come at any place, and a week of delay always
    costs the same: Smith's rule (1956), Naval Research Logistics Quarterly 3. What breaks that is said in the model's warnings.
    """
    made = model("CD3", "cost_of_delay / duration", [
        Input("cost_of_delay", f"{money}/week", least=0),
        Input("duration", "weeks", least=0, is_above=True),
    ])  # fmt: skip
    said = [
        "The order is the best only while a week of delay costs the same at any time; a fixed date or season breaks it."
    ]
    if queues > 1:
        said.append(f"{queues} queues work at once: the order is good for each, the best for all only by a portfolio.")
    if has_dependencies:
        said.append("Some ideas wait for others: what opens the way may be worth more than its own score says.")
    return Model(made.name, made.version, made.inputs, made.formula, tuple(said))


def weighted(weights: Mapping[str, float], anchors: Mapping[str, Anchor], *, version: str = "1") -> Model:
    """The weighted mean of inputs, each put on a scale from 0 to 100 by its own fixed anchors and held within it.

    The anchors are set before ideas are, never taken from them: dividing by the column's maximum lets a new idea turn the order of two others around (rank
    reversal, Belton & Gear 1983, Omega 11). Raises ValueError for weights that are not positive, anchors missing or without distance.
    """
    if not weights or not all(0 < weight < inf for weight in weights.values()) or set(weights) != set(anchors):
        raise ValueError("each input needs a positive weight, and anchors")
    if any(anchor.bad == anchor.good for anchor in anchors.values()):
        raise ValueError("two anchors of an input lie apart")
    total = sum(weights.values())
    shares = {name: weight / total for name, weight in weights.items()}
    text = " + ".join(
        f"{share!r} * {name} from {anchors[name].bad!r} to {anchors[name].good!r}" for name, share in shares.items()
    )

    def work(values: Mapping[str, Values]) -> Values:
        return sum(share * _scaled(values[name], anchors[name]) for name, share in shares.items())

    return Model(
        "Weighted", version, tuple(Input(name) for name in weights), Formula(text, tuple(weights), PLAIN, work)
    )


def opportunity() -> Model:
    """Importance + max(importance - satisfaction, 0), each ten times the share that gave one of the two highest marks (Ulwick 2002)."""
    return model("Opportunity", "importance + max(importance - satisfaction, 0)", [
        Input("importance", least=0, most=10), Input("satisfaction", least=0, most=10),
    ])  # fmt: skip


def value_effort() -> Model:
    """Value for each unit of effort."""
    return model("Value and effort", "value / effort", [
        Input("value", "money"), Input("effort", "person-weeks", least=0, is_above=True),
    ])  # fmt: skip


def within(capacity: Uncertain, *, version: str = "1") -> Model:
    """Must before should before could, as far as the capacity goes; what won't be done is out (Clegg & Barker 1994, the DSDM handbook).

    `moscow` is 3 for must, 2 for should, 1 for could, 0 for won't; of several judgements it is their pool. `effort` and `capacity` in person-weeks. Raises
    ValueError for a capacity that may be 0 or less.
    """
    if least_of(capacity) <= 0:
        raise ValueError("a capacity is above 0")

    def work(values: Mapping[str, Values]) -> Values:
        return np.rint(values["moscow"])

    text = f"moscow, while effort fits into {capacity.shape} {list(capacity.numbers)}"
    inputs = (Input("moscow", most=3, least=0, is_label=True), Input("effort", "person-weeks", least=0, is_above=True))
    said = ("Inside one label ideas come in any order, drawn at random: a score would tell them apart.",)
    return Model("MoSCoW", version, inputs, Formula(text, ("moscow", "effort"), PLAIN, work), said, capacity, "effort")


def _scaled(value: Values, anchor: Anchor) -> Values:
    return np.clip(100 * (value - anchor.bad) / (anchor.good - anchor.bad), 0, 100)


_CONFIDENCE = Input("confidence", least=0, most=1, is_probability=True)
