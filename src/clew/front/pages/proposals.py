"""What assistants ask for, and a person's yes or no."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.front import proposing
from clew.front.routes import Route, WorkRequest, done, url, whole
from clew.ground.proposals.api import proposals
from clew.ground.workspaces.api import Role

PAGE = 25


def index(request: WorkRequest) -> HttpResponse:
    page, settled = whole(request.GET.get("page"), high=400), request.GET.get("view") == "all"
    rows = proposals(request.access, waiting=not settled, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "page": page, "more": len(rows) > PAGE, "settled": settled}
    return render(request, "proposals/index.html", shown)


def accept(request: WorkRequest, pk: int) -> HttpResponse:
    proposing.accept(request.access, proposal_id=pk)
    return done(request, "Done, in your name.", url(request, "proposals"), undo=True)


def refuse(request: WorkRequest, pk: int) -> HttpResponse:
    proposing.refuse(request.access, proposal_id=pk, reason=str(request.POST.get("reason", "")))
    return done(request, "Refused; nothing was changed.", url(request, "proposals"))


ROUTES = [
    Route("proposals", "proposals", index, get=Role.VIEWER),
    Route("proposals/<int:pk>/accept", "proposal_accept", accept, post=Role.EDITOR, again=index),
    Route("proposals/<int:pk>/refuse", "proposal_refuse", refuse, post=Role.EDITOR, again=index),
]
