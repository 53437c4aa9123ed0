"""A recording of an interview becomes its transcript: uploaded here, heard by this machine."""

from typing import Any

from django.http import HttpResponse

from clew.ground.doors.api import Route, WorkRequest, done, record_again, typed, url
from clew.ground.files.api import store
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import cancel
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.transcribing import transcribe
from clew.rooms.interviews.queries.transcribing import transcribing


def begin(request: WorkRequest, pk: int) -> HttpResponse:
    """A recording that is here (`file_id`), or one that is uploaded now."""
    file_id, sent = typed.whole_number(request.POST, "file_id"), request.FILES.get("file")
    if file_id is None:
        if sent is None:
            raise Refused("No recording was chosen.", field="file", remedy="Choose a file of sound or film.")
        file_id = store(request.access, name=sent.name or "recording", chunks=sent.chunks()).pk
    transcribe(request.access, interview_id=pk, file_id=file_id)
    return done(request, "Listening. You can leave this page.", url(request, "record", node_id=pk))


def stop(request: WorkRequest, pk: int) -> HttpResponse:
    run = transcribing(request.access, pk).run
    if run is None:
        raise NotFound("Nothing is being transcribed.")
    cancel(request.access, run_id=run.id)
    return done(request, "It stops; begun again it goes on from there.", url(request, "record", node_id=pk))


def part(request: WorkRequest, interview_id: int) -> dict[str, Any]:
    """What an interview's page shows of it."""
    return {"hearing": transcribing(request.access, interview_id), "interview_id": interview_id}


ROUTES = [
    Route("interviews/<int:pk>/transcribe", "interview_transcribe", begin, post=Role.EDITOR, again=record_again),
    Route(
        "interviews/<int:pk>/transcribe/stop", "interview_transcribe_stop", stop, post=Role.EDITOR, again=record_again
    ),
]
