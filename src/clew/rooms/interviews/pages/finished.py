"""A finished study is brought in: choose its findings sheet, see what would be made of it, bring it in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.files.api import store
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import cards
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.finished import bring_in_study
from clew.rooms.interviews.finished_sheets import WordMeaning
from clew.rooms.interviews.models import Finding
from clew.rooms.interviews.models.findings import STATES
from clew.rooms.interviews.queries.finished import look_at_sheet

MEANT = tuple((state, state.capitalize()) for state in STATES)


def first(request: WorkRequest) -> HttpResponse:
    return render(request, "interviews/finished/first.html")


def choose(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return first(request)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("No file was chosen.", field="file", remedy="Drop the sheet, or choose it.")
    kept = store(request.access, name=file.name or "file", chunks=file.chunks()).pk
    look_at_sheet(request.access, kept)  # what is no findings sheet is refused here, where another can be chosen
    return redirect(url(request, "study_sheet", file_id=kept))


def look(request: WorkRequest, file_id: int) -> HttpResponse:
    found = look_at_sheet(request.access, file_id)
    known = cards(request.access, [found.study_id]).get(found.study_id) if found.study_id else None
    shown = {
        "look": found,
        "known": known,
        "severities": _chosen(request, "severity", found.severities),
        "states": _chosen(request, "state", found.states),
        "scale": Finding.SEVERITIES,
        "meant": MEANT,
        "with_needs": request.method == "GET" or "needs" in request.POST,
    }
    return render(request, "interviews/finished/look.html", shown)


def bring_in(request: WorkRequest, file_id: int) -> HttpResponse:
    if request.method == "GET":
        return look(request, file_id)
    found, data = look_at_sheet(request.access, file_id), request.POST
    made = bring_in_study(
        request.access,
        file_id=file_id,
        title=typed.words(data, "title", most=400),
        question=typed.words(data, "question", most=2_001),
        decision_id=typed.whole_number(data, "decision"),
        heard=typed.whole_number(data, "heard"),
        severities={one.word: means for _, one, means in _chosen(request, "severity", found.severities)},
        states={one.word: means for _, one, means in _chosen(request, "state", found.states)},
        needs="needs" in data,
    )
    here = url(request, "record", node_id=made.pk)
    if found.study_id == made.pk:
        return done(request, "This sheet is here already; nothing was added.", here)
    return done(request, f"Brought in: {found.findings} findings.", here, undo=True)


def _chosen(request: WorkRequest, name: str, words: tuple[WordMeaning, ...]) -> list[tuple[str, WordMeaning, str]]:
    """Each word of the sheet with its field's name and what it is taken for, as chosen or as guessed."""
    fields = [f"{name}-{at}" for at in range(len(words))]
    return [
        (field, one, typed.words(request.POST, field, most=40) or one.means)
        for field, one in zip(fields, words, strict=True)
    ]


ROUTES = [
    Route("interviews/bring-in", "study_bring_in", choose, get=Role.EDITOR, post=Role.EDITOR, again=first),
    Route("interviews/bring-in/<int:file_id>", "study_sheet", bring_in, get=Role.EDITOR, post=Role.EDITOR, again=look),
]
