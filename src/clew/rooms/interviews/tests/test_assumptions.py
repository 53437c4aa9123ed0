"""Assumption tests: planned under an idea, settled only after it was said what would count, moved."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_idea, add_need
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.thread.api import archive, record_history, why
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.assumptions import (
    add_assumption,
    move_assumption,
    plan_assumption,
    settle_assumption,
)
from clew.rooms.interviews.models import AssumptionTest
from clew.rooms.interviews.queries.assumptions import assumption, assumptions

TRUE = "Somebody looks at two o'clock"


def idea(access: Access, title: str = "Warn at two") -> int:
    return int(add_idea(access, title=title, addresses=[add_need(access, title=f"Need of {title}").pk]).pk)


def test_is_planned_and_settled_and_hangs_in_the_thread(access: Access) -> None:
    warn = idea(access)
    made = add_assumption(access, idea_id=warn, title=TRUE, how="Watch three kitchens.")
    plan_assumption(access, test_id=made.pk, how="Watch four kitchens.", counts="Three of four look.")
    settle_assumption(access, test_id=made.pk, result="fails", learnt="One did.")
    found = assumption(access, made.pk)
    assert (found.title, found.state, found.idea_id, found.how) == (TRUE, "fails", warn, "Watch four kitchens.")
    assert (found.counts, found.learnt, found.settled_on is not None) == ("Three of four look.", "One did.", True)
    assert [hit.node_id for hit in find(access, "kitchens").hits] == [made.pk]
    assert {step.card.title for step in why(access, made.pk).steps} >= {"Warn at two", "Need of Warn at two"}
    acts = {entry.act_name for entry in record_history(access, made.pk).entries}
    assert acts >= {"add an assumption test", "plan an assumption test", "note what an assumption test showed"}
    assert [row.id for row in assumptions(access, state="fails", idea_id=warn, search="two")] == [made.pk]
    assert assumptions(access, state="open") == ()
    settle_assumption(access, test_id=made.pk, result="open")
    assert assumption(access, made.pk).settled_on is None


def test_what_would_count_is_said_first_and_stands(access: Access) -> None:
    made = add_assumption(access, idea_id=idea(access), title=TRUE)
    with pytest.raises(Refused, match="what result would count"):
        settle_assumption(access, test_id=made.pk, result="holds")
    plan_assumption(access, test_id=made.pk, how="", counts="Most look.")
    settle_assumption(access, test_id=made.pk, result="holds")
    with pytest.raises(Refused, match="has its result"):
        plan_assumption(access, test_id=made.pk, how="", counts="Some look.")
    with pytest.raises(IntegrityError), transaction.atomic():
        AssumptionTest._base_manager.filter(pk=made.pk).update(counts="")


def test_moves_to_another_idea_and_no_further(access: Access) -> None:
    first, second = idea(access), idea(access, "Ring a bell")
    made = add_assumption(access, idea_id=first, title=TRUE)
    move_assumption(access, test_id=made.pk, idea_id=second)
    assert (assumption(access, made.pk).idea, assumptions(access, idea_id=first)) == ("Ring a bell", ())
    with pytest.raises(Refused, match="already"):
        move_assumption(access, test_id=made.pk, idea_id=second)
    archive(access, node_ids=[first])
    with pytest.raises(Refused, match="archived"):
        move_assumption(access, test_id=made.pk, idea_id=first)
    assert "move an assumption test" in {entry.act_name for entry in record_history(access, made.pk).entries}


@pytest.mark.parametrize(
    ("wrong", "field"), [({"how": "x" * 2001}, "how"), ({"counts": "x" * 2001}, "counts"), ({"title": " "}, "title")]
)
def test_bad_input_is_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    warn = idea(access)
    with pytest.raises(Refused) as refused:
        add_assumption(access, idea_id=warn, **({"title": TRUE} | wrong))
    assert (refused.value.field, assumptions(access)) == (field, ())
    made = add_assumption(access, idea_id=warn, title=TRUE, counts="Most look.")
    with pytest.raises(Refused, match="no such result"):
        settle_assumption(access, test_id=made.pk, result="perhaps")
    with pytest.raises(NotFound):
        add_assumption(access, idea_id=made.pk, title=TRUE)


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    warn = idea(access)
    made = add_assumption(access, idea_id=warn, title=TRUE, counts="Most look.")
    assert assumption(viewer, made.pk).title == TRUE
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            add_assumption(who, idea_id=warn, title=TRUE)
        with pytest.raises(error):
            plan_assumption(who, test_id=made.pk, how="", counts="")
        with pytest.raises(error):
            settle_assumption(who, test_id=made.pk, result="holds")
        with pytest.raises(error):
            move_assumption(who, test_id=made.pk, idea_id=warn)
    with pytest.raises(NotFound):
        assumption(elsewhere, made.pk)
    assert assumptions(elsewhere) == ()


def test_words_of_an_erased_person_leave_it(access: Access) -> None:
    anna = add_person(access, name="Anna Keller", email="anna@shop.example")
    made = add_assumption(access, idea_id=idea(access), title=TRUE, how="Ask Anna Keller.")
    erase_person(access, person_id=anna.pk, typed_name="Anna Keller")
    assert "Keller" not in assumption(access, made.pk).how


def test_its_page_plans_and_settles(access: Access, viewer: Access) -> None:
    made = add_assumption(access, idea_id=idea(access), title=TRUE)
    alice, vera = SignedIn(access), SignedIn(viewer)
    early = alice.post(alice.path(f"assumption-tests/{made.pk}/result"), {"result": "holds", "learnt": "They did."})
    assert early.status_code == 422
    assert "They did." in early.content.decode()
    plan = {"how": "Watch.", "counts": "Most look."}
    assert alice.post(alice.path(f"assumption-tests/{made.pk}/plan"), plan).status_code == 303
    assert alice.post(alice.path(f"assumption-tests/{made.pk}/result"), {"result": "holds"}).status_code == 303
    shown = vera.get(vera.path(f"n/{made.pk}")).content.decode()
    assert "Most look." in shown
    assert "Keep the result" not in shown
