"""Mails about bookings: what calendars ask of them, one of each, none about what is called off, and again when the server was away."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail
from django.utils import timezone

from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.bookings import book, call_off, move_booking
from clew.rooms.interviews.calendar import Entry, Guest, calendar_file
from clew.rooms.interviews.models import Candidate, Interview, Notice
from clew.rooms.interviews.notices import send_due
from clew.rooms.interviews.queries.invited import enter_by_invitation
from clew.rooms.interviews.tests.ready import Ready, ready

HOME = "https://clew.example.org"


@pytest.fixture
def there(access: Access, settings: Any) -> Ready:
    settings.HOME_URL = HOME
    settings.DEFAULT_FROM_EMAIL = "Clew <clew@example.org>"
    return ready(access)


@pytest.fixture
def made(there: Ready) -> Interview:
    return book(there.access, candidate_id=there.candidate_id, starts_at=there.hours()[60], zone="America/New_York")


def sent() -> list[EmailMessage]:
    """What was sent since one looked last, read as a mail program reads it."""
    found = [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(found, key=lambda one: str(one["To"]))


def event(message: EmailMessage) -> tuple[str, Any]:
    """The method and the one event of the calendar part."""
    part = next(one for one in message.walk() if one.get_content_type() == "text/calendar")
    made = icalendar.Calendar.from_ical(part.get_content())
    (found,) = made.walk("VEVENT")
    return str(made["METHOD"]), found


def hours_before(made: Interview, hours: float) -> datetime:
    assert made.starts_at
    return made.starts_at - timedelta(hours=hours)


def test_both_are_told_with_a_calendar_entry(made: Interview) -> None:
    assert send_due() == 2
    alice, anna = sent()
    assert (alice["To"], anna["To"]) == ("alice@example.org", "anna@bakery.example")
    assert (alice["Reply-To"], anna["Reply-To"]) == ("anna@bakery.example", "alice@example.org")
    assert anna["Message-ID"] != alice["Message-ID"]
    for one, name in ((alice, "Anna Keller"), (anna, "Alice")):
        assert [part.get_content_type() for part in one.walk()] == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics",
        ]  # fmt: skip
        method, entry = event(one)
        part = next(p for p in one.walk() if p.get_content_type() == "text/calendar")
        assert (method, part.get_param("method"), part.get_content_charset()) == ("REQUEST", "REQUEST", "utf-8")
        assert (entry["SUMMARY"], entry["SEQUENCE"], entry["STATUS"]) == (f"Interview with {name}", 0, "CONFIRMED")
        assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (made.starts_at, made.ends_at)
        assert entry["ORGANIZER"] == "mailto:clew@example.org"  # the mailbox that sends, never one of those asked
        assert {str(to) for to in entry["ATTENDEE"]} == {"mailto:alice@example.org", "mailto:anna@bakery.example"}
        (file,) = one.iter_attachments()
        assert (file.get_filename(), file.get_payload(decode=True)) == (
            "interview.ics",
            part.get_content().replace("\n", "\r\n").encode(),
        )
    assert event(alice)[1]["UID"] == event(anna)[1]["UID"]
    assert not {"anna", "keller", "alice"} & set(str(event(anna)[1]["UID"]).lower().replace("@", ".").split("."))


def test_each_reads_hours_of_their_own_zone(made: Interview) -> None:
    send_due()
    alice, anna = sent()
    assert made.starts_at
    for one, zone in ((alice, "Europe/Berlin"), (anna, "America/New_York")):
        body = one.get_body(("plain",))
        assert body
        text = body.get_content()
        assert zone in text
        assert f"{made.starts_at.astimezone(ZoneInfo(zone)):from %H:%M}" in text
        assert "Where: https://meet.example/alice" in text


def test_the_participants_mail_holds_a_link_and_no_study(there: Ready, made: Interview) -> None:
    send_due()
    alice, anna = sent()
    body = anna.get_body(("plain",))
    assert body
    link = next(word for word in body.get_content().split() if word.startswith(f"{HOME}/asked/"))
    assert enter_by_invitation(link.split("/")[4]).candidate_id == there.candidate_id
    assert "Counting" not in anna.as_string()
    assert f"{HOME}/w/{there.access.slug}/n/{made.pk}" in alice.as_string()


def test_each_is_sent_once(made: Interview) -> None:
    assert [send_due(), send_due(), send_due(timezone.now() + timedelta(minutes=5))] == [2, 0, 0]


def test_a_reminder_a_day_and_an_hour_before(made: Interview) -> None:
    send_due()
    mail.outbox.clear()
    assert send_due(hours_before(made, 24.1)) == 0
    assert send_due(hours_before(made, 23.9)) == 2
    assert send_due(hours_before(made, 23.8)) == 0
    assert {one["Subject"].split(":")[0] for one in sent()} == {"Reminder"}
    assert send_due(hours_before(made, 0.9)) == 2
    assert {one["Subject"].split(":")[0] for one in sent()} == {"Soon"}
    assert [send_due(hours_before(made, rest)) for rest in (0.8, 0, -1)] == [0, 0, 0]


def test_no_reminder_of_a_day_for_what_is_booked_later(there: Ready) -> None:
    soon = there.hours()[2]
    book(there.access, candidate_id=there.candidate_id, starts_at=soon)
    assert set(Notice._base_manager.values_list("kind", flat=True)) == {"request", "hour"}


def test_who_was_asleep_sends_the_later_reminder_alone(made: Interview) -> None:
    send_due()
    mail.outbox.clear()
    assert send_due(hours_before(made, 0.5)) == 2
    assert {one["Subject"].split(":")[0] for one in sent()} == {"Soon"}
    assert not Notice._base_manager.filter(kind="day").exists()


def test_none_after_the_hour_has_begun(made: Interview) -> None:
    assert send_due(hours_before(made, -0.1)) == 0
    assert Notice._base_manager.count() == 0


def test_moving_raises_the_version_and_reminds_of_the_new_hour(there: Ready, made: Interview) -> None:
    send_due()
    uid = event(sent()[0])[1]["UID"]
    old = hours_before(made, 0)
    later = there.hours()[200]
    moved = move_booking(there.access, interview_id=made.pk, starts_at=later)
    assert send_due() == 2
    for one in sent():
        method, entry = event(one)
        assert (method, entry["UID"], entry["SEQUENCE"], entry.decoded("DTSTART")) == ("REQUEST", uid, 1, later)
        assert one["Subject"].startswith("Moved")
    assert send_due(old - timedelta(hours=1)) == 0
    assert send_due(hours_before(moved, 24)) == 2


def test_calling_off_takes_the_entry_back_and_ends_reminders(there: Ready, made: Interview) -> None:
    send_due()
    uid = event(sent()[0])[1]["UID"]
    call_off(there.access, interview_id=made.pk)
    assert send_due() == 2
    for one in sent():
        method, entry = event(one)
        assert (method, entry["UID"], entry["SEQUENCE"], entry["STATUS"]) == ("CANCEL", uid, 1, "CANCELLED")
        assert entry.decoded("DTSTART") == made.starts_at
        assert 'method="CANCEL"' in one.as_string() or "method=CANCEL" in one.as_string()
    assert [send_due(hours_before(made, rest)) for rest in (24, 1)] == [0, 0]


def test_an_archived_interview_is_not_reminded_of(there: Ready, made: Interview) -> None:
    send_due()
    archive(there.access, node_ids=[made.pk])
    assert send_due(hours_before(made, 23)) == 0


def test_who_has_no_address_is_told_by_nobody(there: Ready) -> None:
    ben = there.another("Ben")
    book(there.access, candidate_id=ben, starts_at=there.hours()[60])
    assert send_due() == 1
    (alone,) = sent()
    assert [str(to) for to in [event(alone)[1]["ATTENDEE"]]] == ["mailto:alice@example.org"]
    assert alone["Reply-To"] is None


def test_a_mail_server_that_is_away_is_asked_again(
    made: Interview, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "clew.rooms.interviews.tests.test_notices.Away"
    now = timezone.now()
    assert [send_due(now), send_due(now)] == [0, 0]
    assert set(Notice._base_manager.filter(kind="request").values_list("tries", flat=True)) == {1}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(now + timedelta(seconds=50)) == 0
    assert send_due(now + timedelta(minutes=2)) == 2


class Away:
    def __init__(self, **_: Any) -> None: ...

    def send_messages(self, _: Any) -> int:
        raise ConnectionRefusedError


def test_names_cannot_write_headers_or_entries(there: Ready) -> None:
    evil = 'Eve\r\nBcc: all@example.org\nEND:VEVENT "x"; y, z\\n'
    pk = there.another(evil, "eve@example.org")
    book(there.access, candidate_id=pk, starts_at=there.hours()[60])
    send_due()
    alice, eve = sent()
    assert (alice["Bcc"], eve["Bcc"]) == (None, None)
    assert "\n" not in alice["Subject"]
    method, entry = event(eve)
    assert method == "REQUEST"
    assert len(entry["ATTENDEE"]) == 2
    name = Candidate._base_manager.select_related("person__node").get(pk=pk).person.node.title
    assert event(alice)[1]["SUMMARY"] == f"Interview with {name}"


def test_lines_are_folded_and_signs_escaped() -> None:
    at = timezone.now().replace(microsecond=0)
    words = "Müller, Özge; back\\slash\nnew line 🎙️ " + "ü" * 100
    entry = Entry("uid", 3, at, at + timedelta(hours=1), at, words, about=words, place=words)
    raw = calendar_file("REQUEST", [entry], sender="Clew <clew@example.org>", guests=[Guest(words, "a@example.org")])
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no sign is torn apart
    flat = raw.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Müller\\, Özge\\; back\\\\slash\\nnew line" in flat
    (back,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert (back["SUMMARY"], back["LOCATION"]) == (words, words)
    assert flat.count("BEGIN:VEVENT") == 1
