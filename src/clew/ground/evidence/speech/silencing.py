"""Stretches of a recording become silent, in a new file: by ffmpeg, else by hand where the sound lies there as plain samples (WAV)."""

import shutil
import subprocess
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from clew.ground.ledger.api import Refused

AT_ONCE = 1 << 16
WAVES = ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave")
# What ffmpeg calls the wrapping that is kept, by the kind of file.
WRAPPINGS = {
    **dict.fromkeys(WAVES, "wav"), "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/mp4": "mp4", "audio/x-m4a": "mp4", "audio/m4a": "mp4",
    "audio/webm": "webm", "audio/ogg": "ogg", "audio/flac": "flac", "audio/x-flac": "flac", "audio/aac": "adts",
    "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "video/x-matroska": "matroska",
}  # fmt: skip
Span = tuple[int, int]


def why_not_silenced(path: Path, type: str) -> str:
    """Why a recording cannot be silenced here; nothing when it can."""
    if shutil.which("ffmpeg"):
        return "" if type in WRAPPINGS else f"Recordings of the kind {type} are not written here."
    if type in WAVES and _is_plain(path):
        return ""
    return "ffmpeg is not installed, and without it only WAV of plain samples can be silenced."


@contextmanager
def silenced(path: Path, type: str, spans: Sequence[Span]) -> Iterator[Path]:
    """The recording with nothing to be heard between these places, in milliseconds."""
    if missing := why_not_silenced(path, type):
        raise Refused(missing, field="file", remedy="Install it, or take the recording away.")
    with TemporaryDirectory(prefix="clew-silence-") as folder:
        made = Path(folder) / "made"
        if type in WAVES and _is_plain(path):
            _by_hand(path, made, spans)
        else:
            _by_ffmpeg(path, made, WRAPPINGS[type], spans)
        yield made


def _is_plain(path: Path) -> bool:
    try:
        with wave.open(str(path), "rb"):
            return True
    except (wave.Error, EOFError):
        return False


def _by_hand(path: Path, made: Path, spans: Sequence[Span]) -> None:
    with wave.open(str(path), "rb") as sound, wave.open(str(made), "wb") as out:
        told = sound.getparams()
        out.setparams(told)
        quiet = b"\x80" if told.sampwidth == 1 else b"\x00"  # eight bits count from 128
        size = told.nchannels * told.sampwidth
        places = [(start * told.framerate // 1000, -(-end * told.framerate // 1000)) for start, end in spans]
        at = 0
        while frames := sound.readframes(AT_ONCE):
            some = bytearray(frames)
            count = len(some) // size
            for start, end in places:
                first, last = max(0, start - at), min(count, end - at)
                if first < last:
                    some[first * size : last * size] = quiet * ((last - first) * size)
            out.writeframes(bytes(some))
            at += count


def _by_ffmpeg(path: Path, made: Path, wrapping: str, spans: Sequence[Span]) -> None:
    """Pictures are taken over as they are; only files are read."""
    between = "+".join(f"between(t,{start / 1000:.3f},{end / 1000:.3f})" for start, end in spans)
    ended = subprocess.run(  # noqa: S603
        [
            str(shutil.which("ffmpeg")), "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-i", str(path), "-map", "0:v?",
            "-map", "0:a", "-c:v", "copy", "-map_metadata", "-1", "-af", f"volume=enable='{between}':volume=0", "-f", wrapping, str(made),
        ],
        capture_output=True,
        timeout=3600,
        check=False,
    )  # fmt: skip
    if ended.returncode or not made.is_file() or not made.stat().st_size:
        raise Refused("This recording cannot be read.", field="file", remedy="Take it away; upload it as another kind.")
