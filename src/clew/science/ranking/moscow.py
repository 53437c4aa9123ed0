"""Must, should, could, won't: labels, and what of a period's capacity they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.ranking.draws import look_up
from clew.science.ranking.uncertain import Uncertain, point, pooled

Label = Literal["must", "should", "could", "wont"]

LEVELS: tuple[Label, ...] = ("wont", "could", "should", "must")  # by their number, which a score model counts with
MUST_CAP = 0.6
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Labelled:
    name: str
    label: Label
    effort: Uncertain


@dataclass(frozen=True, slots=True)
class Moscow:
    """`must`: their share of the capacity. `over_cap`: the chance that it is more than the cap; `fits`: that all up to each label fit into the capacity."""

    must: Estimate
    cap: float
    over_cap: float
    fits: tuple[tuple[Label, float], ...]
    method: str
    warnings: tuple[str, ...]


def judged(lowest: Label, highest: Label | None = None) -> Uncertain:
    """What one person says an idea is, as a number for `within`; between two labels each is alike. Raises ValueError for labels out of order."""
    low, high = LEVELS.index(lowest), LEVELS.index(highest or lowest)
    return pooled([point(level) for level in range(low, high + 1)])


def moscow(
    items: Sequence[Labelled],
    capacity: Uncertain,
    *,
    cap: float = MUST_CAP,
    level: float = 0.8,
    draws: int = DRAWS,
    seed: int = 0,
) -> Moscow:
    """Hold what must be done against a share of the capacity, so that what is uncertain has room to give way.

    Source: Clegg & Barker (1994); the cap of 60 % is the DSDM handbook's. `effort` and `capacity` in one unit. Efforts are independent. Random with `seed`.
    Raises ValueError for another label, effort below 0, capacity not above 0, a cap outside (0, 1] or a level outside (0, 1).
    """
    if not (0 < cap <= 1 and 0 < level < 1) or any(item.label not in get_args(Label) for item in items):
        raise ValueError("needs the labels must, should, could and wont, a cap up to 1 and a level between 0 and 1")
    random = np.random.Generator(np.random.SFC64(seed))
    room = look_up([capacity], draws, random)[0].astype(np.float64)
    efforts = look_up([item.effort for item in items], draws, random).astype(np.float64)
    if (efforts < 0).any() or (room <= 0).any():
        raise ValueError("effort is 0 or more, and capacity is above 0")
    labels = [item.label for item in items]
    taken: dict[Label, NDArray[np.float64]] = {
        label: efforts[[at for at, one in enumerate(labels) if one == label]].sum(axis=0) for label in get_args(Label)
    }
    share = taken["must"] / room
    low, middle, high = np.quantile(share, [(1 - level) / 2, 0.5, (1 + level) / 2]).tolist()
    over = float((share > cap).mean())
    upto: tuple[Label, ...] = ("must", "should", "could")
    sums = np.cumsum([taken[label] for label in upto], axis=0)
    fits = tuple(zip(upto, (sums <= room).mean(axis=1).tolist(), strict=True))
    method = f"{draws:,} independent draws"
    must = Estimate(middle, low, high, level, method, labels.count("must"))
    return Moscow(must, cap, over, fits, method, said_of_musts(share, cap))


def said_of_musts(share: NDArray[np.floating], cap: float = MUST_CAP) -> tuple[str, ...]:
    """What to say of the share of the capacity, in each draw, that musts take: more than the cap, or more than there is."""
    lost = float((share > 1).mean())
    more = (f"In {lost:.0%} of cases what must be done does not fit at all.",) if lost > 0.1 else ()
    return (*_over_cap(float(np.median(share)), cap, float((share > cap).mean())), *more)


def _over_cap(middle: float, cap: float, over: float) -> tuple[str, ...]:
    if middle > cap:
        return (
            f"What must be done takes {middle:.0%} of the capacity, more than {cap:.0%}: nothing is left to give way.",
        )
    return (
        (f"In {over:.0%} of cases what must be done takes more than {cap:.0%} of the capacity.",) if over > 0.1 else ()
    )
