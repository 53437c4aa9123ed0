"""The page that a personal link opens: hours by day, confirmed, moved and called off, without script and account."""

import re
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clew import front
from clew.ground.thread.api import archive, restore
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.bookings import book
from clew.rooms.interviews.models import Candidate, Interview
from clew.rooms.interviews.tests.ready import Ready, ready

MOST_BYTES = 60_000
DIST = Path(front.__file__).parent / "static" / "dist"


@pytest.fixture
def there(access: Access) -> Ready:
    return ready(access)


@pytest.fixture
def page(there: Ready) -> str:
    return f"/asked/{there.secret()}/book"


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def value(there: Ready, number: int) -> str:
    return f"{there.hours()[number].astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def send(page: str, act: str, at: str = "", zone: str = "Asia/Kathmandu") -> Any:
    return Client().post(page, {"act": act, "at": at, "zone": zone})


def test_hours_are_shown_by_day_in_the_chosen_zone(there: Ready, page: str) -> None:
    first = there.hours()[0]
    for zone in ("Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York"):
        shown = text(Client().get(page, {"zone": zone}))
        wall = first.astimezone(ZoneInfo(zone))
        assert f"{wall:%A}, {wall.day} {wall:%B}" in shown
        assert f">{wall:%H:%M}</a>" in shown
        assert f"<option selected>{zone}" in shown
    assert "data-guess-zone" not in shown
    assert "data-guess-zone" in text(Client().get(page))
    assert "data-guess-zone" in text(Client().get(page, {"zone": "Mars/Base"}))


def test_the_whole_way(there: Ready, page: str) -> None:
    first, second = value(there, 10), value(there, 20)
    confirm = text(Client().get(page, {"at": first, "zone": "Asia/Kathmandu"}))
    assert "Book this hour?" in confirm
    assert f'name="at" value="{first}"' in confirm
    response = send(page, "book", first)
    assert (response.status_code, response["Location"]) == (303, f"{page}?zone=Asia/Kathmandu")
    booked = text(Client().get(page))
    assert "Your interview is booked" in booked
    assert "Asia/Kathmandu" in booked  # the zone that was booked in
    assert "Counting" not in booked  # what the study is after is not told
    assert "Choose another hour" in text(Client().get(page, {"move": 1}))
    assert "Move the interview here?" in text(Client().get(page, {"move": "1", "at": second}))
    assert send(page, "move", second).status_code == 303
    assert "Call this interview off?" in text(Client().get(page, {"off": 1}))
    after = Client().post(page, {"act": "call off", "zone": "UTC"}, follow=True)
    assert "Called off" in text(after)
    assert Candidate._base_manager.get().state == "accepted"
    assert Interview._base_manager.get().node.state == "called off"


def test_an_hour_that_was_just_taken_is_told_with_the_next(there: Ready, page: str) -> None:
    at = there.hours()[10]
    taken = value(there, 10)
    book(there.access, candidate_id=there.another("Ben"), starts_at=at)
    refused = text(send(page, "book", taken), 422)
    assert "That hour is not free" in refused
    wall = (at + timedelta(minutes=90)).astimezone(ZoneInfo("Asia/Kathmandu"))
    assert f"{wall:%H:%M}; " in refused
    assert "not free any more" in text(Client().get(page, {"at": taken}))
    own = value(there, 0)
    send(page, "book", own)
    assert "That hour is not free" in text(send(page, "move", taken), 422)
    assert Interview._base_manager.filter(starts_at=at).count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "book", "at": "tomorrow"}, "No hour was chosen"),
        ({"act": "book", "at": "9999-99-99T99:99Z"}, "No hour was chosen"),
        ({"act": "book", "at": ""}, "No hour was chosen"),
        ({"act": "book", "at": "2020-01-01T09:00Z"}, "not free"),
        ({"act": "book", "at": "2020-01-01T09:00Z", "zone": "<b>"}, "no such time zone"),
        ({"act": "book", "at": "x", "zone": "x" * 99}, "longer than 64"),
        ({"act": "dance"}, "not understood"),
        ({}, "not understood"),
    ],
)
def test_bad_input_is_told_and_books_nothing(page: str, sent: dict[str, str], said: str) -> None:
    shown = text(Client().post(page, sent), 422)
    assert said in shown
    assert "<b>" not in shown
    assert Interview._base_manager.count() == 0


