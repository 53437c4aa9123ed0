"""Holding an interview: started, noted while it runs (late and twice, standing once), finished, recorded."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.people import SignedIn

from clew.front.demo.story import Story
from clew.ground.customers.api import (
    add_person,
    ask_for_consent,
    give_consent,
    withdraw_consent,
    write_consent_text,
)
from clew.ground.doors.api import rooms
from clew.ground.evidence.api import add_source
from clew.ground.exchange.api import erase_person
from clew.ground.files.api import StoredFile, finish_upload, place_of, receive, store
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions import conduct as acts
from clew.rooms.interviews.actions import recordings as recording
from clew.rooms.interviews.actions.guides import write_guide
from clew.rooms.interviews.actions.studies import add_study, take_in
from clew.rooms.interviews.demo import NOTED
from clew.rooms.interviews.models import Incoming, Note, Recording, Sitting
from clew.rooms.interviews.queries import conduct as queries
from clew.rooms.interviews.queries.studies import study

SOUND = b"\x1aE\xdf\xa3 not really a talk"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: LazySettings) -> Path:
    settings.CLEW_DATA = tmp_path
    return tmp_path


@pytest.fixture
def talk(access: Access) -> int:
    """An interview of a study, about to be held."""
    return int(acts.add_interview(access, study_id=add_study(access, title="Counting").pk, title="Talk with Anna").pk)


def noted(
    access: Access, talk: int, text: str = "Counts by hand", at_ms: int = 1000, tag: str = "", key: str = ""
) -> str:
    key = key or str(uuid4())
    acts.note(access, interview_id=talk, client_id=key, at_ms=at_ms, text=text, tag=tag)
    return key


def recorded(access: Access, talk: int, **more: Any) -> Recording:
    begun = recording.begin_recording(
        access, interview_id=talk, name="talk.webm", type="audio/webm;codecs=opus", **more
    )
    receive(access, upload_id=begun.pk, offset=0, part=SOUND)
    finish_upload(access, upload_id=begun.pk)
    return recording.keep_recording(access, upload_id=begun.pk, duration_ms=5000, pauses=[(1000, 500)])


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


def test_the_reader_of_its_transcript_plays_the_recording(access: Access, talk: int) -> None:
    words = add_source(access, text="I count by hand.", kind="interview", title="Talk with Anna")
    (heard,) = take_in(access, study_id=queries.conduct(access, talk).study_id, source_ids=[words.pk])
    assert queries.recording_of_source(access, words.pk) is None
    made = recorded(access, heard.pk)
    found = queries.recording_of_source(access, words.pk)
    assert found is not None
    assert found.id == made.pk
    page = SignedIn(access).get(f"/w/{access.slug}/sources/{words.pk}", follow=True).content.decode()
    assert f"interviews/recordings/{made.pk}/media" in page


def test_notes_end_somewhere(access: Access, talk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_NOTES", 1)
    key = noted(access, talk)
    noted(access, talk, key=key)
    with pytest.raises(Refused, match="at most"):
        noted(access, talk)


def test_a_recording_comes_in_and_is_kept_once(access: Access, talk: int) -> None:
    began = acts.start_interview(access, interview_id=talk).started_at
    made = recorded(access, talk, how="recorded", started_at=began + timedelta(seconds=90))
    (row,) = queries.recordings(access, talk)
    assert (row.kind, row.how, row.starts_ms, row.pauses, row.duration_ms) == (
        "audio", "recorded", 90_000, ((1000, 500),), 5000,
    )  # fmt: skip
    media = queries.recording_media(access, made.pk)
    assert (media.place.read_bytes(), media.type) == (SOUND, "audio/webm")
    assert queries.incoming(access, talk) == ()
    with within(access):
        number = Incoming.objects.get().pk
    assert recording.keep_recording(access, upload_id=number) == made, "asked again it is the same"


def test_what_broke_off_is_shown_until_it_is_kept(access: Access, talk: int) -> None:
    begun = recording.begin_recording(access, interview_id=talk, name="talk.webm", type="audio/webm", how="recorded")
    receive(access, upload_id=begun.pk, offset=0, part=SOUND)
    (row,) = queries.incoming(access, talk)
    assert (row.received, row.finished, row.size) == (len(SOUND), False, None)
    with pytest.raises(Refused, match="not finished"):
        recording.keep_recording(access, upload_id=begun.pk)
    finish_upload(access, upload_id=begun.pk)
    recording.keep_recording(access, upload_id=begun.pk)
    assert len(queries.recordings(access, talk)) == 1


def test_a_recording_taken_away_leaves_the_disk_after_a_day(access: Access, talk: int) -> None:
    made = recorded(access, talk)
    place = queries.recording_media(access, made.pk).place
    recording.take_recording_away(access, recording_id=made.pk)
    assert queries.recordings(access, talk) == ()
    with pytest.raises(NotFound):
        queries.recording_media(access, made.pk)
    assert (recording.drop_taken_away(), place.exists()) == (0, True)
    with within(access):
        Recording.objects.update(taken_away_at=timezone.now() - timedelta(days=2))
    assert (recording.drop_taken_away(), place.exists()) == (1, False)
    recording.take_recording_away(access, recording_id=recorded(access, talk).pk)
    with within(access):
        Recording.objects.update(taken_away_at=timezone.now() - timedelta(days=2))
    for room in rooms():
        room.clear_away()
    with within(access):
        assert not StoredFile.objects.exists()


def test_content_that_is_something_else_too_stays(access: Access, talk: int) -> None:
    made, other = recorded(access, talk), recorded(access, talk)
    assert made.file_id == other.file_id
    recording.take_recording_away(access, recording_id=made.pk)
    with within(access):
        Recording.objects.filter(pk=made.pk).update(taken_away_at=timezone.now() - timedelta(days=2))
    recording.drop_taken_away()
    assert queries.recording_media(access, other.pk).place.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"type": "text/html"}, "type"),
        ({"how": "dreamt"}, "how"),
        ({"duration_ms": -1}, "duration_ms"),
        ({"pauses": [(1, -1)]}, "pauses"),
        ({"pauses": [(1, 1)] * 501}, "pauses"),
    ],
)
def test_bad_recordings_are_refused(access: Access, talk: int, wrong: dict[str, Any], field: str) -> None:
    file = store(access, name="talk.webm", chunks=[SOUND])
    with pytest.raises(Refused) as refused:
        recording.attach_recording(access, **{"interview_id": talk, "file_id": file.pk, "type": "audio/webm", **wrong})
    assert refused.value.field == field
    with pytest.raises(NotFound):
        recording.attach_recording(access, interview_id=talk, file_id=0, type="audio/webm")


def test_whoever_may_not_be_recorded_is_not(access: Access, talk: int) -> None:
    """Asked and not agreed: nothing begins. Agreed: it is kept and heard. Withdrawn: neither kept nor heard any more."""
    anna, of = add_person(access, name="Anna Keller"), queries.conduct(access, talk).study_id
    hers = acts.add_interview(access, study_id=of, person_id=anna.pk).pk
    text = write_consent_text(access, title="Recording", body="May we record what you say?")
    asked = ask_for_consent(access, person_id=anna.pk, about=of, number=text.number, scopes=("record",))
    with pytest.raises(Refused, match="not given"):
        recording.begin_recording(access, interview_id=hers, name="talk.webm", type="audio/webm")
    page = SignedIn(access).get(f"/w/{access.slug}/interviews/{hers}/conduct").content
    assert b"clew-recorder" not in page
    give_consent(access, consent_id=asked.pk, scopes=("record",), how="spoken")
    made = recorded(access, hers)
    late = recording.begin_recording(access, interview_id=hers, name="talk.webm", type="audio/webm")
    receive(access, upload_id=late.pk, offset=0, part=SOUND)
    finish_upload(access, upload_id=late.pk)
    withdraw_consent(access, consent_id=asked.pk)
    with pytest.raises(Refused, match="withdrawn"):
        recording.keep_recording(access, upload_id=late.pk)
    with pytest.raises(NotFound):
        queries.recording_media(access, made.pk)
    assert queries.recordings(access, hers) == ()
    assert b"<audio" not in SignedIn(access).get(f"/w/{access.slug}/n/{hers}").content


def test_whoever_is_erased_is_heard_no_more(access: Access, talk: int, data: Path) -> None:
    anna = add_person(access, name="Anna Keller")
    of = queries.conduct(access, talk).study_id
    hers = acts.add_interview(access, study_id=of, person_id=anna.pk).pk
    noted(access, hers, "Her till breaks on Fridays", tag="pain")
    noted(access, hers, "How do you count?", tag="asked")
    noted(access, talk, "Somebody else's words")
    made = recorded(access, hers)
    place = queries.recording_media(access, made.pk).place
    with within(access):
        sha = made.file.sha256 if made.file else ""
    begun = recording.begin_recording(access, interview_id=hers, name="more.webm", type="audio/webm")
    receive(access, upload_id=begun.pk, offset=0, part=SOUND)
    erase_person(access, person_id=anna.pk, typed_name="Anna Keller")
    assert [row.text for row in queries.notes(access, hers)] == ["How do you count?"]
    assert [row.text for row in queries.notes(access, talk)] == ["Somebody else's words"]
    assert (queries.recordings(access, hers), queries.incoming(access, hers)) == ((), ())
    assert not place.exists()
    assert not place_of(access.workspace_id, sha).exists()
    assert "till" not in str(list(LedgerEntry.objects.values_list("before", "after")))
    assert not [p for p in (data / "uploads").rglob("*") if p.is_file()]


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


def test_recording_over_http(access: Access, viewer: Access, elsewhere: Access, talk: int) -> None:
    client = SignedIn(access)
    began = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    asked = {"name": "talk.webm", "type": "audio/webm", "how": "recorded", "started_at": began.isoformat()}
    number = client.post(client.path(f"interviews/{talk}/recordings"), asked, "application/json").json()["upload"]
    receive(access, upload_id=number, offset=0, part=SOUND)
    keep = client.path(f"interviews/recordings/{number}/keep")
    for wrong in ({"pauses": "1"}, {"pauses": [[1]]}, {"duration_ms": 1.5}, {}):
        assert client.post(keep, wrong, "application/json").status_code == 422
    client.post(client.path(f"uploads/{number}/finish"))
    told = client.post(keep, {"duration_ms": 5000, "pauses": [[1, 2]]}, "application/json").json()
    media = f"interviews/recordings/{told['recording']}/media"
    answer = SignedIn(viewer).get(client.path(media), headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer["Content-Type"], b"".join(answer)) == (206, "audio/webm", SOUND[:4])
    assert SignedIn(elsewhere).get(f"/w/{elsewhere.slug}/{media}").status_code == 404
    assert b"data-play-at" not in client.get(client.path(f"n/{talk}")).content
    noted(access, talk)
    assert b"data-play-at" in client.get(client.path(f"n/{talk}")).content
    client.post(client.path(f"interviews/recordings/{told['recording']}/away"))
    assert client.get(client.path(media)).status_code == 404


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
