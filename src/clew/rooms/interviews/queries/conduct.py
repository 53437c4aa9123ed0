"""An interview as whoever leads it sees it: the guide, what was noted, what was recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db.models import F

from clew.ground.customers.api import RECORD, allows
from clew.ground.evidence.api import Source
from clew.ground.files.api import path_of
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, names_of, read
from clew.rooms.interviews.kinds import ASKED
from clew.rooms.interviews.models import Incoming, Interview, Note, Recording, Sitting
from clew.rooms.interviews.queries.guides import GuideView, guide_view, guides_of_study
from clew.rooms.interviews.queries.there import of_interview, of_study

MOST_NOTES, MOST_RECORDINGS = 2000, 50


@dataclass(frozen=True, slots=True)
class Conduct:
    """`started_at`, `ended_at`: when it was really held; of one that was taken in only the day is known, if that."""

    id: int
    title: str
    state: str
    study_id: int
    study: str
    person_id: int | None
    person: str
    held_on: date | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """`at_ms`: how long after the start."""

    client_id: UUID
    at_ms: int
    text: str
    tag: str
    author_id: int | None
    author: str


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """`starts_ms`: how long after the interview's start it begins. `pauses`: where it was paused, and for how long."""

    id: int
    file_id: int
    name: str
    kind: str
    how: str
    type: str
    size: int
    duration_ms: int | None
    starts_ms: int
    pauses: tuple[tuple[int, int], ...]
    added_at: datetime


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """A recording of which parts are here. `size`: null while it is being recorded."""

    upload_id: int
    name: str
    how: str
    received: int
    size: int | None
    finished: bool
    kept_until: datetime


@dataclass(frozen=True, slots=True)
class Media:
    place: Path
    type: str
    name: str
    sha256: str


@kept
@read
def conduct(access: Access, interview_id: int) -> Conduct:
    """An interview, with whom, for which study, and when it was really held."""
    found = (
        Interview.objects.select_related("node", "study__node", "person__node", "sitting")
        .filter(pk=interview_id)
        .first()
    )
    if found is None:
        raise NotFound("No such interview.")
    sitting: Sitting | None = getattr(found, "sitting", None)
    return Conduct(
        id=found.pk,
        title=found.node.title,
        state=found.node.state,
        study_id=found.study_id,
        study=found.study.node.title,
        person_id=found.person_id,
        person=found.person.node.title if found.person else "",
        held_on=found.held_on,
        started_at=sitting.started_at if sitting else None,
        ended_at=sitting.ended_at if sitting else None,
    )


@kept
@read
@of_interview
def guide_of(access: Access, interview_id: int) -> GuideView | None:
    """What is to be asked in this interview: the newest guide of its study."""
    study_id = Interview.objects.filter(pk=interview_id).values_list("study_id", flat=True).first()
    found = guides_of_study(access, study_id) if study_id else ()
    return guide_view(access, found[0].id) if found else None


@kept
@read
def may_record(access: Access, interview_id: int) -> bool:
    """Whether the person of this interview may be recorded and heard: by the consent asked of them for its study.

    Every recording asks here before it begins, before it is kept, and whenever it is played.
    """
    found = Interview.objects.filter(pk=interview_id).values_list("person_id", "study_id").first()
    if found is None:
        raise NotFound("No such interview.")
    person_id, study_id = found
    return person_id is None or person_id in allows(access, scope=RECORD, people=[person_id], about=study_id)


@read
@of_interview
def notes(access: Access, interview_id: int, *, limit: int = 50, offset: int = 0) -> tuple[NoteRow, ...]:
    """What was noted, in the order of the talk, without what was taken back."""
    found = Note.objects.filter(interview=interview_id, taken_back_at=None).order_by("at_ms", "pk")
    columns = ("client_id", "at_ms", "text", "tag", "author_id")
    rows = list(found.values_list(*columns)[offset : offset + min(limit, MOST_NOTES)])
    names = names_of({by for _id, _at, _text, _tag, by in rows if by})
    return tuple(NoteRow(pk, at_ms, text, tag, by, names.get(by or 0, "")) for pk, at_ms, text, tag, by in rows)


@kept
@read
@of_study
def noted_in_study(access: Access, study_id: int) -> int:
    """How many notes stand in a study's interviews, without those that only say which question was asked."""
    notes = Note.objects.filter(interview__study=study_id, interview__node__archived_at__isnull=True)
    return notes.filter(taken_back_at=None).exclude(tag=ASKED).count()


@kept
@read
@of_study
def transcripts_in_study(access: Access, study_id: int) -> int:
    """How many of a study's interviews have a transcript."""
    held = Interview.objects.filter(study=study_id, node__archived_at__isnull=True)
    return held.filter(source__node__archived_at__isnull=True).exclude(source=None).count()


@kept
@read
@of_interview
def recordings(access: Access, interview_id: int) -> tuple[RecordingRow, ...]:
    """What was recorded of an interview and not taken away, the first one first; nothing while its person does not agree to it."""
    if not may_record(access, interview_id):
        return ()
    found = Recording.objects.filter(interview=interview_id, taken_away_at=None).select_related("file")
    rows = list(found.order_by(F("started_at").asc(nulls_first=True), "pk")[:MOST_RECORDINGS])
    began = Sitting.objects.filter(interview=interview_id).values_list("started_at", flat=True).first()
    return tuple(_recording(row, began) for row in rows)


@read
def recording_of_source(access: Access, source_id: int) -> RecordingRow | None:
    """The first recording of the interview whose words this source holds; none while its person does not agree to it."""
    interview_id = Interview.objects.filter(source=source_id).values_list("pk", flat=True).first()
    if interview_id is None and not Source.objects.filter(pk=source_id).exists():
        raise NotFound("No such source.")
    return next(iter(recordings(access, interview_id)), None) if interview_id else None


@read
@of_interview
def incoming(access: Access, interview_id: int) -> tuple[IncomingRow, ...]:
    """Recordings that are not whole yet: they come in now, or whoever sent them is gone and what came is here."""
    found = Incoming.objects.filter(interview=interview_id, recording=None).select_related("upload").order_by("pk")
    rows = [(one.how, one.upload) for one in found[:MOST_RECORDINGS]]
    return tuple(
        IncomingRow(up.pk, up.name, how, up.received, up.size, up.file_id is not None, up.kept_until)
        for how, up in rows
    )


@read
def recording_media(access: Access, recording_id: int) -> Media:
    """Where a recording lies on the disk, for whoever plays it."""
    found = Recording.objects.select_related("file").filter(pk=recording_id, taken_away_at=None).first()
    if found is None or found.file is None or not may_record(access, found.interview_id):
        raise NotFound("No such recording.")
    return Media(path_of(access, file_id=found.file.pk), found.type, found.file.name, found.file.sha256)


def _recording(row: Recording, began: datetime | None) -> RecordingRow:
    late = row.started_at - began if row.started_at and began else None
    return RecordingRow(
        id=row.pk,
        file_id=row.file_id or 0,
        name=row.file.name if row.file else "",
        kind=row.kind,
        how=row.how,
        type=row.type,
        size=row.file.size if row.file else 0,
        duration_ms=row.duration_ms,
        starts_ms=round(late.total_seconds() * 1000) if late else 0,
        pauses=tuple((at, length) for at, length in row.pauses),
        added_at=row.added_at,
    )
