"""Personal data in what was said, suggested for redaction, and where in the recording it is heard."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clew.ground.customers.api import Person
from clew.ground.evidence.api import SourceDetail, refuse_withheld, source, why_not_silenced, word_times
from clew.ground.files.api import path_of
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.models import Interview, Recording
from clew.rooms.interviews.queries.conduct import MOST_RECORDINGS
from clew.rooms.interviews.queries.there import of_interview
from clew.rooms.interviews.queries.transcripts import words_of
from clew.science.personal import MOST_NAMES, Personal, find_personal

MOST, AROUND, MARGIN_MS = 2_000, 40, 150
ONE_ALONE = "It is not known where in the other recordings of this interview these words are heard."
NO_TIMES = "It is not known when these words were said, so they cannot be silenced in the recording."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`start_ms`, `end_ms`: where it is heard; null where that is not known."""

    kind: str
    start: int
    end: int
    words: str
    before: str
    after: str
    start_ms: int | None
    end_ms: int | None

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"

    @property
    def heard_at(self) -> str:
        minutes, seconds = divmod((self.start_ms or 0) // 1000, 60)
        return f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`sound`: why the recording cannot be silenced here; nothing when it can, or when there is none."""

    interview_id: int
    source_id: int
    version: int
    recordings: int
    sound: str
    suggestions: tuple[Suggestion, ...]


@read
@of_interview
def personal_data(access: Access, interview_id: int, *, limit: int = 200, offset: int = 0) -> PersonalData:
    """Addresses, numbers, birthdays and known names in a transcript, by rules; nothing is changed until a person says so."""
    source_id = source_of(interview_id)
    refuse_withheld(access, source_id, partly=True)
    found = source(access, source_id)
    kept = standing(interview_id)
    places = list(_places(found))
    times = times_of_places(access, source_id, [(one.start, one.end) for one in places])
    suggested = [_suggestion(found.text, one, span) for one, span in zip(places, times, strict=True)]
    shown = tuple(suggested[offset : offset + min(limit, MOST)])
    return PersonalData(interview_id, source_id, found.newest, len(kept), why_not_in_sound(access, kept), shown)


def source_of(interview_id: int) -> int:
    """Called inside an act or a query."""
    found = Interview.objects.filter(pk=interview_id).values_list("source_id", flat=True).first()
    if found is None:
        raise NotFound("This interview has no transcript.")
    return int(found)


def standing(interview_id: int) -> list[Recording]:
    """Its recordings, also those that nobody may hear now. Called inside an act or a query."""
    return list(
        Recording.objects.filter(interview=interview_id, taken_away_at=None, file__isnull=False)[:MOST_RECORDINGS]
    )


def why_not_in_sound(access: Access, kept: Sequence[Recording]) -> str:
    if len(kept) > 1:
        return ONE_ALONE
    return why_not_silenced(path_of(access, file_id=kept[0].file_id or 0), kept[0].type) if kept else ""


def times_of_places(access: Access, source_id: int, places: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """From when to when in milliseconds, with a margin, for mouths are slower than letters."""
    times = [time for time in word_times(access, source_id).times if time[3] is not None]
    ends = [time[1] for time in times]
    found: list[tuple[int, int] | None] = []
    for start, end in places:
        some = []
        for time in times[bisect_left(ends, start + 1) :]:
            if time[0] >= end:
                break
            some.append(time)
        span = (max(0, some[0][2] - MARGIN_MS), (some[-1][3] or 0) + MARGIN_MS) if some else None
        found.append(span)
    return found


def _places(found: SourceDetail) -> Iterator[Personal]:
    """In what was said, not in the speakers' names before it: these are renamed."""
    names = list(
        Person.objects.filter(node__archived_at__isnull=True).values_list("node__title", flat=True)[:MOST_NAMES]
    )
    parts = [words_of(found.text, turn) for turn in found.turns] or [(0, len(found.text))]
    for start, end in parts:
        for one in find_personal(found.text[start:end], names=names):
            yield Personal(one.kind, one.start + start, one.end + start)


def _suggestion(text: str, one: Personal, span: tuple[int, int] | None) -> Suggestion:
    before, after = text[max(0, one.start - AROUND) : one.start], text[one.end : one.end + AROUND]
    start_ms, end_ms = span or (None, None)
    return Suggestion(one.kind, one.start, one.end, text[one.start : one.end], before, after, start_ms, end_ms)
