"""Interviews that have an hour: when, where, with whom; and who may still book one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, names_of, read
from clew.rooms.interviews.models import Availability, Booking, Candidate
from clew.rooms.interviews.queries.screeners import newest_screener
from clew.rooms.interviews.queries.there import of_study

MOST, LONGEST_LOOK = 500, timedelta(days=62)
ACCEPTED = "accepted"
MAY_BOOK = ("invited", ACCEPTED)


@dataclass(frozen=True, slots=True)
class Booked:
    """`zone`: in which the participant reads hours; `its_zone`: the interviewer's. `sequence` grows with each change.

    `is_put_away`: it was archived, so that it does not take place although nobody called it off.
    """

    interview_id: int
    title: str
    state: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    its_zone: str
    place: str
    user_id: int | None
    interviewer: str
    person_id: int | None
    person: str
    study_id: int
    study: str
    candidate_id: int
    uid: str
    sequence: int
    is_standing: bool
    is_put_away: bool

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def place_url(self) -> str:
        """The place, if it is one on the web and nothing else."""
        is_url = self.place.startswith(("https://", "http://")) and " " not in self.place
        return self.place if is_url else ""

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


@dataclass(frozen=True, slots=True)
class MayBook:
    candidate_id: int
    person_id: int
    person: str


@read
def booking(access: Access, interview_id: int) -> Booked:
    """When, where and with whom an interview is or was."""
    found = _booked(_all().filter(pk=interview_id))
    if not found:
        raise NotFound("This interview has no hour.")
    return found[0]


@read
def schedule(
    access: Access, *, starts_at: datetime, ends_at: datetime, user_id: int | None = None
) -> tuple[Booked, ...]:
    """Interviews of all studies that begin in a stretch of at most two months, but those called off."""
    last = min(ends_at, starts_at + LONGEST_LOOK)
    found = _all().filter(interview__starts_at__gte=starts_at, interview__starts_at__lt=last)
    if user_id is not None:
        found = found.filter(interview__interviewer=user_id)
    standing = Q(interview__node__archived_at__isnull=True) & ~Q(interview__node__state="called off")
    return _booked(found.filter(standing).order_by("interview__starts_at", "pk")[:MOST])


@read
def standing_booking(access: Access, candidate_id: int) -> Booked | None:
    """What a candidate has booked and what is still to come, or going on."""
    found = _booked(_all().filter(candidate=candidate_id, over_at__isnull=True))
    if not found:
        _must_be(candidate_id)
    return found[0] if found else None


@read
def may_book_now(access: Access, candidate_id: int) -> bool:
    """Whether a participant may choose an hour: a study that screens hears those who were accepted."""
    found = Candidate.objects.filter(pk=candidate_id, state__in=MAY_BOOK).values_list("state", "study_id").first()
    if found is None:
        _must_be(candidate_id)
        return False
    return bool(found[0] == ACCEPTED or newest_screener(found[1]) is None)


def _must_be(candidate_id: int) -> None:
    if not Candidate.objects.filter(pk=candidate_id).exists():
        raise NotFound("No such candidate.")


@kept
@read
@of_study
def may_book(access: Access, study_id: int, *, limit: int = 50, offset: int = 0) -> tuple[MayBook, ...]:
    """Candidates of a study who were invited or accepted and have no hour yet."""
    rows = Candidate.objects.filter(study=study_id, state__in=MAY_BOOK, person__node__archived_at__isnull=True)
    columns = ("pk", "person_id", "person__node__title")
    return tuple(MayBook(*row) for row in rows.order_by("pk").values_list(*columns)[offset : offset + min(limit, MOST)])


def _all() -> QuerySet[Booking]:
    return Booking.objects.select_related(
        "interview__node", "interview__person__node", "interview__study__node", "interview"
    ).filter(interview__starts_at__isnull=False)


def _booked(rows: Iterable[Booking]) -> tuple[Booked, ...]:
    """Three questions, however many interviews."""
    found = list(rows)
    users = {row.interview.interviewer_id or 0 for row in found}
    names = names_of(users)
    terms = {one.user_id: one for one in Availability.objects.filter(user__in=users)}
    return tuple(_one(row, names, terms) for row in found)


def _one(row: Booking, names: dict[int, str], terms: dict[int, Availability]) -> Booked:
    interview, who = row.interview, row.interview.interviewer_id
    said = terms.get(who or 0)
    assert interview.starts_at is not None
    assert interview.ends_at is not None
    return Booked(
        interview_id=interview.pk,
        title=interview.node.title,
        state=interview.node.state,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        zone=row.zone,
        its_zone=said.zone if said else row.zone,
        place=said.place if said else "",
        user_id=who,
        interviewer=names.get(who or 0, "somebody who left"),
        person_id=interview.person_id,
        person=interview.person.node.title if interview.person else "",
        study_id=interview.study_id,
        study=interview.study.node.title,
        candidate_id=row.candidate_id,
        uid=row.uid,
        sequence=row.sequence,
        is_standing=row.over_at is None,
        is_put_away=interview.node.archived_at is not None,
    )
