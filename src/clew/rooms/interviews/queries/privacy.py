"""Personal data in what was said and in what was written about it, suggested for redaction, and where in the recording it is heard.

By rules, and by a model where it is installed; where both find something, the rules' answer counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clew.ground.customers.api import Person
from clew.ground.evidence.api import SourceDetail, refuse_withheld, source
from clew.ground.exchange.api import find_words
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.models import Interview
from clew.rooms.interviews.queries.in_sound import standing, times_of_places, why_not_in_sound
from clew.rooms.interviews.queries.there import of_interview
from clew.rooms.interviews.queries.transcripts import words_of
from clew.rooms.interviews.queries.written import Written, written_about
from clew.rooms.interviews.recogniser import LONGEST, recognised, why_not
from clew.science.personal import MOST_NAMES, Personal, find_personal

MOST, AROUND = 2_000, 40
IN_TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`where`: the transcript, or which note, finding, need or comment; `name` says it to people, `node_id`: the record in which it stands. `start_ms`, `end_ms`: where it is heard; null where that is not known."""

    kind: str
    start: int
    end: int
    words: str
    before: str
    after: str
    start_ms: int | None
    end_ms: int | None
    where: str
    name: str
    node_id: int

    @property
    def place(self) -> str:
        return f"{self.where} {self.start}-{self.end}"

    @property
    def is_said(self) -> bool:
        return self.where == IN_TRANSCRIPT

    @property
    def heard_at(self) -> str:
        minutes, seconds = divmod((self.start_ms or 0) // 1000, 60)
        return f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`version`: of the transcript; nought while there is none. `sound`: why the recordings cannot be silenced here; nothing when they can.

    `no_model`: why only rules were asked, not the model that finds names.
    """

    interview_id: int
    source_id: int | None
    version: int
    recordings: int
    sound: str
    no_model: str
    suggestions: tuple[Suggestion, ...]


@read
@of_interview
def personal_data(access: Access, interview_id: int, *, limit: int = 200, offset: int = 0) -> PersonalData:
    """Addresses, numbers, birthdays and known names in a transcript, and in what was written of the same interview.

    By rules and, where it is installed, by a model; nothing is changed until a person says so.
    """
    source_id, names, kept = source_of(interview_id), _names(), standing(interview_id)
    version, said = _said(access, source_id, names) if source_id else (0, [])
    known = {one.words: one.kind for one in said}
    written = [
        _suggestion(one.text, found, None, (one.where, one.name, one.node_id))
        for one in written_about(interview_id, source_id)
        for found in _in_writing(one, names, known)
    ]
    shown = tuple([*said, *written][offset : offset + min(limit, MOST)])
    sound = why_not_in_sound(access, kept)
    return PersonalData(interview_id, source_id, version, len(kept), sound, why_not(), shown)


def source_of(interview_id: int) -> int | None:
    """Called inside an act or a query."""
    return Interview.objects.filter(pk=interview_id).values_list("source_id", flat=True).first()


def _said(access: Access, source_id: int, names: Sequence[str]) -> tuple[int, list[Suggestion]]:
    refuse_withheld(access, source_id, partly=True)
    found = source(access, source_id)
    places = list(_places(found, names))
    times = times_of_places(access, source_id, [(one.start, one.end) for one in places])
    return found.newest, [
        _suggestion(found.text, (one.kind, one.start, one.end), span, (IN_TRANSCRIPT, "Transcript", source_id))
        for one, span in zip(places, times, strict=True)
    ]


def _names() -> list[str]:
    known = Person.objects.filter(node__archived_at__isnull=True)
    return list(known.values_list("node__title", flat=True)[:MOST_NAMES])


def _places(found: SourceDetail, names: Sequence[str]) -> Iterator[Personal]:
    """In what was said, not in the speakers' names before it: these are renamed."""
    parts = [words_of(found.text, turn) for turn in found.turns] or [(0, len(found.text))]
    for start, end in parts:
        for one in _found(found.text[start:end], names, asks_model=end <= LONGEST):
            yield Personal(one.kind, one.start + start, one.end + start)


def _found(text: str, names: Sequence[str], *, asks_model: bool = True) -> list[Personal]:
    found = list(find_personal(text, names=names))
    more = recognised(text) if asks_model else ()
    apart = [new for new in more if not any(new.start < one.end and one.start < new.end for one in found)]
    return sorted([*found, *apart], key=lambda one: one.start)


def _in_writing(one: Written, names: Sequence[str], known: dict[str, str]) -> list[tuple[str, int, int]]:
    """By the same rules, and wherever the words stand that were found in the transcript."""
    found = [(str(place.kind), place.start, place.end) for place in _found(one.text, names)]
    again = [(known[place.exact], place.start, place.end) for place in find_words(one.text, known)]
    apart = [new for new in again if not any(new[1] < end and start < new[2] for _, start, end in found)]
    return sorted([*found, *apart], key=lambda place: place[1])


def _suggestion(
    text: str, one: tuple[str, int, int], span: tuple[int, int] | None, within: tuple[str, str, int]
) -> Suggestion:
    kind, start, end = one
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    start_ms, end_ms = span or (None, None)
    return Suggestion(kind, start, end, text[start:end], before, after, start_ms, end_ms, *within)
