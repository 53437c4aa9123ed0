"""Cues of WebVTT and SRT, line by line, so that a broken one costs a warning with its line number and no words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_STAMP = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_STAMP_AT = re.compile(_STAMP)
_TIMING = re.compile(rf"\s*({_STAMP})\s*-->\s*({_STAMP})(?=\s|$)")
_SKIPPED = ("NOTE", "STYLE", "REGION", "X-TIMESTAMP-MAP", "WEBVTT", "Kind:", "Language:")
_IDENTIFIER = re.compile(r"\d+\Z|[0-9a-f]{8}-[0-9a-f-]{20,}\S*\Z", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?(?:[ \t]{1,9}([^<>]{0,200}))?>", re.IGNORECASE)
_STAMPED = re.compile(r"<(\d[\d:.]{3,15})>")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200})?>|<[\d:.]{5,12}>|\{\\[^{}]{0,40}\}")


class Cue(NamedTuple):
    line: int
    start_ms: int | None
    end_ms: int | None
    payload: tuple[str, ...]


def clock_ms(stamp: str) -> int | None:
    """`1:02:03.5`, `02:03` or `02:03,500` in milliseconds."""
    found = _STAMP_AT.fullmatch(stamp.strip())
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups(default="0")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def read_cues(lines: Sequence[str], warnings: list[str]) -> Iterator[Cue]:
    """Blocks between blank lines; a timing also begins a new cue where the blank line is missing."""
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        first = at
        while at < len(lines) and lines[at].strip() and not (at > first and _begins_cue(lines, at, first)):
            at += 1
        cue = _cue(lines[first:at], first + 1, warnings)
        if cue is not None:
            yield cue


def _begins_cue(lines: Sequence[str], at: int, first: int) -> bool:
    """A timing line that is not this block's own, or a number directly before one."""
    if "-->" in lines[at]:
        return at > first + 1 or "-->" in lines[first] or not _is_identifier_of_next(lines, first)
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return "-->" in following and bool(_IDENTIFIER.match(lines[at].strip()))


def _is_identifier_of_next(lines: Sequence[str], first: int) -> bool:
    return "-->" in lines[first + 1] and not lines[first].startswith(_SKIPPED[3:])


def _cue(block: Sequence[str], line: int, warnings: list[str]) -> Cue | None:
    at = next((place for place, text in enumerate(block[:2]) if "-->" in text), None)
    if at is None:
        if block[0].startswith(_SKIPPED) or (len(block) == 1 and _IDENTIFIER.match(block[0].strip())):
            return None
        _warn(warnings, f"Line {line}: words without a time; they were kept.")
        return Cue(line, None, None, tuple(block))
    start, end = _times(block[at], line + at, warnings)
    payload = tuple(block[at + 1 :])
    return Cue(line + at, start, end, payload) if payload else None


def _times(timing: str, line: int, warnings: list[str]) -> tuple[int | None, int | None]:
    found = _TIMING.match(timing)
    if not found:
        _warn(
            warnings, f"Line {line}: the time “{timing.strip()[:60]}” cannot be read; the words were kept without it."
        )
        return None, None
    start, end = clock_ms(found[1]), clock_ms(found[6])
    if start is not None and end is not None and end < start:
        _warn(warnings, f"Line {line}: the cue ends before it begins; its end was left out.")
        return start, None
    return start, end


def _warn(warnings: list[str], message: str) -> None:
    if len(warnings) < 100:
        warnings.append(message)
    elif len(warnings) == 100:
        warnings.append("There are more problems of this kind; the first hundred are listed.")


def by_stamps(cue: Cue) -> list[Cue]:
    """A cue whose words carry times of their own (`one <00:08.500>two`) is as many cues; a voice goes on through them."""
    parts = _STAMPED.split("\n".join(cue.payload))
    if len(parts) < 3 or cue.start_ms is None:
        return [cue]
    starts = [cue.start_ms, *(clock_ms(stamp) for stamp in parts[1::2])]
    voice, found = "", []
    for at, words in enumerate(parts[0::2]):
        end = starts[at + 1] if at + 1 < len(starts) else cue.end_ms
        found.append(Cue(cue.line, starts[at], end, tuple(f"{voice}{words}".split("\n"))))
        voice = next(reversed([tag[0] for tag in _VOICE.finditer(words)]), voice)
    return found


def voices(payload: Sequence[str]) -> list[tuple[str | None, str]]:
    """(speaker or None, words) for each voice of a cue, tags stripped, entities decoded."""
    parts = _VOICE.split("\n".join(payload))
    found = [(None, plain(parts[0]))] if plain(parts[0]) else []
    spoken: list[tuple[str | None, str]] = [*found]
    for name, words in zip(parts[1::2], parts[2::2], strict=True):
        if plain(words):
            spoken.append((plain(name or "") or None, plain(words)))
    return spoken


def plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).strip()
