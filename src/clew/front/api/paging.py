"""Lists a page at a time. A cursor says which record came last, so that what moved meanwhile is neither skipped nor repeated."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from clew.ground.ledger.api import Refused

MOST = 100
ROOM = 40  # how far a record may have moved between two pages and still be found
NAMES = ("id", "node_id", "source_id", "link_id")
FARTHEST = 1_000_000


class Asked(Schema):
    """What every list can be asked."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, Field(max_length=200, description="`next` of the page before")] = ""


def page(read: Callable[..., Any], asked: Asked, *, kept_in: str = "") -> dict[str, Any]:
    """`read` takes `limit` and `offset`. Answers with the items, the cursor of the next page, and what else the query knows."""
    place, last = _open(asked.cursor)
    start = max(0, place - ROOM) if last is not None else place
    found = read(limit=asked.limit + (place - start) + ROOM + 1, offset=start)
    items, more = _parts(found, kept_in)
    begin = _after(items, last, place - start)
    shown = items[begin : begin + asked.limit]
    is_over = begin + asked.limit >= len(items)
    following = "" if is_over or not shown else _close(start + begin + len(shown), _name(shown[-1]))
    return {"items": list(shown), "next": following or None, **more}


def _after(items: Sequence[Any], last: Any, expected: int) -> int:
    """Where the page begins: after the record seen last, wherever it is now; if it is gone, where it was."""
    if last is None:
        return expected
    places = [index for index, item in enumerate(items) if _name(item) == last]
    return min((index + 1 for index in places), key=lambda i: abs(i - expected), default=expected)


def _parts(found: Any, kept_in: str) -> tuple[Sequence[Any], dict[str, Any]]:
    """Some queries answer with a list, some with an object that holds one, and a total."""
    if not kept_in:
        return found, {}
    rest = {one.name: getattr(found, one.name) for one in fields(found) if one.name != kept_in}
    return getattr(found, kept_in), rest


def _name(item: Any) -> Any:
    return next((getattr(item, name) for name in NAMES if hasattr(item, name)), str(item)[:80])


def _close(place: int, last: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([place, last]).encode()).decode().rstrip("=")


def _open(cursor: str) -> tuple[int, Any]:
    if not cursor:
        return 0, None
    try:
        place, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(place, int) and 0 <= place <= FARTHEST and isinstance(last, int | str):
            return place, last
    except (ValueError, TypeError, binascii.Error):
        pass
    raise Refused("This cursor is none of ours.", field="cursor", remedy="Use `next` of the page before, as it was.")
