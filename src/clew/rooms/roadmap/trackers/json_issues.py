"""What the JSON files of trackers have in common."""

import json
from collections.abc import Mapping
from typing import Any

from clew.rooms.roadmap.trackers.issues import TrackerError, clean


def parsed(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise TrackerError("This is no JSON.", "Export it again as JSON.") from error


def list_in(found: Any, name: str) -> list[Mapping[str, Any]]:
    """The list itself, or under that name."""
    rows = found.get(name) if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise TrackerError(f"There is no list of {name} in this file.", "Export it again, whole.")
    for at, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise TrackerError("this is no object.", "Export it again, whole.", row=at)
    return rows


def word(value: Any) -> str:
    return clean(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def as_raw(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return (("", clean(json.dumps(row, ensure_ascii=False))),)
