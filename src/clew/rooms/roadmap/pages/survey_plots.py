"""What a survey's results are drawn from: places on a plane, each with its interval both ways."""

from dataclasses import dataclass

from clew.rooms.roadmap.queries.surveys import IdeaResult, SurveyResults
from clew.rooms.roadmap.survey_results import Measured


@dataclass(frozen=True, slots=True)
class Spot:
    """A number on the plane, and its interval both ways, in shares of the plane's width and height."""

    number: int
    name: str
    x: float
    x_low: float
    x_high: float
    y: float
    y_low: float
    y_high: float


@dataclass(frozen=True, slots=True)
class Plane:
    """`corners`: words in the corners, from the upper left in reading order. `is_diagonal`: where both are alike, a line is drawn."""

    label: str
    across: str
    up: str
    ticks: tuple[tuple[float, str], ...]
    corners: tuple[str, str, str, str]
    is_diagonal: bool
    spots: tuple[Spot, ...]


SHARES = ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))
TENS = ((0.0, "0"), (0.5, "5"), (1.0, "10"))


def plots_of(found: SurveyResults) -> tuple[Plane, ...]:
    """Kano's plane of Better and Worse, or the landscape of importance and satisfaction; other methods are read as bars."""
    if found.method == "kano":
        spots = _spots(found, "worse", "better", 1)
        corners = ("Attractive", "One-dimensional", "Indifferent", "Must-be")
        return (
            Plane(
                "Better and Worse",
                "Worse: dissatisfied without it",
                "Better: satisfied with it",
                SHARES,
                corners,
                False,
                spots,
            ),
        )
    if found.method == "odi":
        spots = _spots(found, "importance", "satisfaction", 10)
        corners = ("Overserved", "", "", "Underserved")
        return (Plane("Opportunity landscape", "Importance", "Satisfaction", TENS, corners, True, spots),)
    return ()


def _spots(found: SurveyResults, across: str, up: str, most: float) -> tuple[Spot, ...]:
    return tuple(
        Spot(number, row.label, *_shares(x, most), *_shares(y, most))
        for number, row in enumerate(found.ideas, 1)
        if (x := _of(row, across)) and (y := _of(row, up))
    )


def _shares(one: Measured, most: float) -> tuple[float, float, float]:
    return one.value / most, one.low / most, one.high / most


def _of(row: IdeaResult, key: str) -> Measured | None:
    return next((one for one in row.measures if one.key == key), None)
