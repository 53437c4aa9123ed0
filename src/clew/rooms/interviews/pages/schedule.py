"""The schedule: interviews of all studies by the week, when each member interviews, and hours booked for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import Route, WorkRequest, done, number_of, record_again, typed, url, whole
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import bookings as acts
from clew.rooms.interviews.actions import hours as hours_acts
from clew.rooms.interviews.pages.booking import days_of, moment
from clew.rooms.interviews.queries import bookings, hours
from clew.rooms.interviews.queries.bookings import Booked
from clew.rooms.interviews.slots import zones

DAYS_SHOWN, MOST_HOURS, MOST_CANDIDATES = 5, 500, 200
LOOKS = (("", "Everybody’s"), ("mine", "Mine"))


@dataclass(frozen=True, slots=True)
class Shown:
    """An interview as the clock of whoever looks shows it; without a zone, since templates turn any other into the server's own."""

    row: Booked
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class GridRow:
    """An hour of the week, and what begins in it on each day."""

    hour: str
    days: tuple[tuple[Shown, ...], ...]


def index(request: WorkRequest) -> HttpResponse:
    zone = hours.hours(request.access).zone
    monday = _monday(request.GET.get("week", ""), zone)
    begins = datetime.combine(monday, time(), ZoneInfo(zone))
    mine = request.access.user_id if request.GET.get("who") == "mine" else None
    rows = bookings.schedule(request.access, starts_at=begins, ends_at=begins + timedelta(days=7), user_id=mine)
    shown = [in_zone(row, zone) for row in rows]
    days = [monday + timedelta(days=n) for n in range(7)]
    context = {
        "zone": zone,
        "week": monday,
        "last": days[-1],
        "earlier": monday - timedelta(days=7),
        "later": monday + timedelta(days=7),
        "today": timezone.now().astimezone(ZoneInfo(zone)).date(),
        "who": request.GET.get("who", ""),
        "looks": LOOKS,
        "days": [(day, [one for one in shown if one.starts_at.date() == day]) for day in days],
        "grid": _grid(shown, days),
        "interviewers": hours.interviewers(request.access),
    }
    return render(request, "interviews/schedule/index.html", context)


def in_zone(row: Booked, zone: str) -> Shown:
    first, last = (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in (row.starts_at, row.ends_at))
    return Shown(row, first, last)


def _grid(shown: Sequence[Shown], days: Sequence[date]) -> list[GridRow]:
    """From the first hour in which something begins to the last."""
    begun = [one.starts_at.hour for one in shown]
    if not begun:
        return []
    return [
        GridRow(
            f"{hour:02}:00",
            tuple(
                tuple(one for one in shown if one.starts_at.date() == day and one.starts_at.hour == hour)
                for day in days
            ),
        )
        for hour in range(min(begun), max(begun) + 1)
    ]


