"""The address of the live stream. `front.live` answers it; what comes here came through a server that has no such door."""

from django.http import HttpResponse

from clew.ground.doors.api import Route, WorkRequest
from clew.ground.workspaces.api import Role


def nothing(request: WorkRequest) -> HttpResponse:
    """204 tells a browser not to ask again."""
    return HttpResponse(status=204)


LIVE = Route("live", "live", nothing, get=Role.VIEWER)
ROUTES = [LIVE]
