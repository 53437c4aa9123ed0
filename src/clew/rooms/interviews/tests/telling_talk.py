"""An interview that tells an address and a name, for tests, with the time of each word."""

import struct
import wave
from pathlib import Path

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import add_source
from clew.ground.files.api import store
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.recordings import attach_recording
from clew.rooms.interviews.actions.redacting import PlaceIn
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.queries.privacy import personal_data

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


def talk_in(access: Access) -> int:
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


def chosen(access: Access, talk: int) -> list[PlaceIn]:
    return [PlaceIn(one.start, one.end, one.words, one.where) for one in personal_data(access, talk).suggestions]
