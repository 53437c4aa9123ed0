"""Have we heard enough? What each further participant still brought, and what the next ones may bring.

`heard`: for each participant, in the order they were asked, the findings heard from them. The question is always about findings of the kind that
these people, asked in this way, can tell: other people or other questions open the matter anew.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate

Heard = Sequence[Collection[Hashable]]
Numbers = NDArray[np.float64]
Incidence = NDArray[np.bool_]

BASE, RUN, THRESHOLD = 4, 2, 0.05
FEW_PARTICIPANTS = 10


@dataclass(frozen=True, slots=True)
class Run:
    """Participants `first` to `last` (from 1): how many findings were new in them, and that number against the base."""

    first: int
    last: int
    new: int
    ratio: float


@dataclass(frozen=True, slots=True)
class Saturation:
    """`reached_at`: the last participant before the first run at or below the threshold (written reached_at + run); None while there is none."""

    base: int
    base_findings: int
    run: int
    threshold: float
    runs: tuple[Run, ...]
    reached_at: int | None
    method: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Findings heard from this many participants: the mean over all orders in which they could have been asked, and a band of orders."""

    participants: int
    mean: float
    low: float
    high: float
    as_asked: int


@dataclass(frozen=True, slots=True)
class Curve:
    points: tuple[CurvePoint, ...]
    level: float
    method: str
    warnings: tuple[str, ...]


def saturation(heard: Heard, *, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD) -> Saturation:
    """New findings in each run of participants, as a share of the findings of the base.

    Source: Guest, Namey & Chen (2020), PLOS ONE 15, e0232076. Runs overlap: each begins one participant after the one before.
    Raises ValueError for a base or run below 1, or a threshold outside [0, 1).
    """
    if base < 1 or run < 1 or not 0 <= threshold < 1:
        raise ValueError("needs a base and a run of at least one, and a threshold from 0 up to 1")
    new = _new(heard)
    found = sum(new[:base])
    runs = tuple(
        Run(first + 1, first + run, sum(new[first : first + run]), sum(new[first : first + run]) / found)
        for first in range(base, len(new) - run + 1)
        if found
    )
    reached = next((each.first - 1 for each in runs if each.ratio <= threshold), None)
    method = f"Guest, Namey & Chen 2020, base {base}, run {run}, threshold {threshold:.0%}"
    return Saturation(base, found, run, threshold, runs, reached, method, _thin(len(new), base + run, found))


def discovery_curve(heard: Heard, *, level: float = 0.9, orders: int = 1000, seed: int = 0) -> Curve:
    """Findings against participants. The mean is exact; the band is of `orders` random orders, with `seed`.

    Source: the sample-based curve of Ugland, Gray & Ellingsen (2003), Journal of Animal Ecology 72 = Colwell et al. (2012), Journal of Plant
    Ecology 5, equation 17. The band shows how much the order matters, not what other people would have said. Raises ValueError for a level outside
    (0, 1).
    """
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    told = _incidence(heard)
    people = len(heard)
    random = np.random.default_rng(seed)
    drawn = np.array([_cumulative(told[random.permutation(people)]) for _ in range(orders)]).reshape(orders, people)
    lows, highs = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0) if people else (drawn, drawn)
    means, asked = rarefied(told.sum(axis=0).tolist(), people), _cumulative(told)
    points = tuple(
        CurvePoint(t + 1, float(means[t]), float(lows[t]), float(highs[t]), int(asked[t])) for t in range(people)
    )
    return Curve(points, level, "sample-based rarefaction", _few(people))


def rarefied(frequencies: Sequence[int], people: int) -> Numbers:
    """(people,): findings expected from 1, 2, ... participants out of `people`, of whom `frequencies` told each finding."""
    count = np.asarray(frequencies, dtype=float)
    missed, total = np.ones(len(count)), np.empty(people)
    for t in range(people):
        missed = missed * np.maximum(people - t - count, 0) / (people - t)
        total[t] = (1 - missed).sum()
    return total


def unheard(frequencies: Sequence[int], people: int) -> float:
    """Chao2: a lower bound for how many findings nobody told yet, from those told by one and by two.

    Source: Chao (1987), Biometrics 43; the form without doubletons is the bias-corrected one. Raises ValueError without participants.
    """
    if people < 1:
        raise ValueError("needs at least one participant")
    often = Counter(frequencies)
    once, twice = often[1], often[2]
    bound = once * once / (2 * twice) if twice else once * (once - 1) / 2
    return (people - 1) / people * bound


