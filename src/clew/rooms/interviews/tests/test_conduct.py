"""Holding an interview: started, noted while it runs (late and twice, standing once), finished."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.people import SignedIn

from clew.front.demo.story import Story
from clew.ground.customers.api import add_person
from clew.ground.files.api import receive
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions import conduct as acts
from clew.rooms.interviews.actions import recordings as recording
from clew.rooms.interviews.actions.guides import write_guide
from clew.rooms.interviews.demo import NOTED
from clew.rooms.interviews.models import Note, Recording, Sitting
from clew.rooms.interviews.queries import conduct as queries
from clew.rooms.interviews.queries.studies import study
from clew.rooms.interviews.tests.recorded import SOUND, noted, recorded

pytestmark = pytest.mark.usefixtures("data")


def test_the_newest_guide_of_the_study_is_asked_from(access: Access, talk: int) -> None:
    assert queries.guide_of(access, talk) is None
    study_id = queries.conduct(access, talk).study_id
    for title in ("Older", "Newer"):
        write_guide(
            access, title=title, text="## Begin (5 min)\n\n- Tell me about Friday.\n  - And then?\n", study_id=study_id
        )
    found = queries.guide_of(access, talk)
    assert found is not None
    (section,) = found.sections
    assert (found.title, section.minutes, section.questions[0].probes) == ("Newer", 5, ("And then?",))


def test_is_started_and_finished(access: Access, talk: int) -> None:
    began = acts.start_interview(access, interview_id=talk)
    assert acts.start_interview(access, interview_id=talk).started_at == began.started_at, "started again it goes on"
    assert queries.conduct(access, talk).state == "running"
    acts.finish_interview(access, interview_id=talk)
    found = queries.conduct(access, talk)
    assert (found.state, found.study) == ("held", "Counting")
    assert found.ended_at is not None
    assert study(access, found.study_id).row.progress.held == 1
    done = {entry.act_name for entry in record_history(access, talk).entries}
    assert {"add an interview", "start an interview", "finish an interview"} <= done
    for again in (acts.start_interview, acts.finish_interview):
        with pytest.raises(Refused):
            again(access, interview_id=talk)


def test_is_named_after_the_person(access: Access, talk: int) -> None:
    anna = add_person(access, name="Anna Keller")
    of = queries.conduct(access, talk).study_id
    made = acts.add_interview(access, study_id=of, person_id=anna.pk)
    assert (queries.conduct(access, made.pk).title, queries.conduct(access, made.pk).person) == (
        "Talk with Anna Keller", "Anna Keller",
    )  # fmt: skip
    with pytest.raises(NotFound):
        acts.add_interview(access, study_id=of, person_id=talk)
    with pytest.raises(NotFound):
        acts.add_interview(access, study_id=talk)


def test_a_note_sent_twice_is_one_note(access: Access, talk: int) -> None:
    key = noted(access, talk, tag="Quote")
    noted(access, talk, "Other words", key=key)
    noted(access, talk, "Earlier", at_ms=10)
    assert [(row.text, row.tag, row.at_ms) for row in queries.notes(access, talk)] == [
        ("Earlier", "", 10),
        ("Counts by hand", "quote", 1000),
    ]
    assert "note something" in {entry.act_name for entry in record_history(access, talk).entries}
    other = acts.add_interview(access, study_id=queries.conduct(access, talk).study_id)
    with pytest.raises(Refused, match="another"):
        noted(access, other.pk, key=key)


def test_a_note_is_changed_taken_back_and_brought_back(access: Access, talk: int) -> None:
    key = noted(access, talk)
    acts.change_note(access, interview_id=talk, client_id=key, text="Counts with a friend", tag="pain")
    acts.take_note_back(access, interview_id=talk, client_id=key)
    acts.take_note_back(access, interview_id=talk, client_id=key)
    assert queries.notes(access, talk) == ()
    acts.bring_note_back(access, interview_id=talk, client_id=key)
    assert [(row.text, row.tag) for row in queries.notes(access, talk)] == [("Counts with a friend", "pain")]


def test_taking_back_can_be_undone(access: Access, talk: int) -> None:
    key = noted(access, talk)
    acts.take_note_back(access, interview_id=talk, client_id=key)
    undo(access, act=record_history(access, talk).entries[0].act)
    assert len(queries.notes(access, talk)) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " \x00"}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"tag": "x" * 31}, "tag"),
        ({"at_ms": -1}, "at_ms"),
        ({"at_ms": 24 * 3600 * 1000 + 1}, "at_ms"),
        ({"client_id": "mine"}, "client_id"),
    ],
)
def test_bad_notes_are_refused(access: Access, talk: int, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        acts.note(access, **{"interview_id": talk, "client_id": str(uuid4()), "at_ms": 0, "text": "Good", **wrong})
    assert refused.value.field == field
    assert queries.notes(access, talk) == ()


def test_notes_end_somewhere(access: Access, talk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_NOTES", 1)
    key = noted(access, talk)
    noted(access, talk, key=key)
    with pytest.raises(Refused, match="at most"):
        noted(access, talk)


def test_the_database_guards_it(access: Access, talk: int) -> None:
    acts.start_interview(access, interview_id=talk)
    noted(access, talk)
    recorded(access, talk)
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (Note, {"at_ms": -1}),
        (Note, {"text": ""}),
        (Recording, {"file": None}),
        (Recording, {"kind": "smell"}),
        (Recording, {"duration_ms": -1}),
        (Sitting, {"ended_at": timezone.now() - timedelta(days=1)}),
    ]
    for model, values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            model._base_manager.update(**values)


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access, talk: int) -> None:
    key, made = noted(access, talk), recorded(access, talk)
    begun = recording.begin_recording(access, interview_id=talk, name="talk.webm", type="audio/webm")
    assert len(queries.notes(viewer, talk)) == 1
    of, file_id = queries.conduct(access, talk).study_id, made.file_id or 0

    def all_acts(who: Access) -> Iterator[Any]:
        yield lambda: acts.add_interview(who, study_id=of)
        yield lambda: acts.start_interview(who, interview_id=talk)
        yield lambda: acts.finish_interview(who, interview_id=talk)
        yield lambda: noted(who, talk)
        yield lambda: acts.change_note(who, interview_id=talk, client_id=key, text="Mine")
        yield lambda: acts.take_note_back(who, interview_id=talk, client_id=key)
        yield lambda: acts.bring_note_back(who, interview_id=talk, client_id=key)
        yield lambda: recording.begin_recording(who, interview_id=talk, name="a", type="audio/webm")
        yield lambda: recording.keep_recording(who, upload_id=begun.pk)
        yield lambda: recording.attach_recording(who, interview_id=talk, file_id=file_id, type="audio/webm")
        yield lambda: recording.take_recording_away(who, recording_id=made.pk)

    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        for one in all_acts(who):
            with pytest.raises(error):
                one()
    for hidden in (queries.conduct, queries.recording_media):
        with pytest.raises(NotFound):
            hidden(elsewhere, made.pk if hidden is queries.recording_media else talk)
    for ask in (queries.notes, queries.recordings, queries.incoming):
        with pytest.raises(NotFound):
            ask(elsewhere, talk)


def test_notes_over_http_are_each_answered(access: Access, talk: int) -> None:
    client = SignedIn(access)
    path, keys = client.path(f"interviews/{talk}/notes"), [str(uuid4()) for _ in range(3)]
    sent = [
        {"do": "note", "client_id": keys[0], "at_ms": 5, "text": "One", "tag": "pain"},
        {"do": "note", "client_id": keys[1], "at_ms": None, "text": "Two"},
        {"do": "change", "client_id": keys[2], "text": "Three"},
        {"do": "back", "client_id": keys[0]},
        {"do": "again", "client_id": keys[0]},
        {"do": "shout"},
        "nonsense",
    ]
    told = client.post(path, {"sent": sent}, "application/json").json()
    assert [bool(answer) for answer in told["answers"]] == [False, True, True, False, False, True, True]
    assert [note["text"] for note in told["notes"]] == ["One"] == [n["text"] for n in client.get(path).json()["notes"]]
    bad: list[Any] = [{"sent": []}, {"sent": [{}] * 101}, {}, [1]]
    for wrong in bad:
        assert client.post(path, wrong, "application/json").status_code == 422
    assert client.post(path, "{", "application/json").status_code == 422
    assert client.post(path, {"sent": "1"}).status_code == 422


def test_the_page_alone_may_ask_for_the_microphone(access: Access, talk: int) -> None:
    client = SignedIn(access)
    page = client.get(client.path(f"interviews/{talk}/conduct"))
    assert "microphone=(self)" in page["Permissions-Policy"]
    assert "microphone=()" in client.get(client.path("interviews"))["Permissions-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


def test_the_pages_of_an_interview(access: Access, talk: int) -> None:
    client, of = SignedIn(access), queries.conduct(access, talk).study_id
    begun = client.post(client.path(f"interviews/{of}/begin"), {"title": "Talk at the till"})
    assert begun.status_code == 303
    assert b"Talk at the till" in client.get(begun["Location"]).content
    client.post(client.path(f"interviews/{talk}/start"))
    assert queries.conduct(access, talk).state == "running"
    broken = recording.begin_recording(access, interview_id=talk, name="talk.webm", type="audio/webm")
    receive(access, upload_id=broken.pk, offset=0, part=SOUND)
    assert b"Keep what came" in client.get(client.path(f"interviews/{talk}/conduct")).content
    client.post(client.path(f"interviews/recordings/{broken.pk}/rest"))
    assert len(queries.recordings(access, talk)) == 1
    client.post(client.path(f"interviews/{talk}/finish"))
    assert queries.conduct(access, talk).state == "held"


def test_what_the_demo_quotes_was_said() -> None:
    said = next(words for key, _, words in Story(date(2026, 6, 1)).interviews() if key == "interviews/07")
    assert [text for _, tag, text in NOTED if tag == "quote" and text not in said] == []
