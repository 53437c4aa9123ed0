"""Pieces out of recordings and a film of them, by ffmpeg where it is installed. Every piece has one shape, so that they join without loss.

What is only heard gets a picture: the words that are spoken. Nothing is fetched: a playlist that names an address stays silent.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clew.ground.ledger.api import Refused

FILM_TYPE, GET_FFMPEG = "video/mp4", "apt install ffmpeg, brew install ffmpeg, or from ffmpeg.org"
WIDTH, HEIGHT, RATE, CARD_S = 1280, 720, 25, 3
LONGEST_S = 600
CARD = Path(__file__).with_name("card.typ")
_PICTURE = f"scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=decrease,pad={WIDTH}:{HEIGHT}:-1:-1,setsar=1,fps={RATE},format=yuv420p"
_SHAPE = [
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", str(RATE * 2), "-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2",
    "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-video_track_timescale", "12800",
    "-movflags", "+faststart", "-f", "mp4",
]  # fmt: skip
_QUIET = ["-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file,pipe"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where to cut, in milliseconds, and what stands on the picture of what has none, or on the card before it."""

    start_ms: int
    end_ms: int
    words: str
    who: str
    caption: str = ""


def why_no_film() -> str:
    """Empty when films can be made here."""
    return "" if shutil.which("ffmpeg") else f"ffmpeg, which cuts sound and film, is not installed: {GET_FFMPEG}."


def cut_piece(recording: Path, cut: Cut, out: Path, *, is_film: bool) -> None:
    """Raises Refused when nothing can be cut there."""
    place, length = ["-ss", _seconds(cut.start_ms)], ["-t", _seconds(cut.end_ms - cut.start_ms)]
    if is_film:
        seen = ["-i", str(recording), "-map", "0:v:0", "-map", "0:a:0?"]
    else:
        picture = _card(cut, out.with_suffix(".png"), is_title=False)
        seen = ["-i", str(recording), *_looped(picture), "-map", "1:v", "-map", "0:a:0"]
    _run([*_QUIET, *place, *seen, "-vf", _PICTURE, *length, *_SHAPE, str(out)])


def card_piece(cut: Cut, out: Path) -> None:
    """A title card without a sound, to stand before a piece."""
    picture = _card(cut, out.with_suffix(".png"), is_title=True)
    silence = ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo"]
    _run([*_QUIET, *_looped(picture), *silence, "-vf", _PICTURE, "-t", str(CARD_S), *_SHAPE, str(out)])


def join(pieces: Sequence[Path], out: Path) -> None:
    """One after the other, as they are."""
    told = out.with_suffix(".txt")
    told.write_text("".join(f"file {_quoted(piece)}\n" for piece in pieces))
    _run([*_QUIET, "-f", "concat", "-safe", "0", "-i", str(told), "-c", "copy", "-map_metadata", "-1",
          "-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", str(out)])  # fmt: skip


def _quoted(place: Path) -> str:
    return "'" + str(place).replace("'", "'\\''") + "'"


def _card(cut: Cut, place: Path, *, is_title: bool) -> Path:
    """Set by Typst; what people said goes in as data, never as commands."""
    import typst  # heavy

    told = {"words": cut.caption if is_title else cut.words, "who": cut.who, "said": not is_title}
    place.write_bytes(typst.compile(CARD.read_bytes(), format="png", ppi=72, sys_inputs={"data": json.dumps(told)}))
    return place


def _looped(picture: Path) -> list[str]:
    return ["-loop", "1", "-framerate", str(RATE), "-i", str(picture)]


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}"


def _run(told: list[str]) -> None:
    program = shutil.which("ffmpeg")
    if program is None:
        raise Refused(why_no_film(), remedy="Install it, then make the reel again.")
    made = subprocess.run([program, *told], capture_output=True, timeout=LONGEST_S * 2, check=False)  # noqa: S603
    if made.returncode or not Path(told[-1]).is_file():
        why = made.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason was given"]
        raise Refused(f"This could not be cut: {why[0][:200]}", remedy="Play the recording there; is there sound?")
