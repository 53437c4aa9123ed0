"""What customers said for a roadmap item and against it: on its page, and on the page of a guest who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import PublicPage, whole
from clew.ground.evidence.api import CONTRADICTS, SUPPORTS, SaidPage
from clew.ground.guests.api import Guest, enter_by_guest_link
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import kind
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.kinds import ITEM, PLAN_VIEW
from clew.rooms.roadmap.queries.item_words import ShownItem, item_in_view, item_words
from clew.rooms.roadmap.queries.plan import planned_item
from clew.rooms.roadmap.queries.views import plan_view

PAGE, MOST_PAGES = 10, 1_000
SIDES = (("for", SUPPORTS, "For"), ("against", CONTRADICTS, "Against"))


@dataclass(frozen=True, slots=True)
class WordsOnSide:
    """`name` is the parameter that turns its pages. `back`, `more`: addresses of the pages around; empty where there is none."""

    name: str
    title: str
    found: SaidPage
    page: int
    back: str
    more: str


def sides(access: Access, item_id: int, asked: Mapping[str, Any], *, is_outside: bool) -> list[WordsOnSide]:
    """Each side has its own pages, and stays where it is while the other is turned."""
    at = {name: whole(asked.get(name), high=MOST_PAGES) for name, *_ in SIDES}
    return [_side(access, item_id, at, one, is_outside) for one in SIDES]


def _side(
    access: Access, item_id: int, at: Mapping[str, int], one: tuple[str, str, str], is_outside: bool
) -> WordsOnSide:
    name, stance, title = one
    page = at[name]
    found = item_words(
        access, item_id, stance=stance, limit=PAGE, offset=(page - 1) * PAGE, is_outside=is_outside
    )  # fmt: skip

    def turned(to: int) -> str:
        return f"?{urlencode({**at, name: to})}#words-{name}"

    return WordsOnSide(
        name, title, found, page, turned(page - 1) if page > 1 else "", turned(page + 1) if found.total > page * PAGE else ""
    )  # fmt: skip


def item_for_guests(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """An item that the link shows, with the words of both sides; asked anew each time, for the link may be over."""
    guest = enter_by_guest_link(secret)
    found = _shown(guest, pk)
    shown = {
        "record": guest.record, "kind": kind(ITEM), "until": guest.until, "heading": found.row.title,
        "part": "roadmap/plan/guest.html", "item": found, "words": sides(guest.access, pk, request.GET, is_outside=True),
        "plan": guest.record if guest.record.kind == PLAN_VIEW else None, "secret": secret,
    }  # fmt: skip
    return render(request, "guests/record.html", shown)


def _shown(guest: Guest, pk: int) -> ShownItem:
    if guest.record.kind == PLAN_VIEW:
        return item_in_view(guest.access, plan_view(guest.access, guest.record.id), pk)
    if guest.record.kind != ITEM or guest.record.id != pk:
        raise NotFound("This link does not show that.")
    found = planned_item(guest.access, pk)
    return ShownItem(found.row, found.detail)


PUBLIC = [PublicPage("guest/<str:secret>/items/<int:pk>", "guest_item", item_for_guests)]
