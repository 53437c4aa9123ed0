"""Turns of transcripts that are plain text or a Word document: names and times stand in lines, and recorders write around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .cues import clock_ms
from .turn_marks import Mark, accepted_speakers, clock_line, heading_line, speaker_line

# What Teams, Meet and Otter write above the first words. One such line, and all that stands there is theirs.
_ABOVE = re.compile(
    r"attendees|transcript|transcription|speakers|keywords|summary keywords"
    r"|.{1,120} started transcription|(?:\d{1,2}h )?(?:\d{1,2}m )?\d{1,2}s|.{6,80} \u2022 .{0,10}\d{1,3}:\d{2}",
    re.IGNORECASE,
)
# What they write below, or in between.
_AROUND = re.compile(
    r".{1,120} (?:started|stopped) transcription|transcribed by https?://otter\.ai\S{0,80}"
    r"|(?:meeting|transcription) ended after [\d:]{4,9}\W{0,4}|this editable transcript was computer generated.{0,160}",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\s*\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,3})?\s*-->\s*\d")
_DAY = 24 * 3_600_000


class Piece(NamedTuple):
    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


def dressed(paragraphs: Sequence[str]) -> tuple[str, bool]:
    """A document's text, and whether it is made of cues: a line of times, the name, the words."""
    if sum(bool(_ARROW.match(text)) for text in paragraphs) < 2:
        return "\n\n".join(paragraphs), False
    lines = "\n".join(paragraphs).split("\n")
    voiced = (
        f"<v {line.strip()}>" if _ARROW.match(before) and line.strip() and not _ARROW.match(line) else line
        for before, line in zip(["", *lines], lines, strict=False)
    )
    return "\n".join(voiced), True


def plain_pieces(lines: list[str], warnings: list[str]) -> Iterator[Piece]:
    lines = ["" if len(line) < 200 and _AROUND.fullmatch(line.strip()) else line for line in lines]
    marks = [heading_line(line) or speaker_line(line) for line in lines]
    accepted = accepted_speakers(marks, sum(bool(line.strip()) for line in lines))
    clocks = _clocks(lines)
    said = _Said()
    for number, (line, mark) in enumerate(zip(lines, marks, strict=True), 1):
        if mark and mark.speaker in accepted:
            yield said.piece(warnings)
            said.turn(mark, number, warnings)
        elif number in clocks:
            yield said.piece(warnings)
            said.clock(clocks[number])
        else:
            said.words.append(line)
    yield said.piece(warnings)


def _clocks(lines: Sequence[str]) -> dict[int, int]:
    """Times that stand alone, by line; none of them unless there are two and they go forward: an answer may be "10:30"."""
    found = {
        number: clock_ms(clock) or 0
        for number, line in enumerate(lines, 1)
        if (clock := clock_line(line)) and clock_ms(clock) is not None
    }
    times = list(found.values())
    return found if len(times) > 1 and times == sorted(times) else {}


class _Said:
    """Who speaks, since when, and what was said so far."""

    def __init__(self) -> None:
        self.speaker: str | None = None
        self.start: int | None = None
        self.words: list[str] = []
        self._is_fresh = False  # a time stands above, and nothing was said since
        self._last: int | None = None
        self._first_of_day: int | None = None

    def piece(self, warnings: list[str]) -> Piece:
        words, self.words = self.words, []
        is_said = any(map(str.strip, words))
        self._is_fresh = self._is_fresh and not is_said
        if is_said and self.speaker is None and any(_is_above(line) for line in words):
            above = sum(bool(line.strip()) for line in words)
            warnings.append(f"What the recorder wrote above the first words was left out ({above} lines).")
            words = []
        return Piece(self.speaker, "\n".join(words), self.start)

    def clock(self, start: int) -> None:
        self.start, self._is_fresh = start, True

    def turn(self, mark: Mark, number: int, warnings: list[str]) -> None:
        """A turn without a time of its own has that of the line above it."""
        above = self.start if self._is_fresh else None
        self.speaker, self.words, self._is_fresh = mark.speaker, [mark.words or ""], False
        self.start = self._ms(mark, number, warnings) if mark.clock else above

    def _ms(self, mark: Mark, number: int, warnings: list[str]) -> int | None:
        start, before = clock_ms(mark.clock or ""), self._last
        if start is not None and mark.is_of_day:
            self._first_of_day = start if self._first_of_day is None else self._first_of_day
            start = (start - self._first_of_day) % _DAY
        if start is not None and before is not None and start < before:
            warnings.append(f"Line {number}: the time {mark.clock} is earlier than the one before it.")
        self._last = before if start is None else start
        return start


def _is_above(line: str) -> bool:
    return len(line) < 200 and bool(_ABOVE.fullmatch(line.strip()))
