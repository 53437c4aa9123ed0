"""Needs: the tree under outcomes, the list by weight, one need with both sides, outcomes."""

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from clew.front.outgoing import download_brief
from clew.front.pages.assist import brief_opening
from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, sent, typed, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role

PAGE = 50
QUOTES = 8
SORTS = (("weight", "Most weight"), ("name", "Name"), ("newest", "Newest"))
VIEWS = (("tree", "Tree"), ("list", "List"))
PLACES = (evidence.OUTCOME, evidence.NEED)


def index(request: WorkRequest) -> HttpResponse:
    """As a tree, or with `?view=list` as a list."""
    asked, on = request.GET, as_of(request)
    as_list = asked.get("view") == "list"
    sort = asked.get("sort", "weight")
    shown: dict[str, Any] = {
        "on": on,
        "sort": sort,
        "sorts": SORTS,
        "views": VIEWS,
        "view": "list" if as_list else "tree",
    }
    if as_list:
        page, search = whole(asked.get("page"), high=100), asked.get("q", "").strip()
        rows = evidence.needs(request.access, on=on, search=search, sort=sort, limit=PAGE + 1, offset=(page - 1) * PAGE)
        shown |= {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "q": search}
    else:
        tree = evidence.need_tree(request.access, on=on, sort=sort)
        shown |= {"tree": tree, "top": (*tree.outcomes, *tree.loose)}
    return render(request, f"needs/{shown['view']}.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    under = request.POST.get("under") or request.GET.get("under", "")
    return render(request, "needs/new.html", {"places": _places(request), "under": under})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = evidence.add_need(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        detail=typed.words(request.POST, "detail", most=10_001),
        under=typed.whole_number(request.POST, "under"),
    )
    return done(request, "Need added.", url(request, "record", node_id=made.pk), undo=True)


def describe(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.describe_need(request.access, need_id=pk, detail=typed.words(request.POST, "detail", most=10_001))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def move(request: WorkRequest, pk: int) -> HttpResponse:
    """Where else the need could stand: whatever a drag would do, this page does."""
    if request.method == "GET" or request.refused:
        found = evidence.need(request.access, pk, on=timezone.localdate())
        places = [row for row in _places(request) if row[0] != pk]
        now = found.above[0].id if found.above else ""
        return render(request, "needs/move.html", {"need": found, "places": places, "now": now})
    evidence.move_need(request.access, need_id=pk, under=typed.whole_number(request.POST, "under"))
    return done(request, "Moved.", url(request, "needs"), undo=True)


def merge(request: WorkRequest, pk: int) -> HttpResponse:
    into = typed.whole_number(request.POST, "into")
    if into is None:
        raise Refused("No need was chosen.", field="into", remedy="Choose the need that stays.")
    evidence.merge_needs(request.access, need_id=pk, into=into)
    return done(request, "Merged. Its words went along.", url(request, "record", node_id=into), undo=True)


def split(request: WorkRequest, pk: int) -> HttpResponse:
    """Some of the words go to another need, found or new."""
    ticked = [int(v) for v in request.POST.getlist("excerpts") if v.isdecimal()]
    if request.method == "GET" or request.refused:
        found = evidence.need(request.access, pk, on=timezone.localdate())
        sides = (("For", found.supporting), ("Against", found.contradicting), ("Mentioned", found.mentioning))
        own = [(label, [s for s in said if s.need_id == pk]) for label, said in sides]
        shown = {"need": found, "sides": [(label, said) for label, said in own if said], "ticked": ticked}
        return render(request, "needs/split.html", shown)
    to = typed.whole_number(request.POST, "to")
    name = "" if to else typed.words(request.POST, "new_need", most=300)
    other = evidence.move_words(request.access, need_id=pk, excerpt_ids=ticked, to=to, new_need=name)
    return done(request, f"{len(ticked)} moved.", url(request, "record", node_id=other.pk), undo=True)


def options(request: WorkRequest) -> JsonResponse:
    """For pickers. `?places=1`: outcomes too."""
    kinds = PLACES if request.GET.get("places") else (evidence.NEED,)
    found = evidence.need_options(request.access, search=request.GET.get("q", ""), kinds=kinds)
    return JsonResponse({"items": [{"id": c.id, "title": c.title} for c in found]})


def new_outcome(request: WorkRequest) -> HttpResponse:
    return render(request, "needs/new_outcome.html", {})


def create_outcome(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new_outcome(request)
    made = evidence.add_outcome(request.access, title=typed.words(request.POST, "title", most=300), **_metric(request))
    return done(request, "Outcome added. Put needs under it.", url(request, "record", node_id=made.pk), undo=True)


def describe_outcome(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.describe_outcome(request.access, outcome_id=pk, **_metric(request))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def _metric(request: WorkRequest) -> dict[str, Any]:
    return {
        "metric": typed.words(request.POST, "metric", most=200),
        "unit": typed.words(request.POST, "unit", most=40),
        "baseline": typed.number(request.POST, "baseline"),
        "target": typed.number(request.POST, "target"),
        "due_on": typed.day(request.POST, "due_on"),
    }


@body("need", lead="needs/lead.html", menu="needs/menu.html")
def need_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    on = as_of(request)
    found = evidence.need(request.access, node.id, on=on)
    return "needs/body.html", {"need": found, "on": on, **how_many_quotes(request)}


@body("outcome", lead="needs/outcome_lead.html", menu="needs/outcome_menu.html")
def outcome_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    on = as_of(request)
    return "needs/outcome.html", {"outcome": evidence.outcome(request.access, node.id, on=on), "on": on}


def brief(request: WorkRequest) -> HttpResponseBase:
    on = as_of(request)
    if request.GET.get("as") == "markdown":
        return sent(request, download_brief(request.access, on))
    found = evidence.brief(request.access, on=on)
    shown = {"brief": found, "on": on, **brief_opening(request, found), **how_many_quotes(request)}
    return render(request, "needs/brief.html", shown)


def as_of(request: WorkRequest) -> date:
    """The day whose facts count; nonsense in the address is today."""
    try:
        return typed.day(request.GET, "on") or timezone.localdate()
    except Refused:
        return timezone.localdate()


def how_many_quotes(request: WorkRequest) -> dict[str, Any]:
    """The newest few of each side, or all that were read."""
    most = 1000 if request.GET.get("quotes") == "all" else QUOTES
    return {"most": most, "shown": f":{most}"}


def _places(request: WorkRequest) -> list[tuple[int, str]]:
    """Outcomes and needs, indented as they stand in the tree."""
    return [(pk, "\u2003" * depth + title) for pk, title, depth in evidence.need_places(request.access)]


ROUTES = [
    Route("needs", "needs", index, get=Role.VIEWER),
    Route("needs/new", "need_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("needs/options", "need_options", options, get=Role.VIEWER),
    Route("needs/<int:pk>/describe", "need_describe", describe, post=Role.EDITOR, again=record_again),
    Route("needs/<int:pk>/move", "need_move", move, get=Role.EDITOR, post=Role.EDITOR, again=move),
    Route("needs/<int:pk>/merge", "need_merge", merge, post=Role.EDITOR, again=record_again),
    Route("needs/<int:pk>/split", "need_split", split, get=Role.EDITOR, post=Role.EDITOR, again=split),
    Route("outcomes/new", "outcome_new", create_outcome, get=Role.EDITOR, post=Role.EDITOR, again=new_outcome),
    Route("outcomes/<int:pk>/describe", "outcome_describe", describe_outcome, post=Role.EDITOR, again=record_again),
    Route("brief", "brief", brief, get=Role.VIEWER),
]
