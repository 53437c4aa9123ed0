"""Decide from a ranking, or about a roadmap item."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, number_of, typed, url
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import deciding as acts
from clew.rooms.roadmap.queries.deciding import draft_decision
from clew.rooms.roadmap.queries.plan import planned_item

REASON_LIMIT = 4000


def draft(request: WorkRequest, pk: int) -> HttpResponse:
    chosen = number_of(request.POST.get("chosen") or request.GET.get("chosen"))
    return render(
        request, "roadmap/deciding/ranking.html", {"draft": draft_decision(request.access, pk, chosen_id=chosen)}
    )


def from_ranking(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return draft(request, pk)
    named = [name for name in request.POST if name.startswith("reason_") and name[7:].isdecimal() and len(name) < 26]
    made = acts.decide_from_ranking(
        request.access,
        ranking_id=pk,
        chosen_id=typed.whole_number(request.POST, "chosen"),
        title=typed.words(request.POST, "title", most=300),
        question=typed.words(request.POST, "question", most=2000),
        flips=typed.words(request.POST, "flips", most=4000),
        reasons={int(name[7:]): typed.words(request.POST, name, most=REASON_LIMIT) for name in named},
        **_prediction(request.POST),
    )
    return done(request, "Decided. What was known is frozen with it.", url(request, "record", node_id=made.pk))


def about(request: WorkRequest, pk: int) -> HttpResponse:
    return render(request, "roadmap/deciding/item.html", {"item": planned_item(request.access, pk).row})


def on_item(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return about(request, pk)
    made = acts.decide_on_item(
        request.access,
        item_id=pk,
        is_built=request.POST.get("choice") != "later",
        reason=typed.words(request.POST, "reason", most=REASON_LIMIT),
        against=typed.words(request.POST, "against", most=REASON_LIMIT),
        flips=typed.words(request.POST, "flips", most=4000),
        **_prediction(request.POST),
    )
    return done(request, "Decided. What was known is frozen with it.", url(request, "record", node_id=made.pk))


def _prediction(data: Any) -> dict[str, Any]:
    told = typed.prediction(data)
    return {"prediction": told.pop("question"), **{name: value for name, value in told.items() if name != "made_on"}}


ROUTES = [
    Route(
        "roadmap/rankings/<int:pk>/decide",
        "ranking_decide",
        from_ranking,
        get=Role.EDITOR,
        post=Role.EDITOR,
        again=draft,
    ),
    Route("roadmap/plan/<int:pk>/decide", "item_decide", on_item, get=Role.EDITOR, post=Role.EDITOR, again=about),
]
