"""Decisions: open one, lay out its options, say what it rests on, decide, see later how it went."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from clew.front.flows import decide_as_laid_out, lay_out, open_about
from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.evidence.api import Weight, idea_choices, weight
from clew.ground.search.api import find
from clew.ground.thread.api import (
    add_option,
    decision,
    decisions,
    newest,
    predictions,
    register_prediction,
    remove_option,
    rest_on,
)
from clew.ground.thread.api import kind as kind_of
from clew.ground.workspaces.api import Role

STATES = (("", "All"), ("open", "Open"), ("decided", "Decided"), ("scored", "Scored"))
PAGE = 50
PICKED = 8
WEIGHED = ("need", "idea", "outcome")
GROUNDS = (*WEIGHED, "excerpt", "theme", "source", "decision", "prediction")


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
    made = open_about(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        question=typed.words(request.POST, "question", most=2000),
        flips=typed.words(request.POST, "flips", most=4000),
        about=typed.whole_number(request.POST, "about"),
    )
    return done(request, "Decision opened. Add its options next.", _page(request, made.pk), undo=True)


def edit(request: WorkRequest, pk: int) -> HttpResponse:
    lay_out(
        request.access,
        decision_id=pk,
        question=typed.words(request.POST, "question", most=2000),
        flips=typed.words(request.POST, "flips", most=4000),
        reasons=_reasons(request),
    )
    return done(request, "Saved. Nothing is decided yet.", _page(request, pk), undo=True)


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
    register_prediction(request.access, decision_id=pk, **typed.prediction(request.POST))
    return done(request, "Prediction registered. It cannot be edited, only withdrawn.", _page(request, pk))


def grounds(request: WorkRequest) -> JsonResponse:
    """For the picker of what a decision rests on: each with how much is behind it today."""
    asked = request.GET.get("q", "").strip()
    hits = find(request.access, asked, kinds=GROUNDS, limit=PICKED).hits if asked else ()
    rows = [(h.node_id, h.title, h.kind) for h in hits]
    if not asked:
        rows = [(c.id, c.title, c.kind) for c in newest(request.access, kinds=("need", "idea"), limit=PICKED)]
    weighed = [pk for pk, _, kind in rows if kind in WEIGHED]
    weights = weight(request.access, weighed, on=timezone.localdate())
    items = [
        {"id": pk, "title": title, "hint": _hint(kind_of(kind).label, weights.get(pk))} for pk, title, kind in rows
    ]
    return JsonResponse({"items": items})


def _hint(label: str, its: Weight | None) -> str:
    if its is None:
        return label
    accounts = f"{its.accounts} account{'' if its.accounts == 1 else 's'}"
    return f"{label}: {accounts}, {its.supports} for, {its.contradicts} against"


def _reasons(request: WorkRequest) -> dict[int, str]:
    named = (k for k in request.POST if k.startswith("reason_") and k[7:].isdecimal())
    return {int(name[7:]): typed.words(request.POST, name, most=4000) for name in named}


def take(request: WorkRequest, pk: int) -> HttpResponse:
    """Decide: from here on it is frozen."""
    decide_as_laid_out(
        request.access,
        decision_id=pk,
        flips=typed.words(request.POST, "flips", most=4000),
        chosen=typed.whole_number(request.POST, "chosen") or 0,
        reasons=_reasons(request),
        decided_on=typed.day(request.POST, "decided_on"),
    )
    return done(request, "Decided. What was known is frozen with it.", _page(request, pk))


@body("decision")
def decision_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    found = decision(request.access, node.id)
    taken = {option.idea_id for option in found.options}
    ideas = [row for row in idea_choices(request.access) if row[0] not in taken] if found.is_open else []
    weighed = [g.node_id for g in found.grounds if g.kind in WEIGHED] if found.is_open else []
    return "decisions/body.html", {
        "decision": found,
        "predictions": predictions(request.access, decision_id=found.id),
        "ideas": ideas,
        "weights": (found.snapshot_here or {}).get("known", {}).get("weights", {}),
        "weights_now": weight(request.access, weighed, on=timezone.localdate()),
    }


def _page(request: WorkRequest, pk: int) -> str:
    return url(request, "record", node_id=pk)


ROUTES = [
    Route("decisions", "decisions", index, get=Role.VIEWER),
    Route("decisions/new", "decision_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("decisions/<int:pk>/edit", "decision_edit", edit, post=Role.EDITOR, again=record_again),
    Route("decisions/<int:pk>/options", "option_add", add, post=Role.EDITOR, again=record_again),
    Route(
        "decisions/<int:pk>/options/<int:option>/remove", "option_remove", remove, post=Role.EDITOR, again=record_again
    ),
    Route("decisions/<int:pk>/rest", "decision_rest", rest, post=Role.EDITOR, again=record_again),
    Route("decisions/<int:pk>/predict", "decision_predict", predict, post=Role.EDITOR, again=record_again),
    Route("decisions/grounds", "decision_grounds", grounds, get=Role.VIEWER),
    Route("decisions/<int:pk>/decide", "decision_decide", take, post=Role.EDITOR, again=record_again),
]
