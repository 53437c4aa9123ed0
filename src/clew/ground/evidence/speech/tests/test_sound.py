"""Sound is read out of files, its channels told apart, and its words made turns."""

import shutil
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from clew.ground.evidence.speech.hearing import Word, as_transcript
from clew.ground.evidence.speech.sound import RATE, Sound, sound_of
from clew.ground.evidence.speech.weights import why_not
from clew.ground.ledger.api import Refused

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def stereo(left: Callable[[int], float], right: Callable[[int], float], seconds: int = 2) -> np.ndarray:
    noise = np.random.default_rng(1).normal(size=(2, seconds * RATE)) * 6000
    return np.stack([noise[0] * left(0), noise[1] * right(1)], axis=1).astype(np.int16)


def test_two_microphones_are_two_channels_and_one_sound_is_one() -> None:
    apart = stereo(lambda _: 1, lambda _: 1)
    assert Sound(apart).channels == 2
    assert Sound(np.repeat(apart[:, :1], 2, axis=1)).channels == 1
    assert Sound(np.stack([apart[:, 0], -apart[:, 0]], axis=1)).channels == 1
    assert Sound(stereo(lambda _: 1, lambda _: 0.0001)).channels == 1
    assert Sound(apart).length_ms == 2000
    assert Sound(apart).part(1, 500, 1500).shape == (RATE,)


@needs_ffmpeg
def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.zeros(44_100, dtype=np.int16).tobytes())
    with sound_of(path) as sound:
        assert (sound.channels, round(sound.length_ms, -2)) == (1, 1000)


@needs_ffmpeg
@pytest.mark.parametrize("content", [b"", b"no sound at all", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n"])
def test_what_holds_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "talk.m3u8"
    path.write_bytes(content)
    with pytest.raises(Refused, match="No sound"), sound_of(path):
        pass


def test_without_ffmpeg_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="ffmpeg"), sound_of(tmp_path / "talk.wav"):
        pass


def test_without_the_extra_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.ground.evidence.speech.weights.find_spec", lambda name: None)
    assert why_not() == "The speech model is not installed."


def test_words_become_turns_at_pauses_and_between_channels() -> None:
    first = [Word("What", 0, 300), Word("now?", 350, 700), Word("Hm.", 9000, 9200)]
    second = [Word("Nothing.", 800, 1200)]
    found = as_transcript([first, second])
    assert [(t.speaker, t.text, t.start_ms, t.end_ms) for t in found.turns] == [
        ("Speaker 1", "What now?", 0, 700),
        ("Speaker 2", "Nothing.", 800, 1200),
        ("Speaker 1", "Hm.", 9000, 9200),
    ]
    assert found.turns[0].times == ((0, 4, 0, 300), (5, 9, 350, 700))
