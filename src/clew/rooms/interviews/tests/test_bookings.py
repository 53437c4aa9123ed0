"""An interview is booked, moved, called off, held and missed: by a member, and by its participant with their link."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.thread.api import archive, record_history, restore, so_what, undo
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions import bookings
from clew.rooms.interviews.actions.bookings import (
    book,
    book_by_link,
    call_off,
    call_off_by_link,
    link_secret,
    move_booking,
    move_by_link,
    note_held,
    note_missed,
)
from clew.rooms.interviews.actions.conduct import finish_interview, start_interview
from clew.rooms.interviews.actions.hours import plan_bookings, set_day, set_hours
from clew.rooms.interviews.models import Booking, Candidate, Interview, Notice, TakenQuarter
from clew.rooms.interviews.queries.bookings import booking, may_book, schedule, standing_booking
from clew.rooms.interviews.queries.invited import enter_by_invitation
from clew.rooms.interviews.tests.ready import ALWAYS, Ready, ready
from clew.rooms.interviews.tests.recruits import screened


@pytest.fixture
def there(access: Access) -> Ready:
    return ready(access)


def state_of(candidate_id: int) -> str:
    return Candidate._base_manager.get(pk=candidate_id).state


def due(kind: str = "") -> int:
    rows = Notice._base_manager.filter(sent_at__isnull=True)
    return (rows.filter(kind=kind) if kind else rows).count()


def in_past(made: Interview) -> None:
    begun = timezone.now() - timedelta(minutes=30)
    Interview._base_manager.filter(pk=made.pk).update(starts_at=begun, ends_at=begun + timedelta(hours=1))


def test_booking_makes_an_interview_of_the_study(there: Ready) -> None:
    at = there.hours()[60]  # in more than a day
    assert [one.person for one in may_book(there.access, there.study_id)] == ["Anna Keller"]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=at, zone="Asia/Kathmandu")
    found = booking(there.access, made.pk)
    assert (found.state, found.starts_at, found.minutes, found.person) == ("booked", at, 60, "Anna Keller")
    assert (found.interviewer, found.place, found.zone) == ("Alice", "https://meet.example/alice", "Asia/Kathmandu")
    assert state_of(there.candidate_id) == "booked"
    assert may_book(there.access, there.study_id) == ()
    assert there.study_id in {step.card.id for step in so_what(there.access, made.pk).steps}
    assert "book an interview" in {entry.act_name for entry in record_history(there.access, made.pk).entries}
    assert (due("request"), due("day"), due("hour"), due("cancel")) == (2, 2, 2, 0)


def test_what_is_booked_is_not_free(there: Ready) -> None:
    first = there.hours()[4]
    book(there.access, candidate_id=there.candidate_id, starts_at=first)
    gone = {first + timedelta(minutes=minutes) for minutes in (-60, -30, 0, 30, 60)}  # a quarter after is kept free
    assert not gone & set(there.hours())
    assert first + timedelta(minutes=90) in there.hours()
    with pytest.raises(Refused) as refused:
        book(there.access, candidate_id=there.another("Ben"), starts_at=first, zone="UTC")
    assert refused.value.field == "at"
    assert f"{first + timedelta(minutes=90):%H:%M}" in refused.value.remedy


def test_the_participant_books_moves_and_calls_off(there: Ready) -> None:
    invited = enter_by_invitation(there.secret())
    first, second = there.hours()[60], there.hours()[64]
    made = book_by_link(invited, starts_at=first, zone="America/New_York")
    assert "book an interview by link" in {one.act_name for one in record_history(there.access, made.pk).entries}
    move_by_link(invited, starts_at=second)
    found = standing_booking(invited.access, there.candidate_id)
    assert found
    assert (found.starts_at, found.zone, found.sequence) == (second, "America/New_York", 1)
    assert first in there.hours()
    assert (due("request"), due("day"), due("hour")) == (2, 2, 2)  # those of the old hour are not due any more
    call_off_by_link(invited)
    assert standing_booking(invited.access, there.candidate_id) is None
    assert (due(), due("cancel"), state_of(there.candidate_id)) == (2, 2, "accepted")
    assert second in there.hours()
    assert schedule(there.access, starts_at=first - timedelta(days=1), ends_at=second + timedelta(days=1)) == ()
    again = book_by_link(invited, starts_at=second)
    assert again.pk != made.pk


def test_a_study_that_screens_hears_whom_it_accepted(there: Ready) -> None:
    screened(there.access, there.study_id)
    invited = enter_by_invitation(there.secret())
    Candidate._base_manager.filter(pk=there.candidate_id).update(state="invited")
    with pytest.raises(Refused, match="invited"):
        book_by_link(invited, starts_at=there.hours()[0])
    Candidate._base_manager.filter(pk=there.candidate_id).update(state="accepted")
    assert book_by_link(invited, starts_at=there.hours()[0])


def test_a_moved_interview_may_begin_inside_its_own_hour(there: Ready) -> None:
    at = there.hours()[4]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=at)
    move_booking(there.access, interview_id=made.pk, starts_at=at + timedelta(minutes=30))
    assert booking(there.access, made.pk).starts_at == at + timedelta(minutes=30)
    with pytest.raises(Refused, match="already"):
        move_booking(there.access, interview_id=made.pk, starts_at=at + timedelta(minutes=30))


def test_a_refused_move_leaves_the_old_hour(there: Ready) -> None:
    first, second = there.hours()[4], there.hours()[10]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=first)
    book(there.access, candidate_id=there.another("Ben"), starts_at=second)
    before = set(TakenQuarter._base_manager.values_list("user_id", "quarter", "interview_id"))
    with pytest.raises(Refused, match="not free"):
        move_booking(there.access, interview_id=made.pk, starts_at=second)
    assert set(TakenQuarter._base_manager.values_list("user_id", "quarter", "interview_id")) == before
    assert booking(there.access, made.pk).sequence == 0


def test_the_database_refuses_a_second_interview_at_once(there: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when the look at what is free is blind."""
    at = there.hours()[4]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=at)
    later = there.hours()[10]
    other = book(there.access, candidate_id=there.another("Ben"), starts_at=later)
    monkeypatch.setattr(bookings, "free_hours", lambda *_, **__: {at: (there.access.user_id,)})
    with pytest.raises(Refused, match="not free"):
        book(there.access, candidate_id=there.another("Cleo"), starts_at=at)
    with pytest.raises(Refused, match="not free"):
        move_booking(there.access, interview_id=other.pk, starts_at=at)
    assert Interview._base_manager.count() == 2
    assert TakenQuarter._base_manager.filter(interview=made.pk).count() == 5
    assert TakenQuarter._base_manager.filter(interview=other.pk).count() == 5


