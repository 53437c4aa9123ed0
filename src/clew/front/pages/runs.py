"""Long work: what runs, how far it is, and how to stop it or take it up again."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, url, whole
from clew.ground.runs.api import cancel, retry, run, runs
from clew.ground.workspaces.api import Role

PAGE = 50


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=1000)
    rows = runs(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render(request, "runs/index.html", {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page})


def progress(request: WorkRequest, pk: int) -> JsonResponse:
    it = run(request.access, pk)
    return JsonResponse({"done": it.done, "total": it.total, "state": it.state, "text": it.text})


def stop(request: WorkRequest, pk: int) -> HttpResponse:
    cancel(request.access, run_id=pk)
    return done(request, "It stops after the part it is at; what is in stays in.", url(request, "runs"))


def go_on(request: WorkRequest, pk: int) -> HttpResponse:
    retry(request.access, run_id=pk)
    return done(request, "It goes on where it stopped.", url(request, "runs"))


def again(request: WorkRequest, pk: int) -> HttpResponse:
    return index(request)


ROUTES = [
    Route("runs", "runs", index, get=Role.VIEWER),
    Route("runs/<int:pk>/progress", "run_progress", progress, get=Role.VIEWER),
    Route("runs/<int:pk>/cancel", "run_cancel", stop, post=Role.EDITOR, again=again),
    Route("runs/<int:pk>/retry", "run_retry", go_on, post=Role.EDITOR, again=again),
]
