"""How each method of a survey asks, step by step, and which answers it takes. Pure: no database.

An answer is kept under its step and names ideas by their places in the survey:

- kano: a step is an idea; functional, dysfunctional, each from 1 (I like it) to 5 (I dislike it)
- odi: a step is an idea; importance, satisfaction, each from 1 to 5 or null
- maxdiff: a step is a set; shown, best, worst
- pairwise: a step is a pair; better, other
- budget, dots: one step; points, one number for each idea
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

from clew.ground.ledger.api import Refused

KANO_CHOICES = (
    (1, "I like it"),
    (2, "I expect it"),
    (3, "I don't mind"),
    (4, "I can live with it"),
    (5, "I dislike it"),
)
IMPORTANCE = ((1, "Not at all"), (2, "A little"), (3, "Somewhat"), (4, "Very"), (5, "Extremely"))
SATISFACTION = (
    (1, "Not at all"), (2, "A little"), (3, "Somewhat"), (4, "Very"), (5, "Fully"),
)  # fmt: skip
SCALE = 5
AGAIN = "Load the page again."


@dataclass(frozen=True, slots=True)
class Amount:
    """What a method's number means: its words, what it is when nobody says, and its ends."""

    label: str
    usual: int
    least: int
    most: int


AMOUNTS: Mapping[str, Amount] = {
    "maxdiff": Amount("Ideas shown at a time", 4, 3, 6),
    "pairwise": Amount("Pairs for each person, at most", 12, 3, 60),
    "budget": Amount("Dollars to spend", 100, 10, 1000),
    "dots": Amount("Dots to give", 5, 1, 20),
}
LEAST_IDEAS = {"kano": 1, "odi": 1, "maxdiff": 4, "pairwise": 3, "budget": 2, "dots": 2}
MOST_IDEAS = 30


@dataclass(frozen=True, slots=True)
class Asking:
    """A survey as one respondent meets it. `sets`: their MaxDiff sets; `seed`: by which their order is drawn."""

    method: str
    ideas: int
    amount: int
    seed: int
    sets: tuple[tuple[int, ...], ...] = ()

    @property
    def steps(self) -> int:
        if self.method == "maxdiff":
            return len(self.sets)
        if self.method == "pairwise":
            return min(self.amount, comb(self.ideas, 2))
        return 1 if self.method in ("budget", "dots") else self.ideas

    @property
    def places(self) -> tuple[int, ...]:
        """The ideas in this respondent's order, so that none is always first."""
        order = list(range(self.ideas))
        random.Random(self.seed).shuffle(order)  # noqa: S311 - an order, no secret
        return tuple(order)

    def next_step(self, answered: Collection[int]) -> int | None:
        order = self.places if self.method in ("kano", "odi") else range(self.steps)
        return next((step for step in order if step not in answered), None)


def read_answer(
    asking: Asking, step: int, given: Mapping[str, Any], taken: Collection[frozenset[int]] = ()
) -> dict[str, Any]:
    """The answer as it is kept. `taken`: pairs that this respondent has judged. Refused with the field that is wrong."""
    if not 0 <= step < (asking.steps if asking.method != "pairwise" else asking.amount):
        raise Refused("There is no such question.", field="step", remedy=AGAIN)
    return _READ[asking.method](asking, step, given, taken)


def _kano(asking: Asking, step: int, given: Mapping[str, Any], taken: Any) -> dict[str, Any]:
    return {name: _on_scale(given, name) for name in ("functional", "dysfunctional")}


def _odi(asking: Asking, step: int, given: Mapping[str, Any], taken: Any) -> dict[str, Any]:
    told = {name: _on_scale(given, name, needed=False) for name in ("importance", "satisfaction")}
    if told == {"importance": None, "satisfaction": None}:
        raise Refused("This needs an answer.", field="importance", remedy="Answer one of the two at least.")
    return told


def _maxdiff(asking: Asking, step: int, given: Mapping[str, Any], taken: Any) -> dict[str, Any]:
    shown = asking.sets[step]
    best, worst = (_one_of(given, name, shown) for name in ("best", "worst"))
    if best == worst:
        raise Refused("The same cannot be both.", field="worst", remedy="Choose another as the least.")
    return {"shown": list(shown), "best": best, "worst": worst}


def _pairwise(asking: Asking, step: int, given: Mapping[str, Any], taken: Collection[frozenset[int]]) -> dict[str, Any]:
    better, other = (_one_of(given, name, range(asking.ideas)) for name in ("better", "other"))
    if better == other:
        raise Refused("These are not two.", field="better", remedy=AGAIN)
    if frozenset((better, other)) in taken:
        raise Refused("This pair was judged already.", field="better", remedy=AGAIN)
    return {"better": better, "other": other}


def _points(asking: Asking, step: int, given: Mapping[str, Any], taken: Any) -> dict[str, Any]:
    told = given.get("points")
    if not isinstance(told, Sequence) or isinstance(told, str) or len(told) != asking.ideas:
        raise Refused("It takes a number for each idea.", field="points", remedy="Type 0 where you give nothing.")
    points = [_point(value, place, asking.amount) for place, value in enumerate(told)]
    spent, over = sum(points), sum(points) - asking.amount
    if over > 0:
        raise Refused(f"You gave {spent}, which is {over} too many.", field="points", remedy="Take some away.")
    if asking.method == "budget" and over < 0:
        raise Refused(f"You gave {spent} of {asking.amount}.", field="points", remedy=f"Give {-over} more.")
    if spent == 0:
        raise Refused("You gave none.", field="points", remedy="Give one at least.")
    return {"points": points}


def _point(value: Any, place: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise Refused("That is not one of the numbers.", field=f"points-{place}", remedy=f"Type 0 to {most}.")
    return value


_READ = {
    "kano": _kano, "odi": _odi, "maxdiff": _maxdiff, "pairwise": _pairwise, "budget": _points, "dots": _points,
}  # fmt: skip


def _on_scale(given: Mapping[str, Any], name: str, *, needed: bool = True) -> int | None:
    value = given.get(name)
    if value is None and not needed:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= SCALE:
        raise Refused("This needs an answer.", field=name, remedy=f"Choose one of the {SCALE}.")
    return value


def _one_of(given: Mapping[str, Any], name: str, places: Collection[int]) -> int:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value not in places:
        raise Refused("This needs an answer.", field=name, remedy="Choose one of those shown.")
    return value
