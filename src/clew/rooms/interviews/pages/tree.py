"""The opportunity solution tree: drawn, walked and moved by keys, by drag, or by a form; added to in place."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import Route, WorkRequest, done, in_json, number_of, typed, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Card, cards, newest
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import assumptions as acts
from clew.rooms.interviews.kinds import STUDY, TEST
from clew.rooms.interviews.queries.tree import HOLDS, opportunity_tree

MOST_STUDIES = 100
CHOICES = {evidence.NEED: "need_options", evidence.IDEA: "need_options", TEST: "node_options"}


def index(request: WorkRequest) -> HttpResponse:
    """Of everything, or of one study; whole or one branch of it."""
    asked, study_id = request.GET, number_of(request.GET.get("study"))
    page = whole(asked.get("page"), high=1000)
    tree = opportunity_tree(
        request.access, on=timezone.localdate(), study_id=study_id, root=asked.get("root", "")[:200],
        at=(asked.get("under") or asked.get("at") or "")[:200], page=page,
    )  # fmt: skip
    rows = newest(request.access, kinds=[STUDY], limit=MOST_STUDIES)
    shown = {
        "tree": tree,
        "page": page,
        "study": str(study_id or ""),
        "studies": (("", "Everything known"), *((str(row.id), row.title) for row in rows)),
        "adding": bool(asked.get("add")),
        "under": asked.get("under", ""),
        "holds": HOLDS,
    }
    return render(request, "interviews/tree/index.html", shown)


def below(request: WorkRequest) -> HttpResponse:
    """What stands under one box, for a branch that is opened."""
    asked, study_id = request.GET, number_of(request.GET.get("study"))
    tree = opportunity_tree(
        request.access, on=timezone.localdate(), study_id=study_id, root=asked.get("of", "")[:200] or "0"
    )
    boxes = (*tree.outcomes, *tree.loose)
    shown = {"boxes": boxes[0].below, "above": boxes[0], "study": str(study_id or ""), "holds": HOLDS}
    return render(request, "interviews/tree/level.html", shown)


def add(request: WorkRequest) -> HttpResponse:
    data = request.POST
    kind, above, title = (
        data.get("kind", ""),
        typed.words(data, "under", most=200),
        typed.words(data, "title", most=300),
    )
    under = number_of(above.rpartition(".")[2])
    if kind == evidence.NEED:
        made = evidence.add_need(request.access, title=title, under=under).pk
    elif kind == evidence.IDEA:
        made = evidence.add_idea(request.access, title=title, addresses=[under or 0]).pk
    elif kind == TEST:
        how, counts = (typed.words(data, name, most=2_001) for name in ("how", "counts"))
        made = acts.add_assumption(request.access, idea_id=under or 0, title=title, how=how, counts=counts).pk
    else:
        raise Refused("There is no such box.", field="kind", remedy="Add a need, an idea or an assumption test.")
    return done(request, "Added.", _at(request, f"{above}.{made}".strip(".")), undo=True)


@in_json
def put(request: WorkRequest) -> dict[str, str]:
    """A box put down under another, by drag or by keys; says where to go on."""
    data = request.POST
    above = typed.words(data, "under", most=200)
    node = _card(request, typed.whole_number(data, "node"))
    _move(request, node, number_of(above.rpartition(".")[2]), typed.whole_number(data, "from"))
    answer = done(request, f"“{node.title}” was moved.", _at(request, f"{above}.{node.id}".strip(".")), undo=True)
    return {"to": answer["Location"]}


def move(request: WorkRequest, pk: int) -> HttpResponse:
    """Where else a box could stand, as a form: whatever a drag does."""
    node = _card(request, pk)
    if request.method == "GET" or request.refused:
        shown = {
            "node": node,
            "options": CHOICES[node.kind],
            "from": request.GET.get("from", ""),
            "study": _study(request),
        }
        return render(request, "interviews/tree/move.html", shown)
    under = typed.whole_number(request.POST, "under")
    if under is None and not (request.POST.get("loose") and node.kind == evidence.NEED):
        raise Refused("No place was chosen.", field="under", remedy="Choose one of the list.")
    _move(request, node, under, typed.whole_number(request.POST, "from"))
    return done(request, f"“{node.title}” was moved.", _at(request, str(node.id)), undo=True)


def _move(request: WorkRequest, node: Card, under: int | None, from_id: int | None) -> None:
    if node.kind == evidence.NEED:
        evidence.move_need(request.access, need_id=node.id, under=under)
    elif node.kind == TEST:
        acts.move_assumption(request.access, test_id=node.id, idea_id=under or 0)
    elif from_id:
        evidence.move_idea(request.access, idea_id=node.id, from_need=from_id, to_need=under or 0)
    else:
        evidence.address(request.access, idea_id=node.id, need_id=under or 0)


def _card(request: WorkRequest, pk: int | None) -> Card:
    found = cards(request.access, [pk or 0]).get(pk or 0)
    if found is None or found.kind not in CHOICES:
        raise NotFound("No such box.")
    return found


def _at(request: WorkRequest, path: str) -> str:
    told = {"at": path, "study": _study(request)}
    return f"{url(request, 'tree')}?{urlencode({name: value for name, value in told.items() if value})}"


def _study(request: WorkRequest) -> str:
    return str(number_of(request.POST.get("study") or request.GET.get("study")) or "")


ROUTES = [
    Route("interviews/tree", "tree", index, get=Role.VIEWER),
    Route("interviews/tree/below", "tree_below", below, get=Role.VIEWER),
    Route("interviews/tree/add", "tree_add", add, post=Role.EDITOR, again=index),
    Route("interviews/tree/put", "tree_put", put, post=Role.EDITOR),
    Route("interviews/tree/<int:pk>/move", "tree_move", move, get=Role.EDITOR, post=Role.EDITOR, again=move),
]
