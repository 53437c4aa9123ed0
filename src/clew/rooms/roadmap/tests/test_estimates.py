"""Estimates: with a spread, by several people, replaced but never changed, refused where they cannot be."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clew.ground.evidence.api import add_idea, add_need
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.estimates import estimate_idea, withdraw_estimate
from clew.rooms.roadmap.actions.factors import add_factor, change_factor
from clew.rooms.roadmap.models import Estimate, Factor
from clew.rooms.roadmap.queries.estimates import estimated_ideas, estimates_of, factors, next_to_estimate
from clew.rooms.roadmap.queries.score_models import factors_wanted
from clew.rooms.roadmap.tests.ready import RICE, estimated, rice, say


@pytest.fixture
def reach(access: Access) -> int:
    return int(add_factor(access, key="reach", label="Reach", unit="people/quarter").pk)


@pytest.fixture
def idea(access: Access) -> int:
    return int(add_idea(access, title="Count by phone").pk)


def test_several_people_estimate_and_all_stand(access: Access, editor: Access, reach: int, idea: int) -> None:
    study = add_need(access, title="Count faster").pk
    estimate_idea(
        access, idea_id=idea,
        values=[{"factor_id": reach, "low": 200, "likely": 300, "high": 900, "basis": "study", "source_id": study, "note": "Two shops"}],
    )  # fmt: skip
    estimate_idea(editor, idea_id=idea, values=[{"factor_id": reach, "low": 50, "high": 400}])
    theirs, mine = estimates_of(access, idea)
    assert (mine.low, mine.likely, mine.high, mine.basis, mine.source, mine.note) == (
        200, 300, 900, "study", "Count faster", "Two shops",
    )  # fmt: skip
    assert (mine.is_mine, theirs.is_mine, theirs.likely, theirs.level) == (True, False, None, 0.9)
    (row,) = estimated_ideas(access, factor_ids=[reach])
    assert (row.cells[reach].low, row.cells[reach].high, row.cells[reach].how_many) == (50, 900, 2)
    assert row.cells[reach].mine == mine
    assert "estimate an idea" in {entry.act_name for entry in record_history(access, idea).entries}


def test_a_later_one_takes_the_place_and_undo_brings_back(access: Access, reach: int, idea: int) -> None:
    for high in (900, 700, 700):
        estimate_idea(access, idea_id=idea, values=[{"factor_id": reach, "low": 200, "high": high}])
    (now,) = estimates_of(access, idea)
    assert now.high == 700
    assert [(row.high, row.stands) for row in estimates_of(access, idea, all=True)] == [(700, True), (900, False)]
    withdraw_estimate(access, idea_id=idea, factor_id=reach)
    assert estimates_of(access, idea) == ()
    with pytest.raises(NotFound):
        withdraw_estimate(access, idea_id=idea, factor_id=reach)


def test_what_is_missing_is_found(access: Access) -> None:
    rice(access)
    whole, half = estimated(access, "Whole"), int(add_idea(access, title="Half").pk)
    say(access, half, {"reach": RICE["reach"]})
    wanted = [factor.id for factor in factors_wanted(access)]
    assert [factor.key for factor in factors_wanted(access)] == list(RICE)
    assert [row.id for row in estimated_ideas(access, factor_ids=wanted)] == [half, whole]
    assert [row.id for row in estimated_ideas(access, factor_ids=wanted, missing=True)] == [half]
    assert [row.id for row in estimated_ideas(access, factor_ids=wanted, search="who")] == [whole]
    last = int(add_idea(access, title="Last").pk)
    assert next_to_estimate(access, last, factor_ids=wanted) == half
    assert next_to_estimate(access, half, factor_ids=wanted) == last, "after the last, the first that was left out"
    say(access, last, RICE)
    assert next_to_estimate(access, half, factor_ids=wanted) is None


def test_listing_asks_a_fixed_number_of_questions(access: Access, django_assert_max_num_queries: Any) -> None:
    rice(access)
    for number in range(6):
        estimated(access, f"Idea {number}")
    wanted = [factor.id for factor in factors_wanted(access)]
    with django_assert_max_num_queries(4):
        assert len(estimated_ideas(access, factor_ids=wanted)) == 6


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"high": None}, "reach_high"),
        ({"low": None}, "reach_low"),
        ({"low": 0}, "reach_low"),
        ({"low": -5}, "reach_low"),
        ({"low": 500}, "reach_high"),
        ({"likely": 1000}, "reach_likely"),
        ({"low": "many"}, "reach_low"),
        ({"high": float("inf")}, "reach_high"),
        ({"high": True}, "reach_high"),
        ({"level": 0.2}, "reach_level"),
        ({"basis": "dream"}, "reach_basis"),
        ({"note": "x" * 501}, "reach_note"),
        ({"source_id": "7"}, "source_id"),
    ],
)
def test_bad_estimates_are_refused_whole(
    access: Access, reach: int, idea: int, wrong: dict[str, Any], field: str
) -> None:
    effort = add_factor(access, key="effort", label="Effort").pk
    good = {"factor_id": effort, "low": 1, "high": 2}
    with pytest.raises(Refused) as refused:
        estimate_idea(access, idea_id=idea, values=[good, {"factor_id": reach, "low": 1, "high": 400, **wrong}])
    assert refused.value.field == field
    assert estimates_of(access, idea) == ()


def test_what_is_not_there_is_refused(access: Access, reach: int, idea: int) -> None:
    one = {"factor_id": reach, "low": 1, "high": 2}
    for wrong in ([], [one, one], [one] * 61):
        with pytest.raises(Refused):
            estimate_idea(access, idea_id=idea, values=wrong)
    for wrong in ([{**one, "factor_id": 10**9}], [{**one, "source_id": 10**9}]):
        with pytest.raises(NotFound):
            estimate_idea(access, idea_id=idea, values=wrong)
    with pytest.raises(NotFound):
        estimate_idea(access, idea_id=10**9, values=[one])
    with pytest.raises(NotFound):
        estimates_of(access, 10**9)


@pytest.mark.parametrize(("key", "low", "high"), [("confidence", 0.5, 1.2), ("impact", 0.1, 2), ("impact", 1, 4)])
def test_a_factor_has_ends(access: Access, key: str, low: float, high: float) -> None:
    rice(access)
    with pytest.raises(Refused):
        estimated(access, "Beyond", {key: (low, high)})


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access, reach: int, idea: int) -> None:
    one = {"factor_id": reach, "low": 1, "high": 2}
    with pytest.raises(Forbidden):
        estimate_idea(viewer, idea_id=idea, values=[one])
    with pytest.raises(Forbidden):
        withdraw_estimate(viewer, idea_id=idea, factor_id=reach)
    with pytest.raises(Forbidden):
        add_factor(viewer, key="fit", label="Fit")
    with pytest.raises(Forbidden):
        change_factor(viewer, factor_id=reach, label="Fit")
    for call in (
        lambda: estimate_idea(elsewhere, idea_id=idea, values=[one]),
        lambda: withdraw_estimate(elsewhere, idea_id=idea, factor_id=reach),
        lambda: change_factor(elsewhere, factor_id=reach, label="Fit"),
        lambda: estimates_of(elsewhere, idea),
    ):
        with pytest.raises(NotFound):
            call()
    assert factors(elsewhere) == ()


def test_factors(access: Access, reach: int) -> None:
    changed = change_factor(access, factor_id=reach, label="People", unit="people/month", question="How many?")
    assert (changed.label, changed.unit, changed.kind) == ("People", "people/month", "amount")
    undo(access, act=last_act_id())
    assert factors(access)[0].label == "Reach"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "Reach"}, "key"),
        ({"key": "reach"}, "key"),
        ({"key": "a" * 31}, "key"),
        ({"label": " "}, "label"),
        ({"label": "x" * 61}, "label"),
        ({"unit": "people per quarter!"}, "unit"),
        ({"kind": "guess"}, "kind"),
        ({"kind": "scale"}, "highest"),
        ({"lowest": 2, "highest": 1}, "highest"),
        ({"question": "x" * 301}, "question"),
    ],
)
def test_bad_factors_are_refused(access: Access, reach: int, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_factor(access, **{"key": "fit", "label": "Fit", **wrong})
    assert refused.value.field == field
    assert len(factors(access)) == 1


def test_the_database_guards_estimates(access: Access, reach: int, idea: int) -> None:
    (made,) = estimate_idea(access, idea_id=idea, values=[{"factor_id": reach, "low": 1, "high": 2}])
    rows = Estimate._base_manager.filter(pk=made.pk)
    for wrong in ({"low": 3}, {"high": 0}, {"likely": 5}, {"note": "else"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Estimate._base_manager.create(
            workspace_id=access.workspace_id, idea_id=idea, factor_id=reach, author_id=access.user_id, low=1, high=2
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Factor._base_manager.create(workspace_id=access.workspace_id, key="reach", label="Again")
