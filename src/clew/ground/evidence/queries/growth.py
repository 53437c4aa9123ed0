"""How a theme grows from month to month, with how sure that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clew.science.estimates import Estimate

MONTHS = 24
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Growth:
    """Pieces a month, the oldest first. `change`: how many times as many came in the later half of the months as in the earlier
    one; 1 is no change, None is too few months to say."""

    months: tuple[tuple[date, int], ...]
    change: Estimate | None

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(n for _, n in self.months)

    @property
    def direction(self) -> str:
        """Up or down only when the whole interval says so."""
        if self.change is None:
            return ""
        return "up" if self.change.low > 1 else "down" if self.change.high < 1 else "level"

    @property
    def words(self) -> str:
        if not self.months:
            return "no dates"
        if self.change is None:
            return "too few months to say"
        spread = f"likely {_times(self.change.low)} to {_times(self.change.high)} times as many as before"
        said = {"up": "growing", "down": "shrinking"}.get(self.direction, "no clear change")
        return f"{said}, {spread}"

    @property
    def rank(self) -> float:
        """For sorting: growth that is sure comes first."""
        return self.change.low if self.change is not None else 0.0


def _times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"


def growth(counts: Mapping[date | None, int], dated: Iterable[date], on: date) -> Growth:
    """`dated`: days of all themes that are shown together, so that their lines can be compared. A month that still
    runs is shown but says nothing about growth."""
    months = _between(dated)
    series = tuple((month, counts.get(month, 0)) for month in months)
    whole = [n for month, n in series if (month.year, month.month) < (on.year, on.month)]
    return Growth(series, _change(whole))


def _change(counts: list[int]) -> Estimate | None:
    if len(counts) < FEWEST or not any(counts):
        return None
    from clew.science.theming import trend

    return trend(counts)


def _between(dated: Iterable[date]) -> list[date]:
    """Every month from the first to the last, at most the last `MONTHS` of them."""
    days = sorted(set(dated))
    if not days:
        return []
    first, last = days[0].year * 12 + days[0].month - 1, days[-1].year * 12 + days[-1].month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(max(first, last - MONTHS + 1), last + 1)]
