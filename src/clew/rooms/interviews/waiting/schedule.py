"""One's own interviews of the next hours."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from clew.ground.doors.api import Waiting
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.queries.bookings import schedule

SOON, MOST = timedelta(hours=12), 5


def interviews(access: Access) -> Iterator[Waiting]:
    """One's own interviews of the next hours, and the one that is going on."""
    now = timezone.now()
    rows = schedule(access, starts_at=now - timedelta(hours=1), ends_at=now + SOON, user_id=access.user_id or 0)
    for row in [one for one in rows if one.is_standing][:MOST]:
        clock = f"{row.starts_at.astimezone(ZoneInfo(row.its_zone)):%H:%M}"
        yield Waiting(
            row.title,
            reverse("record", kwargs={"slug": access.slug, "node_id": row.interview_id}),
            "mic",
            _when(row.starts_at - now, clock),
        )


def _when(ahead: timedelta, clock: str) -> str:
    minutes = round(ahead.total_seconds() / 60)
    if minutes <= 0:
        return f"since {clock}"
    return f"in {minutes} min, at {clock}" if minutes <= 90 else f"at {clock}"
