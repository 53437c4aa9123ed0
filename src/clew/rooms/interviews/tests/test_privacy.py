"""Personal data is found, and once a person says so it is nowhere: not in a version, an excerpt, search, the history, the upload, the sound."""

import shutil
import struct
import subprocess
import wave
from pathlib import Path
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import Excerpt, SourceVersion, add_source, correct_source, mark, source, word_times
from clew.ground.evidence.speech.silencing import silenced, why_not_silenced
from clew.ground.exchange.api import Place
from clew.ground.files.api import StoredFile, path_of, store
from clew.ground.ledger.api import Forbidden, LedgerEntry, NotFound, Refused, last_act_id
from clew.ground.runs.api import Run, perform
from clew.ground.search.api import find
from clew.ground.thread.api import record_history, undo
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.recordings import attach_recording, take_recording_away
from clew.rooms.interviews.actions.redacting import redact_interview
from clew.rooms.interviews.actions.reels import add_reel
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.queries.conduct import conduct
from clew.rooms.interviews.queries.privacy import personal_data
from clew.rooms.interviews.queries.transcripts import transcript

pytestmark = pytest.mark.django_db
SAID = "Anna: Write to anna@bakery.example or ask Tove Lind. Counting takes an hour."
RATE = 8000


def tone(place: Path, seconds: int = 8) -> Path:
    """A loud square wave, so that silence is told from it."""
    with wave.open(str(place), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        out.writeframes(b"".join(struct.pack("<h", 9000 if n // 20 % 2 else -9000) for n in range(RATE * seconds)))
    return place


def loudness(place: Path) -> list[int]:
    """The loudest sample of each tenth of a second."""
    with wave.open(str(place), "rb") as sound:
        frames = sound.readframes(sound.getnframes())
        samples = struct.unpack(f"<{len(frames) // 2}h", frames)
    step = RATE // 10
    return [max(map(abs, samples[at : at + step])) for at in range(0, len(samples), step)]


@pytest.fixture
def talk(access: Access) -> int:
    """An interview whose words have their times: half a second each, from the first second on."""
    add_person(access, name="Tove Lind")
    start = len("Anna: ")
    words, at = [], start
    for number, word in enumerate(SAID[start:].split(" ")):
        words.append([at, at + len(word), 1000 + 500 * number, 1450 + 500 * number])
        at += len(word) + 1
    turn = {"start": 0, "end": len(SAID), "speaker": "Anna", "start_ms": 1000, "end_ms": 8000, "words": words}
    made = add_source(access, text=SAID, turns=[turn], title="Talk", kind="interview")
    interview = add_interview(access, study_id=add_study(access, title="Counting").pk)
    use_transcript(access, interview_id=interview.pk, source_id=made.pk)
    return int(interview.pk)


def record(access: Access, talk: int, place: Path, type: str = "audio/wav") -> int:
    kept = store(access, name="talk.wav", chunks=[place.read_bytes()])
    return int(attach_recording(access, interview_id=talk, file_id=kept.pk, type=type).pk)


def chosen(access: Access, talk: int) -> list[Place]:
    return [Place(one.start, one.end, one.words) for one in personal_data(access, talk).suggestions]


def test_it_is_found_with_its_times(access: Access, talk: int) -> None:
    mail, name = personal_data(access, talk).suggestions
    assert (mail.kind, mail.words, mail.start_ms, mail.end_ms) == ("email", "anna@bakery.example", 1850, 2600)
    assert (name.kind, name.words, name.heard_at) == ("name", "Tove Lind", "0:03")
    assert name.before.endswith("or ask ")


def test_the_words_are_nowhere_and_all_else_stays(access: Access, talk: int) -> None:
    pk = transcript(access, talk).source_id or 0
    start = SAID.index("or ask")
    quoted = mark(access, source_id=pk, start=start, end=len(SAID), exact=SAID[start:], new_need="Count quickly")
    correct_source(access, source_id=pk, text=SAID + " Truly.")
    redact_interview(access, interview_id=talk, places=chosen(access, talk))
    found = source(access, pk)
    assert found.text == SAID.replace("anna@bakery.example", "█" * 19).replace("Tove Lind", "█" * 9) + " Truly."
    (shown,) = found.marks
    assert (shown.quote.id, shown.quote.exact) == (quoted.pk, "or ask █████████. Counting takes an hour.")
    assert found.text[shown.quote.start or 0 : shown.quote.end] == shown.quote.exact
    assert word_times(access, pk).times[0][2:] == (1000, 1450)
    with within(access):
        rows = [*SourceVersion.objects.values_list("text", flat=True), *Excerpt.objects.values_list("exact", "prefix")]
        assert len(rows) == 3
        assert not any("bakery.example" in str(row) or "Tove" in str(row) for row in rows)
        told = LedgerEntry.objects.filter(node_id__in=[pk, quoted.pk])
        assert not any(word in str(list(told.values_list("before", "after"))) for word in ("bakery.example", "Tove"))
    assert not find(access, '"bakery.example"').hits
    assert personal_data(access, talk).suggestions == ()
    assert "redacted words here" in str(record_history(access, pk).entries)
    with pytest.raises(Refused, match="gone"):
        undo(access, act=last_act_id())


@pytest.mark.parametrize("has_program", [True, False])
def test_the_recording_is_silent_there_and_what_it_was_is_gone(
    access: Access, talk: int, tmp_path: Path, has_program: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By ffmpeg where it is, and by hand where it is not."""
    if has_program and shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    if not has_program:
        monkeypatch.setattr("clew.ground.evidence.speech.silencing.shutil.which", lambda name: None)
    made = record(access, talk, tone(tmp_path / "talk.wav"))
    with within(access):
        before = Recording.objects.get(pk=made).file_id or 0
    old = path_of(access, file_id=before)
    done = redact_interview(access, interview_id=talk, places=chosen(access, talk)[:1])
    with within(access):
        perform(Run.objects.get(pk=done.run_id or 0).key)
        after = Recording.objects.get(pk=made).file_id or 0
    assert (after != before, old.exists()) == (True, False)
    heard = loudness(path_of(access, file_id=after))
    assert len(heard) == 80
    assert heard[19:26] == [0] * 7  # 1.85 to 2.6 s, whole tenths
    assert min(heard[:18] + heard[27:]) > 8000


def test_pieces_that_were_cut_of_it_are_gone(
    access: Access, talk: int, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    made, pk = record(access, talk, tone(tmp_path / "talk.wav")), transcript(access, talk).source_id or 0
    quoted = mark(access, source_id=pk, start=6, end=11, exact="Write")
    reel = add_reel(access, study_id=conduct(access, talk).study_id, title="Reel")
    kept = [store(access, name=f"{name}.wav", chunks=[name.encode()]) for name in ("piece", "film")]
    places = [path_of(access, file_id=one.pk) for one in kept]
    with within(access):
        told = {
            "reel_id": reel.pk,
            "excerpt_id": quoted.pk,
            "recording_id": made,
            "position": 0,
            "start_ms": 0,
            "end_ms": 900,
        }
        clip = Clip.objects.create(workspace_id=access.workspace_id, piece=kept[0], cut_as="so", **told)
        Reel.objects.filter(pk=reel.pk).update(film=kept[1], made_of=["so"])
    with django_capture_on_commit_callbacks(execute=True):
        redact_interview(access, interview_id=talk, places=chosen(access, talk))
    with within(access):
        assert Clip.objects.get(pk=clip.pk).piece_id is None
        assert Reel.objects.get(pk=reel.pk).film_id is None
        assert not StoredFile.objects.filter(pk__in=[one.pk for one in kept]).exists()
    assert not any(place.exists() for place in places)


def test_what_was_taken_away_does_not_come_back_heard(access: Access, talk: int, tmp_path: Path) -> None:
    made = record(access, talk, tone(tmp_path / "talk.wav"))
    take_recording_away(access, recording_id=made)
    redact_interview(access, interview_id=talk, places=chosen(access, talk))
    with within(access):
        assert Recording.objects.get(pk=made).file_id is None


def test_words_are_not_covered_while_the_sound_cannot_follow(
    access: Access, talk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clew.ground.evidence.speech.silencing.shutil.which", lambda name: None)
    record(access, talk, tone(tmp_path / "talk.wav"), type="audio/mpeg")
    with pytest.raises(Refused, match="ffmpeg is not installed"):
        redact_interview(access, interview_id=talk, places=chosen(access, talk))
    assert personal_data(access, talk).sound.startswith("ffmpeg is not installed")
    record(access, talk, tone(tmp_path / "other.wav", seconds=1))
    with pytest.raises(Refused, match="other recordings"):
        redact_interview(access, interview_id=talk, places=chosen(access, talk))
    assert transcript(access, talk).turns[0].words in SAID


def test_other_places_are_refused(access: Access, talk: int) -> None:
    for wrong in ([], [Place(0, 4, "Nope")], [Place(6, 11, "Write"), Place(8, 11, "ite")], [Place(-3, 2, "")]):
        with pytest.raises(Refused):
            redact_interview(access, interview_id=talk, places=wrong)
    with pytest.raises(NotFound):
        personal_data(access, add_interview(access, study_id=add_study(access, title="Other").pk).pk)


def test_others_may_not(access: Access, talk: int, viewer: Access, elsewhere: Access) -> None:
    places = chosen(access, talk)
    with pytest.raises(Forbidden):
        redact_interview(viewer, interview_id=talk, places=places)
    for ask in (personal_data, lambda who, pk: redact_interview(who, interview_id=pk, places=places)):
        with pytest.raises(NotFound):
            ask(elsewhere, talk)


def test_the_page(access: Access, talk: int) -> None:
    place = f"/w/{access.slug}/interviews/{talk}/privacy"
    client = SignedIn(access)
    page = client.get(place).content.decode()
    assert "<strong>anna@bakery.example</strong>" in page
    one = personal_data(access, talk).suggestions[0]
    stale = client.post(f"{place}/redact", {"version": "9", "ids": [one.place]})
    assert (stale.status_code, "changed while you looked" in stale.content.decode()) == (422, True)
    assert client.post(f"{place}/redact", {"version": "1"}).status_code == 422
    assert client.post(f"{place}/redact", {"version": "1", "ids": [one.place]}).status_code in (302, 303)
    assert [found.kind for found in personal_data(access, talk).suggestions] == ["name"]
    page = client.get(place).content.decode()
    assert "bakery.example" not in page


def test_film_keeps_its_pictures(tmp_path: Path) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    film = tmp_path / "talk.mp4"
    made = [
        "ffmpeg",
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "color=red:size=64x64:duration=2:rate=5",
        "-i",
        str(tone(tmp_path / "t.wav", 2)),
    ]
    subprocess.run([*made, "-c:v", "mpeg4", "-c:a", "aac", str(film)], check=True)
    assert why_not_silenced(film, "video/x-unknown").startswith("Recordings of the kind")
    with silenced(film, "video/mp4", [(500, 1500)]) as after:
        sound = tmp_path / "after.wav"
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", str(after), "-ar", str(RATE), "-ac", "1", str(sound)], check=True
        )
        shown = subprocess.run(["ffmpeg", "-i", str(after)], capture_output=True, text=True, check=False).stderr
    heard = loudness(sound)
    assert "Video: mpeg4" in shown
    assert max(heard[6:14]) < 200
    assert min(heard[1:4] + heard[16:19]) > 4000
