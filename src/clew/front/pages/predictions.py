"""Predictions: what is due, what came of it, and how well we predict."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.thread.api import (
    calibration_of,
    forecasters,
    prediction,
    predictions,
    register_prediction,
    resolve,
    withdraw_prediction,
    withdraw_resolution,
)
from clew.ground.workspaces.api import Role

STATES = (("due", "Due"), ("open", "Open"), ("resolved", "Resolved"), ("withdrawn", "Withdrawn"), ("", "All"))
PAGE = 50


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=200)
    state = request.GET.get("state", "") if request.GET.get("state") in dict(STATES) else ""
    person = whole(request.GET.get("person"), high=2**31, default=0) or None
    rows = predictions(request.access, state=state, person=person, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "state": state, "states": STATES}
    return render(request, "predictions/index.html", {**shown, "people": forecasters(request.access), "person": person})


def new(request: WorkRequest) -> HttpResponse:
    return render(request, "predictions/new.html", {})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = register_prediction(request.access, **typed.prediction(request.POST))
    return done(
        request, "Prediction registered. It cannot be edited, only withdrawn.", url(request, "record", node_id=made.pk)
    )


def resolve_one(request: WorkRequest, pk: int) -> HttpResponse:
    said = request.POST.get("outcome", "")
    made = resolve(
        request.access,
        prediction_id=pk,
        outcome={"yes": True, "no": False}.get(said),
        value=typed.number(request.POST, "value"),
        resolved_on=typed.day(request.POST, "resolved_on"),
        note=typed.words(request.POST, "note", most=4000),
    )
    return done(request, f"Resolved: {made.method} score {made.score:.3g}.", url(request, "record", node_id=pk))


def withdraw(request: WorkRequest, pk: int) -> HttpResponse:
    withdraw_prediction(request.access, prediction_id=pk, reason=typed.words(request.POST, "reason", most=2000))
    return done(request, "Prediction withdrawn; it stays visible.", url(request, "record", node_id=pk))


def withdraw_result(request: WorkRequest, pk: int) -> HttpResponse:
    found = prediction(request.access, pk)
    if found.resolution_id:
        withdraw_resolution(
            request.access, resolution_id=found.resolution_id, reason=typed.words(request.POST, "reason", most=2000)
        )
    return done(request, "Resolution withdrawn; resolve the prediction again.", url(request, "record", node_id=pk))


def calibration(request: WorkRequest) -> HttpResponse:
    person = whole(request.GET.get("person"), high=2**31, default=0) or None
    shown = {
        "report": calibration_of(request.access, person=person),
        "people": forecasters(request.access),
        "person": person,
    }
    return render(request, "predictions/calibration.html", shown)


@body("prediction")
def prediction_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    return "predictions/body.html", {"prediction": prediction(request.access, node.id), "today": timezone.localdate()}


ROUTES = [
    Route("predictions", "predictions", index, get=Role.VIEWER),
    Route("predictions/new", "prediction_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("predictions/calibration", "calibration", calibration, get=Role.VIEWER),
    Route("predictions/<int:pk>/resolve", "prediction_resolve", resolve_one, post=Role.EDITOR, again=record_again),
    Route("predictions/<int:pk>/withdraw", "prediction_withdraw", withdraw, post=Role.EDITOR, again=record_again),
    Route(
        "predictions/<int:pk>/withdraw-resolution",
        "resolution_withdraw",
        withdraw_result,
        post=Role.EDITOR,
        again=record_again,
    ),
]
