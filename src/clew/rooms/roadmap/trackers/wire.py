"""One question to a tracker by its own interface, and what its refusal means for whoever connected it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from clew.ground.hooks.api import Answered, ask
from clew.ground.ledger.api import plain_json
from clew.rooms.roadmap.trackers.issues import TrackerError, clean
from clew.rooms.roadmap.trackers.json_issues import parsed
from clew.rooms.roadmap.trackers.remote import Trouble

MOST_BYTES = 30_000_000
LONGEST_WAIT = timedelta(days=1)
LATER = "It is tried again by itself."


@dataclass(frozen=True, slots=True)
class Said:
    """`body`: None where nothing is new, or nothing was said."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wire:
    """`headers` hold the token: they go to this address and nowhere else. `inside`: see `hooks.ask`."""

    base: str
    headers: Mapping[str, str] = field(repr=False)
    inside: Collection[str] = ()

    def ask(self, method: str, path: str, body: Any = None, *, also: Mapping[str, str] | None = None) -> Said:
        """Raises `Trouble` for everything that is not done."""
        told = "" if body is None else plain_json.dumps(body)
        _let_go_of_the_database()
        answered = ask(
            method, self.base + path, told, {**self.headers, **(also or {})}, most=MOST_BYTES, inside=self.inside
        )
        if answered.status == 304:
            return Said(304, None, answered.headers)
        if not answered.arrived:
            raise trouble_of(answered)
        if answered.is_cut:
            raise Trouble("Its answer broke off, or was larger than is read.", LATER)
        try:
            found = parsed(answered.text) if answered.text.strip() else None
        except TrackerError as error:
            raise Trouble("Its answer is no JSON.", "Look whether the address is that of its interface.") from error
        return Said(answered.status or 0, found, answered.headers)


def _let_go_of_the_database() -> None:
    """None of its few connections is held while somebody far away takes their time."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()


def trouble_of(answered: Answered) -> Trouble:
    status = answered.status
    if status is None:
        return Trouble(answered.error or "No answer.", LATER)
    again_at = _again_at(answered, datetime.now(UTC))
    if status == 429 or (status == 403 and again_at is not None):
        when = again_at or datetime.now(UTC) + timedelta(minutes=5)
        return Trouble("It is asked too often.", "It goes on by itself.", status=status, again_at=when)
    if status == 401:
        return Trouble("It does not take the token (401).", "Make a new token there and type it in here.", status=401)
    if status in (403, 404, 410):
        return Trouble(
            f"It does not show this, or the token may not do it ({status}).",
            "Look at the name of the project, and at what the token may do.",
            status=status,
        )
    if 300 <= status < 400:
        return Trouble(
            f"It has moved ({status}).", "Remove the connection, and add it with the new address.", status=status
        )
    if status in (400, 409, 422):
        return Trouble(
            f"It refused ({status}): {_why(answered)}", "Look there at what it asks for.", status=status, of_one=True
        )
    return Trouble(f"It failed ({status}).", LATER, status=status)


def _again_at(answered: Answered, now: datetime) -> datetime | None:
    """When it may be asked again: after so many seconds, or at a moment where nothing is left; never in more than a day."""
    after = answered.headers.get("retry-after", "")
    if after.isdecimal() and len(after) < 9:
        return now + min(timedelta(seconds=int(after)), LONGEST_WAIT)
    moment = answered.headers.get("x-ratelimit-reset", "")
    if answered.headers.get("x-ratelimit-remaining") == "0" and moment.isdecimal() and len(moment) < 12:
        try:
            return max(now, min(datetime.fromtimestamp(int(moment), UTC), now + LONGEST_WAIT))
        except (ValueError, OverflowError, OSError):
            return None
    return None


def _why(answered: Answered) -> str:
    """In its own words, as far as they are words."""
    try:
        found = parsed(answered.text)
    except TrackerError:
        return "no reason given"
    told = [found.get("message")] if isinstance(found, dict) else []
    if isinstance(found, dict):
        errors = found.get("errors")
        told += found["errorMessages"] if isinstance(found.get("errorMessages"), list) else []
        told += list(errors.values()) if isinstance(errors, dict) else []
    words = " ".join(clean(one) for one in told[:5] if isinstance(one, str))
    return " ".join(words.split())[:200] or "no reason given"
