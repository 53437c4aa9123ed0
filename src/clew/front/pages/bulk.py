"""Acts on many selected records of a list."""

from django.http import HttpResponse

from clew.ground.doors.api import Route, WorkRequest, done
from clew.ground.evidence.api import mark_read
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import archive
from clew.ground.workspaces.api import Role


def bulk(request: WorkRequest) -> HttpResponse:
    chosen = [int(v) for v in request.POST.getlist("ids") if v.isdecimal()]
    asked = request.POST.get("act")
    if asked not in ("archive", "read"):
        raise Refused("There is no such act.", remedy="Choose one of the buttons.")
    if not chosen:
        raise Refused("Nothing is selected.", remedy="Select rows first; X selects the row you are on.")
    if asked == "read":
        count = mark_read(request.access, source_ids=chosen)
        return done(request, f"{count} marked as read.", undo=bool(count))
    count = archive(request.access, node_ids=chosen)
    return done(request, f"{count} archived.", undo=bool(count))


ROUTES = [Route("bulk", "bulk", bulk, post=Role.EDITOR)]
