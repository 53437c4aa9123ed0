"""Transcripts as conversations, several at once: who said what, in turns, for whoever counts what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from clew.ground.evidence.models import SourceVersion, Speaker
from clew.ground.evidence.queries.withheld import READ, without_withheld
from clew.ground.evidence.turns import TurnRow, words_from
from clew.ground.workspaces.api import Access, read

MOST = 200


@dataclass(frozen=True, slots=True)
class TurnSpoken:
    """`start`, `end`: where its words stand in the newest version, without the speaker's name before them."""

    speaker: str
    words: str
    start: int
    end: int
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """`people`: which speakers are known to be which person, as (name, person)."""

    source_id: int
    version: int
    turns: tuple[TurnSpoken, ...]
    people: tuple[tuple[str, int], ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        """In the order in which they first speak."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))


@read
def conversations(access: Access, source_ids: Sequence[int]) -> Mapping[int, Conversation]:
    """The newest versions of these sources (at most `MOST`) that have turns; none of which consent withholds a word, since half would be counted."""
    wanted = without_withheld(access, source_ids[:MOST], READ)
    versions = SourceVersion.objects.filter(source__in=wanted, number=F("source__version")).exclude(turns=[])
    people: dict[int, list[tuple[str, int]]] = {}
    for source_id, name, person_id in Speaker.objects.filter(source__in=wanted).values_list(
        "source_id", "name", "person_id"
    ):
        people.setdefault(source_id, []).append((name, person_id))
    return {
        v.source_id: Conversation(
            v.source_id, v.number, tuple(_turn(v.text, turn) for turn in v.turns), tuple(people.get(v.source_id, ()))
        )
        for v in versions
    }


def _turn(text: str, turn: TurnRow) -> TurnSpoken:
    start, end = words_from(text, turn), int(turn["end"])
    return TurnSpoken(
        str(turn.get("speaker") or ""), text[start:end], start, end, turn.get("start_ms"), turn.get("end_ms")
    )
