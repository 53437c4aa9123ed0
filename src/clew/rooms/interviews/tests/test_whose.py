"""An interview that was begun with somebody unknown is given its person later, and consent then decides about it."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.people import SignedIn

from clew.ground.customers.api import add_account, add_person, consents, give_consent
from clew.ground.evidence.api import Source, add_source
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access, Scope, make_token
from clew.rooms.interviews.actions.conduct import add_interview, finish_interview, note, start_interview
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.actions.whose import say_whose
from clew.rooms.interviews.models import Interview, Note
from clew.rooms.interviews.queries.conduct import conduct
from clew.rooms.interviews.queries.consent import interview_consent
from clew.rooms.interviews.tests.test_consent_before import Asked, clew
from clew.rooms.interviews.tests.test_studies import talk as words_of


@pytest.fixture
def asked(access: Access) -> Asked:
    return Asked(access)


@pytest.fixture
def nobody(asked: Asked) -> int:
    """An interview of the study that asks, with nobody named."""
    return int(add_interview(asked.access, study_id=asked.study).pk)


def test_the_person_is_asked_and_their_yes_lets_words_in(asked: Asked, nobody: int) -> None:
    access, rosa = asked.access, add_person(asked.access, name="Rosa").pk
    start_interview(access, interview_id=nobody)
    say_whose(access, interview_id=nobody, person_id=rosa)
    assert (conduct(access, nobody).title, conduct(access, nobody).person) == ("Talk with Rosa", "Rosa")
    (row,) = consents(access, person_id=rosa, about=asked.study)
    assert row.is_open
    give_consent(access, consent_id=row.id, scopes=["record"], how="spoken")
    source = words_of(access)
    use_transcript(access, interview_id=nobody, source_id=source)
    assert Source._base_manager.get(pk=source).person_id == rosa
    entry = next(one for one in record_history(access, nobody).entries if "whose" in one.act_name)
    assert entry.who == "Alice"


def test_a_name_of_its_own_stays(asked: Asked) -> None:
    made = add_interview(asked.access, study_id=asked.study, title="At the till").pk
    say_whose(asked.access, interview_id=made, person_id=asked.ada)
    say_whose(asked.access, interview_id=made, person_id=asked.ada)  # the same again says nothing new
    assert conduct(asked.access, made).title == "At the till"


def test_whoever_was_heard_before_is_not_asked_by_itself(asked: Asked, nobody: int) -> None:
    access, rosa = asked.access, add_person(asked.access, name="Rosa").pk
    start_interview(access, interview_id=nobody)
    finish_interview(access, interview_id=nobody)
    say_whose(access, interview_id=nobody, person_id=rosa)
    assert not consents(access, person_id=rosa, about=asked.study)
    assert interview_consent(access, nobody).remedy.startswith("Ask them")


def test_words_that_are_here_become_theirs(access: Access) -> None:
    study, rosa = add_study(access, title="Counting").pk, add_person(access, name="Rosa").pk
    firm = add_account(access, name="Corner shop").pk
    made = add_interview(access, study_id=study).pk
    source = add_source(access, text="Nobody is named here.", kind="interview", account_id=firm).pk
    use_transcript(access, interview_id=made, source_id=source)
    say_whose(access, interview_id=made, person_id=rosa)
    kept = Source._base_manager.get(pk=source)
    assert (kept.person_id, kept.account_id, kept.kind) == (rosa, firm, "interview")
    undo(access, act=record_history(access, made).entries[0].act)
    assert Source._base_manager.get(pk=source).person_id is None
    assert Interview._base_manager.get(pk=made).person_id is None


def test_a_transcript_that_has_its_person_names_the_interview(access: Access) -> None:
    study, rosa = add_study(access, title="Counting").pk, add_person(access, name="Rosa").pk
    made = add_interview(access, study_id=study).pk
    source = add_source(access, text="Rosa counts.", kind="interview", person_id=rosa).pk
    use_transcript(access, interview_id=made, source_id=source)
    assert conduct(access, made).person == "Rosa"


def test_what_was_noted_goes_with_the_person(access: Access) -> None:
    made = add_interview(access, study_id=add_study(access, title="Counting").pk).pk
    rosa = add_person(access, name="Rosa").pk
    note(
        access, interview_id=made, client_id="5f0c7d4e-0000-4000-8000-000000000001", at_ms=0, text="Rosa counts by hand"
    )
    say_whose(access, interview_id=made, person_id=rosa)
    erase_person(access, person_id=rosa, typed_name="Rosa")
    assert not Note._base_manager.filter(text__contains="by hand").exists()


def test_bad_input_is_refused(asked: Asked, nobody: int) -> None:
    access, rosa = asked.access, add_person(asked.access, name="Rosa").pk
    with pytest.raises(Refused, match="This interview is Ada’s"):
        say_whose(access, interview_id=asked.talk, person_id=rosa)
    for wrong in (asked.study, 987654321):
        with pytest.raises(NotFound):
            say_whose(access, interview_id=nobody, person_id=wrong)
        with pytest.raises(NotFound):
            say_whose(access, interview_id=wrong, person_id=rosa)
    free = add_interview(access, study_id=add_study(access, title="Free").pk).pk
    Interview._base_manager.filter(pk=free).update(
        source=add_source(access, text="Ada counts.", person_id=asked.ada).pk
    )
    with pytest.raises(Refused, match="Somebody else said these words"):
        say_whose(access, interview_id=free, person_id=rosa)
    assert conduct(access, free).person == ""


def test_others_are_refused(asked: Asked, nobody: int, viewer: Access, elsewhere: Access) -> None:
    with pytest.raises(Forbidden):
        say_whose(viewer, interview_id=nobody, person_id=asked.ada)
    with pytest.raises(NotFound):
        say_whose(elsewhere, interview_id=nobody, person_id=asked.ada)


def test_both_pages_ask_for_the_name(asked: Asked, nobody: int, viewer: Access) -> None:
    client, place = SignedIn(asked.access), f"/w/{asked.access.slug}/interviews/{nobody}/whose"
    record, holding = (f"/w/{asked.access.slug}/{page}" for page in (f"n/{nobody}", f"interviews/{nobody}/conduct"))
    for page in (record, holding):
        assert "Say whose it is" in client.get(page).content.decode()
    assert "Say whose it is" not in SignedIn(viewer).get(record).content.decode()
    empty = client.post(place, {"person": ""})
    assert (empty.status_code, "Nobody was chosen." in empty.content.decode()) == (422, True)
    assert client.post(place, {"person": asked.ada, "from": "conduct"})["Location"] == holding
    for page in (record, holding):
        shown = client.get(page).content.decode()
        assert ("Say whose it is" in shown, "Ada" in shown) == (False, True)


def test_the_api_names_them(asked: Asked, nobody: int) -> None:
    secret = make_token(asked.access, name="a script", scope=Scope.WRITE).secret
    sent: dict[str, Any] = {"headers": {"Authorization": f"Bearer {secret}"}, "content_type": "application/json"}
    answer = Client().post(f"/api/v1/interviews/{nobody}/person", json.dumps({"person_id": asked.ada}), **sent)
    assert answer.status_code == 200, answer.content
    assert conduct(asked.access, nobody).person == "Ada"


def test_the_command_line_names_them(here: Access) -> None:
    mine = Asked(here)
    made = add_interview(mine.access, study_id=mine.study).pk
    assert "Say on the interview’s page whose it is." in clew("consent", "show", made).stdout
    assert clew("who", made, mine.ada).stdout.startswith("Ada: asked")
    assert clew("who", made, mine.study).exit_code == 2
