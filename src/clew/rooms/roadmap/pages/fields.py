"""Fields of a team's own: which there are, one more, changed, put away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import fields as acts
from clew.rooms.roadmap.models import Field
from clew.rooms.roadmap.queries.fields import fields


def index(request: WorkRequest, pk: int | None = None) -> HttpResponse:
    """`pk`: of the field whose form was refused."""
    shown = {"fields": fields(request.access), "kinds": Field.KINDS, "refused_at": pk}
    return render(request, "roadmap/ideas/fields.html", shown)


def create(request: WorkRequest) -> HttpResponse:
    kind = typed.words(request.POST, "kind", most=20)
    acts.add_field(request.access, kind=kind, choices=_lines(request.POST), **_told(request.POST))
    return done(request, "Field added.", url(request, "idea_fields"), undo=True)


def change(request: WorkRequest, pk: int) -> HttpResponse:
    choices = _lines(request.POST) if "choices" in request.POST else None
    acts.change_field(request.access, field_id=pk, choices=choices, **_told(request.POST))
    return done(request, "Saved.", url(request, "idea_fields"), undo=True)


def rename(request: WorkRequest, pk: int) -> HttpResponse:
    choice = typed.whole_number(request.POST, "choice_id") or 0
    acts.rename_choice(request.access, choice_id=choice, name=typed.words(request.POST, "choice", most=200))
    return done(request, "Renamed.", url(request, "idea_fields"), undo=True)


def put_away(request: WorkRequest, pk: int) -> HttpResponse:
    acts.put_field_away(request.access, field_id=pk)
    return done(request, "Put away; what was said there is kept.", url(request, "idea_fields"), undo=True)


def _told(data: Any) -> dict[str, str]:
    return {"name": typed.words(data, "name", most=200), "unit": typed.words(data, "unit", most=200)}


def _lines(data: Any) -> list[str]:
    return [line for line in typed.words(data, "choices").splitlines() if line.strip()]


ROUTES = [
    Route("roadmap/fields", "idea_fields", index, get=Role.VIEWER),
    Route("roadmap/fields/new", "idea_field_new", create, post=Role.OWNER, again=index),
    Route("roadmap/fields/<int:pk>/change", "idea_field_change", change, post=Role.OWNER, again=index),
    Route("roadmap/fields/<int:pk>/rename", "idea_choice_rename", rename, post=Role.OWNER, again=index),
    Route("roadmap/fields/<int:pk>/away", "idea_field_away", put_away, post=Role.OWNER),
]