def expected_new(frequencies: Sequence[int], people: int, more: int) -> float:
    """Findings that `more` further participants are expected to add.

    Source: Colwell et al. (2012), Journal of Plant Ecology 5, equation 18. It assumes that participants are drawn alike, and each tells a finding
    independently; sound up to about as many again as were asked.
    """
    hidden, once = unheard(frequencies, people), Counter(frequencies)[1]
    return hidden * (1 - (1 - once / (people * hidden + once)) ** more) if hidden else 0.0


def what_more_would_buy(
    heard: Heard, more: int = 3, *, level: float = 0.9, draws: int = 1000, seed: int = 0
) -> Estimate:
    """New findings to be had from `more` further participants, with an interval for what they will in fact bring.

    Value: `expected_new`. Interval: studies of the same size are made up from the estimated findings, heard and unheard (the bootstrap of Chao et
    al. 2014, Ecological Monographs 84, appendix G), each is continued by `more` participants, and its own forecast compared with what came. Random
    with `seed`. Raises ValueError for `more` below 1, a level outside (0, 1), or fewer than two participants.
    """
    if more < 1 or not 0 < level < 1 or len(heard) < 2:
        raise ValueError("needs two participants, at least one more, and a level between 0 and 1")
    people = len(heard)
    counts = _incidence(heard).sum(axis=0)
    value = expected_new(counts.tolist(), people, more)
    chances = _chances(counts, people)
    random = np.random.default_rng(seed)
    wrong = []
    for _ in range(draws):
        told = random.binomial(people, chances)
        came = int((random.binomial(more, chances)[told == 0] > 0).sum())
        wrong.append(came - expected_new(told.tolist(), people, more))
    low, high = value + np.quantile(wrong, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(
        value,
        max(0.0, min(float(low), value)),
        max(float(high), value),
        level,
        "Chao2 extrapolation",
        people,
        _beyond(counts, people, more),
    )


def _incidence(heard: Heard) -> Incidence:
    """(participants, findings): who told what."""
    place = {finding: index for index, finding in enumerate(dict.fromkeys(f for told in heard for f in told))}
    told = np.zeros((len(heard), len(place)), dtype=bool)
    for who, findings in enumerate(heard):
        told[who, [place[finding] for finding in findings]] = True
    return told


def _cumulative(told: Incidence) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.logical_or.accumulate(told, axis=0).sum(axis=1)
    return counts


def _new(heard: Heard) -> list[int]:
    counts = _cumulative(_incidence(heard))
    return [int(step) for step in np.diff(counts, prepend=0)]


def _chances(counts: NDArray[np.int64], people: int) -> Numbers:
    """The chance that a participant tells a finding: heard ones shrunk by what is unheard, which share that evenly among them."""
    counts = counts[counts > 0]
    often = Counter(counts.tolist())
    once, twice = often[1], often[2]
    hidden = ceil(unheard(counts.tolist(), people))
    share = counts / people
    if not hidden:
        return share
    rest = (people - 1) * once + 2 * twice if twice else (people - 1) * (once - 1) + 2
    missing = once / people * (people - 1) * (once if twice else once - 1) / rest
    fades = share * (1 - share) ** people
    shrunk = share * (1 - min(1.0, missing / float(fades.sum())) * (1 - share) ** people)
    return np.concatenate([shrunk, np.full(hidden, min(1.0, missing / hidden))])


def _few(people: int) -> tuple[str, ...]:
    return (
        (f"Only {people} participants: who comes next may well tell something else.",)
        if people < FEW_PARTICIPANTS
        else ()
    )


def _thin(people: int, needed: int, found: int) -> tuple[str, ...]:
    if people < needed:
        return (f"{people} participants are too few: the first run ends with number {needed}.",)
    return () if found else ("The base holds no findings to compare with.",)


def _beyond(counts: NDArray[np.int64], people: int, more: int) -> tuple[str, ...]:
    far = (f"{more} more is further than {people} participants can foretell.",) if more > people else ()
    rare = int((counts == 1).sum()) > len(counts) / 2
    loose = ("Most findings were told by one participant only: there may be far more than this.",) if rare else ()
    return (*_few(people), *far, *loose)
