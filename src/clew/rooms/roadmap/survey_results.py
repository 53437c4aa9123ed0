"""From answers to what they say of each idea, with its interval: one shape for every method. Pure: no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, Any

from clew.science.estimates import Estimate

if TYPE_CHECKING:
    from clew.science.pairwise import Triads
    from clew.science.surveys import Allocated

Answers = Sequence[
    Sequence[Mapping[str, Any]]
]  # of each respondent: what they answered, each with its step under "step"
LEVEL = 0.9
KANO_NAMES = {
    "M": "Must-be", "O": "One-dimensional", "A": "Attractive", "I": "Indifferent", "R": "Reverse", "Q": "Questionable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """`least`, `most`: the ends it lies between, None where it has none. `hint`: what it means, and its term.

    `is_share`: it is written as a percentage.
    """

    key: str
    label: str
    least: float | None
    most: float | None
    hint: str
    is_share: bool = False


TWO = "of two ideas, the one that is 1 higher is preferred 73 of 100 times"
GIVEN = Measure(
    "share", "Share of what was given", 0, 1, "Everybody counts alike, however much of theirs they gave.", True
)
MEASURES: Mapping[str, tuple[Measure, ...]] = {
    "kano": (
        Measure("better", "Better (satisfied when it is there)", 0, 1, "Attractive and one-dimensional, of all but reverse and questionable.", True),
        Measure("worse", "Worse (dissatisfied when it is not)", 0, 1, "Must-be and one-dimensional, of all but reverse and questionable; mostly written with a minus.", True),
        Measure("functional", "Liking when it is there", -2, 4, "The mean answer: 4 I like it, 2 I expect it, 0 I don't mind, -1 I can live with it, -2 I dislike it."),
        Measure("dysfunctional", "Dislike when it is not", -2, 4, "The mean answer: 4 I dislike it, 2 I can live with it, 0 I don't mind, -1 I expect it, -2 I like it."),
    ),
    "maxdiff": (
        Measure("share", "Share of preference", 0, 1, "Were all of these shown at once: how many would choose it as what matters most.", True),
        Measure("counted", "Most less least", -1, 1, "How often it was chosen as most, less how often as least, by how often it was shown."),
        Measure("utility", "How much it is preferred", None, None, f"0 is the average of these ideas; {TWO}. The term: utility, in logits."),
    ),
    "pairwise": (
        Measure("chance", "Chance to win against the average", 0, 1, "How likely it is preferred to an idea of average strength.", True),
        Measure("strength", "Strength", None, None, f"0 is the average of these ideas; {TWO}. The term: Bradley-Terry strength, in logits."),
    ),
    "odi": (
        Measure("score", "Opportunity score", 0, 20, "Importance, and what satisfaction falls short of it."),
        Measure("importance", "Importance", 0, 10, "Ten times the share of people who chose one of the two highest answers."),
        Measure("satisfaction", "Satisfaction", 0, 10, "Ten times the share of people who chose one of the two highest answers."),
    ),
    "budget": (GIVEN,),
    "dots": (GIVEN,),
}  # fmt: skip
HOW: Mapping[str, str] = {
    "kano": "Both answers of a person have their place in Kano's table; the most frequent category names the idea.",
    "maxdiff": "It counts what an idea was chosen out of: to win among strong ones says more than among weak ones.",
    "pairwise": "It counts against what an idea won: to win against a strong one says more than against a weak one.",
    "odi": "What matters much and is solved badly comes first.",
    "budget": "The mean of what each person gave.",
    "dots": "The mean of what each person gave.",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """`level`: how much of the cases low to high hold."""

    key: str
    label: str
    value: float
    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class Said:
    """What the answers say of the idea at a place. `category`: by Kano, `is_clear` where chance alone hardly makes it the first."""

    place: int
    n: int
    measures: tuple[Measured, ...]
    shares: tuple[Measured, ...] = ()
    category: str = ""
    is_clear: bool = True
    facts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """`said`: by place, without those that nobody answered."""

    said: tuple[Said, ...]
    method: str = ""
    warnings: tuple[str, ...] = ()
    chances: tuple[tuple[int, int, float, float, float], ...] = field(default=())


def results(method: str, ideas: int, answers: Answers) -> Found:
    """What these respondents said, by the science of the method; nothing where nobody answered."""
    told = [each for each in answers if each]
    return _FOUND[method](ideas, told) if told else Found(())


def _kano(ideas: int, answers: Answers) -> Found:
    from clew.science.surveys import kano

    said, method = [], ""
    for place, pairs in _by_place(answers, ideas, ("functional", "dysfunctional")):
        found = kano(pairs, level=LEVEL)
        method = found.method
        worse = found.worse and Estimate(
            -found.worse.value, -found.worse.high, -found.worse.low, LEVEL, "", found.worse.n
        )
        measures = _measures(
            "kano", better=found.better, worse=worse, functional=found.functional, dysfunctional=found.dysfunctional
        )
        shares = tuple(_measured(key, name, found.shares[key]) for key, name in KANO_NAMES.items())  # type: ignore[index]  # its own categories
        few = found.functional.warnings
        said.append(Said(place, found.n, measures, shares, found.category, found.clear, (), (*few, *found.warnings)))
    return Found(tuple(said), method)


def _odi(ideas: int, answers: Answers) -> Found:
    from clew.science.surveys import opportunity

    said = []
    for place, pairs in _by_place(answers, ideas, ("importance", "satisfaction")):
        if not any(None not in pair for pair in pairs):
            continue
        found = opportunity([a for a, _ in pairs], [b for _, b in pairs], level=LEVEL)
        measures = _measures(
            "odi", score=found.score, importance=found.importance, satisfaction=found.satisfaction
        )  # fmt: skip
        facts = (("Served better than it matters",) if found.is_overserved else ()) + (
            (f"{found.missing} answered one of both questions only",) if found.missing else ()
        )
        said.append(Said(place, found.n, measures, facts=facts, warnings=found.warnings))
    return Found(tuple(said), "Ulwick's opportunity score, top two boxes, Bayesian bootstrap of respondents")


def _maxdiff(ideas: int, answers: Answers) -> Found:
    from clew.science.surveys import Choice, maxdiff

    choices = [[Choice(tuple(one["shown"]), one["best"], one["worst"]) for one in each] for each in answers]
    found = maxdiff(choices, ideas, level=LEVEL)
    said = []
    for place, item in enumerate(found.items):
        if not item.shown:
            continue
        facts: tuple[str, ...] = (f"shown {item.shown} times: {item.best} most, {item.worst} least",)
        if item.is_divisive:
            facts += (f"People are divided: {_percent(item.loved)} prefer it, {_percent(item.hated)} reject it",)
        measures = _measures("maxdiff", share=item.share, counted=item.counted, utility=item.utility)
        said.append(Said(place, item.counted.n, measures, facts=facts))
    return Found(tuple(said), found.method, found.warnings)


def _pairwise(ideas: int, answers: Answers) -> Found:
    from clew.science.pairwise import chance_to_win, strengths

    pairs = [(one["better"], one["other"]) for each in answers for one in each]
    people = [who for who, each in enumerate(answers) for _ in each]
    found = strengths(pairs, ideas, people=people, level=LEVEL)
    said = [
        Said(
            place, item.n, _measures("pairwise", strength=item, chance=_against_average(item)),
            facts=("compared once" if item.n == 1 else f"compared {item.n} times",), warnings=item.warnings,
        )
        for place, item in enumerate(found.items) if item.n
    ]  # fmt: skip
    chances = []
    for one in range(ideas):
        for other in range(ideas):
            if one != other:
                win = chance_to_win(found, one, other)
                chances.append((one, other, win.value, win.low, win.high))
    return Found(tuple(said), found.method, (*_circles(found.triads), *found.warnings), tuple(chances))


def _circles(triads: "Triads") -> tuple[str, ...]:
    """Nothing, while no three ideas were all compared with each other."""
    if not triads.decided:
        return ()
    if triads.decided == 1:
        turned = "contradict themselves" if triads.circular else "fit together"
        return (f"Of one group of three ideas each was compared with each; the answers {turned}.",)
    how_many = {0: "none contradicts itself", 1: "one contradicts itself"}
    told = how_many.get(triads.circular, f"{triads.circular} contradict themselves")
    by_chance = "fewer than one" if triads.by_chance < 1 else f"about {triads.by_chance:.0f}"
    return (
        f"Of {triads.decided} groups of three ideas that were all compared with each other, {told} (the first better than the second, this"
        f" better than the third, and the third better than the first); if people had answered at random, {by_chance} would.",
    )


def _against_average(item: Estimate) -> Estimate:
    value, low, high = (1 / (1 + exp(-logit)) for logit in (item.value, item.low, item.high))
    return Estimate(value, low, high, item.level, item.method, item.n)


def _allocation(ideas: int, answers: Answers) -> Found:
    from clew.science.surveys import allocation

    found = allocation([one["points"] for each in answers for one in each], level=LEVEL)
    said = []
    for place, item in enumerate(found.items):
        measures = _measures("budget", share=item.share)
        said.append(Said(place, found.n, measures, facts=_who_gave(item), warnings=item.share.warnings))
    return Found(tuple(said), found.method, found.warnings)


def _who_gave(item: "Allocated") -> tuple[str, ...]:
    if item.of_givers is None:
        return ("nobody gave it anything",)
    if item.nothing.value == 0:
        facts: tuple[str, ...] = ("everybody gave it something",)
    else:
        nothing = f"{_percent(item.nothing.value)} gave it nothing"
        facts = (nothing, f"the others gave it {_percent(item.of_givers)} on average")
    return (*facts, "more than a third of it came from one person") if item.is_carried else facts


_FOUND: Mapping[str, Callable[[int, Answers], Found]] = {
    "kano": _kano, "odi": _odi, "maxdiff": _maxdiff, "pairwise": _pairwise, "budget": _allocation, "dots": _allocation,
}  # fmt: skip


def _by_place(answers: Answers, ideas: int, names: tuple[str, str]) -> list[tuple[int, list[Any]]]:
    """Of each idea that somebody answered: the pairs of answers."""
    told: dict[int, list[Any]] = {place: [] for place in range(ideas)}
    for each in answers:
        for one in each:
            told[one["step"]].append((one[names[0]], one[names[1]]))
    return [(place, pairs) for place, pairs in told.items() if pairs]


def _measures(method: str, **found: Estimate | None) -> tuple[Measured, ...]:
    return tuple(
        _measured(measure.key, measure.label, estimate)
        for measure in MEASURES[method]
        if (estimate := found[measure.key]) is not None
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _measured(key: str, label: str, found: Estimate) -> Measured:
    return Measured(key, label, found.value, found.low, found.high, found.level)
