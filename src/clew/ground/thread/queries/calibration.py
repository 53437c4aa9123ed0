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
        likely = f"likely {_share(self.low)} to {_share(self.high)}"
        return f"said {_share(self.mean)}, happened {_share(self.share)} of {self.n} ({likely})"


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
        return f"Too sure by about {_share(over.value)} (likely {_share(over.low)} to {_share(over.high)})."
    if over.high < 0:
        return f"Not sure enough by about {_share(-over.value)} (likely {_share(-over.high)} to {_share(-over.low)})."
    told = "one prediction" if over.n == 1 else f"{over.n} predictions"
    between = f"from {_share(abs(over.low))} too unsure to {_share(over.high)} too sure"
    return f"Neither too sure nor too unsure, as far as {told} can tell (likely {between})."


def _share(value: float) -> str:
    return f"{value * 100:.0f} %"
