"""The audit page: who did what, and when."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, typed, whole
from clew.ground.thread.api import audit, people_of_audit
from clew.ground.workspaces.api import Role

PAGE = 50


def index(request: WorkRequest) -> HttpResponse:
    before = whole(request.GET.get("before"), low=0, high=2**62, default=0) or None
    person = whole(request.GET.get("person"), low=0, high=2**62, default=0) or None
    until = typed.day(request.GET, "until")
    rows = audit(request.access, before=before, person=person, until=until, limit=PAGE)
    shown = {
        "rows": rows,
        "people": [("", "Everybody"), *people_of_audit(request.access)],
        "person": person or "",
        "until": until,
        "older": rows[-1].id if len(rows) == PAGE else None,
        "is_first": before is None,
    }
    return render(request, "settings/audit.html", shown)


ROUTES = [Route("settings/audit", "audit", index, get=Role.OWNER)]
