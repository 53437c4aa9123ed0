"""Opportunity survey: how much an outcome matters to people, and how well they are served today."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate

from .respondents import check, estimate, few, segments_of, weights

TOP_BOXES = 2


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One outcome in one segment, all from 0 to 10 and the score to 20. `missing`: respondents who left one of both questions out."""

    score: Estimate
    importance: Estimate
    satisfaction: Estimate
    n: int
    missing: int
    warnings: tuple[str, ...]

    @property
    def is_overserved(self) -> bool:
        return self.satisfaction.value > self.importance.value


@dataclass(frozen=True, slots=True)
class OpportunityBySegment:
    """Each segment for itself, in order of appearance; those in which nobody answered both questions are in `silent`.

    There is no figure of all together: an outcome that one segment lacks and another has too much of comes out as served.
    """

    segments: Mapping[Hashable, Opportunity]
    silent: tuple[Hashable, ...]
    warnings: tuple[str, ...]


def opportunity(
    importance: Sequence[int | None],
    satisfaction: Sequence[int | None],
    *,
    scale: int = 5,
    level: float = 0.9,
    draws: int = 2000,
    seed: int = 0,
) -> Opportunity:
    """Importance plus what satisfaction falls short of it, each ten times the share that answered with one of the two highest values.

    Source: Ulwick (2002), Turn customer input into innovation, Harvard Business Review 80(1); the top boxes: Ulwick (2005), What customers want.
    `importance` and `satisfaction`: (n,), 1 to `scale` or None, the same people in the same order, all of one segment. Interval: Bayesian bootstrap
    of respondents with half a made-up one at either end of each question, random with `seed`. Raises ValueError for different lengths, answers off
    the scale, a scale of fewer than three values, or when nobody answered both.
    """
    check(level, draws)
    pairs = _pairs(importance, satisfaction, scale)
    n = len(pairs)
    top = (pairs > scale - TOP_BOXES).astype(float)
    people, ends = weights(n, [0.5] * 4, draws, seed)
    total = people.sum(axis=1)
    matters = 10 * (people @ top[:, 0] + ends[:, 0]) / (total + ends[:, 0] + ends[:, 1])
    served = 10 * (people @ top[:, 1] + ends[:, 2]) / (total + ends[:, 2] + ends[:, 3])
    wanted, had = (10 * float(share) for share in top.mean(axis=0))
    return Opportunity(
        score=estimate(_score(wanted, had), matters + np.maximum(matters - served, 0), level, n),
        importance=estimate(wanted, matters, level, n),
        satisfaction=estimate(had, served, level, n),
        n=n,
        missing=len(importance) - n,
        warnings=few(n, "respondents"),
    )


def opportunity_by_segment(
    importance: Sequence[int | None],
    satisfaction: Sequence[int | None],
    segments: Sequence[Hashable],
    *,
    scale: int = 5,
    level: float = 0.9,
    draws: int = 2000,
    seed: int = 0,
) -> OpportunityBySegment:
    """`opportunity` in each segment. Where the intervals of two segments do not touch, a warning says so. Shapes: (n,) all. Errors as there."""
    _pairs(importance, satisfaction, scale)
    found: dict[Hashable, Opportunity] = {}
    silent = []
    for segment, members in segments_of(segments, len(importance)):
        wanted, had = [importance[who] for who in members], [satisfaction[who] for who in members]
        if any(None not in pair for pair in zip(wanted, had, strict=True)):
            found[segment] = opportunity(wanted, had, scale=scale, level=level, draws=draws, seed=seed)
        else:
            silent.append(segment)
    return OpportunityBySegment(found, tuple(silent), _apart(found))


def _score(importance: float, satisfaction: float) -> float:
    return importance + max(importance - satisfaction, 0.0)


def _apart(found: Mapping[Hashable, Opportunity]) -> tuple[str, ...]:
    highest = max(found, key=lambda segment: found[segment].score.low)
    lowest = min(found, key=lambda segment: found[segment].score.high)
    if found[highest].score.low <= found[lowest].score.high:
        return ()
    return (f"Segments differ: {highest} lacks it far more than {lowest}.",)


def _pairs(importance: Sequence[int | None], satisfaction: Sequence[int | None], scale: int) -> NDArray[np.int64]:
    """(n, 2): the answers of those who gave both."""
    if scale < TOP_BOXES + 1 or len(importance) != len(satisfaction):
        raise ValueError("needs a scale of at least three values, and both answers of the same people")
    both = [(a, b) for a, b in zip(importance, satisfaction, strict=True) if a is not None and b is not None]
    if not both:
        raise ValueError("nobody answered both questions")
    pairs = np.array(both, dtype=np.int64)
    if pairs.min() < 1 or pairs.max() > scale:
        raise ValueError(f"an answer lies between 1 and {scale}")
    return pairs
