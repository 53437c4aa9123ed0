"""How well a person, or everybody here, predicts: the resolved predictions put through the scoring methods."""

from dataclasses import dataclass
from typing import Any

from clew.ground.thread.queries.predictions import PredictionRow, scored
from clew.ground.workspaces.api import Access


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Predictions that said about the same: their mean, and the share that happened with its interval."""

    n: int
    mean: float
    share: float
    low: float
    high: float

    @property
    def words(self) -> str:
        return f"said {self.mean:.0%}, happened {self.share:.0%} of {self.n} (likely {self.low:.0%} to {self.high:.0%})"


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """`parts`: Murphy's parts of the Brier score. `yes_no`: the calibration of probabilities; `quantities`: how often intervals held. Either is None when there is nothing to judge."""

    yes_no: Any
    quantities: Any
    stated_level: float
    rows: tuple[PredictionRow, ...]
    quantity_count: int
    probability_count: int
    bins: tuple[CalibrationBin, ...]
    verdict: str
    hits: int
    parts: Any


def calibration_of(access: Access, *, person: int | None = None) -> CalibrationReport:
    from clew.science import scoring

    rows = scored(access, person=person)
    asked = [(r.probability, r.outcome) for r in rows if r.probability is not None and r.outcome is not None]
    measured = [
        (r.low, r.high, r.value) for r in rows if r.low is not None and r.high is not None and r.value is not None
    ]
    levels = [r.level for r in rows if r.value is not None and r.level is not None]
    yes_no = scoring.calibration([p for p, _ in asked], [o for _, o in asked]) if asked else None
    return CalibrationReport(
        yes_no=yes_no,
        quantities=scoring.coverage([(low, high) for low, high, _ in measured], [v for *_, v in measured])
        if measured
        else None,
        stated_level=sum(levels) / len(levels) if levels else 0.8,
        rows=tuple(rows[:200]),
        quantity_count=len(measured),
        probability_count=len(asked),
        bins=tuple(CalibrationBin(b.n, b.mean, b.observed.value, b.observed.low, b.observed.high) for b in yes_no.bins)
        if yes_no
        else (),
        verdict=_verdict(yes_no.overconfidence) if yes_no else "",
        hits=sum(low <= value <= high for low, high, value in measured),
        parts=scoring.murphy([p for p, _ in asked], [o for _, o in asked]) if asked else None,
    )


def _verdict(over: Any) -> str:
    """Overconfidence in words; says nothing where the interval holds zero."""
    if over.low > 0:
        return f"Too sure by about {over.value:.0%} (likely {over.low:.0%} to {over.high:.0%})."
    if over.high < 0:
        return f"Not sure enough by about {-over.value:.0%} (likely {-over.high:.0%} to {-over.low:.0%})."
    return f"Neither too sure nor too unsure, as far as {over.n} predictions can tell (likely {over.low:+.0%} to {over.high:+.0%})."
