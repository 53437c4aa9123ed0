"""Ideas: the list by the weight of the needs they address, and one idea with the evidence behind it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.front.pages.needs import SORTS, as_of, how_many_quotes
from clew.ground.doors.api import Route, WorkRequest, body, done, number_of, record_again, typed, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import cards
from clew.ground.workspaces.api import Role

PAGE = 50
GROUPS = (("", "No groups"), ("need", "Need"))


def index(request: WorkRequest) -> HttpResponse:
    asked, on = request.GET, as_of(request)
    page, search, sort = whole(asked.get("page"), high=100), asked.get("q", "").strip(), asked.get("sort", "weight")
    by_need = asked.get("group") == "need"
    rows = evidence.ideas(
        request.access,
        on=on,
        search=search,
        sort=sort,
        by_need=by_need,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )
    shown = {
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "q": search,
        "sort": sort,
        "sorts": SORTS,
        "groups": GROUPS,
        "group": "need" if by_need else "",
        "on": on,
    }
    return render(request, "ideas/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    asked = number_of(request.POST.get("need") or request.GET.get("need"))
    need = cards(request.access, [asked]).get(asked) if asked else None
    return render(request, "ideas/new.html", {"need": need})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    need_id = typed.whole_number(request.POST, "need")
    made = evidence.add_idea(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        detail=typed.words(request.POST, "detail", most=10_001),
        addresses=[need_id] if need_id else [],
    )
    return done(request, "Idea added.", url(request, "record", node_id=made.pk), undo=True)


def describe(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.describe_idea(request.access, idea_id=pk, detail=typed.words(request.POST, "detail", most=10_001))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def address(request: WorkRequest, pk: int) -> HttpResponse:
    need_id = typed.whole_number(request.POST, "need")
    if need_id is None:
        raise Refused("No need was chosen.", field="need", remedy="Choose one of the list.")
    evidence.address(request.access, idea_id=pk, need_id=need_id)
    return done(request, "Tied to the need.", url(request, "record", node_id=pk), undo=True)


def stop(request: WorkRequest, pk: int) -> HttpResponse:
    need_id = typed.whole_number(request.POST, "need") or 0
    evidence.stop_addressing(request.access, idea_id=pk, need_id=need_id)
    return done(request, "Withdrawn; the history keeps it.", url(request, "record", node_id=pk), undo=True)


@body("idea", lead="ideas/lead.html", menu="ideas/menu.html")
def idea_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    on = as_of(request)
    return "ideas/body.html", {
        "idea": evidence.idea(request.access, node.id, on=on),
        "on": on,
        "tail": "ideas/said.html",
        **how_many_quotes(request),
    }


ROUTES = [
    Route("ideas", "ideas", index, get=Role.VIEWER),
    Route("ideas/new", "idea_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("ideas/<int:pk>/describe", "idea_describe", describe, post=Role.EDITOR, again=record_again),
    Route("ideas/<int:pk>/address", "idea_address", address, post=Role.EDITOR, again=record_again),
    Route("ideas/<int:pk>/stop", "idea_stop", stop, post=Role.EDITOR, again=record_again),
]
