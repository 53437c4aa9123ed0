"""How an interview was held: counted from its transcript, with the places in it; and whose turns are whose."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from tests.people import SignedIn

from clew.ground.customers.api import ask_for_consent, give_consent, withdraw_consent, write_consent_text
from clew.ground.evidence.api import bind_speaker, rename_speaker, source
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.coach import dismiss_flag
from clew.rooms.interviews.actions.conduct import add_interview, note
from clew.rooms.interviews.actions.guides import write_guide
from clew.rooms.interviews.actions.talk import say_who_asked
from clew.rooms.interviews.models import Asking
from clew.rooms.interviews.queries.talk import TalkScore, talk
from clew.rooms.interviews.tests.recruits import begin, person
from clew.rooms.interviews.tests.talks import GUIDE, TALK, TOLD, held


@pytest.fixture
def study(access: Access) -> int:
    return begin(access)


def score(access: Access, interview: int) -> TalkScore:
    found = talk(access, interview).score
    assert found is not None
    return found


def test_counts_what_was_said_and_leads_to_it(access: Access, study: int) -> None:
    anna = person(access, "Anna Keller")
    interview = held(access, study, person_id=anna)
    found = talk(access, interview)
    assert (found.how, found.interviewer, found.person, found.missing) == ("member", "Alice", "Anna Keller", "")
    assert [(one.name, one.words, one.asks) for one in found.speakers] == [
        ("Anna Keller", 72, False),
        ("Alice", 29, True),
    ]
    told = score(access, interview)
    assert told.word_share == pytest.approx(29 / 101)
    assert (told.time_share, told.median_wait) == (None, None)
    assert [(one.kind, one.label) for one in told.questions] == [
        ("story", "asks for a story"),
        ("closed", "closed"),
        ("hypothetical", "hypothetical"),
        ("open", "open"),
    ]
    text = source(access, found.source_id or 0).text
    assert [text[one.start : one.end] for one in told.questions] == [one.text for one in told.questions]
    assert (told.stories_asked, [one.words for one in told.stories]) == (1, [60])
    (story,) = told.stories
    assert text[story.start : story.end] == TOLD
    assert told.longest is not None
    assert text[told.longest.start : told.longest.end].startswith("Thanks for coming")
    assert told.longest_answer is not None
    assert told.longest_answer.words == 60
    assert told.questions[1].rather
    assert not told.questions[3].faults
    by_kind = {one.kind: one.share for one in told.kinds}
    assert by_kind["closed"].value == 0.25
    assert by_kind["closed"].low < 0.1 < 0.5 < by_kind["closed"].high


def test_the_guides_questions_by_words_and_by_hand(access: Access, study: int) -> None:
    interview = held(access, study)
    assert score(access, interview).guide is None
    write_guide(access, text=GUIDE, study_id=study, minutes=30)
    found = score(access, interview).guide
    assert found is not None
    assert (found.covered, found.version, [one.section for one in found.asked]) == (1, 1, ["The last count"] * 2)
    first, second = found.asked
    assert first.question is not None
    assert first.question.text.startswith("Tell me about the last time")
    assert (first.similarity > 0.4, second.question, second.ticked_ms) == (True, None, None)
    note(
        access, interview_id=interview, client_id="5e0e8a1e-0000-4000-8000-000000000001", at_ms=61_000, tag="asked",
        text="Who else takes part in the counting?",
    )  # fmt: skip
    again = score(access, interview).guide
    assert again is not None
    assert (again.covered, again.asked[1].ticked_ms) == (2, 61_000)


@pytest.mark.parametrize(
    ("names", "how", "asks"),
    [
        (("Interviewer", "Ben"), "role", {"Interviewer"}),
        (("Moderator 2", "Ben"), "role", {"Moderator 2"}),
        (("ALICE", "Ben"), "member", {"ALICE"}),
        (("Speaker 1", "Anna Keller"), "rest", {"Speaker 1"}),
        (("Speaker 1", "Speaker 2"), "unknown", set()),
        (("Alice", "Alice"), "unknown", set()),
    ],
)
def test_who_asked_is_told_by_names(
    access: Access, study: int, names: tuple[str, str], how: str, asks: set[str]
) -> None:
    words = TALK.replace("Alice:", f"{names[0]}:").replace("Anna Keller:", f"{names[1]}:")
    found = talk(access, held(access, study, words, person_id=person(access, "Anna Keller")))
    assert (found.how, {one.name for one in found.speakers if one.asks}) == (how, asks)
    assert (found.score is None, found.missing) == ((True, "sides") if how == "unknown" else (False, ""))


def test_whoever_is_known_as_the_participant_does_not_ask(access: Access, study: int) -> None:
    anna = person(access, "Anna Keller")
    words = TALK.replace("Alice:", "Speaker 1:").replace("Anna Keller:", "Speaker 2:")
    interview = held(access, study, words, person_id=anna)
    bind_speaker(access, source_id=talk(access, interview).source_id or 0, speaker="Speaker 2", person_id=anna)
    assert talk(access, interview).how == "rest"


def test_somebody_says_who_asked(access: Access, editor: Access, study: int) -> None:
    interview = held(access, study, TALK.replace("Alice:", "Speaker 1:"))
    say_who_asked(access, interview_id=interview, speakers=["Speaker 1"], interviewer_id=editor.user_id)
    found = talk(access, interview)
    assert (found.how, found.interviewer, found.interviewer_id) == ("said", "Bob", editor.user_id)
    assert "say who asked in an interview" in {entry.act_name for entry in record_history(access, interview).entries}
    say_who_asked(access, interview_id=interview, speakers=["Anna Keller"])
    assert [one.name for one in talk(access, interview).speakers if one.asks] == ["Anna Keller"]
    undo(access, act=last_act_id())
    assert [one.name for one in talk(access, interview).speakers if one.asks] == ["Speaker 1"]
    rename_speaker(access, source_id=found.source_id or 0, speaker="Speaker 1", name="Interviewer")
    assert talk(access, interview).how == "role"  # what was said of a name that is gone says nothing


def test_what_cannot_be_is_refused_whole(access: Access, editor: Access, elsewhere: Access, study: int) -> None:
    interview = held(access, study)
    for wrong, field in (
        ({"speakers": []}, "speakers"),
        ({"speakers": ["Nobody"]}, "speakers"),
        ({"speakers": ["Alice", "Anna Keller"]}, "speakers"),
        ({"speakers": ["Alice"], "interviewer_id": elsewhere.user_id}, "interviewer"),
    ):
        with pytest.raises(Refused) as refused:
            say_who_asked(access, interview_id=interview, **wrong)
        assert refused.value.field == field
    booked = add_interview(access, study_id=study).pk
    with pytest.raises(Refused, match="no transcript"):
        say_who_asked(access, interview_id=booked, speakers=["Alice"])
    assert not Asking._base_manager.exists()
    assert talk(access, booked).missing == "transcript"
    assert talk(access, held(access, study, "No names, just words.")).missing == "speakers"


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, study: int) -> None:
    interview = held(access, study)
    assert talk(viewer, interview).score is not None
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            say_who_asked(who, interview_id=interview, speakers=["Alice"])
    with pytest.raises(NotFound):
        talk(elsewhere, interview)
    with pytest.raises(NotFound):
        talk(access, study)


def test_nothing_is_counted_of_words_that_are_withheld(access: Access, study: int) -> None:
    anna = person(access, "Anna Keller")
    interview = held(access, study, person_id=anna)
    write_consent_text(access, title="Interviews", body="We keep what you say.")
    asked = ask_for_consent(access, person_id=anna, scopes=["quote"], about=study)
    give_consent(access, consent_id=asked.pk, scopes=["quote"], how="form")
    assert talk(access, interview).score is not None
    withdraw_consent(access, consent_id=asked.pk)
    found = talk(access, interview)
    assert (found.score, found.speakers) == (None, ())
    assert "withdrawn" in found.missing
    page = SignedIn(access).get(SignedIn(access).path(f"interviews/{interview}/talk")).content.decode()
    assert "last time" not in page
    assert "withdrawn" in page


@pytest.mark.slow
def test_erasing_the_participant_takes_what_was_said_of_who_asked(
    access: Access, study: int, settings: LazySettings, tmp_path: Path
) -> None:
    settings.CLEW_DATA = tmp_path
    anna = person(access, "Anna Keller")
    interview = held(access, study, person_id=anna)
    say_who_asked(access, interview_id=interview, speakers=["Alice"])
    erase_person(access, person_id=anna, typed_name="Anna Keller")
    assert not Asking._base_manager.exists()
    assert talk(access, interview).score is None


def test_what_was_dismissed_is_said_no_more(access: Access, study: int) -> None:
    interview = held(access, study)
    asked = score(access, interview).questions[1]
    dismiss_flag(access, rule="closed", question=asked.text)
    assert score(access, interview).questions[1].faults == ()


def test_advice_is_about_what_stands_out(access: Access, study: int) -> None:
    long = " ".join(["we built this because"] * 50)
    closed = "\n".join(f"Alice: Do you count the {thing}? I ask since {long}\nBen: Yes." for thing in "ABCDE")
    told = score(access, held(access, study, closed))
    assert [one.title for one in told.advice] == ["Ask for a story", "Say less", "Ask fewer closed questions"]
    assert told.advice[2].instead_of == "Do you count the A?"
    assert told.advice[2].ask.startswith("Tell me about the last time")
    assert "19 %" in told.advice[1].why
    assert score(access, held(access, study)).advice == ()


def test_pages(access: Access, viewer: Access, study: int) -> None:
    browser = SignedIn(access)
    interview = held(access, study, TALK.replace("Alice:", "Speaker 1:"))
    path = browser.path(f"interviews/{interview}/talk")
    assert "Who asked?" in text(browser.get(path))
    refused = browser.post(f"{path}/who", {"speakers": ["Speaker 1", "Anna Keller"], "interviewer": ""})
    assert "Then nobody answered." in text(refused, 422)
    assert text(refused, 422).count(" checked") == 2
    browser.post(f"{path}/who", {"speakers": ["Speaker 1"], "interviewer": str(access.user_id)})
    page = text(browser.get(path))
    assert "It counts for Alice." in page
    where = score(access, interview).questions[0]
    assert f"#at-{where.start}-{where.end}" in page
    assert "Do you always count by hand?" in page
    only = text(browser.get(f"{path}?kind=open"))
    assert ("What takes longest?" in only, "Do you always count" in only.split("Questions asked")[1]) == (True, False)
    record = text(browser.get(browser.path(f"n/{interview}")))
    assert "Alice spoke 29 % of the words and asked 4 questions, 1 of them for a story." in record
    theirs = text(SignedIn(viewer).get(path))
    assert ("Say who asked" in theirs, "29 %" in theirs) == (False, True)


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())
