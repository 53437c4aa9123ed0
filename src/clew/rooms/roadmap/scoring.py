"""The known methods of scoring, and what an estimate of two or three numbers is as a distribution. Knows no Django."""

from collections.abc import Callable

from clew.science.ranking import (
    Model,
    Uncertain,
    cd3,
    ice,
    interval,
    model,
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
FIRST = 10
# Where capacity is counted by itself, what a method divides by is left out.
WORTH = {"rice": "reach * impact * confidence", "cd3": "cost_of_delay", "value": "value"}


def first_of(top: int | None, ideas: int) -> int:
    """How many are the first, as asked; else ten, of fewer than twenty half: of ten ideas all are always among the first ten."""
    return min(top, ideas) if top is not None else max(1, min(FIRST, ideas // 2))


def among(top: int) -> str:
    """What an idea is whose place is one of the first: first, or one of several."""
    return "first" if top == 1 else f"among the first {top}"


def in_digits(number: float, figures: int = 4) -> str:
    """To so many figures, and never as 6.4e+04."""
    return f"{float(f'{number:.{figures}g}'):,.10g}"


def worth(method: str) -> Model | None:
    """What a known method says an idea is worth as a whole; None where it does not divide by what the idea takes."""
    if method not in WORTH:
        return None
    known = STANDARD[method]()
    kept = [each for each in known.inputs if each.name not in ("effort", "duration")]
    return model(f"{known.name}, whole", WORTH[method], kept, version=known.version)


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
