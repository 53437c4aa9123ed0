"""The demo's recording and its reel. The sound is synthetic: two tones that take turns as the speakers do, no voice; its name says so."""

import io
import wave

from clew.ground.evidence.api import Turn, mark, source
from clew.ground.files.api import store
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.recordings import attach_recording
from clew.rooms.interviews.actions.reels import add_reel
from clew.rooms.interviews.models import Interview

NAME = "synthetic tones, first 35 seconds.wav"
TITLE = "What the bin takes (synthetic sound)"
WORDS = (
    "I've a flask of tea and nobody can find me, so take as long as you like.",
    "somewhere between a tenth and a sixth of what we bake goes in the bin",
)
SECONDS, RATE = 35, 8_000
PITCHES = (20, 32)  # samples of one wave: 400 and 250 hertz


def load_reel(by: Access, interview: Interview) -> None:
    found = source(by, interview.source_id or 0)
    kept = store(by, name=NAME, chunks=[tones(found.turns)])
    attach_recording(by, interview_id=interview.pk, file_id=kept.pk, type="audio/wav", duration_ms=SECONDS * 1000)
    places = [(found.text.index(words), words) for words in WORDS]
    marked = [
        mark(by, source_id=found.id, start=start, end=start + len(words), exact=words).pk for start, words in places
    ]
    add_reel(by, study_id=interview.study_id, title=TITLE, excerpt_ids=marked)


def tones(turns: tuple[Turn, ...]) -> bytes:
    """Each turn hums as long as it is spoken, every speaker in a pitch of their own; the same bytes each time."""
    names = list(dict.fromkeys(turn.speaker for turn in turns))
    starts = [min((turn.start_ms or 0) * RATE // 1000, SECONDS * RATE) for turn in turns] + [SECONDS * RATE]
    sound = bytearray()
    for turn, start, end in zip(turns, starts, starts[1:], strict=False):
        sound += _hum(PITCHES[names.index(turn.speaker) % len(PITCHES)], end - start)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, RATE, 0, "NONE", "not compressed"))
        file.writeframes(bytes(sound))
    return out.getvalue()


def _hum(wave_of: int, length: int) -> bytes:
    """A soft triangle around the middle of eight bits, quiet in the last tenth of a second."""
    rising = [112 + 32 * at // (wave_of // 2) for at in range(wave_of // 2)]
    one, rest = bytes([*rising, *reversed(rising)]), min(RATE // 10, length)
    return (one * (length // wave_of + 1))[: length - rest] + b"\x80" * rest
