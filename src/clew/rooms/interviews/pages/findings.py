"""Findings: those of a study by the people who showed them, and one with the words for and against it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.evidence.api import STANCES
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import findings as acts
from clew.rooms.interviews.models import Finding
from clew.rooms.interviews.models.findings import STATES
from clew.rooms.interviews.queries import findings as queries
from clew.rooms.interviews.queries import studies

PAGE, ON_STUDY = 20, 5  # a row has a cell for each of forty people
ANY_STATE = (("", "Any state"), *((state, state.capitalize()) for state in STATES))
ORDER = (
    ("severity", "The worst first"),
    ("shown", "What most showed first"),
    ("title", "By name"),
    ("state", "By state"),
)
SHAPES = {"supports": "thumbs-up", "both": "scale", "contradicts": "thumbs-down", "mentions": "message-square"}
STANCE_NAMES = tuple((stance, stance.capitalize()) for stance in STANCES)


def index(request: WorkRequest, pk: int) -> HttpResponse:
    """The matrix: a row for each finding, a column for each person."""
    asked = request.GET
    page, people = whole(asked.get("page"), high=100), whole(asked.get("people"), high=100)
    found = queries.finding_matrix(
        request.access,
        pk,
        sort=asked.get("sort", "severity"),
        state=asked.get("state", ""),
        limit=PAGE,
        offset=(page - 1) * PAGE,
        people_offset=(people - 1) * queries.MOST_PEOPLE,
    )
    shown = {
        "study": studies.study(request.access, pk),
        "matrix": found,
        "rows": [_shown(found.people, row) for row in found.rows],
        "shapes": SHAPES,
        "page": page,
        "more": found.total > page * PAGE,
        "people": people,
        "more_people": found.people_total > people * queries.MOST_PEOPLE,
        "state": asked.get("state", ""),
        "states": ANY_STATE,
        "sort": asked.get("sort", ""),
        "order": ORDER,
        "severities": Finding.SEVERITIES,
    }
    return render(request, "interviews/findings/index.html", shown)


def _shown(people: Sequence[queries.MatrixPerson], row: queries.MatrixRow) -> tuple[Any, ...]:
    """The finding, its cells, and for narrow screens who took which stance."""
    cells = list(zip(people, row.stances, strict=True))
    named = [(stance, [person.short[:30] for person, theirs in cells if theirs == stance]) for stance in SHAPES]
    return row.finding, cells, [(stance, names) for stance, names in named if names]


def create(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return index(request, pk)
    made = acts.add_finding(
        request.access, study_id=pk, title=typed.words(request.POST, "title", most=400), **_said(request)
    )
    return done(request, "Finding added.", url(request, "record", node_id=made.pk), undo=True)


def describe(request: WorkRequest, pk: int) -> HttpResponse:
    acts.describe_finding(request.access, finding_id=pk, **_said(request))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def move(request: WorkRequest, pk: int) -> HttpResponse:
    acts.move_finding(request.access, finding_id=pk, state=typed.words(request.POST, "state", most=40))
    return done(request, "Moved on.", url(request, "record", node_id=pk), undo=True)


def tie(request: WorkRequest, pk: int) -> HttpResponse:
    acts.tie_finding(
        request.access,
        finding_id=pk,
        excerpt_id=typed.whole_number(request.POST, "excerpt") or 0,
        stance=typed.words(request.POST, "stance", most=20),
    )
    return done(request, "Tied.", url(request, "record", node_id=pk), undo=True)


def untie(request: WorkRequest, pk: int) -> HttpResponse:
    acts.untie_finding(request.access, finding_id=pk, excerpt_id=typed.whole_number(request.POST, "excerpt") or 0)
    return done(request, "No longer tied.", url(request, "record", node_id=pk), undo=True)


def excerpts(request: WorkRequest, pk: int) -> JsonResponse:
    """For the picker."""
    found = queries.excerpts_to_tie(request.access, pk, search=request.GET.get("q", ""))
    return JsonResponse({"items": [{"id": number, "title": words} for number, words in found]})


def of_study(request: WorkRequest, study_id: int) -> dict[str, Any]:
    """For a study's page."""
    found = queries.findings(request.access, study_id, limit=ON_STUDY + 1)
    return {"findings": found[:ON_STUDY], "more_findings": len(found) > ON_STUDY}


@body("finding", menu="interviews/findings/menu.html")
def finding_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    found = queries.finding(request.access, node.id)
    by_stance = {stance: [q for q in found.quotes if q.stance == stance] for stance in STANCES}
    return "interviews/findings/body.html", {
        "finding": found,
        "supporting": by_stance["supports"],
        "contradicting": by_stance["contradicts"],
        "mentioning": by_stance["mentions"],
        "severities": Finding.SEVERITIES,
        "stances": STANCE_NAMES,
        "finding_states": STATES,
    }


def _said(request: WorkRequest) -> dict[str, Any]:
    data = request.POST
    longer = {name: typed.words(data, name, most=most) for name, most in acts.LIMITS.items()}
    severity = typed.words(data, "severity", most=40) or "unrated"
    return {"severity": severity, "counted": typed.whole_number(data, "counted"), **longer}


ROUTES = [
    Route("interviews/<int:pk>/findings", "findings", create, get=Role.VIEWER, post=Role.EDITOR, again=index),
    Route("findings/<int:pk>/describe", "finding_describe", describe, post=Role.EDITOR, again=record_again),
    Route("findings/<int:pk>/move", "finding_move", move, post=Role.EDITOR, again=record_again),
    Route("findings/<int:pk>/tie", "finding_tie", tie, post=Role.EDITOR, again=record_again),
    Route("findings/<int:pk>/untie", "finding_untie", untie, post=Role.EDITOR, again=record_again),
    Route("findings/<int:pk>/excerpts", "finding_excerpts", excerpts, get=Role.VIEWER),
]
