"""The schedule's pages for members: the week, hours, booking for somebody, and what becomes of an interview."""

import re
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.bookings import book
from clew.rooms.interviews.models import Candidate, Interview
from clew.rooms.interviews.queries.hours import hours
from clew.rooms.interviews.tests.ready import Ready, ready
from clew.rooms.interviews.waiting import waiting

WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "9-12")
TERMS = {
    "zone": "Asia/Kathmandu",
    "notice_hours": "4",
    "ahead_days": "10",
    "before": "15",
    "after": "0",
    "most_a_day": "3",
}


@pytest.fixture
def there(access: Access) -> Ready:
    return ready(access)


@pytest.fixture
def browser(there: Ready) -> SignedIn:
    return SignedIn(there.access)


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def begun(made: Interview) -> None:
    past = timezone.now() - timedelta(minutes=10)
    Interview._base_manager.filter(pk=made.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))


def test_hours_are_saved_and_what_was_typed_is_kept(there: Ready, browser: SignedIn) -> None:
    page = browser.path("interviews/hours")
    assert browser.post(page, {**WEEK, **TERMS, "place": "Room 4"}).status_code == 303
    found = hours(there.access)
    assert (found.weekly[0], found.zone, found.before, found.place) == ("09:00-12:00", "Asia/Kathmandu", 15, "Room 4")
    refused = text(browser.post(page, {**WEEK, **TERMS, "tuesday": "late"}), 422)
    assert "“late” is not understood" in refused
    assert 'value="late"' in refused
    for wrong in ({"before": "x"}, {"before": "7"}, {"ahead_days": ""}, {"zone": ""}, {"notice_hours": "9" * 15}):
        assert browser.post(page, {**WEEK, **TERMS, **wrong}).status_code == 422
    assert hours(there.access).zone == "Asia/Kathmandu"


def test_days_that_differ(there: Ready, browser: SignedIn) -> None:
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    for how, typed, said in (
        ("off", "", "off"),
        ("instead", "9-10", "only 09:00-10:00"),
        ("besides", "20-21", "also 20:00-21:00"),
    ):
        browser.post(browser.path("interviews/hours/day"), {"day": day, "how": how, "hours": typed})
        assert said in text(browser.get(browser.path("interviews/hours")))
    assert browser.post(browser.path("interviews/hours/day"), {"day": "soon"}).status_code == 422
    assert browser.post(browser.path("interviews/hours/usual"), {"day": day}).status_code == 303
    assert hours(there.access).days == ()


def test_an_editor_sees_others_hours_and_changes_their_own(there: Ready, editor: Access) -> None:
    bob = SignedIn(editor)
    shown = text(bob.get(bob.path("interviews/hours"), {"member": there.access.user_id or 0}))
    assert "When Alice interviews" in shown
    assert ">Save<" not in shown
    assert bob.post(bob.path("interviews/hours"), {**WEEK, **TERMS, "member": there.access.user_id}).status_code == 403


def test_booking_for_somebody_and_moving(there: Ready, browser: SignedIn) -> None:
    page = browser.path(f"interviews/{there.study_id}/book")
    at, later = (f"{there.hours()[n].astimezone(UTC):%Y-%m-%dT%H:%MZ}" for n in (8, 30))
    assert "Anna Keller" in text(browser.get(page))
    for wrong in ({}, {"candidate": there.candidate_id}, {"at": at}, {"candidate": there.candidate_id, "at": "x"}):
        assert browser.post(page, wrong).status_code == 422
    sent = browser.post(page, {"candidate": there.candidate_id, "at": at})
    assert sent.status_code == 303
    made = Interview._base_manager.get()
    record = text(browser.get(sent["Location"]))
    assert "Interview with Anna Keller" in record
    assert "Europe/Berlin" in record
    move = browser.path(f"interviews/booked/{made.pk}/move")
    assert "Now it is on" in text(browser.get(move))
    assert browser.post(move, {"at": "x"}).status_code == 422
    assert browser.post(move, {"at": later}).status_code == 303
    assert browser.post(browser.path(f"interviews/booked/{made.pk}/held")).status_code == 422
    assert browser.post(browser.path(f"interviews/booked/{made.pk}/call-off")).status_code == 303
    assert "called off" in text(browser.get(sent["Location"]))
    assert "Nobody to book for" not in text(browser.get(page))


def test_held_and_missed(there: Ready, browser: SignedIn) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    begun(made)
    record = browser.path(f"n/{made.pk}")
    assert "It was held" in text(browser.get(record))
    browser.post(browser.path(f"interviews/booked/{made.pk}/missed"))
    assert "no-show" in text(browser.get(record))
    browser.post(browser.path(f"interviews/booked/{made.pk}/held"))
    assert Candidate._base_manager.get().state == "done"


def test_the_study_says_who_interviews(there: Ready, browser: SignedIn) -> None:
    page = browser.path(f"interviews/{there.study_id}/hours")
    assert browser.post(page, {"minutes": "30", "interviewer": [there.access.user_id]}).status_code == 303
    assert "30 minutes with" in text(browser.get(browser.path(f"n/{there.study_id}")))
    for wrong in ({"minutes": ""}, {"minutes": "5"}, {"minutes": "x"}):
        assert browser.post(page, wrong).status_code == 422
    assert browser.post(page, {"minutes": "30"}).status_code == 303
    assert "No hour can be booked yet" in text(browser.get(browser.path(f"n/{there.study_id}")))


def test_the_week_in_ones_own_zone(there: Ready, browser: SignedIn, editor: Access) -> None:
    at = there.hours()[8]
    book(there.access, candidate_id=there.candidate_id, starts_at=at)
    week = {"week": at.date().isoformat()}
    page = browser.path("interviews/schedule")
    assert text(browser.get(page, week)).count("Anna Keller") == 2  # in the grid and in the list
    assert "Anna Keller" in text(browser.get(page, {**week, "who": "mine"}))
    bob = SignedIn(editor)
    assert "Anna Keller" not in text(bob.get(page, {**week, "who": "mine"}))
    for odd in ("x", "0001-01-01", "9999-12-31", "2026-13-01"):
        assert browser.get(page, {"week": odd}).status_code == 200


def test_today_names_an_interview_that_is_soon(there: Ready, editor: Access) -> None:
    made = book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[0])
    soon = timezone.now() + timedelta(minutes=40)
    Interview._base_manager.filter(pk=made.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=1))
    (line,) = waiting(there.access)
    assert (line.title, line.url) == ("Interview with Anna Keller", f"/w/{there.access.slug}/n/{made.pk}")
    assert line.when.startswith("in 40 min, at ")
    assert waiting(editor) == ()
    begun(made)
    assert waiting(there.access)[0].when.startswith("since ")
    far = timezone.now() + timedelta(hours=13)
    Interview._base_manager.filter(pk=made.pk).update(starts_at=far, ends_at=far + timedelta(hours=1))
    assert waiting(there.access) == ()
