"""A screener: its questions and rules, its versions, what its rules say of answers, and the link for posting it."""

from typing import Any

import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import archive, record_history
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.screeners import close_screener, open_screener
from clew.rooms.interviews.actions.studies import move_study, plan_study
from clew.rooms.interviews.models.screening import Verdict, judge, questions_of, read_answers, rules_of
from clew.rooms.interviews.queries.invited import enter_by_open_link
from clew.rooms.interviews.queries.screeners import open_link, screener, try_rules
from clew.rooms.interviews.tests.recruits import QUESTIONS, RULES, begin, screened


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"q1": "Nobody", "q2": 50.0}, Verdict("rejected", 0)),
        ({"q1": "I do", "q2": 10.0}, Verdict("accepted", 1)),
        ({"q1": "I do", "q2": 9.9}, Verdict("queued", None)),
        ({"q1": "I do", "q4": "A THEFT at night", "q3": ["A tablet"]}, Verdict("queued", 2)),
        ({"q1": "I do", "q3": ["Paper", "A tablet"]}, Verdict("accepted", 3)),
        ({}, Verdict("queued", None)),
    ],
)
def test_the_first_rule_that_fits_decides(answers: dict[str, Any], verdict: Verdict) -> None:
    assert judge(rules_of(RULES), answers) == verdict


def test_what_was_left_empty_fits_no_rule() -> None:
    rules = rules_of([{"question": "q3", "test": "is_not", "value": "Paper", "then": "reject"}])
    assert judge(rules, {}).rule is None
    assert judge(rules, {"q3": ["A tablet"]}).rule == 0
    assert judge(rules, {"q3": ["Paper"]}).rule is None


def test_answers_are_read_as_they_are_typed() -> None:
    given = {"q1": ["I do"], "q2": ["1 200,5"], "q3": ["A tablet", "Paper"], "q4": ["  "], "other": ["x"]}
    assert read_answers(questions_of(QUESTIONS), given) == {"q1": "I do", "q2": 1200.5, "q3": ["Paper", "A tablet"]}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "q1"),
        ({"q1": ["Somebody"]}, "q1"),
        ({"q1": ["I do", "Others"]}, "q1"),
        ({"q1": ["I do"], "q2": ["many"]}, "q2"),
        ({"q1": ["I do"], "q2": ["1e400"]}, "q2"),
        ({"q1": ["I do"], "q2": ["nan"]}, "q2"),
        ({"q1": ["I do"], "q3": ["A pen"]}, "q3"),
        ({"q1": ["I do"], "q4": ["x" * 1001]}, "q4"),
    ],
)
def test_bad_answers_are_refused(given: dict[str, list[str]], field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_answers(questions_of(QUESTIONS), given)
    assert refused.value.field == field


def test_a_change_makes_a_version_and_nothing_else_does(access: Access) -> None:
    study_id = begin(access)
    assert screener(access, study_id) is None
    first = screened(access, study_id)
    assert (first.number, len(first.questions), first.answers) == (1, 4, 0)
    assert screened(access, study_id).id == first.id
    assert screened(access, study_id, intro="Two minutes.").number == 2
    found = screener(access, study_id)
    assert found is not None
    assert (found.number, found.intro) == (2, "Two minutes.")
    assert "publish a screener" in {e.act_name for e in record_history(access, study_id).entries}


def test_rules_are_tried_on_nothing(access: Access) -> None:
    tried = try_rules(access, begin(access), rules=RULES)
    assert (tried.words, tried.by_rule) == ("Nobody has answered yet.", (0, 0, 0, 0))


def one(**change: Any) -> list[dict[str, Any]]:
    return [{**QUESTIONS[0], **change}]


def rule(**change: Any) -> list[dict[str, Any]]:
    return [{**RULES[0], **change}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"intro": "x" * 2001}, "intro"),
        ({"questions": one(text="")}, "question 1"),
        ({"questions": one(text="x" * 301)}, "question 1"),
        ({"questions": one(kind="guess")}, "question 1"),
        ({"questions": one(options=["One"])}, "question 1"),
        ({"questions": one(options=["One", "One"])}, "question 1"),
        ({"questions": one(options=["One", "x" * 121])}, "question 1"),
        ({"questions": one(options=[1, 2])}, "questions"),
        ({"questions": one(is_required="yes")}, "questions"),
        ({"questions": one(colour="red")}, "questions"),
        ({"questions": one() * 2}, "questions"),
        ({"questions": [{**QUESTIONS[0], "key": f"q{n}"} for n in range(21)], "rules": []}, "questions"),
        ({"rules": rule(question="q9")}, "rule 1"),
        ({"rules": rule(test="at_least")}, "rule 1"),
        ({"rules": rule(value="Somebody")}, "rule 1"),
        ({"rules": rule(then="hire")}, "rule 1"),
        ({"rules": rule(question="q2", test="at_most", value="few")}, "rule 1"),
        ({"rules": rule(question="q4", test="mentions", value="")}, "rule 1"),
        ({"rules": [{"question": "q1"}]}, "rules"),
        ({"rules": rule() * 41}, "rules"),
    ],
)
def test_what_makes_no_sense_is_refused(access: Access, wrong: dict[str, Any], field: str) -> None:
    study_id = begin(access)
    with pytest.raises(Refused) as refused:
        screened(access, study_id, **wrong)
    assert refused.value.field == field
    assert screener(access, study_id) is None


def test_a_posted_link_is_open_until_it_is_closed(access: Access) -> None:
    study_id = begin(access)
    with pytest.raises(Refused, match="no screener"):
        open_screener(access, study_id=study_id)
    screened(access, study_id)
    older, newer = (open_screener(access, study_id=study_id) for _ in range(2))
    assert enter_by_open_link(older.secret).is_closed
    assert not enter_by_open_link(newer.secret).is_closed
    shown = open_link(access, study_id)
    assert shown is not None
    assert shown.id == newer.id
    close_screener(access, study_id=study_id)
    assert enter_by_open_link(newer.secret).is_closed
    assert open_link(access, study_id) is None
    with pytest.raises(NotFound):
        enter_by_open_link("guess")


def test_a_posted_link_ends_with_its_study(access: Access) -> None:
    from datetime import date

    finished, late, away = (begin(access, f"Study {n}") for n in range(3))
    links = []
    for study_id in (finished, late, away):
        screened(access, study_id)
        links.append(open_screener(access, study_id=study_id).secret)
    move_study(access, study_id=finished, state="finished")
    plan_study(access, study_id=late, ends_on=date(2020, 1, 1))
    archive(access, node_ids=[away])
    assert all(enter_by_open_link(secret).is_closed for secret in links)
    with pytest.raises(Refused, match="finished"):
        open_screener(access, study_id=finished)


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    study_id = begin(access)
    screened(access, study_id)
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            screened(who, study_id)
        with pytest.raises(error):
            open_screener(who, study_id=study_id)
        with pytest.raises(error):
            close_screener(who, study_id=study_id)
    with pytest.raises(NotFound):
        screener(elsewhere, study_id)


def test_rules_are_tried_only_when_they_are_whole(access: Access) -> None:
    study = begin(access)
    with pytest.raises(Refused, match="missing or unknown"):
        try_rules(access, study, rules=[{"question": "kitchens"}])
    half = [{"question": "kitchens", "test": "at_least", "value": "two", "then": "accept"}]
    assert try_rules(access, study, rules=half).answers == 0, "a number that is still being typed fits nobody"
