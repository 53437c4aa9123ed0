"""The guide coach: its rules with their records, and what was dismissed."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import coach as acts
from clew.rooms.interviews.queries import coach as queries


def show(request: WorkRequest) -> HttpResponse:
    return render(request, "interviews/guides/coach.html", {"coach": queries.coach_rules(request.access)})


def rules(request: WorkRequest) -> HttpResponse:
    if request.method == "GET" or request.refused:
        return show(request)
    acts.choose_rules(
        request.access,
        rules=request.POST.getlist("rules"),
        known=typed.words(request.POST, "known").split(","),
        team=typed.words(request.POST, "team").split(","),
    )
    return done(request, "Saved.", url(request, "guide_coach"), undo=True)


def dismiss(request: WorkRequest) -> HttpResponse:
    return _teach(request, acts.dismiss_flag, "Dismissed; it is not raised on this question again.")


def bring_back(request: WorkRequest) -> HttpResponse:
    return _teach(request, acts.bring_flag_back, "Brought back.")


def _teach(request: WorkRequest, act: Callable[..., object], said: str) -> HttpResponse:
    """The editor asks by script, a record's page by a form."""
    rule, question = typed.words(request.POST, "rule", most=40), typed.words(request.POST, "question", most=4_001)
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        act(request.access, rule=rule, question=question)
    except Refused as error:
        if not wants_json:
            raise
        return JsonResponse({"message": error.message, "remedy": error.remedy}, status=422)
    return JsonResponse({}) if wants_json else done(request, said, undo=True)


ROUTES = [
    Route("interviews/coach", "guide_coach", rules, get=Role.VIEWER, post=Role.EDITOR, again=rules),
    Route("interviews/coach/dismiss", "guide_dismiss", dismiss, post=Role.EDITOR),
    Route("interviews/coach/bring-back", "guide_bring_back", bring_back, post=Role.EDITOR),
]
