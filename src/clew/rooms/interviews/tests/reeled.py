"""Two people who agreed to be recorded, cut and shown, for tests: what they said stands in excerpts."""

import math
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from clew.ground.customers.api import add_person, ask_for_consent, give_consent, write_consent_text
from clew.ground.evidence.api import Word, mark, source
from clew.ground.files.api import store
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions import reels as acts
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.recordings import attach_recording
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.transcribing import add_heard
from clew.rooms.interviews.queries.reels import reel

ALL = ("record", "quote", "clip", "share")
SAID = ("I count by hand.", "It takes an hour.", "Ask Anna Keller.")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Anna said two things and Ben one, each in an interview of their own that was recorded."""

    access: Access
    study: int
    people: dict[str, int]
    consents: dict[str, int]
    recordings: list[int]
    excerpts: list[int]

    def made(self, excerpts: Sequence[int] = ()) -> int:
        chosen = excerpts or self.excerpts
        return int(acts.add_reel(self.access, study_id=self.study, title="Counting", excerpt_ids=chosen).pk)

    def words(self, reel_id: int) -> list[str]:
        return [clip.words for clip in reel(self.access, reel_id).clips]


def tone(seconds: int) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", round(8000 * math.sin(at / 5))) for at in range(8000 * seconds)))
    return out.getvalue()


def spoken_in(access: Access) -> Spoken:
    study = add_study(access, title="Counting")
    write_consent_text(access, title="Interviews", body="We record, quote, cut and share.")
    people, consents, recordings, excerpts = {}, {}, [], []
    for number, (name, said) in enumerate((("Anna Keller", SAID[:2]), ("Ben Holm", SAID[2:]))):
        people[name] = person = int(add_person(access, name=name).pk)
        asked = ask_for_consent(access, person_id=person, scopes=ALL)
        give_consent(access, consent_id=asked.pk, scopes=ALL, how="written")
        consents[name] = int(asked.pk)
        talk = add_interview(access, study_id=study.pk, title=f"Talk {number}", person_id=person)
        file = store(access, name="talk.wav", chunks=[tone(5 + number)])
        made = attach_recording(
            access, interview_id=talk.pk, file_id=file.pk, type="audio/wav", duration_ms=5000 + number * 1000
        )
        recordings.append(int(made.pk))
        words = [Word(w, 500 + 400 * at, 800 + 400 * at) for at, w in enumerate(" ".join(said).split())]
        pk = add_heard(access, interview_id=talk.pk, channels=[words, []])
        text = source(access, pk).text
        for one in said:
            start = text.index(one)
            mark_here = mark(access, source_id=pk, start=start, end=start + len(one), exact=one)
            excerpts.append(int(mark_here.pk))
    return Spoken(access, int(study.pk), people, consents, recordings, excerpts)
