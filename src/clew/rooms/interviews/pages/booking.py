"""The booking page: whoever holds a personal link chooses an hour, moves it, calls it off. Works without script and account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clew.ground.doors.api import PublicPage, PublicRequest, typed, whole
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import workspace
from clew.rooms.interviews.actions.bookings import book_by_link, call_off_by_link, move_by_link
from clew.rooms.interviews.actions.hours import known_zone
from clew.rooms.interviews.calendar import PUBLISH, Entry, calendar_file
from clew.rooms.interviews.queries.bookings import Booked, may_book_now, standing_booking
from clew.rooms.interviews.queries.consent import consent_to_answer
from clew.rooms.interviews.queries.hours import OpenHour, open_hours
from clew.rooms.interviews.queries.invited import Invited, enter_by_invitation
from clew.rooms.interviews.slots import zones

DAYS_SHOWN, MOST_HOURS = 5, 500


@dataclass(frozen=True, slots=True)
class Hour:
    """`value`: the moment, as forms and addresses carry it; `clock`: what the wall shows then, with its offset where that clock comes twice."""

    value: str
    clock: str


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    hours: tuple[Hour, ...]


def days_of(found: Iterable[OpenHour], zone: str) -> list[Day]:
    """Free hours by the day that they are in there."""
    walls = [one.starts_at.astimezone(ZoneInfo(zone)) for one in found]
    return [Day(day, _clocks(list(mine))) for day, mine in groupby(walls, key=lambda wall: wall.date())]


def _clocks(walls: Sequence[datetime]) -> tuple[Hour, ...]:
    shown = [f"{wall:%H:%M}" for wall in walls]
    return tuple(
        Hour(
            wall.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
            clock if shown.count(clock) == 1 else f"{clock} ({wall:%Z})",
        )
        for wall, clock in zip(walls, shown, strict=True)
    )


def moment(text: str) -> datetime | None:
    """A moment as `Hour.value` has it; None for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def show(request: PublicRequest, secret: str) -> HttpResponse:
    invited = enter_by_invitation(secret)
    asked = request.GET
    booked = standing_booking(invited.access, invited.candidate_id)
    zone, is_chosen = _zone(request, booked)
    shown: dict[str, Any] = {
        "secret": secret,
        "place": workspace(invited.access).name,
        "zone": zone,
        "zone_chosen": is_chosen,
        "zones": zones(),
        "booked": booked and _wall(booked.starts_at, booked.ends_at, zone) | {"row": booked},
        "moves": bool(booked and (asked.get("move") or request.POST.get("act") == "move")),
        "calls_off": bool(booked and asked.get("off")),
        "consent": consent_to_answer(invited.access, invited.study_id, invited.person_id),
    }
    if booked and booked.is_put_away:
        return render(request, "interviews/booking/off.html", shown)
    if booked and shown["calls_off"]:
        return render(request, "interviews/booking/call_off.html", shown)
    if booked and not shown["moves"]:
        return render(request, "interviews/booking/booked.html", shown)
    if not booked and not may_book_now(invited.access, invited.candidate_id):
        return render(request, "interviews/booking/not_now.html", shown)
    return _choose(request, invited, zone, shown)


def _choose(request: PublicRequest, invited: Invited, zone: str, shown: dict[str, Any]) -> HttpResponse:
    moving = shown["booked"]["row"].interview_id if shown["moves"] else None
    found = open_hours(invited.access, invited.study_id, moving=moving, limit=MOST_HOURS)
    at = moment(request.GET.get("at", ""))
    chosen = next((one for one in found if one.starts_at == at), None)
    if chosen is not None:
        hour = {"value": request.GET["at"], **_wall(chosen.starts_at, chosen.ends_at, zone)}
        return render(request, "interviews/booking/confirm.html", shown | {"hour": hour})
    days, page = days_of(found, zone), whole(request.GET.get("page"), high=50)
    first = (page - 1) * DAYS_SHOWN
    shown |= {"days": days[first : first + DAYS_SHOWN], "page": page, "more": len(days) > first + DAYS_SHOWN}
    shown["is_gone"] = bool(request.GET.get("at"))
    return render(request, "interviews/booking/choose.html", shown)


def act(request: PublicRequest, secret: str) -> HttpResponse:
    if request.method == "GET":
        return show(request, secret)
    invited = enter_by_invitation(secret)
    wanted = request.POST.get("act", "")
    zone = known_zone(typed.words(request.POST, "zone", most=64) or "UTC")
    if wanted == "call off":
        call_off_by_link(invited)
    elif wanted in ("book", "move"):
        at = moment(request.POST.get("at", ""))
        if at is None:
            raise Refused("No hour was chosen.", field="at", remedy="Choose one of the list.")
        (book_by_link if wanted == "book" else move_by_link)(invited, starts_at=at, zone=zone)
    else:
        raise Refused("That is not understood.", remedy="Choose one of the list.")
    response = redirect(
        f"{reverse('asked_book', args=[secret])}?zone={zone}" + ("&off_done=1" if wanted == "call off" else "")
    )
    response.status_code = 303
    return response


def file(request: PublicRequest, secret: str) -> HttpResponse:
    """The booked hour for any calendar."""
    invited = enter_by_invitation(secret)
    booked = standing_booking(invited.access, invited.candidate_id)
    if booked is None or booked.is_put_away:
        raise NotFound("Nothing is booked.")
    link = request.build_absolute_uri(reverse("asked_book", args=[secret]))
    entry = Entry(
        uid=booked.uid,
        sequence=booked.sequence,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
        stamp=timezone.now(),
        summary=f"Interview with {booked.interviewer}",
        about=f"To choose another hour or to call it off: {link}",
        place=booked.place,
        url=link,
    )
    response = HttpResponse(
        calendar_file(PUBLISH, [entry]), content_type="text/calendar; charset=utf-8; method=PUBLISH"
    )
    response["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return response


def _zone(request: PublicRequest, booked: Booked | None) -> tuple[str, bool]:
    """What was chosen; else the zone that was booked in, which may be the member's who booked, else the server's own. Nonsense is as none."""
    for name, is_chosen in (
        (request.GET.get("zone", ""), True),
        (request.POST.get("zone", ""), True),
        (booked.zone if booked else "", False),
    ):
        try:
            return known_zone(name[:64]), is_chosen
        except Refused:
            continue
    return timezone.get_default_timezone_name(), False


def _wall(starts_at: datetime, ends_at: datetime, zone: str) -> dict[str, Any]:
    """Without a zone, since templates turn any other into the server's own."""
    first, last = (at.astimezone(ZoneInfo(zone)) for at in (starts_at, ends_at))
    return {"starts_at": first.replace(tzinfo=None), "ends_at": last.replace(tzinfo=None), "zone_name": f"{first:%Z}"}


PUBLIC = [
    PublicPage("asked/<str:secret>/book", "asked_book", act, methods=("GET", "POST"), again=show),
    PublicPage("asked/<str:secret>/book.ics", "asked_book_file", file),
]
