"""Where selections stand in a text, whatever their program counted.

Places index the plain text, but programs differ in what they count: a line end as one or two, code points or UTF-16 units, the byte order mark or not.
A selection's name mostly begins with its words, so for each text the way of counting is taken that makes most names come true; a selection whose
words then still stand elsewhere is moved to them. A name that is neither cut short nor as long as its selection is a title somebody gave, and proves
nothing.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product
from typing import Literal

from .model import Guid, SyncPoint, TextSelection

_CUT = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_SPACES = re.compile(r"\s+")
_LINE_END = re.compile("\r\n|\r")
_WIDE = re.compile("[\U00010000-\U0010ffff]")
# Shorter words stand in many texts somewhere; longer ones that are no whole selection were cut without a sign of it.
TELLING, LONG = 12, 60
_DOUBTS = {"outside": "It lies outside the text.", "nowhere": "The words of its name stand nowhere in the text."}
MAX_SCANNED = 2_000_000_000  # characters looked through for one text


@dataclass(frozen=True, slots=True)
class Moved:
    """A selection that was found elsewhere than its numbers say. `how`: counted (another way of counting) or searched (by its words)."""

    source: Guid
    selection: Guid
    stated: tuple[int, int]
    found: tuple[int, int]
    how: Literal["counted", "searched"]


@dataclass(frozen=True, slots=True)
class Lost:
    """A selection whose place is not sure: it stands where its numbers say, or, outside the text, keeps them as they were."""

    source: Guid
    selection: Guid
    stated: tuple[int, int]
    why: str


@dataclass(frozen=True, slots=True)
class Anchored:
    text: str
    selections: tuple[TextSelection, ...]
    sync_points: tuple[SyncPoint, ...]
    moved: tuple[Moved, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class _Counting:
    """`starts[i]`: the stated place of the i-th code point of the tidy text, and one more for its end."""

    starts: Sequence[int]

    def place(self, stated: int) -> int | None:
        at = bisect_left(self.starts, stated)
        return at if stated >= 0 and at < len(self.starts) else None

    def span(self, selection: TextSelection) -> tuple[int, int] | None:
        start, end = self.place(selection.start), self.place(selection.end)
        if start is None or end is None or start >= end:
            return None
        return start, end

    def end(self, selection: TextSelection, words: tuple[int, int]) -> int:
        """Of a selection whose first words were found: as far from their start, in its own counting, as it said; never before their end."""
        if selection.end <= selection.start:
            return words[1]
        place = self.place(self.starts[words[0]] + selection.end - selection.start)
        return len(self.starts) - 1 if place is None else max(words[1], place)


def anchored(
    source: Guid, raw: str, selections: Sequence[TextSelection], sync_points: Sequence[SyncPoint] = ()
) -> Anchored:
    """`raw` is the text as its file has it. The text that comes back has line feeds only, and no byte order mark."""
    text = _LINE_END.sub("\n", raw.removeprefix("\ufeff"))
    finder = _Finder(text)
    counting = max(_countings(raw, text), key=lambda one: _confirmed(one, selections, finder))  # the first of equals
    placed: list[TextSelection] = []
    moved: list[Moved] = []
    lost: list[Lost] = []
    for one in selections:
        span, how = _settled(one, counting, finder)
        stated = (one.start, one.end)
        if how in _DOUBTS:
            lost.append(Lost(source, one.guid, stated, _DOUBTS[how]))
        elif span != stated and span is not None:
            moved.append(Moved(source, one.guid, stated, span, "searched" if how == "searched" else "counted"))
        placed.append(one if span is None else replace(one, start=span[0], end=span[1]))
    points = tuple(_synced(point, counting) for point in sync_points)
    return Anchored(text, tuple(placed), points, tuple(moved), tuple(lost))


def _settled(one: TextSelection, counting: _Counting, finder: _Finder) -> tuple[tuple[int, int] | None, str]:
    """Its place, and how that is known. A drift of white space alone is not noticed."""
    span = counting.span(one)
    words = finder.words(one.name, one.end - one.start)
    if words is None or (span is not None and finder.confirms(words, *span)):
        return span, "counted" if span else "outside"
    searched = finder.search(words, span[0] if span else one.start)
    if searched is not None:
        return searched if words.whole else (searched[0], counting.end(one, searched)), "searched"
    if span is None:
        return None, "outside"
    return span, "nowhere" if len(words.text) >= TELLING else "counted"


def _synced(point: SyncPoint, counting: _Counting) -> SyncPoint:
    place = None if point.position is None else counting.place(point.position)
    return point if place is None else replace(point, position=place)


def _countings(raw: str, text: str) -> Iterator[_Counting]:
    """As the file has it first; then the others, as far as they differ for this text."""
    wide = _WIDE.search(text) is not None
    marks = (False, True) if raw.startswith("\ufeff") else (False,)
    ends = (True, False) if "\r\n" in raw else (False,)
    for units, mark, double in product((False, True) if wide else (False,), marks, ends):
        yield _Counting(_starts(raw, text, units=units, mark=mark, double=double))


def _starts(raw: str, text: str, *, units: bool, mark: bool, double: bool) -> Sequence[int]:
    if not units and not double:
        return range(int(mark), len(text) + 1 + int(mark))
    widths = bytearray(b"\1" * len(text))
    if units:
        for found in _WIDE.finditer(text):
            widths[found.start()] = 2
    if double:
        gone = 0
        for found in _LINE_END.finditer(raw.removeprefix("\ufeff")):
            if len(found[0]) == 2:
                widths[found.start() - gone] = 2
                gone += 1
    return array("L", accumulate(widths, initial=int(mark)))


def _confirmed(counting: _Counting, selections: Sequence[TextSelection], finder: _Finder) -> int:
    count = 0
    for one in selections:
        words, span = finder.words(one.name, one.end - one.start), counting.span(one)
        count += finder.confirms(words, *span) if words and span else 0
    return count


@dataclass(frozen=True, slots=True)
class _Words:
    """What a selection says it begins with; `whole`: and ends with."""

    text: str
    whole: bool


class _Finder:
    """Looks for words in a text, taking any white space for any other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tight = ""
        self._places = array("L")
        self._left = MAX_SCANNED

    def words(self, name: str | None, length: int) -> _Words | None:
        """None for a title."""
        bare = _CUT.sub("", name or "")
        tight = _tight(bare)
        if not tight:
            return None
        if bare != name or len(tight) >= LONG:
            return _Words(tight, whole=False)
        return _Words(tight, whole=True) if abs(len(tight) - length) <= max(4, length // 10) else None

    def confirms(self, words: _Words, start: int, end: int) -> int:
        """0 where other words stand there, 1 where these begin, 2 where they are all there is."""
        here = _tight(self.text[start : min(end, start + 4 * len(words.text) + 200)])
        return int(here.startswith(words.text)) + int(here == words.text)

    def search(self, words: _Words, near: int) -> tuple[int, int] | None:
        """The place of the words nearest to where they were said to begin."""
        tight, places = self._tightened()
        self._left -= 2 * len(tight)
        if self._left < 0 or (len(words.text) < TELLING and tight.count(words.text) != 1):
            return None
        wanted = bisect_left(places, near)
        options = {tight.find(words.text, wanted), tight.rfind(words.text, 0, wanted + len(words.text))} - {-1}
        if not options:
            return None
        at = min(options, key=lambda place: (abs(places[place] - near), place))
        return places[at], places[at + len(words.text) - 1] + 1

    def _tightened(self) -> tuple[str, array[int]]:
        """The text with single spaces, and where each of its characters stands."""
        if not self._places and self.text:
            pieces, at = [], 0
            for found in _SPACES.finditer(self.text):
                pieces.append(self.text[at : found.start()] + " ")
                self._places.extend(range(at, found.start() + 1))
                at = found.end()
            pieces.append(self.text[at:])
            self._places.extend(range(at, len(self.text)))
            self._tight = "".join(pieces)
        return self._tight, self._places


def _tight(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
