from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.thread.api import (
    Prediction,
    calibration_of,
    forecasters,
    prediction,
    predictions,
    predictions_due,
    register_prediction,
    resolve,
    withdraw_prediction,
    withdraw_resolution,
)
from clew.ground.workspaces.api import Access, within

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MADE, KNOWN = TODAY - timedelta(days=40), TODAY - timedelta(days=10)


def likely(access: Access, probability: float = 0.7, **changes: Any) -> Prediction:
    return register_prediction(
        access,
        **{"question": "Will it ship?", "probability": probability, "resolve_by": KNOWN, "made_on": MADE, **changes},
    )


def amount(access: Access, **changes: Any) -> Prediction:
    numbers = {"low": 10.0, "best": 20.0, "high": 40.0, "unit": "orders"}
    given: dict[str, Any] = {"question": "How many?", "resolve_by": KNOWN, "made_on": MADE, **numbers, **changes}
    return register_prediction(access, **given)


def test_a_yes_or_no_is_scored_by_brier(access: Access) -> None:
    made = resolve(access, prediction_id=likely(access).pk, outcome=True, note="It did.")
    assert made.method == "Brier"
    assert made.score == pytest.approx(0.09)


def test_a_quantity_is_scored_by_crps(access: Access) -> None:
    near = resolve(access, prediction_id=amount(access).pk, value=21)
    far = resolve(access, prediction_id=amount(access).pk, value=80)
    assert near.method == "CRPS"
    assert 0 < near.score < 5 < far.score


def test_it_is_due_when_its_day_has_come(access: Access) -> None:
    due, later = likely(access), likely(access, resolve_by=TODAY + timedelta(days=3))
    assert [p.id for p in predictions_due(access)] == [due.pk]
    assert [p.id for p in predictions(access, state="open")] == [due.pk, later.pk]
    resolve(access, prediction_id=due.pk, outcome=False)
    assert predictions_due(access) == []


def test_a_prediction_is_never_edited(access: Access) -> None:
    made = likely(access)
    with within(access):
        changes: list[dict[str, Any]] = [{"probability": 0.9}, {"question": "Else?"}, {"resolve_by": date(2030, 1, 1)}]
        for change in changes:
            with pytest.raises(IntegrityError), transaction.atomic():
                Prediction.objects.filter(pk=made.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            Prediction.objects.filter(pk=made.pk).delete()


def test_withdrawing_stays_visible_and_scores_nothing(access: Access) -> None:
    made = likely(access)
    withdraw_prediction(access, prediction_id=made.pk, reason="The plan was dropped.")
    assert [(p.id, p.withdrawn_reason) for p in predictions(access, state="withdrawn")] == [
        (made.pk, "The plan was dropped.")
    ]
    assert calibration_of(access).probability_count == 0
    with pytest.raises(Refused):
        resolve(access, prediction_id=made.pk, outcome=True)
    assert history(workspace_id=access.workspace_id, node_id=made.pk)[0].act_name == "withdraw a prediction"


def test_a_wrong_resolution_is_withdrawn_and_given_again(access: Access) -> None:
    made = likely(access)
    wrong = resolve(access, prediction_id=made.pk, outcome=True)
    with pytest.raises(Refused):
        resolve(access, prediction_id=made.pk, outcome=False)
    withdraw_resolution(access, resolution_id=wrong.pk, reason="Misread.")
    resolve(access, prediction_id=made.pk, outcome=False)
    found = prediction(access, made.pk)
    assert found.outcome is False
    assert found.score == pytest.approx(0.49)


def test_a_program_that_means_per_cent_is_told_how_to_write_it(access: Access) -> None:
    with pytest.raises(Refused) as refused:
        likely(access, 70)
    assert refused.value.remedy == "Write 0.7 for 70 %."


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"probability": 1.2}, "probability"),
        ({"probability": 0.5, "low": 1.0}, "kind"),
        ({"resolve_by": MADE}, "resolve_by"),
        ({"resolve_by": date(MADE.year + 30, 1, 1)}, "resolve_by"),
        ({"made_on": TODAY + timedelta(days=1), "resolve_by": TODAY + timedelta(days=9)}, "made_on"),
        ({"question": " "}, "title"),
    ],
)
def test_a_probability_that_makes_no_sense_names_its_field(access: Access, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        likely(access, **change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"low": None}, "low"),
        ({"best": 50.0}, "best"),
        ({"high": 5.0}, "best"),
        ({"level": 0.2}, "level"),
        ({"low": -1e300}, "best"),
    ],
)
def test_a_quantity_that_makes_no_sense_names_its_field(access: Access, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        amount(access, **change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "outcome"),
        ({"outcome": True, "resolved_on": TODAY + timedelta(days=1)}, "resolved_on"),
        ({"outcome": True, "resolved_on": MADE - timedelta(days=1)}, "resolved_on"),
    ],
)
def test_a_resolution_that_makes_no_sense_names_its_field(access: Access, said: dict[str, Any], field: str) -> None:
    made = likely(access)
    with pytest.raises(Refused) as refused:
        resolve(access, prediction_id=made.pk, **said)
    assert refused.value.field == field


def test_strangers_and_readers_cannot_predict_or_resolve(access: Access, viewer: Access, elsewhere: Access) -> None:
    made = likely(access)
    with pytest.raises(Forbidden):
        likely(viewer)
    with pytest.raises(Forbidden):
        resolve(viewer, prediction_id=made.pk, outcome=True)
    for hidden in (
        lambda: resolve(elsewhere, prediction_id=made.pk, outcome=True),
        lambda: prediction(elsewhere, made.pk),
    ):
        with pytest.raises(NotFound):
            hidden()


def test_calibration_is_told_per_person(access: Access, editor: Access) -> None:
    for probability, outcome in ((0.9, True), (0.8, False), (0.6, True)):
        resolve(access, prediction_id=likely(access, probability).pk, outcome=outcome)
    resolve(editor, prediction_id=amount(editor).pk, value=25)
    mine, theirs, all_of_us = (calibration_of(access, person=p) for p in (access.user_id, editor.user_id, None))
    assert all_of_us.parts.brier == pytest.approx(all_of_us.yes_no.brier.value)
    assert (mine.probability_count, mine.quantity_count) == (3, 0)
    assert (theirs.probability_count, theirs.quantity_count) == (0, 1)
    assert (all_of_us.probability_count, all_of_us.quantity_count) == (3, 1)
    assert {name for _, name, _ in forecasters(access)} == {"Alice", "Bob"}
