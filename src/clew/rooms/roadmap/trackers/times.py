"""From when on a tracker is asked what changed, so that nothing is passed over while it changes under one's hands."""

from datetime import UTC, datetime, timedelta
from typing import Any

AGAIN = timedelta(minutes=5)  # so much is asked for once more, and known again


def moment(value: Any) -> datetime | None:
    """As GitHub and Jira write it."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and len(value) < 40 else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None and at.year > 1990 else None


def next_cursor(since: str, page: int, last: datetime | None, *, more: bool) -> dict[str, Any]:
    """The next question begins at the last change that was seen, and not at the next page: what changes meanwhile moves to the end, and all
    behind it moves forward. Pages are turned only where more changed in one moment than a page holds."""
    if last is not None and (moved := written(last)) != since:
        return {"since": moved, "page": 1}
    return {"since": since, "page": page + 1 if more else 1}


def written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def minutes_since(since: str, now: datetime) -> int:
    """Rounded up, and some more: the tracker counts whole minutes, and its clock may be ahead of ours."""
    at = moment(since)
    passed = max(now - at, timedelta()) if at is not None else timedelta()
    return int((passed + AGAIN) / timedelta(minutes=1)) + 2


def is_later(last: str, since: str) -> bool:
    """By more than is asked for once again."""
    at, was = moment(last), moment(since)
    return at is not None and (was is None or at - was > AGAIN * 2)
