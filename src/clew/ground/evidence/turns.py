"""A transcript's turns as they are kept with a version of its text.

A turn is {start, end, speaker, start_ms}, and where they are known end_ms and `words`: [start, end, start_ms, end_ms] of each word or cue,
with places counted from the turn's beginning, so that a turn that moves takes its times along.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from clew.ground.evidence.formats import Transcript, as_text
from clew.science import anchors
from clew.science.timing import Timed, carry

TurnRow = dict[str, Any]


def kept_turns(spoken: Transcript) -> tuple[str, list[TurnRow]]:
    """The text that is stored, and its turns."""
    text, spans = as_text(spoken)
    rows = []
    for turn, span in zip(spoken.turns, spans, strict=True):
        row: TurnRow = {"start": span.start, "end": span.end, "speaker": turn.speaker, "start_ms": turn.start_ms}
        if turn.end_ms is not None:
            row["end_ms"] = turn.end_ms
        shift = span.words - span.start
        if len(turn.times) > 1:
            row["words"] = [[t.start + shift, t.end + shift, t.start_ms, t.end_ms] for t in turn.times]
        rows.append(row)
    return text, rows


def words_from(text: str, turn: TurnRow) -> int:
    """Where a turn's words begin, behind the name."""
    name = f"{turn.get('speaker') or ''}:"
    if len(name) == 1 or not text.startswith(name, turn["start"]):
        return int(turn["start"])
    at = int(turn["start"]) + len(name)
    while at < turn["end"] and text[at].isspace():
        at += 1
    return at


def times_of(text: str, turn: TurnRow) -> list[Timed]:
    """What is known of when its words were said, by places in the text."""
    start = int(turn["start"])
    if turn.get("words"):
        return [Timed(start + a, start + b, ms, end) for a, b, ms, end in turn["words"]]
    if turn.get("start_ms") is None:
        return []
    return [Timed(words_from(text, turn), int(turn["end"]), turn["start_ms"], turn.get("end_ms"))]


def moved_turns(before: str, turns: Sequence[TurnRow], after: str) -> list[TurnRow]:
    """The speaker turns in a corrected text. A turn whose place is lost is dropped rather than given to the wrong words."""
    moved = []
    for turn in turns:
        if turn["end"] <= turn["start"]:
            continue
        found = anchors.resolve(anchors.make_anchor(before, turn["start"], turn["end"]), after)
        if found.start is not None and found.end is not None:
            moved.append({**turn, "start": found.start, "end": found.end})
    moved.sort(key=lambda t: t["start"])
    return [t for i, t in enumerate(moved) if i == 0 or t["start"] >= moved[i - 1]["end"]]


def timed_again(before: str, turns: Sequence[TurnRow], after: str, moved: Sequence[TurnRow]) -> list[TurnRow]:
    """The turns of the corrected text with the times of the words that stayed in it."""
    by_words = any(turn.get("words") for turn in turns)
    times = carry(before, [timed for turn in turns for timed in times_of(before, turn)], after)
    return [{**_bare(turn), **_timing(after, turn, times, by_words)} for turn in moved] if times else list(moved)


def _bare(turn: TurnRow) -> TurnRow:
    return {"start": turn["start"], "end": turn["end"], "speaker": turn.get("speaker", ""), "start_ms": None}


def _timing(text: str, turn: TurnRow, times: Sequence[Timed], by_words: bool) -> TurnRow:
    start, begin, end = int(turn["start"]), words_from(text, turn), int(turn["end"])
    inside = list(_inside(times, begin, end))
    if not inside:
        return {}
    told: TurnRow = {"start_ms": inside[0].start_ms}
    if inside[-1].end_ms is not None:
        told["end_ms"] = inside[-1].end_ms
    if by_words:
        told["words"] = [[t.start - start, t.end - start, t.start_ms, t.end_ms] for t in inside]
    return told


def _inside(times: Sequence[Timed], begin: int, end: int) -> Iterator[Timed]:
    """Of those that begin between two places, as much as lies there."""
    at = bisect_left(times, begin, key=lambda timed: timed.start)
    if at and times[at - 1].end > begin and times[at - 1].start < begin:
        at -= 1
    for timed in times[at:]:
        if timed.start >= end:
            return
        first, last = max(timed.start, begin), min(timed.end, end)
        if last > first and (timed.start >= begin or timed.end_ms is not None):
            yield Timed(first, last, _at(timed, first), timed.end_ms if last == timed.end else _at(timed, last))


def _at(timed: Timed, place: int) -> int:
    """When the words at a place inside a stretch are said, if they are said evenly."""
    if place <= timed.start or timed.end_ms is None:
        return timed.start_ms
    return timed.start_ms + (timed.end_ms - timed.start_ms) * (place - timed.start) // (timed.end - timed.start)
