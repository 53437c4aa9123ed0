"""One step of a survey as a page shows it, to respondents and to members who look at it before: what is asked, and what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from clew.ground.doors.api import typed
from clew.ground.ledger.api import Refused
from clew.rooms.roadmap.queries.surveyed import Form, Shown
from clew.rooms.roadmap.survey_asking import IMPORTANCE, KANO_CHOICES, SATISFACTION, Asking

Choices = tuple[tuple[int, str], ...]
SCALES: Mapping[str, tuple[tuple[str, str, Choices], ...]] = {
    "kano": (
        ("functional", "If you had this, how would you feel?", KANO_CHOICES),
        ("dysfunctional", "If you did not have this, how would you feel?", KANO_CHOICES),
    ),
    "odi": (
        ("importance", "How important is this to you?", IMPORTANCE),
        ("satisfaction", "How well is this solved for you today?", SATISFACTION),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """`choices`: the value of each, its words, and whether it is chosen."""

    name: str
    text: str
    choices: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An idea among several: the `points` typed for it, or whether it is chosen."""

    idea: Shown
    points: str = ""
    is_best: bool = False
    is_worst: bool = False

    @property
    def name(self) -> str:
        return f"points-{self.idea.place}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The question with the `number` of `steps`."""

    method: str
    step: int
    number: int
    steps: int
    amount: int
    idea: Shown | None = None
    scales: tuple[Scale, ...] = ()
    lines: tuple[Line, ...] = ()


def sheet(
    form: Form, asking: Asking, step: int, number: int, *, filled: Mapping[str, Any], pair: tuple[int, int] | None
) -> Sheet:
    """`filled`: the answer that stands, or what was typed, by the names of the fields."""
    ideas = {one.place: one for one in form.ideas}
    told = {name: "" if value is None else str(value) for name, value in filled.items()}
    begun = Sheet(form.method, step, number, asking.steps, form.amount)
    if form.method in SCALES:
        scales = tuple(
            Scale(name, text, tuple((value, words, told.get(name) == str(value)) for value, words in choices))
            for name, text, choices in SCALES[form.method]
        )
        return replace(begun, idea=ideas[step], scales=scales)
    shown = {"maxdiff": asking.sets[step] if asking.sets else (), "pairwise": pair or ()}
    places = shown.get(form.method, asking.places)
    lines = tuple(
        Line(
            ideas[place],
            told.get(f"points-{place}", ""),
            told.get("best") == str(place),
            told.get("worst") == str(place),
        )
        for place in places
    )
    return replace(begun, lines=lines)


def filled_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """An answer by the names of the form's fields."""
    return {**given, **{f"points-{place}": points for place, points in enumerate(given.get("points", ()))}}


def _points(data: Any, name: str) -> int:
    """Nothing typed is none given."""
    told = typed.words(data, name, most=20) or "0"
    if not told.isdecimal():
        raise Refused("That is no whole number.", field=name, remedy="Type it in digits, such as 3.")
    return int(told)


def given_of(method: str, ideas: int, data: Any) -> dict[str, Any]:
    """What a form says, as an answer."""
    if method in ("budget", "dots"):
        return {"points": [_points(data, f"points-{place}") for place in range(ideas)]}
    if method == "pairwise":
        better = typed.whole_number(data, "better")
        both = [typed.whole_number(data, name) for name in ("first", "second")]
        return {"better": better, "other": both[1] if better == both[0] else both[0] if better == both[1] else None}
    names = ("best", "worst") if method == "maxdiff" else tuple(name for name, _, _ in SCALES[method])
    return {name: typed.whole_number(data, name) for name in names}
