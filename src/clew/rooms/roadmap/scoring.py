"""The known methods of scoring, and what an estimate of two or three numbers is as a distribution. Knows no Django."""

from collections.abc import Callable

from clew.science.ranking import (
    Model,
    Uncertain,
    cd3,
    ice,
    interval,
    opportunity,
    probability,
    rice,
    three_point,
    value_effort,
)

STANDARD: dict[str, Callable[[], Model]] = {
    "rice": rice,
    "ice": ice,
    "cd3": cd3,
    "value": value_effort,
    "odi": opportunity,
}


def believed(
    low: float,
    likely: float | None,
    high: float,
    *,
    level: float = 0.9,
    is_share: bool,
    is_bounded: bool,
    is_positive: bool,
) -> Uncertain:
    """Three numbers are ends and peak of a PERT; two an interval, within whatever ends the factor itself has.

    Raises ValueError for numbers out of order, or a share outside 0 to 1.
    """
    if likely is not None:
        return three_point(low, likely, high)
    if is_share:
        return probability(low, high, level=level)
    if is_bounded:
        return three_point(low, (low + high) / 2, high)
    return interval(low, high, level=level, shape="lognormal" if is_positive else "normal")
