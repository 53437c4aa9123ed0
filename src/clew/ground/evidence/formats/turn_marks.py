"""The marks by which transcripts show who speaks: `Name: words`, `Name  0:12`, `[00:12] Name: words`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_NAME = r"[^\W_][^:\n\t<>{}\[\]\"“”?!;]{0,59}?"
# The time may stand in front, behind the name or after it in brackets.
_SPEAKER_LINE = re.compile(
    rf"[ \t]*(?:[\[(]?({_CLOCK})[\])]?[ \t]+(?:-[ \t]+)?)?\*{{0,2}}({_NAME})\*{{0,2}}(?:[ \t]*[\[(]({_CLOCK})[\])])?[ \t]*:\*{{0,2}}(?:[ \t]+|$)(.*)"
)
_HEADING = re.compile(
    rf"[ \t]*(?:[\[(]?({_CLOCK})[\])]?[ \t]+({_NAME})|({_NAME})[ \t]{{1,8}}[\[(]?({_CLOCK})[\])]?)[ \t]*$"
)
# Zoom's saved captions: the name in brackets, and the time of the day.
_CAPTION = re.compile(rf"[ \t]*\[([^\W_][^\[\]\n\t]{{0,59}})\][ \t]{{1,8}}({_CLOCK})[ \t]*$")
_CLOCK_ALONE = re.compile(rf"[ \t]*[\[(]?({_CLOCK})[\])]?[ \t]*$")
_ROLE = re.compile(
    r"(interviewer|interviewee|participant|moderator|facilitator|researcher|respondent|customer|speaker|host|guest|user|agent|client"
    r"|interviewerin|befragte[r]?|teilnehmer(in)?|entrevistador[a]?|enqueteur)\b.{0,12}\Z|[PQAIMR]\d{0,3}\Z|spk_?\d+\Z",
    re.IGNORECASE,
)
_NO_SPEAKER = frozenset(
    [
        "note",
        "notes",
        "nb",
        "ps",
        "edit",
        "update",
        "warning",
        "example",
        "question",
        "answer",
        "http",
        "https",
        "subject",
        "re",
        "fwd",
        "date",
        "time",
        "duration",
        "title",
        "topic",
        "pros",
        "cons",
    ]
)
_ARROW = re.compile(r"^\s*\d+:\d{1,2}:\d{1,2}[,.]\d{1,3}\s*-->", re.MULTILINE)


class Mark(NamedTuple):
    """A line that starts a turn. `words` is None for a heading, whose words stand on the lines below; `is_of_day`: not since the beginning."""

    speaker: str
    clock: str | None
    words: str | None
    is_of_day: bool = False


def speaker_line(line: str) -> Mark | None:
    if len(line) > 2_000_000:
        return None
    found = _SPEAKER_LINE.match(line)
    if not found or not _is_name(found[2]):
        return None
    return Mark(_tidy(found[2]), found[1] or found[3], found[4])


def clock_line(line: str) -> str | None:
    """A time that stands alone."""
    found = _CLOCK_ALONE.match(line) if len(line) < 40 else None
    return found[1] if found else None


def heading_line(line: str) -> Mark | None:
    if (caption := _CAPTION.match(line) if len(line) < 120 else None) and _is_name(caption[1]):
        return Mark(_tidy(caption[1]), caption[2], None, is_of_day=True)
    found = _HEADING.match(line) if len(line) < 120 else None
    if not found or not _is_name(found[2] or found[3]):
        return None
    return Mark(_tidy(found[2] or found[3]), found[1] or found[4], None)


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip("*- ")


def _is_name(name: str) -> bool:
    """Up to five words that begin with a capital or a digit (or a script without capitals), and no sentence in them."""
    words = name.split()
    if (
        not 1 <= len(words) <= 5
        or name.strip("* ").casefold() in _NO_SPEAKER
        or name.startswith(("http", "www."))
        or (". " in name.strip() and len(words) > 3)
    ):
        return False
    return not words[0][0].islower() or is_role(name)


def is_speaker_name(name: str) -> bool:
    """Whether a transcript can carry it in front of a colon."""
    return bool(re.fullmatch(_NAME, name))


def is_role(name: str) -> bool:
    return bool(_ROLE.match(name.strip("* ")))


def accepted_speakers(marks: Iterable[Mark | None], lines: int) -> set[str]:
    """Names that speak twice, stand beside a time, or are a role; `Note: …` inside an answer is none of these.

    One-word names that occur once count only while fewer than two speakers are sure and most lines are marked.
    """
    found = [mark for mark in marks if mark]
    times = Counter(mark.speaker for mark in found)
    timed = {mark.speaker for mark in found if mark.clock}
    sure = {name for name in times if times[name] >= 2 or name in timed or is_role(name)}
    if len(found) < lines * 0.6:
        return sure
    return {name for name in times if name in sure or len(sure) < 2 or _is_full_name(name)}


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def looks_like_srt(sample: str) -> bool:
    lines = sample[:4000].lstrip("\ufeff \r\n").splitlines()
    return bool(lines) and any(_ARROW.match(line) for line in lines[:3])


def looks_like_transcript(sample: str) -> bool:
    """At least three turns and a third of the lines, by few speakers, the first within the first lines."""
    lines = [line for line in sample.splitlines()[:2000] if line.strip()]
    marks = [heading_line(line) or speaker_line(line) for line in lines]
    speakers = accepted_speakers(marks, len(lines))
    marked = sum(mark is not None and mark.speaker in speakers for mark in marks)
    if len(speakers) > max(12, marked // 2):
        return False
    timed = sum(mark is not None and mark.words is None for mark in marks)  # headings: a name, a time, nothing else
    return marked >= max(2, len(lines) * 0.3) or (max(marked, 2 * timed) >= 6 and marked >= len(lines) * 0.08)
