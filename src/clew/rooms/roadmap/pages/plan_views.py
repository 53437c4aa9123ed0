"""The plan shown to others: views by an audience, files, baselines."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from clew.ground.doors.api import (
    PublicPage,
    Route,
    WorkRequest,
    body,
    done,
    record_again,
    sent,
    shown_to_guests,
    typed,
    url,
)
from clew.ground.guests.api import enter_by_guest_link
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Access, Role
from clew.rooms.roadmap.actions import views as acts
from clew.rooms.roadmap.kinds import PLAN_VIEW
from clew.rooms.roadmap.models import Item, PlanView
from clew.rooms.roadmap.pages.arranging import arranged, asked_of
from clew.rooms.roadmap.queries.outgoing import FORMATS, download_plan, view_file
from clew.rooms.roadmap.queries.plan import teams
from clew.rooms.roadmap.queries.views import items_seen, plan_view

LABELS = tuple((name, format.label) for name, format in FORMATS.items())


def new(request: WorkRequest) -> HttpResponse:
    """Empty, or with what was chosen when it was refused."""
    chosen = {"view": _told(request.POST)} if request.method == "POST" else {}
    return render(request, "roadmap/plan/view_new.html", _choices(request.access) | chosen)


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = acts.add_plan_view(request.access, title=typed.words(request.POST, "title", most=300), **_told(request.POST))
    return done(request, "Made. Share it from its menu.", url(request, "record", node_id=made.pk), undo=True)


def change(request: WorkRequest, pk: int) -> HttpResponse:
    acts.change_plan_view(request.access, view_id=pk, **_told(request.POST))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def take_baseline(request: WorkRequest) -> HttpResponse:
    made = acts.take_baseline(request.access, name=typed.words(request.POST, "name", most=acts.NAME_LIMIT))
    return done(request, f"“{made.name}” is kept.", f"{url(request, 'plan')}?baseline={made.pk}", undo=True)


def file(request: WorkRequest, format: str) -> HttpResponseBase:
    """The plan as it is asked for on its page."""
    asked = asked_of(request.GET)
    found = download_plan(
        request.access, format=format, audience=asked.audience, team=asked.team, lanes=asked.lanes, since=asked.since,
        baseline_id=asked.baseline,
    )  # fmt: skip
    return sent(request, found)


def view_of(request: WorkRequest, pk: int, format: str) -> HttpResponseBase:
    return sent(request, view_file(request.access, plan_view(request.access, pk), format))


@body(PLAN_VIEW, menu="roadmap/plan/view_menu.html")
def view_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    view = plan_view(request.access, node.id)
    rows = items_seen(request.access, view)
    shown = {"view": view, "formats": LABELS, "links": True, **_choices(request.access)}
    return "roadmap/plan/view_body.html", shown | arranged(rows, view.arrangement)


@shown_to_guests(PLAN_VIEW)
def for_guests(access: Access, card: Card, on: date) -> tuple[str, dict[str, Any]]:
    view = plan_view(access, card.id)
    return "roadmap/plan/view_guest.html", {
        "view": view,
        "formats": LABELS,
        "opens_items": view.shows_words,
        **arranged(items_seen(access, view), view.arrangement),
    }


def file_for_guests(request: HttpRequest, secret: str, format: str) -> HttpResponseBase:
    """Asked anew each time: the link may be over."""
    guest = enter_by_guest_link(secret)
    if guest.record.kind != PLAN_VIEW:
        raise NotFound("This link shows no plan.")
    return sent(request, view_file(guest.access, plan_view(guest.access, guest.record.id), format))


def _choices(access: Access) -> dict[str, Any]:
    return {
        "audiences": tuple(Item.AUDIENCES),
        "arrangements": tuple(PlanView.ARRANGEMENTS),
        "teams": [("", "All teams"), *((name, name) for name in teams(access))],
    }


def _told(data: Any) -> dict[str, Any]:
    told = {name: typed.words(data, name, most=60) for name in ("audience", "arrangement", "team")}
    return {**told, "shows_words": data.get("shows_words") == "1"}


ROUTES = [
    Route("roadmap/plan/views/new", "plan_view_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/plan/views/<int:pk>/change", "plan_view_change", change, post=Role.EDITOR, again=record_again),
    Route("roadmap/plan/views/<int:pk>/file.<str:format>", "plan_view_file", view_of, get=Role.VIEWER),
    Route("roadmap/plan/baselines", "baseline_take", take_baseline, post=Role.EDITOR),
    Route("roadmap/plan/file.<str:format>", "plan_file", file, get=Role.VIEWER),
]
PUBLIC = [PublicPage("guest/<str:secret>/plan.<str:format>", "guest_plan_file", file_for_guests)]
