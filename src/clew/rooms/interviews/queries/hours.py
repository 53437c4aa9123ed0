"""Who interviews when, and which hours of a study are free."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, names_of, read, still_members
from clew.rooms.interviews.models import Availability, Booking, BookingPlan, DayHours, TakenQuarter, WeeklyHours
from clew.rooms.interviews.models import StudyInterviewer as Chosen
from clew.rooms.interviews.queries.team import Team, team_of
from clew.rooms.interviews.queries.there import of_study
from clew.rooms.interviews.slots import QUARTER, Hours, Rota, open_slots, quarters, write_hours

MOST, MOST_DAYS = 500, 200
FreeHours = Mapping[datetime, tuple[int, ...]]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One day that differs: `is_off` without its usual hours, `hours` it has besides."""

    day: date
    is_off: bool
    hours: str


@dataclass(frozen=True, slots=True)
class HoursDetail:
    """`weekly`: Monday first, as one types it. `before` and `after` in minutes. `is_set`: they said so themselves."""

    user_id: int
    name: str
    is_set: bool
    zone: str
    place: str
    weekly: tuple[str, ...]
    notice_hours: int
    ahead_days: int
    before: int
    after: int
    most_a_day: int
    days: tuple[Exceptional, ...]


@dataclass(frozen=True, slots=True)
class Interviewer:
    """`minutes`: how many a week; `is_chosen`: for the study that was asked about."""

    user_id: int
    name: str
    zone: str
    minutes: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """`minutes` is None until somebody says how long an interview is."""

    study_id: int
    minutes: int | None
    interviewers: tuple[Interviewer, ...]

    @property
    def chosen(self) -> tuple[Interviewer, ...]:
        return tuple(one for one in self.interviewers if one.is_chosen)

    @property
    def is_ready(self) -> bool:
        return self.minutes is not None and bool(self.chosen)


@dataclass(frozen=True, slots=True)
class OpenHour:
    """An hour that can be booked, and whose it would be, whoever has fewest interviews first."""

    starts_at: datetime
    ends_at: datetime
    user_ids: tuple[int, ...]


@read
def hours(access: Access, *, user_id: int | None = None) -> HoursDetail:
    """When a member interviews; one's own without a number."""
    who = user_id or access.user_id or 0
    if not still_members(access.workspace_id, {who}):
        raise NotFound("No such member.")
    found = Availability.objects.filter(user=who).first()
    given = found or Availability(user_id=who, zone=timezone.get_default_timezone_name())
    weekly, days = _hours_of([found.pk] if found else [])
    return HoursDetail(
        user_id=who,
        name=names_of({who})[who],
        is_set=found is not None,
        zone=given.zone,
        place=given.place,
        weekly=tuple(write_hours(weekly.get((given.pk or 0, day), ())) for day in range(7)),
        notice_hours=given.notice_hours,
        ahead_days=given.ahead_days,
        before=given.before * 15,
        after=given.after * 15,
        most_a_day=given.most_a_day,
        days=_exceptions(days),
    )


@read
def study_plan(access: Access, study_id: int) -> StudyPlan:
    """How long an interview of a study is, and who may interview: every member who said when."""
    return _study_plan_of_team(access, study_id, team=team_of(access))


@kept
@read
@of_study
def _study_plan_of_team(access: Access, study_id: int, *, team: Team) -> StudyPlan:
    """The same, by the names of the members."""
    chosen = set(Chosen.objects.filter(study=study_id).values_list("user_id", flat=True))
    return StudyPlan(study_id, minutes_of(study_id), _interviewers(team, chosen))


@read
def interviewers(access: Access) -> tuple[Interviewer, ...]:
    """Members who said when they interview."""
    return _interviewers(team_of(access), set())


@read
@of_study
def open_hours(
    access: Access, study_id: int, *, moving: int | None = None, limit: int = 100, offset: int = 0
) -> tuple[OpenHour, ...]:
    """The free hours of a study, the next first. `moving`: the number of an interview whose own hour counts as free."""
    minutes = minutes_of(study_id)
    found = free_hours(access.workspace_id, study_id, moving=moving)
    length = timedelta(minutes=minutes or 0)
    return tuple(OpenHour(at, at + length, who) for at, who in list(found.items())[offset : offset + min(limit, MOST)])


def minutes_of(study_id: int) -> int | None:
    return BookingPlan.objects.filter(study=study_id).values_list("minutes", flat=True).first()


