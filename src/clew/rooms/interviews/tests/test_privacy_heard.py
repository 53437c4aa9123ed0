"""What is redacted is not heard any more: recordings are silent there, and pieces that were cut of them are gone."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clew.ground.evidence.api import mark
from clew.ground.evidence.speech.silencing import silenced, why_not_silenced
from clew.ground.files.api import StoredFile, path_of, store
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Run, perform
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions.recordings import attach_recording, take_recording_away
from clew.rooms.interviews.actions.redacting import redact_interview
from clew.rooms.interviews.actions.reels import add_reel
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.queries.conduct import conduct
from clew.rooms.interviews.queries.privacy import personal_data
from clew.rooms.interviews.queries.transcripts import transcript
from clew.rooms.interviews.tests.telling_talk import RATE, SAID, chosen, loudness, record, talk_in, tone

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(access: Access) -> int:
    return talk_in(access)


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
        perform(Run.objects.get(pk=done.run_ids[0]).key)
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
    with pytest.raises(Refused, match="when each of the recordings began"):
        redact_interview(access, interview_id=talk, places=chosen(access, talk))
    assert transcript(access, talk).turns[0].words in SAID


def test_every_recording_that_ran_then_is_silent(access: Access, talk: int, tmp_path: Path) -> None:
    began = datetime(2026, 1, 1, 9, tzinfo=UTC)
    kept = store(access, name="talk.wav", chunks=[tone(tmp_path / "talk.wav").read_bytes()])
    other = store(access, name="other.wav", chunks=[tone(tmp_path / "other.wav", 6).read_bytes()])
    late = store(access, name="late.wav", chunks=[tone(tmp_path / "late.wav", 5).read_bytes()])
    for file, after, length in ((kept, 0, 8000), (other, 1500, 6000), (late, 60_000, 5000)):
        attach_recording(
            access, interview_id=talk, file_id=file.pk, type="audio/wav", duration_ms=length,
            started_at=began + timedelta(milliseconds=after),
        )  # fmt: skip
    done = redact_interview(access, interview_id=talk, places=chosen(access, talk)[1:])
    assert len(done.run_ids) == 2
    with within(access):
        for run in Run.objects.filter(pk__in=done.run_ids):
            perform(run.key)
        files = list(Recording.objects.order_by("pk").values_list("file_id", flat=True))
    heard = [loudness(path_of(access, file_id=file or 0)) for file in files]
    assert heard[0][34:45] == [0] * 11  # 3.35 to 4.6 s; in the other 1.5 s earlier, and a second longer on either side
    assert heard[1][9:41] == [0] * 32
    assert min(heard[0][:33] + heard[1][:8] + heard[1][42:] + heard[2]) > 8000
    assert files[2] == late.pk


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
