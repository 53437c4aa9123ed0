"""The transcript of an interview: chosen among those that are here, or heard by this machine in a recording."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, record_again, typed, url, whole
from clew.ground.files.api import store
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import cancel
from clew.ground.thread.api import card, cards
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.recordings import may_be_recorded
from clew.rooms.interviews.actions.transcribing import transcribe, use_transcript
from clew.rooms.interviews.queries.consent import interview_consent
from clew.rooms.interviews.queries.studies import free_interviews, study_of_interview
from clew.rooms.interviews.queries.transcribing import transcribing

PAGE = 50


def begin(request: WorkRequest, pk: int) -> HttpResponse:
    """A recording that is here (`file_id`), or one that is uploaded now."""
    file_id, sent = typed.whole_number(request.POST, "file_id"), request.FILES.get("file")
    if file_id is None:
        if sent is None:
            raise Refused("No recording was chosen.", field="file", remedy="Choose a file of sound or film.")
        may_be_recorded(request.access, pk)  # before the file is kept
        file_id = store(request.access, name=sent.name or "recording", chunks=sent.chunks()).pk
    transcribe(request.access, interview_id=pk, file_id=file_id)
    return done(request, "Listening. You can leave this page.", url(request, "record", node_id=pk))


def stop(request: WorkRequest, pk: int) -> HttpResponse:
    run = transcribing(request.access, pk).run
    if run is None:
        raise NotFound("Nothing is being transcribed.")
    cancel(request.access, run_id=run.id)
    return done(request, "It stops; begun again it goes on from there.", url(request, "record", node_id=pk))


def choose(request: WorkRequest, pk: int) -> HttpResponse:
    """The transcripts that could stand for this interview."""
    page, search = whole(request.GET.get("page"), high=100), request.GET.get("q", "").strip()
    rows = free_interviews(request.access, search=search, interview_id=pk, limit=PAGE + 1, offset=(page - 1) * PAGE)
    _study, source_id = study_of_interview(request.access, pk)
    shown = {
        "consent": interview_consent(request.access, pk),
        "rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "q": search, "interview": card(request.access, pk),
        "stands": cards(request.access, [source_id]).get(source_id) if source_id else None,
    }  # fmt: skip
    return render(request, "interviews/studies/transcript.html", shown)


def use(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return choose(request, pk)
    source_id = typed.whole_number(request.POST, "source_id")
    if source_id is None:
        raise Refused("No transcript was chosen.", field="source_id", remedy="Choose one of the list.")
    use_transcript(request.access, interview_id=pk, source_id=source_id, replace=True)
    return done(request, "These words stand for the interview.", url(request, "record", node_id=pk), undo=True)


def part(request: WorkRequest, interview_id: int) -> dict[str, Any]:
    """What an interview's page shows of it."""
    return {"hearing": transcribing(request.access, interview_id), "interview_id": interview_id}


ROUTES = [
    Route(
        "interviews/<int:pk>/transcript", "interview_transcript", use, get=Role.EDITOR, post=Role.EDITOR, again=choose
    ),
    Route("interviews/<int:pk>/transcribe", "interview_transcribe", begin, post=Role.EDITOR, again=record_again),
    Route(
        "interviews/<int:pk>/transcribe/stop", "interview_transcribe_stop", stop, post=Role.EDITOR, again=record_again
    ),
]
