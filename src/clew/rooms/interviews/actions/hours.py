"""When somebody interviews, and who interviews for a study for how long."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, act, still_members
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.models import Availability, BookingPlan, DayHours, StudyInterviewer, WeeklyHours
from clew.rooms.interviews.models.schedule import LONGEST, MOST_A_DAY, MOST_AHEAD, MOST_AROUND, MOST_NOTICE
from clew.rooms.interviews.queries.hours import DAYS, MOST_DAYS
from clew.rooms.interviews.slots import Hours, read_hours

PLACE_LIMIT, MOST_INTERVIEWERS, SHORTEST = 300, 50, 10
AS_IN = "Write them like 9-12, 13:30-17."


@act("say when one interviews")
def set_hours(
    access: Access,
    *,
    zone: str,
    weekly: Sequence[str],
    place: str = "",
    notice_hours: int = 24,
    ahead_days: int = 21,
    before: int = 0,
    after: int = 15,
    most_a_day: int = 4,
    user_id: int | None = None,
) -> Availability:
    """Hours of each week, Monday first, like “9-12, 13:30-17”, by the clock of the zone; and on which terms others may book them.

    `before` and `after`: minutes kept free around each interview. An owner may say it for another member.
    """
    who = _whose(access, user_id)
    terms = _terms(zone, place, notice_hours, ahead_days, before, after, most_a_day)
    if len(weekly) != 7:
        raise Refused("A week has seven days.", field="weekly", remedy="Give the hours of each, Monday first.")
    spans = [_read(text, DAYS[day].lower()) for day, text in enumerate(weekly)]
    made, _ = Availability.objects.update_or_create(workspace_id=access.workspace_id, user_id=who, defaults=terms)
    WeeklyHours.objects.filter(availability=made).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(workspace_id=access.workspace_id, availability=made, weekday=day, starts=one.starts, ends=one.ends)
        for day, mine in enumerate(spans)
        for one in mine
    )
    return made


@act("say that a day differs")
def set_day(access: Access, *, day: date, hours: str = "", besides: bool = False, user_id: int | None = None) -> None:
    """Hours of one day instead of the usual ones, or `besides` them. None at all is a day off."""
    mine = _set_up(access, user_id)
    spans = _read(hours, "hours")
    if besides and not spans:
        raise Refused("No hours were given.", field="hours", remedy=AS_IN)
    if not timezone.localdate() - timedelta(days=1) <= day <= timezone.localdate() + timedelta(days=730):
        raise Refused("That day is over, or too far ahead.", field="day", remedy="Choose one of the next two years.")
    DayHours.objects.filter(availability=mine, day=day).delete()
    if DayHours.objects.filter(availability=mine, day__gte=timezone.localdate()).count() >= MOST_DAYS:
        raise Refused(f"There are {MOST_DAYS} such days already.", field="day", remedy="Take some back first.")
    rows = [(one.starts, one.ends) for one in spans] + ([] if besides else [(None, None)])
    DayHours.objects.bulk_create(
        DayHours(workspace_id=access.workspace_id, availability=mine, day=day, starts=starts, ends=ends)
        for starts, ends in rows
    )


@act("say that a day is as usual")
def clear_day(access: Access, *, day: date, user_id: int | None = None) -> None:
    if not DayHours.objects.filter(availability=_set_up(access, user_id), day=day).delete()[0]:
        raise NotFound("That day is as usual already.")


@act("say who interviews for a study")
def plan_bookings(access: Access, *, study_id: int, minutes: int, user_ids: Sequence[int]) -> BookingPlan:
    """How many minutes an interview of the study takes, and which members' hours may be booked for it."""
    study = get_node(study_id, kind=STUDY)
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(
            f"An interview takes {SHORTEST} to {LONGEST} minutes.", field="minutes", remedy="Type how many it takes."
        )
    wanted = set(user_ids)
    if len(wanted) > MOST_INTERVIEWERS:
        raise Refused(f"At most {MOST_INTERVIEWERS} people.", field="interviewer", remedy="Choose fewer.")
    if wanted - still_members(access.workspace_id, wanted):
        raise NotFound("No such member.")
    if wanted - set(Availability.objects.filter(user__in=wanted).values_list("user_id", flat=True)):
        raise Refused(
            "Somebody has not said when they interview.", field="interviewer", remedy="They say so under Schedule."
        )
    made, _ = BookingPlan.objects.update_or_create(
        study_id=study.pk, defaults={"workspace_id": access.workspace_id, "minutes": minutes}
    )
    known = StudyInterviewer.objects.filter(study=study.pk)
    known.exclude(user__in=wanted).delete()
    new = wanted - set(known.values_list("user_id", flat=True))
    StudyInterviewer.objects.bulk_create(
        StudyInterviewer(workspace_id=access.workspace_id, study_id=study.pk, user_id=one) for one in sorted(new)
    )
    return made


def _whose(access: Access, user_id: int | None) -> int:
    who = user_id or access.user_id
    if who is None or not still_members(access.workspace_id, {who}):
        raise NotFound("No such member.")
    if who != access.user_id and access.role is not Role.OWNER:
        raise Forbidden("Only an owner says when others interview.")
    return who


def _set_up(access: Access, user_id: int | None) -> Availability:
    found = Availability.objects.filter(user=_whose(access, user_id)).first()
    if found is None:
        raise Refused("There are no weekly hours yet.", remedy="Save those first.")
    return found


def _read(text: str, field: str) -> tuple[Hours, ...]:
    try:
        return read_hours(text)
    except ValueError as error:
        raise Refused(str(error), field=field, remedy=AS_IN) from error


def known_zone(name: str) -> str:
    """The name of a time zone that this machine knows."""
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError) as error:  # not a name at all, a folder, or none of the known
        raise Refused("There is no such time zone.", field="zone", remedy="Choose one of the list.") from error


def _terms(
    zone: str, place: str, notice_hours: int, ahead_days: int, before: int, after: int, most_a_day: int
) -> dict[str, object]:
    ranges = (
        ("notice_hours", notice_hours, 0, MOST_NOTICE, "hours"),
        ("ahead_days", ahead_days, 1, MOST_AHEAD, "days"),
        ("most_a_day", most_a_day, 1, MOST_A_DAY, "interviews"),
        ("before", before, 0, MOST_AROUND * 15, "minutes"),
        ("after", after, 0, MOST_AROUND * 15, "minutes"),
    )
    for field, value, low, high, what in ranges:
        if not low <= value <= high:
            raise Refused(f"This goes from {low} to {high} {what}.", field=field, remedy="Type a number in between.")
    for field, value in (("before", before), ("after", after)):
        if value % 15:
            raise Refused(
                "Time around an interview is counted in quarter hours.", field=field, remedy="Type 0, 15, 30 or 45."
            )
    if len(place) > PLACE_LIMIT:
        raise Refused(f"This is longer than {PLACE_LIMIT} characters.", field="place", remedy="Shorten it.")
    return {
        "zone": known_zone(zone), "place": " ".join(place.split()), "notice_hours": notice_hours, "ahead_days": ahead_days,
        "before": before // 15, "after": after // 15, "most_a_day": most_a_day,
    }  # fmt: skip
