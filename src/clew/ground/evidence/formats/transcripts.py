"""Who said what, and when, from the transcripts that recorders and people write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from .cleaning import tidy_line, tidy_text
from .cues import clock_ms, read_cues, voices
from .encoding import open_text
from .problems import MAX_TRANSCRIPT_BYTES, FormatError
from .sniff import FileShape
from .turn_marks import Mark, accepted_speakers, heading_line, speaker_line

UNKNOWN = "Unknown speaker"
TranscriptKind = Literal["vtt", "srt", "transcript"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next one speaks. `cues` are (offset in `text`, start in ms)."""

    speaker: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    cues: tuple[tuple[int, int], ...] = ()


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


class _Piece(NamedTuple):
    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


def read_transcript(path: Path, shape: FileShape) -> Transcript:
    if shape.kind not in ("vtt", "srt", "transcript"):
        raise FormatError("This file is a table, not a transcript.", "Import it as feedback.")
    if Path(path).stat().st_size > MAX_TRANSCRIPT_BYTES:
        raise FormatError(f"The transcript is larger than {MAX_TRANSCRIPT_BYTES >> 20} MB.", "Split it by session.")
    with open_text(Path(path), shape.encoding) as file:
        return parse_transcript(file.read(), shape.kind)


def parse_transcript(text: str, kind: TranscriptKind) -> Transcript:
    """Raises FormatError when no words are found."""
    warnings: list[str] = []
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces = list(_plain_pieces(lines, warnings) if kind == "transcript" else _cue_pieces(lines, warnings))
    turns = tuple(_merged(pieces))
    if not turns:
        raise FormatError("The transcript holds no words.", "Check the export and upload it again.")
    if any(turn.speaker == UNKNOWN for turn in turns):
        warnings.append("Some words have no speaker; name the speakers before you code them.")
    return Transcript(turns, tuple(warnings))


def _cue_pieces(lines: list[str], warnings: list[str]) -> Iterator[_Piece]:
    """Teams writes `<v Name>`, Zoom `Name: words`; a name at the start counts only where it looks like a speaker throughout."""
    spoken = [
        (cue.start_ms, cue.end_ms, speaker, line)
        for cue in read_cues(lines, warnings)
        for speaker, words in voices(cue.payload)
        for line in _at_names(words)
    ]
    marks = [None if speaker else speaker_line(line) for _start, _end, speaker, line in spoken]
    accepted = accepted_speakers(marks, len(spoken))
    for (start, end, speaker, line), mark in zip(spoken, marks, strict=True):
        if mark and mark.words is not None and mark.speaker in accepted:
            yield _Piece(mark.speaker, mark.words, start, end)
        else:
            yield _Piece(speaker, line, start, end)


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


def _plain_pieces(lines: list[str], warnings: list[str]) -> Iterator[_Piece]:
    marks = [heading_line(line) or speaker_line(line) for line in lines]
    accepted = accepted_speakers(marks, sum(bool(line.strip()) for line in lines))
    speaker: str | None = None
    start: int | None = None
    words: list[str] = []
    for number, (line, mark) in enumerate(zip(lines, marks, strict=True), 1):
        if mark and mark.speaker in accepted:
            yield _Piece(speaker, "\n".join(words), start)
            speaker, start, words = mark.speaker, _mark_ms(mark, number, start, warnings), [mark.words or ""]
        else:
            words.append(line)
    yield _Piece(speaker, "\n".join(words), start)


def _mark_ms(mark: Mark, number: int, before: int | None, warnings: list[str]) -> int | None:
    start = clock_ms(mark.clock) if mark.clock else None
    if start is not None and before is not None and start < before:
        warnings.append(f"Line {number}: the time {mark.clock} is earlier than the one before it.")
    return start


def _merged(pieces: Iterable[_Piece]) -> Iterator[Turn]:
    """Consecutive pieces of one speaker are one turn; a piece without a speaker goes on with the one before, if a cue file has names."""
    group: list[_Piece] = []
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


def _goes_on(group: list[_Piece], piece: _Piece) -> bool:
    if piece.speaker == group[0].speaker:
        return True
    return piece.speaker is None and _adjacent(group[-1], piece)


def _adjacent(before: _Piece, piece: _Piece) -> bool:
    """A cue without a name carries on the sentence when it follows within two seconds, or when there are no times."""
    if before.end_ms is None or piece.start_ms is None:
        return True
    return piece.start_ms - before.end_ms <= 2000


def _turn(group: list[_Piece]) -> Turn:
    text = ""
    cues: list[tuple[int, int]] = []
    for piece in group:
        text += " " if text else ""
        if piece.start_ms is not None:
            cues.append((len(text), piece.start_ms))
        text += piece.text
    ends = [piece.end_ms for piece in group if piece.end_ms is not None]
    return Turn(group[0].speaker or UNKNOWN, text, cues[0][1] if cues else None, max(ends, default=None), tuple(cues))


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
