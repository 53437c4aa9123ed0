"""Studies and how far along they are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from clew.ground.evidence.api import Excerpt, Source
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import DECISION, Link
from clew.ground.workspaces.api import Access, kept, read, shown_titles
from clew.rooms.interviews.kinds import INFORMS
from clew.rooms.interviews.models import Candidate, Interview, Study
from clew.rooms.interviews.queries.there import of_study

MOST = 200
ASKED = ("invited", "queued", "accepted", "rejected", "declined", "booked", "done")
TAKING_PART = ("accepted", "booked", "done")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many people were asked and take part, how many interviews are booked, held and marked in."""

    wanted: int | None
    asked: int
    taking_part: int
    booked: int
    held: int
    marked: int

    @property
    def share_held(self) -> float | None:
        return min(1.0, self.held / self.wanted) if self.wanted else None


@dataclass(frozen=True, slots=True)
class StudyRow:
    id: int
    title: str
    state: str
    method: str
    question: str
    starts_on: date | None
    ends_on: date | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class StudyDecision:
    id: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class StudyDetail:
    row: StudyRow
    whom: str
    budget_minor: int | None
    decisions: tuple[StudyDecision, ...]


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """`marks`: the excerpts taken from what was said."""

    id: int
    title: str
    state: str
    held_on: date | None
    starts_at: datetime | None
    person_id: int | None
    person: str
    source_id: int | None
    marks: int


@dataclass(frozen=True, slots=True)
class FreeInterview:
    id: int
    title: str
    said_on: date | None
    person: str


@kept
@read
def studies(
    access: Access, *, search: str = "", state: str = "", limit: int = 50, offset: int = 0
) -> tuple[StudyRow, ...]:
    """Newest first; `search` looks at their names."""
    found = Study.objects.filter(node__archived_at__isnull=True)
    if search:
        found = found.filter(node__title__icontains=search)
    if state:
        found = found.filter(node__state=state)
    rows = list(found.select_related("node").order_by("-pk")[offset : offset + min(limit, MOST)])
    progress = _progress(rows)
    return tuple(_row(study, progress[study.pk]) for study in rows)


@kept
@read
def study(access: Access, study_id: int) -> StudyDetail:
    """One study, what it asks and how far along it is."""
    found = Study.objects.select_related("node").filter(pk=study_id).first()
    if found is None:
        raise NotFound("No such study.")
    informs = Link.objects.filter(
        upstream=study_id, verb=INFORMS, downstream__kind=DECISION, withdrawn_at__isnull=True
    ).order_by("pk")
    columns = ("downstream_id", "downstream__title", "downstream__state")
    return StudyDetail(
        row=_row(found, _progress([found])[found.pk]),
        whom=found.whom,
        budget_minor=found.budget_minor,
        decisions=tuple(StudyDecision(*row) for row in informs.values_list(*columns)[:MOST]),
    )


@kept
@read
@of_study
def study_interviews(access: Access, study_id: int, *, limit: int = 50, offset: int = 0) -> tuple[InterviewRow, ...]:
    """The interviews of a study, the newest first, with how much was marked in each."""
    rows = list(
        Interview.objects.filter(study=study_id, node__archived_at__isnull=True)
        .select_related("node", "person__node")
        .order_by(F("starts_at").desc(nulls_last=True), F("held_on").desc(nulls_last=True), "-pk")[
            offset : offset + min(limit, MOST)
        ]
    )
    marks = _marks([row.source_id for row in rows if row.source_id])
    brought = _marks_of([row.person_id for row in rows if row.person_id and not row.source_id], study_id)
    return tuple(
        InterviewRow(
            id=row.pk,
            title=row.node.title,
            state=row.node.state,
            held_on=row.held_on,
            starts_at=row.starts_at,
            person_id=row.person_id,
            person=row.person.node.title if row.person else "",
            source_id=row.source_id,
            marks=marks.get(row.source_id or 0, 0) or brought.get(row.person_id or 0, 0),
        )
        for row in rows
    )