def test_another_interviewer_takes_over(there: Ready, editor: Access) -> None:
    """Whoever has fewest interviews; a move stays with its interviewer if they can."""
    set_hours(editor, zone="UTC", weekly=ALWAYS, notice_hours=2, most_a_day=20)
    both = [there.access.user_id or 0, editor.user_id or 0]
    plan_bookings(there.access, study_id=there.study_id, minutes=60, user_ids=both)
    at, later = there.hours()[4], there.hours()[20]
    first = book(there.access, candidate_id=there.candidate_id, starts_at=at)
    second = book(there.access, candidate_id=there.another("Ben"), starts_at=at)
    assert {first.interviewer_id, second.interviewer_id} == set(both)
    move_booking(there.access, interview_id=second.pk, starts_at=later)
    assert booking(there.access, second.pk).user_id == editor.user_id
    set_day(editor, day=at.date(), hours="")
    set_day(editor, day=at.date() + timedelta(days=1), hours="")
    far = next(one for one in there.hours() if one.date() == at.date() + timedelta(days=1) and one != later)
    move_booking(there.access, interview_id=second.pk, starts_at=far)
    assert booking(there.access, second.pk).user_id == there.access.user_id
    told = Notice._base_manager.filter(kind="cancel", sent_at__isnull=True).values_list("user_id", "starts_at")
    assert list(told) == [(editor.user_id, later)] or list(told) == [(editor.user_id, far)]


