"""What was said in an interview, turn by turn."""

from dataclasses import dataclass

from clew.ground.evidence.api import Turn, source
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.there import of_interview

MOST = 5_000


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """`start`, `end`: where its words stand in the source. `start_ms`: how long after the beginning they were said."""

    speaker: str
    start_ms: int | None
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class InterviewWords:
    """`withheld`: why all or a part of the words is not shown. `total`: how many turns there are."""

    interview_id: int
    source_id: int | None
    title: str
    withheld: str
    total: int
    turns: tuple[SpokenTurn, ...]


@read
@of_interview
def transcript(access: Access, interview_id: int, *, limit: int = 200, offset: int = 0) -> InterviewWords:
    """What was said in an interview, turn by turn with its speaker, as far as consent lets it be read."""
    row = Interview.objects.select_related("node").get(pk=interview_id)
    if row.source_id is None:
        return InterviewWords(interview_id, None, row.node.title, "", 0, ())
    found = source(access, row.source_id)
    turns = [_spoken(found.text, turn) for turn in found.turns] or [
        SpokenTurn("", None, 0, len(found.text), found.text)
    ]
    shown = tuple(turns[offset : offset + min(limit, MOST)])
    return InterviewWords(interview_id, row.source_id, found.title, found.withheld, len(turns), shown)


def _spoken(text: str, turn: Turn) -> SpokenTurn:
    start, end = words_of(text, turn)
    return SpokenTurn(turn.speaker, turn.start_ms, start, end, text[start:end])


def words_of(text: str, turn: Turn) -> tuple[int, int]:
    """Where a turn's words stand; its speaker's name stands in the text, before them."""
    name = f"{turn.speaker}: "
    has_name = bool(turn.speaker) and text.startswith(name, turn.start)
    return turn.start + len(name) * has_name, turn.end
