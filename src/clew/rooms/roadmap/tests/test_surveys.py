"""Surveys: prepared, opened, answered, and landed as estimates of the same ideas."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from clew.ground.customers.api import add_account, add_person, add_segment, pick
from clew.ground.evidence.api import add_idea
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history, why
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.factors import add_factor
from clew.rooms.roadmap.actions.survey_answers import answer_survey, begin_openly, begin_survey, stop_survey
from clew.rooms.roadmap.actions.survey_landing import Landed, land_results
from clew.rooms.roadmap.actions.surveys import (
    add_survey,
    ask_people,
    choose_survey_ideas,
    close_survey,
    describe_survey,
    open_survey,
    post_survey,
)
from clew.rooms.roadmap.models import Answer, Estimate, Respondent
from clew.rooms.roadmap.queries.estimates import estimates_of
from clew.rooms.roadmap.queries.surveyed import enter_as_respondent, enter_by_survey_door, progress_of
from clew.rooms.roadmap.queries.surveys import survey, survey_results, surveys
from clew.rooms.roadmap.tests.survey_answers import (
    ATTRACTIVE,
    MUST,
    NOTHING,
    REVERSE,
    answered,
    begun,
    ideas,
    opened,
    prepared,
)


def test_a_survey_is_prepared_opened_closed_and_opened_again(access: Access) -> None:
    made = prepared(access, "kano", intro="Two minutes.", segments=["Bars", "Cafés"])
    (row,) = surveys(access)
    assert (row.id, row.state, row.takes_answers, row.ideas) == (made, "draft", False, 3)
    found = survey(access, made)
    assert (found.ideas[0].label, found.segments) == ("Count by phone", ("Bars", "Cafés"))
    choose_survey_ideas(
        access,
        survey_id=made,
        ideas=[{"idea_id": found.ideas[1].idea_id, "label": "In shelf order", "words": "Top to bottom"}],
    )
    describe_survey(access, survey_id=made, intro="One minute.", most_answers=2)
    now = survey(access, made)
    assert ([(one.place, one.label, one.words) for one in now.ideas], now.intro, now.segments) == (
        [(0, "In shelf order", "Top to bottom")], "One minute.", (),
    )  # fmt: skip
    assert [step.card.title for step in why(access, made).steps] == ["What next?", "Shelf order"]
    open_survey(access, survey_id=made, closes_on=timezone.localdate())
    assert surveys(access)[0].takes_answers
    for call in (
        lambda: describe_survey(access, survey_id=made),
        lambda: choose_survey_ideas(access, survey_id=made, ideas=[]),
        lambda: open_survey(access, survey_id=made),
    ):
        with pytest.raises(Refused):
            call()
    close_survey(access, survey_id=made)
    with pytest.raises(Refused):
        close_survey(access, survey_id=made)
    open_survey(access, survey_id=made)
    told = {entry.act_name for entry in record_history(access, made).entries}
    assert told >= {"prepare a survey", "choose the ideas of a survey", "open a survey", "close a survey"}


@pytest.mark.slow
def test_kano_from_answers_to_estimates(access: Access) -> None:
    made, door = opened(access, "kano", segments=["Bars", "Cafés"])
    for _ in range(12):
        answered(door, [MUST, NOTHING, ATTRACTIVE], "Bars")
    for _ in range(8):
        answered(door, [NOTHING, NOTHING, ATTRACTIVE], "Cafés")
    found = survey_results(access, made)
    assert ([one.category for one in found.ideas], [one.n for one in found.ideas]) == (["M", "I", "A"], [20, 20, 20])
    assert [(one.name, one.n, one.categories) for one in found.segments] == [
        ("Bars", 12, ("M", "I", "A")), ("Cafés", 8, ("I", "I", "A")), ("", 20, ("M?", "I", "A")),
    ]  # fmt: skip
    bars = survey_results(access, made, segment="Bars")
    worse = next(one for one in bars.ideas[0].measures if one.key == "worse")
    assert (worse.value, worse.low < 1 <= worse.high + 0.01) == (1, True)
    assert {one.key for one in bars.ideas[0].shares} == set("MOAIRQ")
    impact = add_factor(access, key="impact", label="Impact", kind="scale", lowest=0.25, highest=3).pk
    told = land_results(access, survey_id=made, factor_id=impact, measure="worse", segment="Bars")
    assert (told.estimates, told.answers) == (3, 12)
    (estimate,) = estimates_of(access, found.ideas[0].idea_id)
    assert (estimate.basis, estimate.source, estimate.likely, estimate.author) == ("survey", "What next?", 3, "")
    assert estimate.low < 3 <= estimate.high
    with pytest.raises(Refused, match="same 12 answers"):
        land_results(access, survey_id=made, factor_id=impact, measure="worse", segment="Bars")
    answered(door, [NOTHING], "Bars")
    land_results(access, survey_id=made, factor_id=impact, measure="worse", segment="Bars", lowest=1, highest=2)
    (again,) = estimates_of(access, found.ideas[0].idea_id)
    assert again.likely == pytest.approx(1 + 12 / 13)
    assert len(estimates_of(access, found.ideas[0].idea_id, all=True)) == 2
    assert [(row.segment, row.answers) for row in survey(access, made).landed] == [("Bars", 13), ("Bars", 12)]


def test_an_answer_is_corrected_once_and_the_same_again_changes_nothing(access: Access) -> None:
    made, door = opened(access, "kano")
    asked = answered(door, [MUST, NOTHING, ATTRACTIVE])
    assert progress_of(asked.access, asked.respondent_id).is_done
    answer_survey(asked, step=0, given=MUST)
    answer_survey(asked, step=0, given=ATTRACTIVE)
    with pytest.raises(Refused, match="once already"):
        answer_survey(asked, step=0, given=NOTHING)
    assert Answer._base_manager.filter(respondent=asked.respondent_id).count() == 4
    assert survey_results(access, made).ideas[0].category == "A"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "functional"),
        ({"functional": 1}, "dysfunctional"),
        ({"functional": 6, "dysfunctional": 1}, "functional"),
        ({"functional": True, "dysfunctional": 1}, "functional"),
        ({"functional": "1", "dysfunctional": 1}, "functional"),
    ],
)
def test_bad_answers_are_refused(access: Access, given: dict[str, Any], field: str) -> None:
    _, door = opened(access, "kano")
    asked = begun(door)
    with pytest.raises(Refused) as refused:
        answer_survey(asked, step=0, given=given)
    assert refused.value.field == field
    with pytest.raises(Refused):
        answer_survey(asked, step=3, given=MUST)
    with pytest.raises(Refused):
        stop_survey(asked)
    assert not Answer._base_manager.exists()


@pytest.mark.slow
def test_people_are_asked_by_links_of_their_own_and_known_by_their_segment(access: Access) -> None:
    account = add_account(access, name="The Anchor").pk
    pick(access, segment_id=add_segment(access, name="Bars").pk, account_ids=[account])
    anna = int(add_person(access, name="Anna", email="anna@bar.example", account_id=account).pk)
    made, _ = opened(access, "kano")
    (first,) = ask_people(access, survey_id=made, person_ids=[anna, anna]).links
    (link,) = ask_people(access, survey_id=made, person_ids=[anna]).links
    with pytest.raises(NotFound):
        enter_as_respondent(first.secret)
    asked = enter_as_respondent(link.secret)
    with pytest.raises(Refused, match="not begun"):
        answer_survey(asked, step=0, given=MUST)
    begin_survey(asked)
    begin_survey(asked)
    answer_survey(asked, step=0, given=MUST)
    stop_survey(asked)
    (shown,) = survey(access, made).people
    assert (shown.name, shown.begun_at is not None, shown.answered_at is not None) == ("Anna", True, True)
    assert [one.name for one in survey_results(access, made).segments] == ["Bars", ""]
    erase_person(access, person_id=anna, typed_name="Anna")
    assert Respondent._base_manager.get(pk=asked.respondent_id).person_id is None
    assert survey(access, made).people == ()
    with pytest.raises(NotFound):
        enter_as_respondent(link.secret)
    assert survey_results(access, made).ideas[0].n == 1, "what was answered is still counted"


def test_what_is_closed_or_full_takes_nothing(access: Access) -> None:
    made, door = opened(access, "kano", most_answers=1)
    begun(door)
    with pytest.raises(Refused, match="Enough"):
        begin_openly(door)
    secret = post_survey(access, survey_id=made).secret
    assert not enter_by_survey_door(secret).is_closed
    close_survey(access, survey_id=made)
    closed = enter_by_survey_door(secret)
    assert closed.is_closed
    with pytest.raises(Refused, match="closed"):
        begin_openly(closed)
    with pytest.raises(NotFound):
        enter_by_survey_door("x" * 40)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"method": "guessing"}, "method"),
        ({"consent": " "}, "consent"),
        ({"intro": "x" * 2001}, "intro"),
        ({"segments": ["One"]}, "segments"),
        ({"segments": ["Bars", "bars"]}, "segments"),
        ({"segments": ["Bars", "x" * 61]}, "segments"),
        ({"most_answers": 0}, "most_answers"),
        ({"method": "maxdiff", "amount": 99}, "amount"),
        ({"idea_ids": list(range(1, 40))}, "ideas"),
    ],
)
def test_bad_surveys_are_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_survey(access, **{"title": "What next?", "method": "kano", **wrong})
    assert refused.value.field == field
    assert surveys(access) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label": "x" * 121}, "longer than 120"),
        ({"label": 7}, "no text"),
        ({"words": "x" * 501}, "longer than 500"),
        ({"idea_id": True}, "no number"),
        ({"idea_id": "1"}, "no number"),
    ],
)
def test_bad_ideas_of_a_survey_are_refused(access: Access, wrong: dict[str, Any], said: str) -> None:
    made = prepared(access, "kano", 2)
    before = survey(access, made).ideas
    first, second = ({"idea_id": row.idea_id} for row in before)
    with pytest.raises(Refused, match=said):
        choose_survey_ideas(access, survey_id=made, ideas=[{**first, **wrong}, second])
    for twice in ([first, first], [{**first, "label": "Same"}, {**second, "label": "same"}]):
        with pytest.raises(Refused):
            choose_survey_ideas(access, survey_id=made, ideas=twice)
    assert survey(access, made).ideas == before
    choose_survey_ideas(access, survey_id=made, ideas=[{**first, "label": "Half \ud800 and \x00 null"}])
    assert survey(access, made).ideas[0].label == "Half ? and null"


@pytest.mark.slow
def test_what_cannot_land_is_refused(access: Access) -> None:
    made, door = opened(access, "kano")
    share = add_factor(access, key="confidence", label="Confidence", kind="share").pk
    amount = add_factor(access, key="reach", label="Reach", kind="amount", unit="people").pk

    def land(measure: str, **more: Any) -> Any:
        return land_results(access, **{"survey_id": made, "factor_id": share, "measure": measure, **more})

    with pytest.raises(Refused, match="Nobody"):
        land("better")
    answered(door, [REVERSE, REVERSE, REVERSE])
    for measure, more, said in (
        ("speed", {}, "no such measure"),
        ("better", {}, "reverse or questionable"),
        ("functional", {"factor_id": amount}, "no amount of people"),
        ("functional", {}, "cannot be"),
        ("functional", {"lowest": 1.0}, "Both ends"),
        ("functional", {"lowest": 2.0, "highest": 1.0}, "highest lies"),
    ):
        with pytest.raises(Refused, match=said):
            land(measure, **more)
    with pytest.raises(NotFound):
        land("better", segment="Bars")
    with pytest.raises(NotFound):
        land("better", factor_id=987654321)
    with pytest.raises(Refused, match="day is over"):
        open_survey(access, survey_id=prepared(access, "odi"), closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="ideas at least"):
        open_survey(access, survey_id=prepared(access, "maxdiff", 4))


def test_an_idea_that_all_would_rather_be_without_lands_nothing(access: Access) -> None:
    """What it landed before goes as well: the survey says no longer so."""
    made, door = opened(access, "kano")
    share = int(add_factor(access, key="confidence", label="Confidence", kind="share").pk)
    first = answered(door, [MUST, MUST, MUST])
    assert land_results(access, survey_id=made, factor_id=share, measure="worse") == Landed(3, 1)
    answer_survey(first, step=2, given=REVERSE)
    assert land_results(access, survey_id=made, factor_id=share, measure="worse").left_out == ("Price digest",)
    standing = Estimate._base_manager.filter(factor=share, replaced_at__isnull=True)
    assert standing.count() == 2


def test_other_ends_land_anew(access: Access) -> None:
    made, door = opened(access, "dots")
    answered(door, [{"points": [3, 2, 0]}])
    reach = int(add_factor(access, key="reach", label="Reach", kind="amount", unit="people").pk)

    def land(highest: float) -> Landed:
        return land_results(access, survey_id=made, factor_id=reach, measure="share", lowest=1, highest=highest)

    assert land(100) == land(200) == Landed(3, 1)
    with pytest.raises(Refused, match="same 1 answers"):
        land(200)


def test_strangers_and_viewers(access: Access, viewer: Access, elsewhere: Access) -> None:
    made, door = opened(access, "kano")
    answered(door, [MUST])
    factor = add_factor(access, key="confidence", label="Confidence", kind="share").pk
    person, idea = add_person(access, name="Anna").pk, add_idea(access, title="Another").pk
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for call in (
            lambda who=who: describe_survey(who, survey_id=made),
            lambda who=who: choose_survey_ideas(who, survey_id=made, ideas=[{"idea_id": idea}]),
            lambda who=who: open_survey(who, survey_id=made),
            lambda who=who: close_survey(who, survey_id=made),
            lambda who=who: post_survey(who, survey_id=made),
            lambda who=who: ask_people(who, survey_id=made, person_ids=[person]),
            lambda who=who: land_results(who, survey_id=made, factor_id=factor, measure="better"),
        ):
            with pytest.raises(error):
                call()
    with pytest.raises(Forbidden):
        add_survey(viewer, title="What next?", method="kano")
    with pytest.raises(NotFound):
        add_survey(elsewhere, title="What next?", method="kano", idea_ids=ideas(access))
    for query in (survey, survey_results):
        with pytest.raises(NotFound):
            query(elsewhere, made)
    assert surveys(elsewhere) == ()
    assert survey_results(viewer, made).n == 1