def test_nothing_to_call_off_or_move(there: Ready, page: str) -> None:
    for act in ("call off", "move"):
        assert Client().post(page, {"act": act, "at": value(there, 0)}).status_code == 404
    assert Client().get(f"{page}.ics").status_code == 404


@pytest.mark.parametrize("state", ["found", "queued", "rejected", "declined", "done"])
def test_who_may_not_book_is_told_so(there: Ready, page: str, state: str) -> None:
    Candidate._base_manager.update(state=state)
    shown = text(Client().get(page))
    assert "No hour can be booked now" in shown
    assert state not in shown  # how one was judged is not told
    assert text(send(page, "book", value(there, 0)), 422)
    assert Interview._base_manager.count() == 0


def test_what_was_archived_is_told_as_off(there: Ready, page: str) -> None:
    send(page, "book", value(there, 10))
    made = Interview._base_manager.get()
    archive(there.access, node_ids=[made.pk])
    for asked in ({}, {"move": "1"}, {"off": "1"}):
        shown = text(Client().get(page, asked))
        assert "This interview is no longer taking place" in shown
        assert there.hours()[10].astimezone(ZoneInfo("Asia/Kathmandu")).strftime("%H:%M to") in shown
        assert "Call it off" not in shown
        assert "Choose another hour" not in shown
    for act in ("call off", "move"):
        assert "no longer taking place" in text(send(page, act, value(there, 20)), 422)
    assert Client().get(f"{page}.ics").status_code == 404
    its = page.removesuffix("/book")
    assert "is no longer taking place" in text(Client().get(its))
    restore(there.access, node_ids=[made.pk])
    assert "Your interview is booked" in text(Client().get(page))
    assert "We look forward to talking with you" in text(Client().get(its))


def test_the_calendar_file(there: Ready, page: str) -> None:
    send(page, "book", value(there, 10))
    response = Client().get(f"{page}.ics")
    assert response["Content-Type"].startswith("text/calendar")
    made = icalendar.Calendar.from_ical(response.content)
    (event,) = made.walk("VEVENT")
    assert (made["METHOD"], event["SUMMARY"]) == ("PUBLISH", "Interview with Alice")
    assert event.decoded("DTSTART") == Interview._base_manager.get().starts_at
    assert page in str(event["DESCRIPTION"])


def test_what_a_phone_fetches_is_small(there: Ready, page: str) -> None:
    """Even when every half hour of day and night is free; counted as it is sent."""
    parts = sum((DIST / f"{name}.gz").stat().st_size for name in ("app.css", "icons.svg", "zone.js"))
    queries: list[dict[str, str]] = [{}, {"at": value(there, 3)}]
    for query in queries:
        response = Client(headers={"accept-encoding": "gzip"}).get(page, query)
        assert len(response.content) + parts < MOST_BYTES / 2
        assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "no-store")


def test_the_link_is_not_in_the_log(page: str, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"public_link": "1/m/ip"}
    assert [Client().get(path).status_code for path in (page, page, f"{page}.ics")] == [200, 429, 429]
    said = [record.getMessage() for record in caplog.records]
    assert said == ["Too Many Requests: /asked/…/book", "Too Many Requests: /asked/…/book.ics"]


def test_a_number_of_questions_that_does_not_grow(there: Ready, page: str) -> None:
    client = Client()

    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            client.get(page)
        return len(context)

    asked()
    before = asked()
    for number in range(4):
        book(there.access, candidate_id=there.another(f"P {number}"), starts_at=there.hours()[number * 4])
    assert asked() == before
