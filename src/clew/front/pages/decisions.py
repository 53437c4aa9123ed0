"""Decisions: open one, lay out its options, say what it rests on, decide, see later how it went."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.front import typed
from clew.front.flows import decide_with_evidence
from clew.front.pages.predictions import prediction_from
from clew.front.pages.record_bodies import body
from clew.front.routes import Route, WorkRequest, done, url, whole
from clew.ground.evidence.api import idea_choices
from clew.ground.thread.api import (
    add_option,
    decision,
    decisions,
    edit_decision,
    open_decision,
    predictions,
    register_prediction,
    remove_option,
    rest_on,
)
from clew.ground.workspaces.api import Role

STATES = (("", "All"), ("open", "Open"), ("decided", "Decided"), ("scored", "Scored"))
PAGE = 50


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=200)
    state = request.GET.get("state", "") if request.GET.get("state") in dict(STATES) else ""
    search = request.GET.get("q", "").strip()
    rows = decisions(request.access, state=state, search=search, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "state": state, "states": STATES, "q": search}
    return render(request, "decisions/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    return render(request, "decisions/new.html", {"about": request.GET.get("about", "")})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = open_decision(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        question=typed.words(request.POST, "question", most=2000),
        flips=typed.words(request.POST, "flips", most=4000),
    )
    about = typed.whole_number(request.POST, "about")
    if about:
        rest_on(request.access, decision_id=made.pk, node_id=about)
    return done(request, "Decision opened. Add its options next.", _page(request, made.pk), undo=True)


def edit(request: WorkRequest, pk: int) -> HttpResponse:
    edit_decision(
        request.access,
        decision_id=pk,
        question=typed.words(request.POST, "question", most=2000),
        flips=typed.words(request.POST, "flips", most=4000),
    )
    return done(request, "Saved.", _page(request, pk), undo=True)


def add(request: WorkRequest, pk: int) -> HttpResponse:
    title, idea = typed.words(request.POST, "title", most=300), typed.whole_number(request.POST, "idea")
    add_option(request.access, decision_id=pk, title=title, idea_id=idea)
    return done(request, "Option added.", _page(request, pk))


def remove(request: WorkRequest, pk: int, option: int) -> HttpResponse:
    remove_option(request.access, option_id=option)
    return done(request, "Option removed.", _page(request, pk))


def rest(request: WorkRequest, pk: int) -> HttpResponse:
    node = typed.whole_number(request.POST, "node")
    if node:
        rest_on(request.access, decision_id=pk, node_id=node)
    return done(request, "The decision rests on it now.", _page(request, pk), undo=True)


def predict(request: WorkRequest, pk: int) -> HttpResponse:
    register_prediction(request.access, decision_id=pk, **prediction_from(request.POST))
    return done(request, "Prediction registered. It cannot be edited, only withdrawn.", _page(request, pk))


def take(request: WorkRequest, pk: int) -> HttpResponse:
    """Decide: from here on it is frozen."""
    reasons = {int(k[7:]): str(v) for k, v in request.POST.items() if k.startswith("reason_") and k[7:].isdecimal()}
    flips = typed.words(request.POST, "flips", most=4000)
    found = decision(request.access, pk)
    if flips and found.is_open and flips != found.flips:
        edit_decision(request.access, decision_id=pk, question=found.question, flips=flips)
    decide_with_evidence(
        request.access,
        decision_id=pk,
        chosen=typed.whole_number(request.POST, "chosen") or 0,
        reasons=reasons,
        decided_on=typed.day(request.POST, "decided_on"),
    )
    return done(request, "Decided. What was known is frozen with it.", _page(request, pk))


@body("decision")
def decision_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    found = decision(request.access, node.id)
    ideas = idea_choices(request.access) if found.is_open else []
    return "decisions/body.html", {
        "decision": found,
        "predictions": predictions(request.access, decision_id=found.id),
        "ideas": ideas,
        "weights": (found.snapshot or {}).get("known", {}).get("weights", {}),
    }


def again(request: WorkRequest, pk: int, **_: int) -> HttpResponse:
    from clew.front.pages.records import show

    return show(request, node_id=pk)


def _page(request: WorkRequest, pk: int) -> str:
    return url(request, "record", node_id=pk)


ROUTES = [
    Route("decisions", "decisions", index, get=Role.VIEWER),
    Route("decisions/new", "decision_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("decisions/<int:pk>/edit", "decision_edit", edit, post=Role.EDITOR, again=again),
    Route("decisions/<int:pk>/options", "option_add", add, post=Role.EDITOR, again=again),
    Route("decisions/<int:pk>/options/<int:option>/remove", "option_remove", remove, post=Role.EDITOR, again=again),
    Route("decisions/<int:pk>/rest", "decision_rest", rest, post=Role.EDITOR, again=again),
    Route("decisions/<int:pk>/predict", "decision_predict", predict, post=Role.EDITOR, again=again),
    Route("decisions/<int:pk>/decide", "decision_decide", take, post=Role.EDITOR, again=again),
]
