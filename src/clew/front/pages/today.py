"""Today: what waits for me."""

from django.http import HttpResponse
from django.shortcuts import render

from clew.front.routes import Route, WorkRequest
from clew.ground.workspaces.api import Role


def show(request: WorkRequest) -> HttpResponse:
    return render(request, "today/index.html", {})


ROUTES = [Route("", "today", show, get=Role.VIEWER)]
