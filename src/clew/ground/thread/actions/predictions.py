"""Register a prediction, withdraw it, say what came of it, score it."""

from datetime import date, datetime, time

from django.utils import timezone

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.actions.decisions import DECIDED, SCORED
from clew.ground.thread.actions.nodes import NewNode, add_node, link, set_state
from clew.ground.thread.kinds import PREDICTION, REGISTERS, RESOLUTION
from clew.ground.thread.kinds import SCORED as SCORED_BY
from clew.ground.thread.models import Decision, Prediction, Resolution
from clew.ground.workspaces.api import Access, act

OPEN, RESOLVED, WITHDRAWN = "open", "resolved", "withdrawn"
PROBABILITY, QUANTITY = "probability", "quantity"
LEVEL = 0.8


@act("register a prediction")
def register_prediction(
    access: Access,
    *,
    question: str,
    resolve_by: date,
    decision_id: int | None = None,
    probability: float | None = None,
    low: float | None = None,
    best: float | None = None,
    high: float | None = None,
    level: float = LEVEL,
    unit: str = "",
    made_on: date | None = None,
) -> Prediction:
    """Yes-or-no with a probability, or a quantity with its most likely value and an interval.

    `made_on`: for predictions that were written down elsewhere before; the ledger keeps the moment they came here.
    """
    kind = _check_numbers(probability, low, best, high, level)
    day = made_on or timezone.localdate()
    _check_days(day, resolve_by)
    decision = _decision(decision_id)
    words = question.strip()[:2000]
    node = add_node(access, NewNode(PREDICTION, words, OPEN))
    prediction = Prediction.objects.create(
        workspace_id=access.workspace_id,
        node=node,
        decision=decision,
        question=words,
        kind=kind,
        probability=probability,
        low=low,
        best=best,
        high=high,
        level=level if kind == QUANTITY else None,
        unit=unit.strip()[:40],
        resolve_by=resolve_by,
        made_by_id=access.user_id,
        registered_at=timezone.make_aware(datetime.combine(made_on, time(12))) if made_on else timezone.now(),
    )
    if decision is not None:
        link(access, upstream=decision.pk, verb=REGISTERS, downstream=node.pk)
    return prediction


@act("withdraw a prediction")
def withdraw_prediction(access: Access, *, prediction_id: int, reason: str) -> Prediction:
    """It stays visible as withdrawn and counts in no score."""
    prediction = _prediction(prediction_id)
    if not reason.strip():
        raise Refused(
            "A prediction is withdrawn only with a reason.",
            field="reason",
            remedy="Say why it can no longer be scored.",
        )
    if prediction.withdrawn_at is not None or _active_resolution(prediction):
        raise Refused("This prediction is closed already.", remedy="A scored prediction stays.")
    prediction.withdrawn_at, prediction.withdrawn_reason = timezone.now(), reason.strip()[:2000]
    prediction.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    set_state(prediction.node, WITHDRAWN)
    return prediction


@act("resolve a prediction")
def resolve(
    access: Access,
    *,
    prediction_id: int,
    outcome: bool | None = None,
    value: float | None = None,
    resolved_on: date | None = None,
    note: str = "",
) -> Resolution:
    """Say what happened; the score follows by itself."""
    prediction = _prediction(prediction_id)
    day = resolved_on or timezone.localdate()
    _check_open(prediction, day)
    if outcome is not None and value is not None:
        raise Refused("It is answered by yes or no, or by a number.", field="value", remedy="Leave one of them empty.")
    score, method = _score(prediction, outcome, value)
    title = (
        f"{'Yes' if outcome else 'No'}: {prediction.question}"
        if value is None
        else f"{value:g} {prediction.unit}: {prediction.question}"
    )
    node = add_node(access, NewNode(RESOLUTION, title, "", note))
    resolution = Resolution.objects.create(
        workspace_id=access.workspace_id,
        node=node,
        prediction=prediction,
        outcome=outcome,
        value=value,
        resolved_on=day,
        note=note.strip()[:4000],
        score=score,
        method=method,
        resolved_by_id=access.user_id,
    )
    link(access, upstream=prediction.pk, verb=SCORED_BY, downstream=node.pk)
    set_state(prediction.node, RESOLVED)
    _mark_scored(prediction.decision_id)
    return resolution


@act("withdraw a resolution")
def withdraw_resolution(access: Access, *, resolution_id: int, reason: str) -> Resolution:
    """For a wrong reading: it stays visible, and the prediction can be resolved again."""
    found = Resolution.objects.select_related("node", "prediction__node").filter(pk=resolution_id).first()
    if found is None:
        raise NotFound("No such resolution.")
    if not reason.strip():
        raise Refused(
            "A resolution is withdrawn only with a reason.", field="reason", remedy="Say what was wrong with it."
        )
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_reason = timezone.now(), reason.strip()[:2000]
        found.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        set_state(found.node, WITHDRAWN)
        set_state(found.prediction.node, OPEN)
        _mark_decided(found.prediction.decision_id)
    return found


