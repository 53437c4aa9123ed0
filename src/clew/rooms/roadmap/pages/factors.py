"""Factors: which there are, one of one's own, and what one is called and asked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import factors as acts
from clew.rooms.roadmap.models import Factor
from clew.rooms.roadmap.queries import estimates

KINDS = dict(Factor.KINDS)


def index(request: WorkRequest) -> HttpResponse:
    rows = [(row, KINDS[row.kind]) for row in estimates.factors(request.access)]
    return render(request, "roadmap/models/factors.html", {"rows": rows})


def new(request: WorkRequest) -> HttpResponse:
    return render(request, "roadmap/models/factor_new.html", {"kinds": Factor.KINDS})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = acts.add_factor(
        request.access,
        key=typed.words(request.POST, "key", most=40),
        kind=typed.words(request.POST, "kind", most=20) or "amount",
        lowest=typed.number(request.POST, "lowest"),
        highest=typed.number(request.POST, "highest"),
        **_told(request.POST),
    )
    return done(request, f"Factor added. In a formula it is {made.key}.", url(request, "factors"), undo=True)


def edit(request: WorkRequest, pk: int) -> HttpResponse:
    row = estimates.factor(request.access, pk)
    return render(request, "roadmap/models/factor.html", {"factor": row, "kind": KINDS[row.kind]})


def change(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return edit(request, pk)
    acts.change_factor(request.access, factor_id=pk, **_told(request.POST))
    return done(request, "Saved.", url(request, "factors"), undo=True)


def _told(data: Any) -> dict[str, str]:
    most = {"label": acts.LABEL_LIMIT, "unit": acts.UNIT_LIMIT, "question": acts.QUESTION_LIMIT}
    return {name: typed.words(data, name, most=limit) for name, limit in most.items()}


ROUTES = [
    Route("roadmap/models/factors", "factors", index, get=Role.VIEWER),
    Route("roadmap/models/factors/new", "factor_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/models/factors/<int:pk>", "factor", change, get=Role.EDITOR, post=Role.EDITOR, again=edit),
]