def test_most_a_day(access: Access) -> None:
    there = ready(access, most_a_day=1)
    at = there.hours()[60]
    book(access, candidate_id=there.candidate_id, starts_at=at)
    berlin = ZoneInfo("Europe/Berlin")  # there the day is full, whatever day it is elsewhere
    assert at.astimezone(berlin).date() not in {one.astimezone(berlin).date() for one in there.hours()}


@pytest.mark.parametrize("state", ["found", "queued", "rejected", "declined", "booked", "done"])
def test_only_who_was_invited_or_accepted_books(there: Ready, state: str) -> None:
    invited = enter_by_invitation(there.secret())
    Candidate._base_manager.filter(pk=there.candidate_id).update(state=state)
    with pytest.raises(Refused, match="candidate"):
        book_by_link(invited, starts_at=there.hours()[0])
    with pytest.raises(Refused, match="candidate"):
        book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    assert state_of(there.candidate_id) == state
    assert Interview._base_manager.count() == 0


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2026, 1, 1, 9),  # noqa: DTZ001 - that is what is refused
        timezone.now().replace(second=1) + timedelta(days=2),
    ],
)
def test_hours_that_are_none(there: Ready, at: datetime) -> None:
    with pytest.raises(Refused, match="not free"):
        book(there.access, candidate_id=there.candidate_id, starts_at=at)
    assert state_of(there.candidate_id) == "accepted"


def test_other_bad_input(there: Ready) -> None:
    at = there.hours()[0]
    for zone in ("Mars/Base", "../../etc/passwd", "", "x" * 200, "Europe/Berlin\x00"):
        with pytest.raises(Refused, match="time zone"):
            book(there.access, candidate_id=there.candidate_id, starts_at=at, zone=zone)
    with pytest.raises(Refused, match="not free"):
        book(there.access, candidate_id=there.candidate_id, starts_at=at, user_id=987654321)
    with pytest.raises(NotFound):
        book(there.access, candidate_id=987654321, starts_at=at)
    for wrong in (move_booking, call_off, note_held, note_missed):
        more: dict[str, Any] = {"starts_at": at} if wrong is move_booking else {}
        with pytest.raises(NotFound):
            wrong(there.access, interview_id=there.study_id, **more)
    plan_bookings(there.access, study_id=there.study_id, minutes=60, user_ids=[])
    assert there.hours() == []
    with pytest.raises(Refused, match="not free"):
        book(there.access, candidate_id=there.candidate_id, starts_at=at)


def test_held_and_missed(there: Ready) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    for early in (note_held, note_missed):
        with pytest.raises(Refused, match="not begun"):
            early(there.access, interview_id=made.pk)
    in_past(made)
    with pytest.raises(Refused, match="has begun"):
        call_off(there.access, interview_id=made.pk)
    note_missed(there.access, interview_id=made.pk)
    assert (booking(there.access, made.pk).state, state_of(there.candidate_id)) == ("no-show", "accepted")
    note_held(there.access, interview_id=made.pk)  # pressed the wrong one
    assert (booking(there.access, made.pk).state, state_of(there.candidate_id)) == ("held", "done")
    assert Interview._base_manager.get(pk=made.pk).held_on is not None
    assert due() == 0
    with pytest.raises(Refused, match="not booked"):
        call_off(there.access, interview_id=made.pk)


def test_finishing_a_conducted_interview_closes_its_booking(there: Ready) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    start_interview(there.access, interview_id=made.pk)
    for wrong in (call_off, note_missed):
        with pytest.raises(Refused):
            wrong(there.access, interview_id=made.pk)
    finish_interview(there.access, interview_id=made.pk)
    found = booking(there.access, made.pk)
    assert (found.state, found.is_standing, state_of(there.candidate_id)) == ("held", False, "done")
    assert (due(), TakenQuarter._base_manager.count()) == (0, 0)


def test_what_was_missed_stays_so_once_another_is_booked(there: Ready) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    in_past(made)
    note_missed(there.access, interview_id=made.pk)
    book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[9])
    with pytest.raises(Refused, match="Another hour"):
        note_held(there.access, interview_id=made.pk)


def test_bookings_are_not_undone(there: Ready) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    act = record_history(there.access, made.pk).entries[0].act
    with pytest.raises(Refused, match="told"):
        undo(there.access, act=act)


