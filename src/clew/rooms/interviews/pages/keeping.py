"""How long what was heard in a study is kept: the rule, and what it would take."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.exchange.api import MOST_DAYS, retention
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.keeping import drop_study_retention, keep_study_words
from clew.rooms.interviews.queries import studies
from clew.rooms.interviews.queries.keeping import study_due, study_retention

USUAL_DAYS = 365


def show(request: WorkRequest, pk: int) -> HttpResponse:
    """With `?days=` also what a rule would take; nothing is changed by looking."""
    rule, due, tried = study_retention(request.access, pk), None, None
    try:
        tried = _typed(request, request.GET) if request.GET.get("days") else None
    except Refused as error:
        request.refused = error
    asked = tried or ({"days": rule.days, "spares_grounds": rule.spares_grounds} if rule else None)
    if asked:
        due = study_due(request.access, pk, **asked)
    shown = {
        "study": studies.study(request.access, pk),
        "rule": rule,
        "due": due,
        "tried": tried,
        "asked": asked or {"days": USUAL_DAYS, "spares_grounds": True},
        "workspace_rule": retention(request.access),
        "is_owner": request.access.role is Role.OWNER,
    }
    return render(request, "interviews/keeping/index.html", shown)


def keep(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return show(request, pk)
    rule = keep_study_words(request.access, study_id=pk, **_typed(request, request.POST))
    said = f"What was heard is erased {rule.days} days after the study ended."
    return done(request, said, url(request, "study_keep", pk=pk), undo=True)


def drop(request: WorkRequest, pk: int) -> HttpResponse:
    drop_study_retention(request.access, study_id=pk)
    return done(request, "Words are kept as the workspace says.", url(request, "study_keep", pk=pk), undo=True)


def _typed(request: WorkRequest, data: Any) -> dict[str, Any]:
    days = typed.whole_number(data, "days")
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Refused("Days are a whole number from 1.", field="days", remedy="Type for example 365 for a year.")
    return {"days": days, "spares_grounds": data.get("spares_grounds") == "1"}


ROUTES = [
    Route("interviews/<int:pk>/keep", "study_keep", keep, get=Role.VIEWER, post=Role.OWNER, again=show),
    Route("interviews/<int:pk>/keep/drop", "study_keep_drop", drop, post=Role.OWNER, again=show),
]