def _check_numbers(
    probability: float | None, low: float | None, best: float | None, high: float | None, level: float
) -> str:
    if probability is not None:
        if not 0 <= probability <= 1:
            # Pages and commands take per cent and halt at 100; so high only a program comes, which is asked for a share.
            remedy = "Write 0.7 for 70 %." if probability >= 2 else "Type a number in that range."
            raise Refused("A probability lies between 0 and 100 %.", field="probability", remedy=remedy)
        if (low, best, high) != (None, None, None):
            raise Refused(
                "A prediction is either yes-or-no or a quantity.", field="kind", remedy="Leave the other numbers empty."
            )
        return PROBABILITY
    if low is None or best is None or high is None:
        missing = "low" if low is None else "best" if best is None else "high"
        raise Refused(
            "A number is missing.",
            field=missing,
            remedy="Give a low, a most likely and a high value, or a probability.",
        )
    if not (low < high and low <= best <= high and all(abs(x) < 1e15 for x in (low, best, high))):
        raise Refused(
            "The numbers are out of order.",
            field="best",
            remedy="Low is below high, and the most likely value lies between.",
        )
    if not 0.5 <= level <= 0.99:
        raise Refused("The interval's level lies between 50 and 99 %.", field="level", remedy="80 % is usual.")
    return QUANTITY


def _check_days(made_on: date, resolve_by: date) -> None:
    if made_on > timezone.localdate():
        raise Refused(
            "A prediction cannot be made in the future.", field="made_on", remedy="Choose today or a day before."
        )
    if resolve_by <= made_on:
        raise Refused("The day it will be known has come already.", field="resolve_by", remedy="Choose a later day.")
    if resolve_by.year > made_on.year + 20:
        raise Refused("That is more than twenty years ahead.", field="resolve_by", remedy="Choose a nearer day.")


def _decision(decision_id: int | None) -> Decision | None:
    if decision_id is None:
        return None
    found = Decision.objects.filter(pk=decision_id).first()
    if found is None:
        raise NotFound("No such decision.")
    return found


def _prediction(prediction_id: int) -> Prediction:
    found = Prediction.objects.select_related("node").filter(pk=prediction_id).first()
    if found is None:
        raise NotFound("No such prediction.")
    return found


def _active_resolution(prediction: Prediction) -> bool:
    return prediction.resolutions.filter(withdrawn_at__isnull=True).exists()


def _check_open(prediction: Prediction, day: date) -> None:
    if prediction.withdrawn_at is not None:
        raise Refused("This prediction was withdrawn.", remedy="Register a new one.")
    if _active_resolution(prediction):
        raise Refused(
            "This prediction is resolved already.", remedy="If the reading was wrong, withdraw the resolution first."
        )
    if day > timezone.localdate():
        raise Refused("It cannot be known in the future.", field="resolved_on", remedy="Choose today or a day before.")
    if day < prediction.registered_at.date():
        raise Refused(
            "It was known before it was predicted.",
            field="resolved_on",
            remedy="Choose a day after the prediction was made.",
        )


def _score(prediction: Prediction, outcome: bool | None, value: float | None) -> tuple[float, str]:
    from clew.science import scoring

    if prediction.kind == PROBABILITY:
        if outcome is None or prediction.probability is None:
            raise Refused("It is not said whether it happened.", field="outcome", remedy="Choose yes or no.")
        return scoring.brier(prediction.probability, outcome), "Brier"
    if value is None or not abs(value) < 1e15:
        raise Refused("The value is missing.", field="value", remedy="Type the number that was reached.")
    low, best, high, level = (
        float(x) for x in (prediction.low or 0, prediction.best or 0, prediction.high or 0, prediction.level or LEVEL)
    )
    return scoring.crps_two_piece_normal(low, best, high, level, value), "CRPS"


def _mark_scored(decision_id: int | None) -> None:
    """A decision is scored when nothing it predicted is open any more."""
    decision = Decision.objects.select_related("node").filter(pk=decision_id, decided_at__isnull=False).first()
    if decision is None:
        return
    waiting = decision.predictions.filter(withdrawn_at__isnull=True, node__state=OPEN)
    if not waiting.exists():
        set_state(decision.node, SCORED)


def _mark_decided(decision_id: int | None) -> None:
    decision = Decision.objects.select_related("node").filter(pk=decision_id, decided_at__isnull=False).first()
    if decision is not None:
        set_state(decision.node, DECIDED)
