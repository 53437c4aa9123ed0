"""A transcript as speech: who speaks, and when each word was said."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from clew.ground.evidence.models import SourceVersion, Speaker
from clew.ground.evidence.queries.withheld import refuse_withheld
from clew.ground.evidence.turns import TurnRow, times_of
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read

MOST_SPEAKERS = 200


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One of those who speak, how often, and the person they are, if somebody said so."""

    name: str
    turns: int
    person_id: int | None
    person: str


@dataclass(frozen=True, slots=True)
class WordTimes:
    """When the words of the newest version were said: (start, end, start in ms, end in ms) of each word, cue or turn."""

    version: int
    times: tuple[tuple[int, int, int, int | None], ...]


def speakers_of(source_id: int, turns: Sequence[TurnRow]) -> tuple[SpeakerRow, ...]:
    """Who speaks in a transcript, those who speak most often first."""
    counts = Counter(str(turn.get("speaker") or "") for turn in turns)
    people = Speaker.objects.filter(source=source_id).values_list("name", "person_id", "person__node__title")
    bound = {name: (person_id, title) for name, person_id, title in people}
    named = [(name, n) for name, n in counts.most_common(MOST_SPEAKERS) if name]
    return tuple(SpeakerRow(name, n, *bound.get(name, (None, ""))) for name, n in named)


@read
def word_times(access: Access, source_id: int) -> WordTimes:
    """When the words of a transcript were said, as finely as it is known."""
    version = SourceVersion.objects.filter(source=source_id, number=F("source__version")).first()
    if version is None:
        raise NotFound("No such source.")
    refuse_withheld(access, source_id)
    times = (timed for turn in version.turns for timed in times_of(version.text, turn))
    return WordTimes(version.number, tuple((t.start, t.end, t.start_ms, t.end_ms) for t in times))
