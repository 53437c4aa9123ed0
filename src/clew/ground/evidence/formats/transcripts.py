"""Who said what, and when, from the transcripts that recorders and people write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Literal, NamedTuple

from .cleaning import tidy_line, tidy_text
from .cues import by_stamps, read_cues, voices
from .docx import read_docx
from .encoding import open_text
from .plain_turns import Piece, dressed, plain_pieces
from .problems import MAX_TRANSCRIPT_BYTES, FormatError
from .sniff import FileShape
from .turn_marks import accepted_speakers, speaker_line

UNKNOWN = "Unknown speaker"
TranscriptKind = Literal["vtt", "srt", "transcript"]


class Timed(NamedTuple):
    """A stretch of a turn's text whose time is known: a cue, or one word. Places in the text, `end` exclusive; milliseconds."""

    start: int
    end: int
    start_ms: int
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next one speaks."""

    speaker: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    times: tuple[Timed, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    turns: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))


class TurnSpan(NamedTuple):
    """Offsets in the stored text: where the turn begins, where its words begin, where they end (exclusive)."""

    start: int
    words: int
    end: int


def read_transcript(path: Path, shape: FileShape) -> Transcript:
    if shape.kind not in ("vtt", "srt", "transcript", "docx"):
        raise FormatError("This file is a table, not a transcript.", "Import it as feedback.")
    if Path(path).stat().st_size > MAX_TRANSCRIPT_BYTES:
        raise FormatError(f"The transcript is larger than {MAX_TRANSCRIPT_BYTES >> 20} MB.", "Split it by session.")
    if shape.kind == "docx":
        text, has_cues = dressed([paragraph.text for paragraph in read_docx(Path(path))])
        return parse_transcript(text, "vtt" if has_cues else "transcript")
    with open_text(Path(path), shape.encoding) as file:
        return parse_transcript(file.read(), shape.kind)


def parse_transcript(text: str, kind: TranscriptKind) -> Transcript:
    """Raises FormatError when no words are found."""
    warnings: list[str] = []
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces = list(plain_pieces(lines, warnings) if kind == "transcript" else _cue_pieces(lines, warnings))
    turns = tuple(_merged(pieces))
    if not turns:
        raise FormatError("The transcript holds no words.", "Check the export and upload it again.")
    if any(turn.speaker == UNKNOWN for turn in turns):
        warnings.append("Some words have no speaker; name the speakers before you code them.")
    return Transcript(turns, tuple(warnings))


def _cue_pieces(lines: list[str], warnings: list[str]) -> Iterator[Piece]:
    """Teams writes `<v Name>`, Zoom `Name: words`; a name at the start counts only where it looks like a speaker throughout."""
    spoken = [
        (cue.start_ms, cue.end_ms, speaker, line)
        for whole in read_cues(lines, warnings)
        for cue in by_stamps(whole)
        for speaker, words in voices(cue.payload)
        for line in _at_names(words)
    ]
    marks = [None if speaker else speaker_line(line) for _start, _end, speaker, line in spoken]
    accepted = accepted_speakers(marks, len(spoken))
    for (start, end, speaker, line), mark in zip(spoken, marks, strict=True):
        if mark and mark.words is not None and mark.speaker in accepted:
            yield Piece(mark.speaker, mark.words, start, end)
        else:
            yield Piece(speaker, line, start, end)


def _at_names(words: str) -> list[str]:
    """Lines of a cue are one text, but a line that names a speaker begins a new one (`- Ann: no` as well)."""
    parts: list[str] = []
    for line in words.split("\n"):
        bare = line.removeprefix("-").strip()
        if parts and not speaker_line(bare):
            parts[-1] += f" {line}"
        else:
            parts.append(bare if speaker_line(bare) else line)
    return parts


def _merged(pieces: Iterable[Piece]) -> Iterator[Turn]:
    """Consecutive pieces of one speaker are one turn; a piece without a speaker goes on with the one before, if a cue file has names."""
    group: list[Piece] = []
    for raw in pieces:
        piece = raw._replace(speaker=tidy_line(raw.speaker or "") or None, text=tidy_text(raw.text))
        if not piece.text:
            continue
        if group and not _goes_on(group, piece):
            yield _turn(group)
            group = []
        group.append(piece)
    if group:
        yield _turn(group)


def _goes_on(group: list[Piece], piece: Piece) -> bool:
    if piece.speaker == group[0].speaker:
        return True
    return piece.speaker is None and _adjacent(group[-1], piece)


def _adjacent(before: Piece, piece: Piece) -> bool:
    """A cue without a name carries on the sentence when it follows within two seconds, or when there are no times."""
    if before.end_ms is None or piece.start_ms is None:
        return True
    return piece.start_ms - before.end_ms <= 2000


def _turn(group: list[Piece]) -> Turn:
    parts: list[str] = []
    times: list[Timed] = []
    at = 0
    for piece, following in zip_longest(group, group[1:]):
        if piece.start_ms is not None:
            end = piece.end_ms if piece.end_ms is not None or following is None else following.start_ms
            times.append(Timed(at, at + len(piece.text), piece.start_ms, end))
        parts.append(piece.text)
        at += len(piece.text) + 1
    ends = [piece.end_ms for piece in group if piece.end_ms is not None]
    start = times[0].start_ms if times else None
    return Turn(group[0].speaker or UNKNOWN, " ".join(parts), start, max(ends, default=None), tuple(times))


def as_text(transcript: Transcript) -> tuple[str, tuple[TurnSpan, ...]]:
    """The text that is stored as the source, `Speaker: words` with a blank line between turns, and where each turn stands in it."""
    parts: list[str] = []
    spans: list[TurnSpan] = []
    at = 0
    for turn in transcript.turns:
        part = f"{turn.speaker}: {turn.text}"
        words = at + len(turn.speaker) + 2
        spans.append(TurnSpan(at, words, at + len(part)))
        parts.append(part)
        at += len(part) + 2
    return "\n\n".join(parts), tuple(spans)
