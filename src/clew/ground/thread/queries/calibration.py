"""How well a person, or everybody here, predicts: the resolved predictions put through the scoring methods."""

from dataclasses import dataclass
from typing import Any

from clew.ground.thread.queries.predictions import PredictionRow, scored
from clew.ground.workspaces.api import Access


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """`yes_no`: the calibration of probabilities; `quantities`: how often intervals held. Either is None when there is nothing to judge."""

    yes_no: Any
    quantities: Any
    stated_level: float
    rows: tuple[PredictionRow, ...]
    quantity_count: int
    probability_count: int


def calibration_of(access: Access, *, person: int | None = None) -> CalibrationReport:
    from clew.science import scoring

    rows = scored(access, person=person)
    asked = [(r.probability, r.outcome) for r in rows if r.probability is not None and r.outcome is not None]
    measured = [(r.low, r.high, r.value) for r in rows if r.low is not None and r.high is not None and r.value is not None]
    levels = [r.level for r in rows if r.value is not None and r.level is not None]
    return CalibrationReport(
        yes_no=scoring.calibration([p for p, _ in asked], [o for _, o in asked]) if asked else None,
        quantities=scoring.coverage([(low, high) for low, high, _ in measured], [v for *_, v in measured]) if measured else None,
        stated_level=sum(levels) / len(levels) if levels else 0.8,
        rows=tuple(rows[:200]),
        quantity_count=len(measured),
        probability_count=len(asked),
    )
