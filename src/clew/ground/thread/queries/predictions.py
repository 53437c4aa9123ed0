"""Read predictions, what is due, and how well people predict."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, F, Prefetch, QuerySet, When
from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.thread.models import Prediction, Resolution
from clew.ground.workspaces.api import Access, kept, names_of, read

SCORED_LIMIT = 5000
NOBODY = "Somebody"


@dataclass(frozen=True, slots=True)
class PredictionRow:
    id: int
    question: str
    kind: str
    probability: float | None
    low: float | None
    best: float | None
    high: float | None
    level: float | None
    unit: str
    registered_on: date
    resolve_by: date
    made_by_id: int | None
    made_by: str
    state: str
    withdrawn_reason: str
    decision_id: int | None
    decision: str
    resolution_id: int | None = None
    outcome: bool | None = None
    value: float | None = None
    resolved_on: date | None = None
    note: str = ""
    score: float | None = None
    method: str = ""

    @property
    def is_due(self) -> bool:
        return self.state == "open" and self.resolve_by <= timezone.localdate()

    @property
    def least(self) -> float:
        """Where a drawing of this quantity begins: a little below all that is known of it."""
        return self._scale[0]

    @property
    def most(self) -> float:
        return self._scale[1]

    @property
    def _scale(self) -> tuple[float, float]:
        known = [x for x in (self.low, self.best, self.high, self.value) if x is not None] or [0.0, 1.0]
        room = (max(known) - min(known)) * 0.15 or 1.0
        return min(known) - room, max(known) + room

    @property
    def is_inside(self) -> bool | None:
        """Whether a resolved quantity fell into its interval."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return self.low <= self.value <= self.high


@read
def predictions(
    access: Access,
    *,
    state: str = "",
    person: int | None = None,
    decision_id: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[PredictionRow]:
    """Open predictions first, the next to be known before the others; then the newest known. `state`: open, due, resolved, withdrawn, or all."""
    return _named(_listed(access, state, person, decision_id, offset, offset + min(limit, 200)))


@read
def predictions_due(access: Access, *, on: date | None = None, limit: int = 50) -> list[PredictionRow]:
    """Open predictions whose day has come by `on`, the longest waiting first."""
    return _named(_due(access, on or timezone.localdate(), min(limit, 200)))


@read
def prediction(access: Access, prediction_id: int) -> PredictionRow:
    found = _whole().filter(pk=prediction_id).first()
    if found is None:
        raise NotFound("No such prediction.")
    return _named([_row(found)])[0]


@read
def scored(access: Access, *, person: int | None = None) -> list[PredictionRow]:
    """All that was resolved, for the calibration page; the newest `SCORED_LIMIT`."""
    return _named(_scored(access, person))


@read
def forecasters(access: Access) -> list[tuple[int, str, int]]:
    """Who has predicted here, and how often."""
    from django.db.models import Count

    rows = Prediction.objects.filter(made_by__isnull=False).values_list("made_by_id", "made_by__name", "made_by__email")
    counted = rows.annotate(n=Count("node_id")).order_by("-n")[:100]
    return [(pk, name or email, n) for pk, name, email, n in counted if pk is not None]


def _whole() -> QuerySet[Prediction]:
    active = Prefetch("resolutions", Resolution.objects.filter(withdrawn_at__isnull=True), to_attr="active")
    return (
        Prediction.objects.select_related("node", "decision__node").defer("decision__snapshot").prefetch_related(active)
    )


def _filtered(
    state: str, person: int | None, decision_id: int | None, among: QuerySet[Prediction] | None = None
) -> QuerySet[Prediction]:
    found = (Prediction.objects.all() if among is None else among).filter(node__archived_at__isnull=True)
    if state in ("open", "due"):
        found = found.filter(node__state="open").order_by("resolve_by", "pk")
    elif state:
        found = found.filter(node__state=state).order_by("-resolve_by", "pk")
    else:
        is_closed = Case(When(node__state="open", then=0), default=1)
        due_first = Case(When(node__state="open", then=F("resolve_by")))
        found = found.order_by(is_closed, due_first, "-resolve_by", "pk")
    if state == "due":
        found = found.filter(resolve_by__lte=timezone.localdate())
    if person is not None:
        found = found.filter(made_by_id=person)
    return found if decision_id is None else found.filter(decision_id=decision_id)


@kept
@read
def _listed(
    access: Access, state: str, person: int | None, decision_id: int | None, start: int, end: int
) -> tuple[PredictionRow, ...]:
    return _rows(_filtered(state, person, decision_id), start, end)


@kept
@read
def _scored(access: Access, person: int | None) -> tuple[PredictionRow, ...]:
    return tuple(_row(p) for p in _filtered("resolved", person, None, _whole()).order_by("-pk")[:SCORED_LIMIT])


@kept
@read
def _due(access: Access, on: date, limit: int) -> tuple[PredictionRow, ...]:
    return _rows(_filtered("open", None, None).filter(resolve_by__lte=on), 0, limit)


def _rows(found: QuerySet[Prediction], start: int, end: int) -> tuple[PredictionRow, ...]:
    """Only numbers are sorted; what is said of each is fetched for those that are shown. Without people's names: these are not in the ledger."""
    ids = list(found.values_list("pk", flat=True)[start:end])
    rows = {p.pk: p for p in _whole().filter(pk__in=ids)}
    return tuple(_row(rows[pk]) for pk in ids)


def _named(rows: Iterable[PredictionRow]) -> list[PredictionRow]:
    shown = list(rows)
    names = names_of({row.made_by_id for row in shown if row.made_by_id})
    return [replace(row, made_by=names.get(row.made_by_id or 0, NOBODY)) for row in shown]


def _row(p: Any) -> PredictionRow:
    known = p.active[0] if p.active else None
    return PredictionRow(
        id=p.pk,
        question=p.question,
        kind=p.kind,
        probability=p.probability,
        low=p.low,
        best=p.best,
        high=p.high,
        level=p.level,
        unit=p.unit,
        registered_on=timezone.localtime(p.registered_at).date(),
        resolve_by=p.resolve_by,
        made_by_id=p.made_by_id,
        made_by=NOBODY,
        state=p.node.state,
        withdrawn_reason=p.withdrawn_reason,
        decision_id=p.decision_id,
        decision=p.decision.node.title if p.decision else "",
        **(_known(known) if known else {}),
    )


def _known(resolution: Resolution) -> dict[str, Any]:
    names = ("outcome", "value", "resolved_on", "note", "score", "method")
    return {"resolution_id": resolution.pk, **{name: getattr(resolution, name) for name in names}}