def test_the_link_in_mails_opens_the_same_page(there: Ready) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    secret = link_secret(Booking._base_manager.get(pk=made.pk))
    assert enter_by_invitation(secret).candidate_id == there.candidate_id


def test_erasing_a_person_calls_off_and_tells_the_interviewer_alone(there: Ready) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[60])
    secret = link_secret(Booking._base_manager.get(pk=made.pk))
    person = Candidate._base_manager.get(pk=there.candidate_id).person_id
    erase_person(there.access, person_id=person, typed_name="Anna Keller")
    found = booking(there.access, made.pk)
    assert (found.state, "Keller" in found.title, found.person) == ("called off", False, "Erased person")
    assert list(Notice._base_manager.filter(sent_at__isnull=True).values_list("kind", "user_id")) == [
        ("cancel", there.access.user_id)
    ]
    assert TakenQuarter._base_manager.count() == 0
    with pytest.raises(NotFound):
        enter_by_invitation(secret)


def test_the_schedule_asks_a_fixed_number_of_questions(there: Ready, django_assert_max_num_queries: Any) -> None:
    for number, at in enumerate(there.hours()[0:24:4]):
        book(there.access, candidate_id=there.another(f"Person {number}"), starts_at=at)
    with django_assert_max_num_queries(3):
        found = schedule(there.access, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(days=5))
    assert len(found) == 6
    with django_assert_max_num_queries(10):
        there.hours()


@pytest.mark.parametrize(
    "wrong",
    [
        {"sequence": -1},
        {"uid": "another"},
        {"over_at": None, "sequence": 0},
    ],
)
def test_the_database_guards_a_booking(there: Ready, wrong: dict[str, Any]) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    call_off(there.access, interview_id=made.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking._base_manager.filter(pk=made.pk).update(**wrong)


def test_refuses_others(there: Ready, viewer: Access, elsewhere: Access) -> None:
    at, later = there.hours()[0], there.hours()[9]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=at)
    ben = there.another("Ben")
    assert booking(viewer, made.pk).state == "booked"
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            book(who, candidate_id=ben, starts_at=later)
        with pytest.raises(error):
            move_booking(who, interview_id=made.pk, starts_at=later)
        for wrong in (call_off, note_held, note_missed):
            with pytest.raises(error):
                wrong(who, interview_id=made.pk)
    with pytest.raises(NotFound):
        booking(elsewhere, made.pk)
    assert schedule(elsewhere, starts_at=at - timedelta(days=1), ends_at=later) == ()


def test_an_archived_interview_frees_its_hour_and_takes_it_again(there: Ready) -> None:
    at = there.hours()[60]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=at)
    assert at not in there.hours()
    archive(there.access, node_ids=[made.pk])
    put_away = last_act_id()
    assert at in there.hours()
    with pytest.raises(Refused, match="archived"):
        move_booking(there.access, interview_id=made.pk, starts_at=there.hours()[70])
    undo(there.access, act=put_away)
    assert at not in there.hours()
    archive(there.access, node_ids=[made.pk])
    restore(there.access, node_ids=[made.pk])
    assert at not in there.hours()


def test_an_hour_that_somebody_took_meanwhile_does_not_come_back(there: Ready) -> None:
    at = there.hours()[60]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=at)
    archive(there.access, node_ids=[made.pk])
    put_away = last_act_id()
    other = book(there.access, candidate_id=there.another("Ben Oak"), starts_at=at)
    for back in (lambda: undo(there.access, act=put_away), lambda: restore(there.access, node_ids=[made.pk])):
        with pytest.raises(Refused, match="given to somebody else"):
            back()
    assert Interview._base_manager.get(pk=made.pk).node.archived_at is not None
    call_off(there.access, interview_id=other.pk)
    restore(there.access, node_ids=[made.pk])
    assert at not in there.hours()


def test_one_that_is_over_takes_no_hour_when_it_comes_back(there: Ready) -> None:
    at = there.hours()[60]
    made = book(there.access, candidate_id=there.candidate_id, starts_at=at)
    call_off(there.access, interview_id=made.pk)
    archive(there.access, node_ids=[made.pk])
    restore(there.access, node_ids=[made.pk])
    assert at in there.hours()
