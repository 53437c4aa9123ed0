"""Calendar entries (RFC 5545, RFC 5546) and the mails that carry them, as pure functions.

Times stand in UTC, which every calendar shows in its owner's zone. The organizer is the mailbox that sends: Outlook and Google offer
no answer to somebody who is organizer of what they receive, and distrust one who is another than the sender.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True, slots=True)
class Guest:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`uid` stays for good; `sequence` is higher in each later version. `stamp`: when this version came to be."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    summary: str
    about: str = ""
    place: str = ""
    url: str = ""
    is_over: bool = False


def calendar_file(method: str, entries: Sequence[Entry], *, sender: str = "", guests: Sequence[Guest] = ()) -> bytes:
    """One calendar. `guests`: who is asked to come, and `sender` in whose name; a file that only tells has neither."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Clew//Interviews//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    for entry in entries:
        made.add_component(_event(entry, sender, guests))
    return bytes(made.to_ical())


def _event(entry: Entry, sender: str, guests: Sequence[Guest]) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.uid}@clew")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    for name, value in (("description", entry.about), ("location", entry.place), ("url", entry.url)):
        if value:
            event.add(name, value)
    event.add("status", "CANCELLED" if entry.is_over else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_over else "OPAQUE")
    if guests:
        event.add("organizer", _address(*parseaddr(sender)))
    for guest in guests:
        event.add("attendee", _attendee(guest))
    return event


def _address(name: str, address: str) -> Any:
    from icalendar import vCalAddress, vText

    made = vCalAddress(f"mailto:{address}")
    if name:
        made.params["CN"] = vText(_plain(name))
    return made


def _attendee(guest: Guest) -> Any:
    made = _address(guest.name, guest.address)
    params = made.params
    params["CUTYPE"], params["ROLE"], params["PARTSTAT"], params["RSVP"] = (
        "INDIVIDUAL",
        "REQ-PARTICIPANT",
        "NEEDS-ACTION",
        "TRUE",
    )
    return made


def _plain(name: str) -> str:
    """A parameter's value may hold no quotation mark and no control character, however it is written (RFC 5545, 3.2)."""
    return "".join(sign for sign in name.replace('"', "'") if sign.isprintable())
