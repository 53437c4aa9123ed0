"""Has a study heard enough, and who has not been asked: of a study, and of a need."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, number_of, typed, url
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import cards
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.invitations import add_candidates
from clew.rooms.interviews.actions.studies import STATES
from clew.rooms.interviews.queries import not_asked, studies
from clew.rooms.interviews.queries.saturation import LEAST, MORE, study_saturation

OF = (("both", "Codes and needs"), ("codes", "Codes"), ("needs", "Needs"))


def saturation(request: WorkRequest, pk: int) -> HttpResponse:
    of = request.GET.get("of", "both")
    found = study_saturation(request.access, pk, of=of if of in dict(OF) else "both")
    shown = {
        "study": studies.study(request.access, pk),
        "found": found,
        "of": found.of,
        "kinds": OF,
        "least": LEAST,
        "more": MORE,
        "quick": list(zip(found.participants, found.points, strict=True)),
    }
    return render(request, "interviews/learning/saturation.html", shown)


def by_study(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "POST" and not request.refused:
        return _ask(request, pk)
    shown = {
        "study": studies.study(request.access, pk),
        "study_id": pk,
        "found": not_asked.study_not_asked(request.access, pk),
    }
    return render(request, "interviews/learning/by_study.html", shown)


def by_need(request: WorkRequest, pk: int) -> HttpResponse:
    """`?study=`: the study that would ask them; else the newest that is not finished."""
    if request.method == "POST" and not request.refused:
        return _ask(request, typed.whole_number(request.POST, "study"))
    card = cards(request.access, [pk]).get(pk)
    if card is None:
        raise NotFound("No such need.")
    rows = [row for row in studies.studies(request.access, limit=200) if row.state != STATES[-1]]
    chosen = number_of(request.POST.get("study") or request.GET.get("study"))
    known = {row.id for row in rows}
    study_id = chosen if chosen in known else rows[0].id if rows else None
    shown = {
        "need": card,
        "study_id": study_id,
        "studies": [(str(row.id), row.title) for row in rows],
        "found": not_asked.need_not_asked(request.access, pk, study_id=study_id),
    }
    return render(request, "interviews/learning/by_need.html", shown)


def _ask(request: WorkRequest, study_id: int | None) -> HttpResponse:
    if study_id is None:
        raise Refused("No study was chosen.", field="study", remedy="Choose the study that asks them.")
    chosen = [int(text) for text in request.POST.getlist("ids") if text.isdecimal()]
    made = add_candidates(request.access, study_id=study_id, person_ids=chosen)
    said = "1 candidate more. Invite them here." if made == 1 else f"{made} candidates more. Invite them here."
    return done(request, said, url(request, "study_candidates", pk=study_id), undo=bool(made))


def part(request: WorkRequest, study_id: int) -> dict[str, Any]:
    """What a study's page shows of it."""
    return {
        "saturation": study_saturation(request.access, study_id),
        "not_asked": not_asked.study_not_asked(request.access, study_id),
    }


ROUTES = [
    Route("interviews/<int:pk>/saturation", "study_saturation", saturation, get=Role.VIEWER),
    Route(
        "interviews/<int:pk>/not-asked", "study_not_asked", by_study, get=Role.VIEWER, post=Role.EDITOR, again=by_study
    ),
    Route(
        "interviews/needs/<int:pk>/not-asked",
        "need_not_asked",
        by_need,
        get=Role.VIEWER,
        post=Role.EDITOR,
        again=by_need,
    ),
]
