"""What is said in a recording, stretch by stretch of at most half a minute, so that a run can go on where it stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from clew.ground.evidence.formats import Transcript, Turn
from clew.ground.evidence.formats.transcripts import Timed
from clew.ground.evidence.speech.sound import RATE, Sound
from clew.ground.evidence.speech.weights import model_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW_MS = 60_000
STRETCH_MS = 28_000
BREAK_MS = 1_500  # one speaker's pause after which a new turn begins
LONGEST_TURN = 60  # words; a monologue of an hour is still many turns


class Word(NamedTuple):
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words heard on one channel; `until_ms` is where to go on."""

    channel: int
    words: tuple[Word, ...]
    until_ms: int
    language: str


def listen(sound: Sound, *, channel: int = 0, from_ms: int = 0, language: str = "") -> Iterator[Stretch]:
    """One channel after the other, from a place on."""
    for number in range(channel, sound.channels):
        at = from_ms if number == channel else 0
        while at < sound.length_ms:
            start, end, until = _speech(sound, number, at)
            words: tuple[Word, ...] = ()
            if end > start:
                words, language = _said(sound.part(number, start, end), start, language)
            yield Stretch(number, words, until, language)
            at = until


def _speech(sound: Sound, channel: int, at: int) -> tuple[int, int, int]:
    """The next stretch of speech, and where to look on; silence is passed over, for the model makes words of it."""
    _without_av()
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    window = min(at + WINDOW_MS, sound.length_ms)
    options = VadOptions(max_speech_duration_s=STRETCH_MS / 1000, min_silence_duration_ms=300, speech_pad_ms=200)
    found = get_speech_timestamps(sound.part(channel, at, window), options)
    spans = [(at + s["start"] * 1000 // RATE, at + -(-s["end"] * 1000 // RATE)) for s in found]
    if window < sound.length_ms and len(spans) > 1 and spans[-1][1] >= window - 300:
        spans.pop()  # it goes on behind the window
    if not spans:
        return at, at, window
    taken = [span for span in spans if span[1] - spans[0][0] <= STRETCH_MS] or spans[:1]
    start, end = taken[0][0], min(taken[-1][1], window)
    return start, end, window if window == sound.length_ms and len(taken) == len(spans) else max(end, at + 1)


def _said(samples: NDArray[np.float32], start_ms: int, language: str) -> tuple[tuple[Word, ...], str]:
    segments, told = _model().transcribe(
        samples, language=language or None, word_timestamps=True, condition_on_previous_text=False, beam_size=5
    )
    words = tuple(
        Word(word.word.strip(), start_ms + round(word.start * 1000), start_ms + round(word.end * 1000))
        for segment in segments
        for word in segment.words or ()
        if word.word.strip()
    )
    return words, language or str(told.language if words else "")


@lru_cache(maxsize=1)
def _model() -> Any:
    """Offline by every switch there is; the folder holds all that the model needs."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    _without_av()
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(model_folder()), device="cpu", compute_type="int8", cpu_threads=min(4, os.cpu_count() or 1),
        local_files_only=True,
    )  # fmt: skip


def _without_av() -> None:
    """faster-whisper reads files by PyAV, whose packages carry x264 and x265 under the GPL. Clew reads them by the program ffmpeg, and
    installs no PyAV; an empty module stands in its place, of which nothing is used."""
    try:
        import av  # noqa: F401
    except ImportError:
        sys.modules["av"] = ModuleType("av")


def as_transcript(channels: Sequence[Sequence[Word]]) -> Transcript:
    """Turns of a speaker for each channel, in the order of their beginnings."""
    turns = [turn for at, words in enumerate(channels, 1) for turn in _turns(f"Speaker {at}", words)]
    return Transcript(tuple(sorted(turns, key=lambda turn: turn.start_ms or 0)))


def _turns(speaker: str, words: Sequence[Word]) -> Iterator[Turn]:
    group: list[Word] = []
    for word in words:
        if group and _ends(group, word):
            yield _turn(speaker, group)
            group = []
        group.append(word)
    if group:
        yield _turn(speaker, group)


def _ends(group: Sequence[Word], word: Word) -> bool:
    return word.start_ms - group[-1].end_ms > BREAK_MS or (
        len(group) >= LONGEST_TURN and group[-1].text.endswith((".", "?", "!"))
    )


def _turn(speaker: str, words: Sequence[Word]) -> Turn:
    times, at = [], 0
    for word in words:
        times.append(Timed(at, at + len(word.text), word.start_ms, word.end_ms))
        at += len(word.text) + 1
    return Turn(speaker, " ".join(word.text for word in words), words[0].start_ms, words[-1].end_ms, tuple(times))
