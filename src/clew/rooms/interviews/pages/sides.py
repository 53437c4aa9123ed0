"""For and against each need of a study, side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import Route, WorkRequest, whole
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.queries import studies
from clew.rooms.interviews.queries.sides import study_sides

PAGE, QUOTES = 10, 3
WHICH = (("", "All needs"), ("one", "Of one side alone"))


def index(request: WorkRequest, pk: int) -> HttpResponse:
    page, which = whole(request.GET.get("page"), high=1000), request.GET.get("which", "")
    found = study_sides(
        request.access, pk, on=timezone.localdate(), only_one_sided=which == "one", limit=PAGE, offset=(page - 1) * PAGE
    )
    shown = {
        "study": studies.study(request.access, pk),
        "found": found,
        "page": page,
        "more": (found.one_sided if which == "one" else found.needs) > page * PAGE,
        "which": which,
        "whiches": WHICH,
        "most": QUOTES,
        "shown": f":{QUOTES}",
    }
    return render(request, "interviews/tree/sides.html", shown)


ROUTES = [Route("interviews/<int:pk>/sides", "study_sides", index, get=Role.VIEWER)]
