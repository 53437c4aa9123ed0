"""The roadmap's board and its other views, and the page of an item."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from clew.ground.doors.api import (
    Route,
    WorkRequest,
    body,
    done,
    in_json,
    number_of,
    record_again,
    shown_to_guests,
    typed,
    url,
    whole,
)
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Card, cards
from clew.ground.workspaces.api import Access, Role
from clew.rooms.roadmap.actions import plan as acts
from clew.rooms.roadmap.kinds import ITEM
from clew.rooms.roadmap.models import Item
from clew.rooms.roadmap.pages.arranging import ARRANGEMENTS, PAGE, arranged, asked_of, rows_of, with_the_rest
from clew.rooms.roadmap.pages.item_words import sides
from clew.rooms.roadmap.pages.plan_views import LABELS
from clew.rooms.roadmap.queries import plan as queries
from clew.rooms.roadmap.queries.finished import slip_of
from clew.rooms.roadmap.queries.views import plan_views
from clew.rooms.roadmap.timeline import LANES

AUDIENCES = tuple(Item.AUDIENCES)


def index(request: WorkRequest) -> HttpResponse:
    asked = asked_of(request.GET)
    page = whole(request.GET.get("page"), high=200)
    rows = rows_of(request.access, asked, page=page)
    named = queries.baselines(request.access)
    drawn, is_part = arranged(rows[:PAGE], asked.arrangement, lanes=asked.lanes), page > 1 or len(rows) > PAGE
    if drawn.get("is_board"):
        drawn["groups"] = with_the_rest(request.access, asked, drawn["groups"], page=page)
    shown = {
        **drawn,
        "page": page,
        "more": len(rows) > PAGE,
        "is_part": is_part,
        "asked": asked,
        "views": ARRANGEMENTS,
        "lane_choices": LANES,
        "audiences": AUDIENCES,
        "teams": [("", "All teams"), *((name, name) for name in queries.teams(request.access))],
        "baselines": [("", "What moved since"), *((str(one.id), one.name) for one in named)],
        "plan_views": plan_views(request.access),
        "formats": LABELS,
        "is_movable": asked.audience == queries.TEAM,
    }
    return render(request, "roadmap/plan/index.html", shown)


@in_json
def put(request: WorkRequest) -> dict[str, str]:
    """A card put into a horizon, by drag or by keys."""
    told = {name: typed.whole_number(request.POST, name) for name in ("card", "before")}
    horizon = typed.words(request.POST, "column", most=20)
    acts.place_item(request.access, item_id=told["card"] or 0, horizon=horizon, before=told["before"])
    answer = done(request, "Moved.", _back(request, told["card"]), undo=True)
    return {"to": answer["Location"]}


@in_json
def shift(request: WorkRequest) -> dict[str, str]:
    """A bar moved along the timeline by so many days."""
    pk, days = typed.whole_number(request.POST, "bar") or 0, typed.number(request.POST, "days") or 0
    acts.shift_item(request.access, item_id=pk, days=round(days))
    answer = done(request, "Moved.", _back(request, pk), undo=True)
    return {"to": answer["Location"]}


def _back(request: WorkRequest, pk: int | None) -> str:
    """The plan as it was asked for."""
    told = QueryDict(typed.words(request.POST, "asked", most=500))
    page = whole(told.get("page"), high=200)
    here = {"page": str(page)} if page > 1 else {}
    return f"{url(request, 'plan')}?{urlencode(asked_of(told).told() | here | {'at': str(pk or '')})}"


def new(request: WorkRequest) -> HttpResponse:
    asked = number_of(request.POST.get("idea") or request.GET.get("idea"))
    idea = cards(request.access, [asked]).get(asked) if asked else None
    return render(request, "roadmap/plan/new.html", {"idea": idea, "horizons": Item.HORIZONS, "audiences": AUDIENCES})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    idea = typed.whole_number(request.POST, "idea")
    made = acts.add_item(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        idea_ids=[idea] if idea else [],
        outcome_id=typed.whole_number(request.POST, "outcome"),
        **_described(request.POST),
        **_days(request.POST),
    )
    return done(request, "Planned.", url(request, "record", node_id=made.pk), undo=True)


def describe(request: WorkRequest, pk: int) -> HttpResponse:
    acts.describe_item(request.access, item_id=pk, **_described(request.POST))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def move(request: WorkRequest, pk: int) -> HttpResponse:
    why = typed.words(request.POST, "why", most=acts.WHY_LIMIT)
    acts.move_item(request.access, item_id=pk, why=why, **_days(request.POST))
    return done(request, "Moved.", url(request, "record", node_id=pk), undo=True)


def state(request: WorkRequest, pk: int) -> HttpResponse:
    acts.set_item_state(request.access, item_id=pk, state=typed.words(request.POST, "state", most=20))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def tie(request: WorkRequest, pk: int) -> HttpResponse:
    """An idea, an outcome or another item, by whichever field was filled."""
    found = {name: typed.whole_number(request.POST, name) for name in ("idea", "outcome", "other")}
    if found["idea"]:
        acts.deliver(request.access, item_id=pk, idea_id=found["idea"])
    elif found["outcome"]:
        acts.aim(request.access, item_id=pk, outcome_id=found["outcome"])
    elif found["other"]:
        acts.wait_for(request.access, item_id=pk, other_id=found["other"])
    else:
        raise Refused("Nothing was chosen.", field="idea", remedy="Choose one of a list.")
    return done(request, "Tied.", url(request, "record", node_id=pk), undo=True)


def untie(request: WorkRequest, pk: int) -> HttpResponse:
    acts.wait_no_longer(request.access, item_id=pk, other_id=typed.whole_number(request.POST, "other") or 0)
    return done(request, "It waits no longer.", url(request, "record", node_id=pk), undo=True)


@body(ITEM, menu="roadmap/plan/menu.html")
def item_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    found = queries.planned_item(request.access, node.id)
    return "roadmap/plan/body.html", {
        "item": found,
        "moves": queries.moves_of(request.access, node.id),
        "slipped": slip_of(request.access, node.id),
        "horizons": Item.HORIZONS,
        "audiences": AUDIENCES,
        "item_states": [(one, one.capitalize()) for one in acts.STATES],
        "words": sides(request.access, node.id, request.GET, is_outside=False),
    }


@shown_to_guests(ITEM)
def for_guests(access: Access, card: Card, on: date) -> tuple[str, dict[str, Any]]:
    """With the first page of the words on each side; the others have an address of their own."""
    found = queries.planned_item(access, card.id)
    words = sides(access, card.id, {}, is_outside=True)
    return "roadmap/plan/guest.html", {"item": found, "words": words, "turns_at": f"/items/{card.id}"}


def _described(data: Any) -> dict[str, Any]:
    return {
        "detail": typed.words(data, "detail", most=acts.DETAIL_LIMIT),
        "team": typed.words(data, "team", most=acts.TEAM_LIMIT),
        "audience": typed.words(data, "audience", most=20) or "team",
    }


def _days(data: Any) -> dict[str, Any]:
    days = {name: typed.day(data, name) for name in ("starts_on", "earliest", "latest")}
    return {"horizon": typed.words(data, "horizon", most=20) or "later", **days}


ROUTES = [
    Route("roadmap/plan", "plan", index, get=Role.VIEWER),
    Route("roadmap/plan/put", "item_put", put, post=Role.EDITOR),
    Route("roadmap/plan/shift", "item_shift", shift, post=Role.EDITOR),
    Route("roadmap/plan/new", "item_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/plan/<int:pk>/describe", "item_describe", describe, post=Role.EDITOR, again=record_again),
    Route("roadmap/plan/<int:pk>/move", "item_move", move, post=Role.EDITOR, again=record_again),
    Route("roadmap/plan/<int:pk>/state", "item_state", state, post=Role.EDITOR, again=record_again),
    Route("roadmap/plan/<int:pk>/tie", "item_tie", tie, post=Role.EDITOR, again=record_again),
    Route("roadmap/plan/<int:pk>/untie", "item_untie", untie, post=Role.EDITOR, again=record_again),
]
