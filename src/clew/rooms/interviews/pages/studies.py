"""Studies: the list, a new one, and one with how far along it is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, number_of, record_again, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import cards
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import studies as acts
from clew.rooms.interviews.models import Study
from clew.rooms.interviews.pages import conduct, consent, findings, learning, schedule, talk, transcribing
from clew.rooms.interviews.pages.candidates import progress_of
from clew.rooms.interviews.queries import coding, guides
from clew.rooms.interviews.queries import studies as queries
from clew.rooms.interviews.queries.keeping import study_retention

PAGE = 50
STATES = (("", "Any state"), *((state, state.capitalize()) for state in acts.STATES))


def index(request: WorkRequest) -> HttpResponse:
    asked = request.GET
    page, search, state = whole(asked.get("page"), high=100), asked.get("q", "").strip(), asked.get("state", "")
    rows = queries.studies(request.access, search=search, state=state, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "q": search,
        "state": state,
        "states": STATES,
    }
    return render(request, "interviews/studies/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    asked = number_of(request.POST.get("decision") or request.GET.get("decision"))
    known = cards(request.access, [asked]).get(asked) if asked else None
    return render(request, "interviews/studies/new.html", {"decision": known, "methods": Study.METHODS})


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = acts.add_study(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        decision_id=typed.whole_number(request.POST, "decision"),
        **_plan(request),
    )
    return done(request, "Study begun.", url(request, "record", node_id=made.pk), undo=True)


def plan(request: WorkRequest, pk: int) -> HttpResponse:
    acts.plan_study(request.access, study_id=pk, **_plan(request))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def move(request: WorkRequest, pk: int) -> HttpResponse:
    acts.move_study(request.access, study_id=pk, state=typed.words(request.POST, "state", most=40))
    return done(request, "Moved on.", url(request, "record", node_id=pk), undo=True)


def serve(request: WorkRequest, pk: int) -> HttpResponse:
    decision_id = typed.whole_number(request.POST, "decision")
    if decision_id is None:
        raise Refused("No decision was chosen.", field="decision", remedy="Choose one of the list.")
    acts.serve_decision(request.access, study_id=pk, decision_id=decision_id)
    return done(request, "The study informs this decision.", url(request, "record", node_id=pk), undo=True)


def choose(request: WorkRequest, pk: int) -> HttpResponse:
    """The interviews that could be taken in."""
    page, search = whole(request.GET.get("page"), high=100), request.GET.get("q", "").strip()
    rows = queries.free_interviews(request.access, search=search, limit=PAGE + 1, offset=(page - 1) * PAGE)
    study = queries.study(request.access, pk)
    shown = {"study": study, "rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "q": search}
    return render(request, "interviews/studies/take_in.html", shown)


def take_in(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return choose(request, pk)
    chosen = [int(text) for text in request.POST.getlist("ids") if text.isdecimal()]
    made = acts.take_in(request.access, study_id=pk, source_ids=chosen)
    said = "1 interview" if len(made) == 1 else f"{len(made)} interviews"
    return done(request, f"{said} taken into the study.", url(request, "record", node_id=pk), undo=True)


@body("study", lead="interviews/studies/lead.html", menu="interviews/studies/menu.html")
def study_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    page = whole(request.GET.get("page"), high=100)
    rows = queries.study_interviews(request.access, node.id, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return "interviews/studies/body.html", {
        "study": queries.study(request.access, node.id),
        "guides": guides.guides_of_study(request.access, node.id),
        "interviews": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "methods": Study.METHODS,
        "study_states": acts.STATES,
        **progress_of(request, node.id),
        **schedule.study_part(request, node.id),
        **consent.study_part(request, node.id),
        **learning.part(request, node.id),
        "retention": study_retention(request.access, node.id),
        "rounds": coding.coding_rounds(request.access, node.id),
        **findings.of_study(request, node.id),
    }


@body("interview", lead="interviews/conduct/lead.html", menu="interviews/schedule/menu.html")
def interview_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    study_id, source_id = queries.study_of_interview(request.access, node.id)
    known = cards(request.access, [pk for pk in (study_id, source_id) if pk])
    return "interviews/studies/interview.html", {
        "study_card": known.get(study_id),
        "source_card": known.get(source_id or 0),
        **transcribing.part(request, node.id),
        **talk.part(request, node.id),
        **conduct.of_record(request, node.id),
        **schedule.interview_part(request, node.id),
    }


def _plan(request: WorkRequest) -> dict[str, Any]:
    data = request.POST
    budget = typed.number(data, "budget")
    return {
        "question": typed.words(data, "question", most=2_001),
        "method": typed.words(data, "method", most=40) or "interview",
        "whom": typed.words(data, "whom", most=501),
        "wanted": typed.whole_number(data, "wanted"),
        "budget_minor": None if budget is None else round(budget * 100),
        "starts_on": typed.day(data, "starts_on"),
        "ends_on": typed.day(data, "ends_on"),
    }


ROUTES = [
    Route("interviews", "studies", index, get=Role.VIEWER),
    Route("interviews/new", "study_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("interviews/<int:pk>/plan", "study_plan", plan, post=Role.EDITOR, again=record_again),
    Route("interviews/<int:pk>/move", "study_move", move, post=Role.EDITOR, again=record_again),
    Route("interviews/<int:pk>/serve", "study_serve", serve, post=Role.EDITOR, again=record_again),
    Route("interviews/<int:pk>/take-in", "study_take_in", take_in, get=Role.EDITOR, post=Role.EDITOR, again=choose),
]