def free_hours(
    workspace_id: int, study_id: int, *, moving: int | None = None, lock: bool = False, now: datetime | None = None
) -> FreeHours:
    """When an interview of the study may begin, and with whom. `moving`: an interview whose own hour counts as free.

    `lock`: nobody else books with these interviewers until the transaction ends. Called inside a scope.
    """
    minutes, now = minutes_of(study_id), now or timezone.now()
    users = still_members(workspace_id, set(Chosen.objects.filter(study=study_id).values_list("user_id", flat=True)))
    if minutes is None or not users:
        return {}
    rows = Availability.objects.filter(user__in=users).order_by("pk")
    rotas = _rotas(list(rows.select_for_update() if lock else rows))
    taken, begun = _taken(rotas, now, moving), _begun(rotas, now, moving)
    found: dict[datetime, list[int]] = {}
    for user in sorted(rotas, key=lambda one: (len(begun[one]), one)):
        for at in open_slots(rotas[user], minutes=minutes, now=now, taken=taken[user], begun=begun[user]):
            found.setdefault(at, []).append(user)
    return {at: tuple(found[at]) for at in sorted(found)}


def quarters_for(user_id: int, starts_at: datetime, ends_at: datetime) -> range:
    """What an interview takes of this interviewer, with what they keep free around it."""
    found = Availability.objects.filter(user=user_id).values_list("before", "after").first()
    before, after = found or (0, 0)
    return quarters(starts_at, ends_at, before=before, after=after)


def _rotas(rows: Collection[Availability]) -> dict[int, Rota]:
    weekly, days = _hours_of([row.pk for row in rows])
    found = {}
    for row in rows:
        mine = [one for one in days if one.availability_id == row.pk]
        extra: dict[date, tuple[Hours, ...]] = {}
        for one in mine:
            if one.starts is not None and one.ends is not None:
                extra[one.day] = (*extra.get(one.day, ()), Hours(one.starts, one.ends))
        found[row.user_id] = Rota(
            zone=ZoneInfo(row.zone),
            weekly=tuple(tuple(weekly.get((row.pk, day), ())) for day in range(7)),
            notice=timedelta(hours=row.notice_hours),
            ahead_days=row.ahead_days,
            before=row.before,
            after=row.after,
            most_a_day=row.most_a_day,
            off=frozenset(one.day for one in mine if one.starts is None),
            extra=extra,
        )
    return found


def _hours_of(ids: Iterable[int]) -> tuple[dict[tuple[int, int], list[Hours]], list[DayHours]]:
    wanted = list(ids)
    weekly: dict[tuple[int, int], list[Hours]] = {}
    rows = WeeklyHours.objects.filter(availability__in=wanted)
    for pk, weekday, starts, ends in rows.values_list("availability_id", "weekday", "starts", "ends"):
        weekly.setdefault((pk, weekday), []).append(Hours(starts, ends))
    since = timezone.now().date() - timedelta(days=1)
    days = DayHours.objects.filter(availability__in=wanted, day__gte=since).order_by("day", "starts")
    return weekly, list(days)


def _exceptions(rows: Iterable[DayHours]) -> tuple[Exceptional, ...]:
    days: dict[date, list[DayHours]] = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    return tuple(
        Exceptional(
            day,
            any(one.starts is None for one in mine),
            write_hours([Hours(one.starts, one.ends) for one in mine if one.starts is not None and one.ends]),
        )
        for day, mine in list(days.items())[:MOST_DAYS]
    )


def _interviewers(team: Team, chosen: set[int]) -> tuple[Interviewer, ...]:
    names = dict(team)
    rows = list(Availability.objects.filter(user__in=names).order_by("pk")[:MOST])
    weekly, _ = _hours_of([row.pk for row in rows])
    minutes = {
        row.pk: sum(one.ends - one.starts for d in range(7) for one in weekly.get((row.pk, d), ())) for row in rows
    }
    found = [
        Interviewer(row.user_id, names[row.user_id], row.zone, minutes[row.pk], row.user_id in chosen) for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def _taken(users: Collection[int], now: datetime, moving: int | None) -> dict[int, set[int]]:
    since = int((now - timedelta(days=2)).timestamp()) // QUARTER
    rows = TakenQuarter.objects.filter(user__in=users, quarter__gte=since).exclude(interview=moving)
    found: dict[int, set[int]] = {user: set() for user in users}
    for user, quarter in rows.values_list("user_id", "quarter"):
        found[user].add(quarter)
    return found


def _begun(users: Collection[int], now: datetime, moving: int | None) -> dict[int, list[datetime]]:
    """When the standing interviews of these people begin."""
    standing = Booking.objects.filter(
        over_at__isnull=True, interview__interviewer__in=users, interview__starts_at__gte=now - timedelta(days=2)
    ).exclude(interview=moving)
    found: dict[int, list[datetime]] = {user: [] for user in users}
    for user, at in standing.values_list("interview__interviewer_id", "interview__starts_at"):
        if at is not None:
            found[user].append(at.astimezone(UTC))
    return found
