"""One assumption test: what must be true, how it is tested, what would count, and what came out."""

from typing import Any

from django.http import HttpResponse

from clew.ground.doors.api import Route, WorkRequest, body, done, note_version, record_again, typed, url
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import assumptions as acts
from clew.rooms.interviews.queries.assumptions import assumption

RESULTS = (("holds", "It holds"), ("fails", "It fails"), ("open", "Open"))
LONGEST = 2_001


@body("assumption_test", lead="interviews/tree/test_lead.html", menu="interviews/tree/test_menu.html")
def test_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    note_version(request, node.id)
    return "interviews/tree/test.html", {"test": assumption(request.access, node.id), "results": RESULTS}


def plan(request: WorkRequest, pk: int) -> HttpResponse:
    how, counts = (typed.words(request.POST, name, most=LONGEST) for name in ("how", "counts"))
    acts.plan_assumption(request.access, test_id=pk, how=how, counts=counts)
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def settle(request: WorkRequest, pk: int) -> HttpResponse:
    result, learnt = request.POST.get("result", ""), typed.words(request.POST, "learnt", most=LONGEST)
    acts.settle_assumption(request.access, test_id=pk, result=result, learnt=learnt)
    return done(request, "Kept.", url(request, "record", node_id=pk), undo=True)


ROUTES = [
    Route("assumption-tests/<int:pk>/plan", "assumption_plan", plan, post=Role.EDITOR, again=record_again),
    Route("assumption-tests/<int:pk>/result", "assumption_settle", settle, post=Role.EDITOR, again=record_again),
]
