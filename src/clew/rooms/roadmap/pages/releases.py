"""Releases: what is prepared, and the changelog of what went out."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, shown_to_guests, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Access, Role
from clew.rooms.roadmap.actions import releases as acts
from clew.rooms.roadmap.kinds import RELEASE
from clew.rooms.roadmap.pages.plan import AUDIENCES
from clew.rooms.roadmap.queries import releases as queries
from clew.rooms.roadmap.queries.parts import release_ideas

PAGE = 20


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=200)
    audience = request.GET.get("audience") if request.GET.get("audience") in dict(AUDIENCES) else "team"
    rows = queries.releases(request.access, audience=audience or "team", limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "audience": audience, "audiences": AUDIENCES}
    return render(request, "roadmap/releases/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    return render(request, "roadmap/releases/new.html", {"audiences": AUDIENCES})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    title = typed.words(request.POST, "title", most=300)
    made = acts.add_release(request.access, title=title, **_written(request.POST))
    return done(request, "Release prepared.", url(request, "record", node_id=made.pk), undo=True)


def write(request: WorkRequest, pk: int) -> HttpResponse:
    acts.write_release(request.access, release_id=pk, **_written(request.POST))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def ship(request: WorkRequest, pk: int) -> HttpResponse:
    item = typed.whole_number(request.POST, "item")
    if item is None:
        raise Refused("No item was chosen.", field="item", remedy="Choose one of the list.")
    acts.ship(request.access, release_id=pk, item_id=item)
    return done(request, "Put into the release.", url(request, "record", node_id=pk), undo=True)


def unship(request: WorkRequest, pk: int) -> HttpResponse:
    acts.unship(request.access, release_id=pk, item_id=typed.whole_number(request.POST, "item") or 0)
    return done(request, "Taken out.", url(request, "record", node_id=pk), undo=True)


def release(request: WorkRequest, pk: int) -> HttpResponse:
    acts.release(request.access, release_id=pk, released_on=typed.needed_day(request.POST, "released_on"))
    return done(request, "Released.", url(request, "record", node_id=pk), undo=True)


@body(RELEASE)
def release_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    found = queries.one_release(request.access, node.id)
    shown = {"release": found, "kept_back": queries.kept_back(request.access, found), "today": timezone.localdate()}
    in_part = [one for one in release_ideas(request.access, node.id) if one.parts > 1]
    return "roadmap/releases/body.html", {**shown, "audiences": AUDIENCES, "in_part": in_part}


@shown_to_guests(RELEASE)
def for_guests(access: Access, card: Card, on: date) -> tuple[str, dict[str, Any]]:
    return "roadmap/releases/guest.html", {"release": queries.one_release(access, card.id, is_outside=True)}


def _written(data: Any) -> dict[str, Any]:
    return {
        "version": typed.words(data, "version", most=acts.VERSION_LIMIT),
        "notes": typed.words(data, "notes", most=acts.NOTES_LIMIT),
        "audience": typed.words(data, "audience", most=20) or "team",
    }


ROUTES = [
    Route("roadmap/releases", "releases", index, get=Role.VIEWER),
    Route("roadmap/releases/new", "release_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/releases/<int:pk>/write", "release_write", write, post=Role.EDITOR, again=record_again),
    Route("roadmap/releases/<int:pk>/ship", "release_ship", ship, post=Role.EDITOR, again=record_again),
    Route("roadmap/releases/<int:pk>/unship", "release_unship", unship, post=Role.EDITOR, again=record_again),
    Route("roadmap/releases/<int:pk>/out", "release_out", release, post=Role.EDITOR, again=record_again),
]
