"""Resampling whole respondents, so that all that one person said comes and goes together.

The Bayesian bootstrap (Rubin 1981, Annals of Statistics 9). What is drawn is completed by one made-up respondent in parts, as `intervals.bounded_mean`
does: thirty people of one mind are then no proof that nobody thinks otherwise.
"""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate

Numbers = NDArray[np.float64]
FEW_RESPONDENTS = 20
METHOD = "Bayesian bootstrap of respondents"


def weights(n: int, extra: Sequence[float], draws: int, seed: int) -> tuple[Numbers, Numbers]:
    """(draws, n) random weights of respondents, and (draws, len(extra)) of made-up ones who are worth `extra` respondents each."""
    random = np.random.default_rng(seed)
    return random.standard_exponential((draws, n)), random.standard_gamma(np.asarray(extra), (draws, len(extra)))


def estimate(
    value: float, drawn: Numbers, level: float, n: int, method: str = METHOD, warnings: tuple[str, ...] = ()
) -> Estimate:
    """The value with the middle `level` of what was drawn, stretched to hold the value itself."""
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(
        value, min(float(low), value), max(float(high), value), level, method, n, (*few(n, "respondents"), *warnings)
    )


def few(n: int, what: str, least: int = FEW_RESPONDENTS) -> tuple[str, ...]:
    return (f"Only {n} {what}: the interval is wide and rests on few.",) if n < least else ()


def segments_of(segments: Sequence[Hashable], n: int) -> Iterator[tuple[Hashable, list[int]]]:
    """Each segment, in order of appearance, with the respondents in it. Raises ValueError unless every respondent has one."""
    if len(segments) != n:
        raise ValueError("needs a segment for each respondent")
    for segment in dict.fromkeys(segments):
        yield segment, [who for who, theirs in enumerate(segments) if theirs == segment]


def check(level: float, draws: int) -> None:
    if not 0 < level < 1 or draws < 1:
        raise ValueError("needs a level between 0 and 1, and at least one draw")
