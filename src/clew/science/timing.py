"""Times of words, carried over when a transcript is corrected.

The words of both texts are aligned by their longest common runs (Ratcliff & Obershelp 1988, as in Python's `difflib`). Words that stayed keep
their times; words that were put in the place of others share the time of those by their length; words that were added lie between their neighbours.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(r"\S+")


class Timed(NamedTuple):
    """A stretch of text, a word or a cue, and when it was said. Places in code points, `end` exclusive; milliseconds; an end may be unknown."""

    start: int
    end: int
    start_ms: int
    end_ms: int | None


class _Told(NamedTuple):
    """A word of the corrected text with its time. `of`: the stretch it belongs to, -1 for a word with a time of its own."""

    start: int
    end: int
    start_ms: int
    end_ms: int | None
    of: int


def carry(before: str, times: Sequence[Timed], after: str) -> list[Timed]:
    """The times of `after`, given those of `before` (in order, none over another). Raises nothing; a text without times stays without."""
    if not times:
        return []
    old, new = [m.span() for m in _WORD.finditer(before)], [m.span() for m in _WORD.finditer(after)]
    owners = _owners(old, times)
    told: list[_Told] = []
    for (kind, i1, i2, j1, j2), following in _steps(before, old, after, new):
        if kind == "equal":
            pairs = zip(new[j1:j2], owners[i1:i2], strict=True)
            told += [_Told(*span, times[of].start_ms, times[of].end_ms, of) for span, of in pairs if of is not None]
        elif j2 > j1:
            told += _instead(new[j1:j2], owners[i1:i2], _beside(owners, i1, i2, following), times)
    return list(_stretches(told))


def _owners(words: Sequence[tuple[int, int]], times: Sequence[Timed]) -> list[int | None]:
    """For each word the stretch that it begins in, if any."""
    starts = [timed.start for timed in times]
    places = (bisect_right(starts, start) - 1 for start, _end in words)
    return [at if at >= 0 and start < times[at].end else None for at, (start, _end) in zip(places, words, strict=True)]


def _steps(
    before: str, old: Sequence[tuple[int, int]], after: str, new: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[str, int, int, int, int], bool]]:
    """What `difflib` says must be done, and whether something follows; the ends that are alike are not compared."""
    first, second = [before[a:b] for a, b in old], [after[a:b] for a, b in new]
    most = min(len(first), len(second))
    head = next((at for at in range(most) if first[at] != second[at]), most)
    tail = next((at for at in range(most - head) if first[-1 - at] != second[-1 - at]), most - head)
    inner = SequenceMatcher(None, first[head : len(first) - tail], second[head : len(second) - tail])
    yield ("equal", 0, head, 0, head), True
    for kind, i1, i2, j1, j2 in inner.get_opcodes():
        yield (kind, i1 + head, i2 + head, j1 + head, j2 + head), i2 + head < len(first)
    yield ("equal", len(first) - tail, len(first), len(second) - tail, len(second)), False


def _beside(owners: Sequence[int | None], i1: int, i2: int, following: bool) -> tuple[int | None, int | None]:
    """The stretches directly before and after a change."""
    return owners[i1 - 1] if i1 else None, owners[i2] if following else None


def _instead(
    words: Sequence[tuple[int, int]],
    replaced: Sequence[int | None],
    beside: tuple[int | None, int | None],
    times: Sequence[Timed],
) -> list[_Told]:
    """Words in the place of others, or between others."""
    known = [of for of in replaced if of is not None]
    before, behind = beside
    if not known and before is not None and before == behind:
        known = [before]  # inside a cue
    if len(set(known)) == 1 and (len(known) > 1 or before == known[0] or behind == known[0]):
        (of,) = set(known)
        return [_Told(*span, times[of].start_ms, times[of].end_ms, of) for span in words]
    if known:
        return _shared(words, times[known[0]].start_ms, _end(times[known[-1]]))
    if replaced or before is None or behind is None:
        return []
    return _shared(words, _end(times[before]), times[behind].start_ms)


def _end(timed: Timed) -> int:
    return timed.start_ms if timed.end_ms is None else timed.end_ms


def _shared(words: Sequence[tuple[int, int]], start_ms: int, end_ms: int) -> list[_Told]:
    """A stretch of time, given to words by their length."""
    length, span = sum(end - start for start, end in words), max(0, end_ms - start_ms)
    told, done = [], 0
    for start, end in words:
        until = done + end - start
        told.append(_Told(start, end, start_ms + span * done // length, start_ms + span * until // length, -1))
        done = until
    return told


def _stretches(told: Sequence[_Told]) -> Iterator[Timed]:
    """Neighbours of one stretch are one again."""
    at = 0
    while at < len(told):
        last = at
        while last + 1 < len(told) and told[last + 1].of == told[at].of >= 0:
            last += 1
        yield Timed(told[at].start, told[last].end, told[at].start_ms, told[at].end_ms)
        at = last + 1
