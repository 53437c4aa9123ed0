"""Personal data that was found in a transcript and in what was written about it; a person says which of it is redacted."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import card
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.redacting import PlaceIn, redact_interview
from clew.rooms.interviews.queries.privacy import MOST, personal_data


def show(request: WorkRequest, pk: int) -> HttpResponse:
    shown = {"found": personal_data(request.access, pk, limit=MOST), "interview": card(request.access, pk)}
    return render(request, "interviews/privacy/index.html", shown)


def redact(request: WorkRequest, pk: int) -> HttpResponse:
    found = personal_data(request.access, pk, limit=MOST)
    if typed.whole_number(request.POST, "version") != found.version:
        raise Refused("The transcript changed while you looked.", remedy="Look at what is found now.")
    wanted = set(request.POST.getlist("ids"))
    places = [PlaceIn(one.start, one.end, one.words, one.where) for one in found.suggestions if one.place in wanted]
    if not places:
        raise Refused("Nothing was chosen.", remedy="Choose at least one line.")
    made = redact_interview(request.access, interview_id=pk, places=places)
    count = "1 place" if len(places) == 1 else f"{len(places)} places"
    heard = " What was recorded becomes silent there." if made.run_ids else ""
    return done(request, f"Redacted in {count}.{heard}", url(request, "interview_privacy", pk=pk))


ROUTES = [
    Route("interviews/<int:pk>/privacy", "interview_privacy", show, get=Role.EDITOR),
    Route("interviews/<int:pk>/privacy/redact", "interview_redact", redact, post=Role.EDITOR, again=show),
]
