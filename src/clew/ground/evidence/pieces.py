"""What themes are made of: whole sources that are short, such as notes and feedback, and passages of transcripts.

A passage lies within one turn, so that it has one speaker; a long turn is cut between sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clew.ground.evidence.turns import TurnRow, words_from

PASSAGE_WORDS, FEWEST_WORDS = 100, 5
Askers = Mapping[int, Collection[str]]


class Piece(NamedTuple):
    """A source, or of a transcript the passage from `start` to `end`; a whole source ends at 0."""

    source_id: int
    start: int = 0
    end: int = 0

    @property
    def place(self) -> tuple[int, int]:
        return self.source_id, self.start


@dataclass(frozen=True, slots=True)
class Words:
    """The current text of a piece."""

    piece: Piece
    text_hash: str
    text: str

    @property
    def source_id(self) -> int:
        return self.piece.source_id


class Claimed:
    """Pieces that a person put where they are. Transcripts are corrected, so that a passage found anew may begin elsewhere."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._of: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self._of[piece.source_id].append(piece)

    def holds(self, piece: Piece) -> bool:
        """Whether it is one of them, or shares words with one."""
        return any(
            not kept.end or not piece.end or (kept.start < piece.end and piece.start < kept.end)
            for kept in self._of.get(piece.source_id, ())
        )


def passages(text: str, turns: Sequence[TurnRow], askers: Collection[str] = ()) -> list[tuple[int, int]]:
    """Where the passages of a transcript stand, without what the `askers` said and what is too short to say something."""
    said = [
        (words_from(text, turn), int(turn["end"])) for turn in turns if str(turn.get("speaker") or "") not in askers
    ]
    places = (
        [place for start, end in said or [(0, len(text))] for place in _cut(text, start, end)]
        if said or not turns
        else []
    )
    return [(start, end) for start, end in places if len(text[start:end].split()) >= FEWEST_WORDS]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    from clew.science.summarising import sentence_spans  # heavy

    words = text[start:end]
    spans = sentence_spans(words)
    if not spans:
        return
    begin, count = spans[0][0], 0
    last = begin
    for first, after in spans:
        length = len(words[first:after].split())
        if count and count + length > PASSAGE_WORDS:
            yield start + begin, start + last
            begin, count = first, 0
        count, last = count + length, after
    yield start + begin, start + last