@read
def free_interviews(
    access: Access,
    *,
    search: str = "",
    batch_id: int | None = None,
    interview_id: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[FreeInterview, ...]:
    """Sources that are interviews of no study yet, the newest first; `batch_id`: of this import; `interview_id`: that nobody else than its
    person said."""
    found = Source.objects.filter(kind="interview", put_away=False, interview=None, node__archived_at__isnull=True)
    if search:
        found = found.filter(node__title__icontains=search)
    if batch_id is not None:
        found = found.filter(batch=batch_id)
    if interview_id is not None:
        person_id = Interview.objects.filter(pk=interview_id).values_list("person_id", flat=True).first()
        found = found.filter(Q(person=None) | Q(person=person_id)) if person_id else found
    columns = ("pk", "node__title", "said_on", "person__node__title")
    rows = list(found.order_by("-pk").values_list(*columns)[offset : offset + min(limit, MOST)])
    titles = shown_titles(access, {pk: title for pk, title, *_ in rows})
    return tuple(FreeInterview(pk, titles[pk], said_on, person or "") for pk, _, said_on, person in rows)


@kept
@read
def study_of_interview(access: Access, interview_id: int) -> tuple[int, int | None]:
    """The numbers of an interview's study and of the source with its words."""
    found = Interview.objects.filter(pk=interview_id).values_list("study_id", "source_id").first()
    if found is None:
        raise NotFound("No such interview.")
    return found


def _marks(source_ids: list[int]) -> Mapping[int, int]:
    standing = Excerpt.objects.filter(source_id__in=source_ids, node__archived_at__isnull=True)
    return dict(standing.values("source_id").annotate(n=Count("pk")).values_list("source_id", "n"))


def _marks_of(person_ids: list[int], study_id: int) -> Mapping[int, int]:
    """Of people whose words came with the sheet of a finished study: what was said in another interview of theirs is that one's."""
    theirs = Excerpt.objects.filter(
        person_id__in=person_ids, source__about=study_id, source__interview=None, node__archived_at__isnull=True
    )
    return dict(theirs.values("person_id").annotate(n=Count("pk")).values_list("person_id", "n"))


def _progress(rows: list[Study]) -> dict[int, Progress]:
    """Three or four questions, however many studies."""
    ids = [row.pk for row in rows]
    people = {row["study"]: row for row in _people(ids)}
    talks, brought = {row["study"]: row for row in _talks(ids)}, _brought(ids)
    return {
        row.pk: Progress(
            wanted=row.wanted,
            asked=people.get(row.pk, {}).get("asked", 0),
            taking_part=people.get(row.pk, {}).get("taking_part", 0),
            booked=talks.get(row.pk, {}).get("booked", 0),
            held=talks.get(row.pk, {}).get("held", 0),
            marked=talks.get(row.pk, {}).get("marked", 0) + brought[row.pk],
        )
        for row in rows
    }


def _people(ids: list[int]) -> QuerySet[Any, Any]:
    counted = Candidate.objects.filter(study__in=ids).values("study")
    return counted.annotate(
        asked=Count("pk", filter=Q(state__in=ASKED)), taking_part=Count("pk", filter=Q(state__in=TAKING_PART))
    )


def _talks(ids: list[int]) -> QuerySet[Any, Any]:
    standing = Interview.objects.filter(study__in=ids, node__archived_at__isnull=True)
    words = Excerpt.objects.filter(source=OuterRef("source"), node__archived_at__isnull=True)
    return (
        standing.annotate(is_marked=Exists(words))
        .values("study")
        .annotate(
            booked=Count("pk", filter=Q(node__state="booked")),
            held=Count("pk", filter=Q(node__state="held")),
            marked=Count("pk", filter=Q(node__state="held", is_marked=True)),
        )
    )


def _brought(ids: list[int]) -> Counter[int]:
    """Interviews of a study that was brought in have no words of their own: their people's stand in the sheet, which is about the study."""
    words = Excerpt.objects.filter(
        source__about__in=ids, source__interview=None, person__isnull=False, node__archived_at__isnull=True
    )
    told = set(words.order_by().values_list("source__about_id", "person_id").distinct())
    if not told:
        return Counter()
    held = Interview.objects.filter(study__in=ids, source=None, node__state="held", node__archived_at__isnull=True)
    return Counter(study for study, person in held.values_list("study_id", "person_id") if (study, person) in told)


def _row(study: Study, progress: Progress) -> StudyRow:
    return StudyRow(
        id=study.pk,
        title=study.node.title,
        state=study.node.state,
        method=study.get_method_display(),
        question=study.question,
        starts_on=study.starts_on,
        ends_on=study.ends_on,
        progress=progress,
    )
