"""Kano's questions: what people feel when a feature is there, and when it is not.

Both answers run from 1, "I like it", over 2 "I expect it", 3 "I don't mind" and 4 "I can live with it" to 5, "I dislike it".
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

from clew.science.estimates import Estimate
from clew.science.intervals import bounded_mean, jeffreys

from .respondents import segments_of

Category = Literal["A", "O", "M", "I", "R", "Q"]
NAMES: Mapping[Category, str] = {
    "M": "must-be", "O": "one-dimensional", "A": "attractive", "I": "indifferent", "R": "reverse", "Q": "questionable",
}  # fmt: skip
# Rows: the answer when it is there; columns: when it is not.
TABLE: tuple[tuple[Category, ...], ...] = (
    ("Q", "A", "A", "A", "O"),
    ("R", "I", "I", "I", "M"),
    ("R", "I", "I", "I", "M"),
    ("R", "I", "I", "I", "M"),
    ("R", "R", "R", "R", "Q"),
)
FUNCTIONAL, DYSFUNCTIONAL = (4, 2, 0, -1, -2), (-2, -1, 0, 2, 4)
LEAST, MOST, MIDDLE = -2, 4, 2
DOUBTFUL = 0.1


@dataclass(frozen=True, slots=True)
class Kano:
    """One feature in one segment.

    `shares`: of all six categories. `category`: the commonest; `clear` is False where the next one might as well be, `p` being how easily chance
    alone puts it so far ahead. `better` and `worse` are None where every answer was reverse or questionable. `functional` and `dysfunctional` run
    from -2 to 4; `quadrant` is the category by their means.
    """

    category: Category
    clear: bool
    p: float
    shares: Mapping[Category, Estimate]
    better: Estimate | None
    worse: Estimate | None
    functional: Estimate
    dysfunctional: Estimate
    quadrant: Category
    n: int
    method: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KanoBySegment:
    """Each segment for itself, in order of appearance, and all people together, which says little where the segments differ."""

    segments: Mapping[Hashable, Kano]
    whole: Kano
    warnings: tuple[str, ...]


def categorise(functional: int, dysfunctional: int) -> Category:
    """The category of a pair of answers.

    Source: Berger et al. (1993), Kano's methods for understanding customer-defined quality, Center for Quality Management Journal 2(4).
    Raises ValueError unless both lie between 1 and 5.
    """
    if not (1 <= functional <= 5 and 1 <= dysfunctional <= 5):
        raise ValueError("an answer lies between 1 and 5")
    return TABLE[functional - 1][dysfunctional - 1]


def kano(answers: Sequence[tuple[int, int]], *, level: float = 0.9, draws: int = 2000, seed: int = 0) -> Kano:
    """What a feature is to people who answered both questions: (when it is there, when it is not).

    Sources: table, tie rule (M before O, A, I) and continuous answers (by DuMouchel) of Berger et al. (1993), Better and Worse of Timko in the same
    volume. The category is clear when an exact two-sided test of the commonest against the next, each as likely, rejects at 1 - `level`; that holds
    though the answers picked the two (Hung & Fithian 2019, Annals of Statistics 47, 758-782). Fong's customary test (1996) leaves out that one
    answer more for one category is one less for another, and calls far more clear. Intervals: Jeffreys', which is the Bayesian bootstrap of a share,
    and the Bayesian bootstrap of a mean, random with `seed`. Raises ValueError without answers, or outside 1 to 5.
    """
    if not answers:
        raise ValueError("needs at least one pair of answers")
    found = Counter(categorise(*pair) for pair in answers)
    n, (first, second) = len(answers), _leading(found)
    p = _by_chance(found[first], found[second])
    there = _mean([FUNCTIONAL[pair[0] - 1] for pair in answers], level, draws, seed)
    absent = _mean([DYSFUNCTIONAL[pair[1] - 1] for pair in answers], level, draws, seed)
    return Kano(
        category=first,
        clear=p <= 1 - level,
        p=p,
        shares={category: jeffreys(found[category], n, level=level) for category in NAMES},
        better=_share(found["A"] + found["O"], found, level),
        worse=_negative(_share(found["O"] + found["M"], found, level)),
        functional=there,
        dysfunctional=absent,
        quadrant=_quadrant(there.value, absent.value),
        n=n,
        method=f"Berger et al. 1993, Jeffreys and Bayesian bootstrap intervals at {level:.0%}",
        warnings=_warnings(found, n, first, second, p <= 1 - level),
    )


def kano_by_segment(
    answers: Sequence[tuple[int, int]],
    segments: Sequence[Hashable],
    *,
    level: float = 0.9,
    draws: int = 2000,
    seed: int = 0,
) -> KanoBySegment:
    """`kano` in each segment and in all of them; where two segments clearly differ, a warning says so. Shapes: (n,) both. Errors as in `kano`."""
    whole = kano(answers, level=level, draws=draws, seed=seed)
    found = {
        segment: kano([answers[who] for who in members], level=level, draws=draws, seed=seed)
        for segment, members in segments_of(segments, len(answers))
    }
    clear = {segment: each.category for segment, each in found.items() if each.clear}
    if len(set(clear.values())) < 2:
        return KanoBySegment(found, whole, ())
    told = ", ".join(f"{NAMES[category]} to {segment}" for segment, category in clear.items())
    return KanoBySegment(found, whole, (f"Segments differ: {told}. All together say little.",))


def _leading(found: Mapping[Category, int]) -> tuple[Category, Category]:
    """The two commonest; of as many the one that matters more to the product first, in the order of `NAMES`."""
    first, second, *_ = sorted(NAMES, key=lambda category: -found[category])
    return first, second


def _by_chance(most: int, next_most: int) -> float:
    """How likely two equal categories are at least so far apart: twice the binomial's tail."""
    both = most + next_most
    return min(1.0, 2 * sum(comb(both, k) for k in range(most, both + 1)) / (1 << both))


def _share(hits: int, found: Mapping[Category, int], level: float) -> Estimate | None:
    heard = found["A"] + found["O"] + found["M"] + found["I"]
    return jeffreys(hits, heard, level=level) if heard else None


def _negative(share: Estimate | None) -> Estimate | None:
    if share is None:
        return None
    return Estimate(-share.value, -share.high, -share.low, share.level, share.method, share.n, share.warnings)


def _mean(values: Sequence[int], level: float, draws: int, seed: int) -> Estimate:
    width = MOST - LEAST
    unit = bounded_mean([(value - LEAST) / width for value in values], level=level, draws=draws, seed=seed)
    value, low, high = (LEAST + width * part for part in (unit.value, unit.low, unit.high))
    return Estimate(value, low, high, level, unit.method, unit.n, unit.warnings)


def _quadrant(functional: float, dysfunctional: float) -> Category:
    if functional >= MIDDLE:
        return "O" if dysfunctional >= MIDDLE else "A"
    return "M" if dysfunctional >= MIDDLE else "I"


def _warnings(found: Mapping[Category, int], n: int, first: Category, second: Category, clear: bool) -> tuple[str, ...]:
    said = () if clear else (f"It might as well be {NAMES[second]} as {NAMES[first]}.",)
    if found["Q"] / n > DOUBTFUL:
        said = (*said, f"{found['Q']} of {n} answers contradict themselves: look at the question's words.")
    if found["R"] / n > DOUBTFUL:
        said = (*said, f"{found['R']} of {n} would rather be without it: see who, by segment.")
    return said