def _monday(text: str, zone: str) -> date:
    """Of the week that holds that day; of this week for anything that is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = timezone.now().astimezone(ZoneInfo(zone)).date()
    day = min(max(day, date(2000, 1, 10)), date(2200, 1, 1))
    return day - timedelta(days=day.weekday())


def show_hours(request: WorkRequest) -> HttpResponse:
    asked = request.POST.get("member") or request.GET.get("member", "")
    found = hours.hours(request.access, user_id=number_of(asked))
    is_own = found.user_id == request.access.user_id
    shown = {
        "said": found,
        "week": tuple(zip(hours.DAYS, found.weekly, strict=True)),
        "zones": tuple((one, one) for one in zones()),
        "is_own": is_own,
        "may_change": request.access.role is Role.OWNER or (is_own and request.access.role is Role.EDITOR),
        "others": hours.interviewers(request.access),
    }
    return render(request, "interviews/schedule/hours.html", shown)


def say_hours(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return show_hours(request)
    data = request.POST
    hours_acts.set_hours(
        request.access,
        zone=typed.words(data, "zone", most=64),
        weekly=[typed.words(data, day.lower(), most=200) for day in hours.DAYS],
        place=typed.words(data, "place", most=301),
        user_id=typed.whole_number(data, "member"),
        **{name: _whole(data, name) for name in ("notice_hours", "ahead_days", "before", "after", "most_a_day")},
    )
    return done(request, "Saved.", _hours_page(request), undo=True)


def say_day(request: WorkRequest) -> HttpResponse:
    data, how = request.POST, request.POST.get("how", "")
    hours_acts.set_day(
        request.access,
        day=typed.needed_day(data, "day"),
        hours="" if how == "off" else typed.words(data, "hours", most=200),
        besides=how == "besides",
        user_id=typed.whole_number(data, "member"),
    )
    return done(request, "Saved.", _hours_page(request), undo=True)


def say_usual(request: WorkRequest) -> HttpResponse:
    day, who = typed.needed_day(request.POST, "day"), typed.whole_number(request.POST, "member")
    hours_acts.clear_day(request.access, day=day, user_id=who)
    return done(request, "That day is as usual again.", _hours_page(request), undo=True)


def plan(request: WorkRequest, pk: int) -> HttpResponse:
    hours_acts.plan_bookings(
        request.access,
        study_id=pk,
        minutes=_whole(request.POST, "minutes"),
        user_ids=[int(text) for text in request.POST.getlist("interviewer") if text.isdecimal()],
    )
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def choose(request: WorkRequest, pk: int) -> HttpResponse:
    """Hours for a candidate of the study, in the zone of whoever books for them."""
    zone = hours.hours(request.access).zone
    asked = request.POST.get("candidate") or request.GET.get("candidate", "")
    people = bookings.may_book(request.access, pk, limit=MOST_CANDIDATES)
    shown = {
        "study_id": pk,
        "plan": hours.study_plan(request.access, pk),
        "candidates": tuple((str(one.candidate_id), one.person) for one in people),
        "candidate": asked,
        "zone": zone,
        **_free(request, pk, zone),
    }
    return render(request, "interviews/schedule/book.html", shown)


def book(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return choose(request, pk)
    candidate_id = typed.whole_number(request.POST, "candidate")
    if candidate_id is None:
        raise Refused("Nobody was chosen.", field="candidate", remedy="Choose for whom.")
    zone = hours.hours(request.access).zone
    made = acts.book(request.access, candidate_id=candidate_id, starts_at=_moment(request), zone=zone)
    return done(request, "Booked. Both are told by mail.", url(request, "record", node_id=made.pk))


def choose_other(request: WorkRequest, pk: int) -> HttpResponse:
    zone = hours.hours(request.access).zone
    row = bookings.booking(request.access, pk)
    shown = {"booked": in_zone(row, zone), "zone": zone, **_free(request, row.study_id, zone, moving=pk)}
    return render(request, "interviews/schedule/move.html", shown)


def move(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return choose_other(request, pk)
    acts.move_booking(request.access, interview_id=pk, starts_at=_moment(request))
    return done(request, "Moved. Both are told by mail.", url(request, "record", node_id=pk))


def call_off(request: WorkRequest, pk: int) -> HttpResponse:
    acts.call_off(request.access, interview_id=pk)
    return done(request, "Called off. Both are told by mail.", url(request, "record", node_id=pk))


def held(request: WorkRequest, pk: int) -> HttpResponse:
    acts.note_held(request.access, interview_id=pk)
    return done(request, "Noted as held.", url(request, "record", node_id=pk))


def missed(request: WorkRequest, pk: int) -> HttpResponse:
    acts.note_missed(request.access, interview_id=pk)
    return done(request, "Noted: nobody came.", url(request, "record", node_id=pk))


def study_part(request: WorkRequest, study_id: int) -> dict[str, Any]:
    """What a study's page shows of its hours."""
    return {
        "hours": hours.study_plan(request.access, study_id),
        "may_book": bookings.may_book(request.access, study_id),
    }


def interview_part(request: WorkRequest, interview_id: int) -> dict[str, Any]:
    """What an interview's page shows of its hour; nothing for one that was taken in without."""
    try:
        row = bookings.booking(request.access, interview_id)
    except NotFound:
        return {"booked": None}
    return {"booked": in_zone(row, row.its_zone), "theirs": in_zone(row, row.zone)}


def _free(request: WorkRequest, study_id: int, zone: str, *, moving: int | None = None) -> dict[str, Any]:
    found = hours.open_hours(request.access, study_id, moving=moving, limit=MOST_HOURS)
    days, page = days_of(found, zone), whole(request.GET.get("page"), high=50)
    first = (page - 1) * DAYS_SHOWN
    return {"days": days[first : first + DAYS_SHOWN], "page": page, "more": len(days) > first + DAYS_SHOWN}


def _moment(request: WorkRequest) -> datetime:
    at = moment(request.POST.get("at", ""))
    if at is None:
        raise Refused("No hour was chosen.", field="at", remedy="Choose one of the list.")
    return at


def _whole(data: Any, name: str) -> int:
    value = typed.whole_number(data, name)
    if value is None or value > 10**6:
        raise Refused("That is not a number.", field=name, remedy="Type one.")
    return value


def _hours_page(request: WorkRequest) -> str:
    who = typed.whole_number(request.POST, "member")
    is_own = who is None or who == request.access.user_id
    return url(request, "interview_hours") + ("" if is_own else f"?member={who}")


ROUTES = [
    Route("interviews/schedule", "schedule", index, get=Role.VIEWER),
    Route("interviews/hours", "interview_hours", say_hours, get=Role.VIEWER, post=Role.EDITOR, again=show_hours),
    Route("interviews/hours/day", "interview_day", say_day, post=Role.EDITOR, again=show_hours),
    Route("interviews/hours/usual", "interview_day_usual", say_usual, post=Role.EDITOR, again=show_hours),
    Route("interviews/<int:pk>/hours", "study_hours", plan, post=Role.EDITOR, again=record_again),
    Route("interviews/<int:pk>/book", "study_book", book, get=Role.EDITOR, post=Role.EDITOR, again=choose),
    Route(
        "interviews/booked/<int:pk>/move", "interview_move", move, get=Role.EDITOR, post=Role.EDITOR, again=choose_other
    ),
    Route("interviews/booked/<int:pk>/call-off", "interview_call_off", call_off, post=Role.EDITOR, again=record_again),
    Route("interviews/booked/<int:pk>/held", "interview_held", held, post=Role.EDITOR, again=record_again),
    Route("interviews/booked/<int:pk>/missed", "interview_missed", missed, post=Role.EDITOR, again=record_again),
]
