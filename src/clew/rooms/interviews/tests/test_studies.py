"""A study: begun for a decision, planned anew, moved on, and filled with interviews that are there."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_source, mark
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.thread.api import open_decision, record_history, why
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.conduct import add_interview, finish_interview, start_interview
from clew.rooms.interviews.actions.studies import add_study, move_study, plan_study, serve_decision, take_in
from clew.rooms.interviews.models import Study
from clew.rooms.interviews.queries.studies import free_interviews, studies, study, study_interviews

SAID = "I count the shelves by hand. It takes an hour."


def talk(access: Access, title: str = "Talk with Anna", words: str = SAID) -> int:
    return int(add_source(access, text=words, title=title, kind="interview", said_on=date(2026, 3, 2)).pk)


def test_begins_for_a_decision(access: Access) -> None:
    decision = open_decision(access, title="How to count")
    made = add_study(
        access, title="Counting", question="Where does the hour go?", decision_id=decision.pk, wanted=5,
        budget_minor=20_000, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31),
    )  # fmt: skip
    found = study(access, made.pk)
    assert ([d.title for d in found.decisions], found.row.state) == (["How to count"], "planned")
    assert (found.row.progress.wanted, found.budget_minor, found.row.method) == (5, 20_000, "Interviews")
    assert [h.node_id for h in find(access, "hour").hits] == [made.pk]
    assert "begin a study" in {entry.act_name for entry in record_history(access, made.pk).entries}


def test_plan_changes_and_state_moves(access: Access) -> None:
    made = add_study(access, title="Counting")
    plan_study(access, study_id=made.pk, question="Why by hand?", whom="Managers", wanted=3, method="contextual")
    move_study(access, study_id=made.pk, state="recruiting")
    found = study(access, made.pk)
    assert (found.whom, found.row.state, found.row.progress.wanted) == ("Managers", "recruiting", 3)
    assert [row.id for row in studies(access, state="recruiting")] == [made.pk]
    assert studies(access, state="finished") == ()


def test_interviews_are_taken_in_and_carry_the_thread(access: Access) -> None:
    decision = open_decision(access, title="How to count")
    made = add_study(access, title="Counting", decision_id=decision.pk, wanted=2)
    source = talk(access)
    assert [row.id for row in free_interviews(access)] == [source]
    take_in(access, study_id=made.pk, source_ids=[source, source])
    mark(access, source_id=source, start=0, end=7, exact=SAID[:7])
    assert free_interviews(access) == ()
    (row,) = study_interviews(access, made.pk)
    assert (row.state, row.held_on, row.marks, row.source_id) == ("held", date(2026, 3, 2), 1, source)
    progress = study(access, made.pk).row.progress
    assert (progress.held, progress.marked, progress.share_held) == (1, 1, 0.5)
    assert source in {step.card.id for step in why(access, decision.pk).steps}


def test_marks_of_a_first_talk_are_not_those_of_a_second(access: Access) -> None:
    anna, made = add_person(access, name="Anna Keller").pk, add_study(access, title="Counting")
    source = add_source(access, text=SAID, title="Talk", kind="interview", person_id=anna).pk
    take_in(access, study_id=made.pk, source_ids=[source])
    mark(access, source_id=source, start=0, end=7, exact=SAID[:7])
    second = add_interview(access, study_id=made.pk, title="Once more", person_id=anna)
    start_interview(access, interview_id=second.pk)
    finish_interview(access, interview_id=second.pk)
    assert {row.title: row.marks for row in study_interviews(access, made.pk)} == {"Talk": 1, "Once more": 0}
    progress = study(access, made.pk).row.progress
    assert (progress.held, progress.marked) == (2, 1)


def test_its_page_says_with_whom_and_on_which_day(access: Access) -> None:
    anna, made = add_person(access, name="Anna Keller").pk, add_study(access, title="Counting")
    source = add_source(access, text=SAID, title="Talk", kind="interview", said_on=date(2026, 3, 2), person_id=anna)
    (taken,) = take_in(access, study_id=made.pk, source_ids=[source.pk])
    alice = SignedIn(access)
    shown = alice.get(alice.path(f"n/{taken.pk}")).content.decode()
    assert re.search(r"<dt>With</dt>\s*<dd>\s*<a [^>]*>Anna Keller</a>", shown)
    assert "Monday, 2 March 2026" in shown


def test_an_interview_belongs_to_one_study(access: Access) -> None:
    first, second, source = add_study(access, title="Counting"), add_study(access, title="Ordering"), talk(access)
    take_in(access, study_id=first.pk, source_ids=[source])
    with pytest.raises(Refused, match="Counting"):
        take_in(access, study_id=second.pk, source_ids=[talk(access, "Another", "Other words"), source])
    assert study_interviews(access, second.pk) == ()


def test_listing_asks_a_fixed_number_of_questions(access: Access, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        made = add_study(access, title=f"Study {number}")
        take_in(access, study_id=made.pk, source_ids=[talk(access, f"Talk {number}", f"Words {number}")])
    with django_assert_max_num_queries(4):
        assert len(studies(access)) == 8


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"wanted": 0}, "wanted"),
        ({"wanted": 1001}, "wanted"),
        ({"budget_minor": -1}, "budget"),
        ({"method": "guessing"}, "method"),
        ({"question": "x" * 2001}, "question"),
        ({"whom": "x" * 501}, "whom"),
        ({"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)}, "ends_on"),
    ],
)
def test_bad_plans_are_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_study(access, title="Counting", **wrong)
    assert refused.value.field == field
    made = add_study(access, title="Counting", question="Kept")
    with pytest.raises(Refused):
        plan_study(access, study_id=made.pk, **wrong)
    assert study(access, made.pk).row.question == "Kept"
    assert len(studies(access)) == 1


def test_what_is_not_there_is_refused(access: Access) -> None:
    with pytest.raises(Refused, match="title"):
        add_study(access, title=" ")
    made = add_study(access, title="Counting")
    with pytest.raises(NotFound):
        serve_decision(access, study_id=made.pk, decision_id=made.pk)
    with pytest.raises(NotFound):
        take_in(access, study_id=made.pk, source_ids=[made.pk])
    with pytest.raises(Refused, match="chosen"):
        take_in(access, study_id=made.pk, source_ids=[])
    with pytest.raises(Refused, match="state"):
        move_study(access, study_id=made.pk, state="forgotten")


def test_the_database_guards_a_plan(access: Access) -> None:
    made = add_study(access, title="Counting")
    for wrong in ({"wanted": 0}, {"budget_minor": -1}, {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Study._base_manager.filter(pk=made.pk).update(**wrong)


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    made, source = add_study(access, title="Counting"), talk(access)
    decision = open_decision(access, title="How to count")
    assert study(viewer, made.pk).row.title == "Counting"
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            add_study(who, title="Mine", decision_id=decision.pk)
        with pytest.raises(error):
            plan_study(who, study_id=made.pk, question="Mine")
        with pytest.raises(error):
            move_study(who, study_id=made.pk, state="finished")
        with pytest.raises(error):
            serve_decision(who, study_id=made.pk, decision_id=decision.pk)
        with pytest.raises(error):
            take_in(who, study_id=made.pk, source_ids=[source])
    with pytest.raises(NotFound):
        study(elsewhere, made.pk)
    with pytest.raises(NotFound):
        study_interviews(elsewhere, made.pk)
