"""When somebody interviews, days that differ, and who interviews for a study."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.workspaces.api import Access, remove_member
from clew.rooms.interviews.actions.hours import clear_day, plan_bookings, set_day, set_hours
from clew.rooms.interviews.models import Availability, BookingPlan, DayHours, WeeklyHours
from clew.rooms.interviews.queries.hours import hours, interviewers, open_hours, study_plan
from clew.rooms.interviews.tests.ready import ready

WORK = ["9-12, 13:30-17", "", "9-12", "", "", "", ""]


def test_hours_are_said_and_said_anew(access: Access) -> None:
    assert hours(access).is_set is False
    set_hours(access, zone="Asia/Kathmandu", weekly=WORK, place=" my\nroom ", before=15, after=30, most_a_day=2)
    found = hours(access)
    assert found.weekly == ("09:00-12:00, 13:30-17:00", "", "09:00-12:00", "", "", "", "")
    assert (found.zone, found.place, found.before, found.after) == ("Asia/Kathmandu", "my room", 15, 30)
    set_hours(access, zone="UTC", weekly=["", *WORK[:6]])
    assert hours(access).weekly[:2] == ("", "09:00-12:00, 13:30-17:00")
    assert [(one.name, one.minutes) for one in interviewers(access)] == [("Alice", 570)]


def test_days_that_differ(access: Access) -> None:
    set_hours(access, zone="UTC", weekly=WORK)
    first, second = (timezone.localdate() + timedelta(days=n) for n in (3, 4))
    set_day(access, day=first)
    set_day(access, day=second, hours="18-20", besides=True)
    assert [(d.day, d.is_off, d.hours) for d in hours(access).days] == [
        (first, True, ""), (second, False, "18:00-20:00"),
    ]  # fmt: skip
    set_day(access, day=first, hours="10-11")
    assert hours(access).days[0].hours == "10:00-11:00"
    assert hours(access).days[0].is_off
    clear_day(access, day=first)
    assert len(hours(access).days) == 1
    with pytest.raises(NotFound):
        clear_day(access, day=first)


def test_an_owner_may_say_it_for_others(access: Access, editor: Access) -> None:
    set_hours(access, zone="UTC", weekly=WORK, user_id=editor.user_id)
    assert hours(editor).is_set
    with pytest.raises(Forbidden):
        set_hours(editor, zone="UTC", weekly=WORK, user_id=access.user_id)


def test_who_left_interviews_no_more(access: Access, editor: Access) -> None:
    there = ready(access)
    set_hours(editor, zone="UTC", weekly=["0-24"] * 7)
    plan_bookings(access, study_id=there.study_id, minutes=30, user_ids=[editor.user_id or 0])
    assert open_hours(access, there.study_id)
    plan = study_plan(access, there.study_id)
    assert (plan.minutes, plan.is_ready, [one.is_chosen for one in plan.interviewers]) == (30, True, [False, True])
    remove_member(access, user_id=editor.user_id or 0)
    assert open_hours(access, there.study_id) == ()
    assert not study_plan(access, there.study_id).is_ready


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"zone": "Berlin"}, "zone"),
        ({"zone": "/etc/localtime"}, "zone"),
        ({"weekly": WORK[:6]}, "weekly"),
        ({"weekly": ["", "", "late", *WORK[3:]]}, "wednesday"),
        ({"weekly": ["12-9", *WORK[1:]]}, "monday"),
        ({"place": "x" * 301}, "place"),
        ({"notice_hours": -1}, "notice_hours"),
        ({"notice_hours": 337}, "notice_hours"),
        ({"ahead_days": 0}, "ahead_days"),
        ({"ahead_days": 181}, "ahead_days"),
        ({"before": 10}, "before"),
        ({"after": 135}, "after"),
        ({"most_a_day": 0}, "most_a_day"),
    ],
)
def test_bad_hours_are_refused_whole(access: Access, wrong: dict[str, Any], field: str) -> None:
    set_hours(access, zone="UTC", weekly=WORK)
    with pytest.raises(Refused) as refused:
        set_hours(access, **{"zone": "Europe/Berlin", "weekly": WORK, **wrong})
    assert refused.value.field == field
    assert hours(access).zone == "UTC"


def test_bad_days_and_plans_are_refused(access: Access, elsewhere: Access) -> None:
    with pytest.raises(Refused, match="weekly"):
        set_day(access, day=timezone.localdate())
    there, today = ready(access), timezone.localdate()
    late, far = today - timedelta(days=9), today + timedelta(days=999)
    wrongs: list[dict[str, Any]] = [{"hours": "soon"}, {"besides": True}, {"day": late}, {"day": far}]
    for more in wrongs:
        with pytest.raises(Refused):
            set_day(access, **{"day": today, **more})
    for minutes in (9, 481):
        with pytest.raises(Refused, match="minutes"):
            plan_bookings(access, study_id=there.study_id, minutes=minutes, user_ids=[])
    with pytest.raises(NotFound):
        plan_bookings(access, study_id=there.study_id, minutes=60, user_ids=[elsewhere.user_id or 0])
    assert study_plan(access, there.study_id).minutes == 60


def test_who_has_no_hours_is_not_chosen(access: Access, editor: Access) -> None:
    there = ready(access)
    with pytest.raises(Refused, match="has not said"):
        plan_bookings(access, study_id=there.study_id, minutes=60, user_ids=[editor.user_id or 0])


def test_the_database_guards_hours(access: Access) -> None:
    ready(access)
    set_day(access, day=timezone.localdate(), hours="9-10")
    for model, wrong in (
        (Availability, {"ahead_days": 181}), (Availability, {"before": 9}), (WeeklyHours, {"weekday": 7}),
        (WeeklyHours, {"ends": 1441}), (WeeklyHours, {"starts": 1440}), (DayHours, {"ends": None}),
        (BookingPlan, {"minutes": 9}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            model._base_manager.update(**wrong)


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    there, today = ready(access), timezone.localdate()
    assert hours(viewer, user_id=access.user_id).is_set
    with pytest.raises(Forbidden):
        set_hours(viewer, zone="UTC", weekly=WORK)
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            set_hours(who, zone="UTC", weekly=WORK, user_id=access.user_id)
        with pytest.raises(error):
            set_day(who, day=today, user_id=access.user_id)
        with pytest.raises(error):
            clear_day(who, day=today, user_id=access.user_id)
        with pytest.raises(error):
            plan_bookings(who, study_id=there.study_id, minutes=30, user_ids=[])
    with pytest.raises(NotFound):
        hours(elsewhere, user_id=access.user_id)
    with pytest.raises(NotFound):
        study_plan(elsewhere, there.study_id)
    with pytest.raises(NotFound):
        open_hours(elsewhere, there.study_id)
