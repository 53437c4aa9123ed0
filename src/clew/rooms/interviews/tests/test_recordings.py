"""Recordings of interviews: kept once, played beside the words, none of whoever did not agree, and gone from the disk when taken away."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.customers.api import add_person, ask_for_consent, give_consent, withdraw_consent, write_consent_text
from clew.ground.doors.api import rooms
from clew.ground.evidence.api import add_source
from clew.ground.exchange.api import erase_person
from clew.ground.files.api import StoredFile, finish_upload, place_of, receive, store
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions import conduct as acts
from clew.rooms.interviews.actions import recordings as recording
from clew.rooms.interviews.actions.studies import take_in
from clew.rooms.interviews.models import Incoming, Recording
from clew.rooms.interviews.queries import conduct as queries
from clew.rooms.interviews.tests.recorded import SOUND, noted, recorded

pytestmark = pytest.mark.usefixtures("data")


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
