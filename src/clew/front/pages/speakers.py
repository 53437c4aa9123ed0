"""A transcript as speech: its speakers, its turns, when each word was said, and earlier versions that come back."""

from django.http import HttpResponse, JsonResponse

from clew.ground.doors.api import Route, WorkRequest, done, record_again, typed, url
from clew.ground.evidence import api as evidence
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role

TURN_LIMIT = 200_001


def times(request: WorkRequest, pk: int) -> JsonResponse:
    found = evidence.word_times(request.access, pk)
    return JsonResponse({"version": found.version, "times": found.times}, json_dumps_params={"separators": (",", ":")})


def rename(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.rename_speaker(
        request.access,
        source_id=pk,
        speaker=typed.words(request.POST, "speaker", most=300),
        name=typed.words(request.POST, "name", most=300),
    )
    return done(request, "Renamed.", url(request, "record", node_id=pk), undo=True)


def merge(request: WorkRequest, pk: int) -> HttpResponse:
    chosen = [name[:300] for name in request.POST.getlist("speakers")[:200]]
    into = typed.words(request.POST, "into", most=300)
    evidence.merge_speakers(request.access, source_id=pk, speakers=chosen, into=into)
    return done(request, f"They are one speaker now: {into}.", url(request, "record", node_id=pk), undo=True)


def bind(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.bind_speaker(
        request.access,
        source_id=pk,
        speaker=typed.words(request.POST, "speaker", most=300),
        person_id=typed.whole_number(request.POST, "person_id"),
    )
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def turn(request: WorkRequest, pk: int) -> HttpResponse:
    """The reader corrects a turn where it stands and says what it read there."""
    number = typed.whole_number(request.POST, "turn")
    if number is None:
        raise Refused("No turn was chosen.", field="turn", remedy="Open the turn in the reader.")
    try:
        evidence.correct_turn(
            request.access,
            source_id=pk,
            turn=number,
            before=str(request.POST.get("before", "")),
            text=typed.words(request.POST, "text", most=TURN_LIMIT),
        )
    except Refused as error:
        if "application/json" not in request.headers.get("accept", ""):
            raise
        return JsonResponse({"message": error.message, "remedy": error.remedy, "field": error.field}, status=422)
    shown_next = done(request, "Corrected.", url(request, "record", node_id=pk), undo=True)
    return JsonResponse({}) if "application/json" in request.headers.get("accept", "") else shown_next


def bring_back(request: WorkRequest, pk: int, number: int) -> HttpResponse:
    evidence.bring_back_version(request.access, source_id=pk, number=number)
    return done(request, f"As it was in version {number}.", url(request, "record", node_id=pk), undo=True)


ROUTES = [
    Route("sources/<int:pk>/times", "source_times", times, get=Role.VIEWER),
    Route("sources/<int:pk>/speakers/rename", "speaker_rename", rename, post=Role.EDITOR, again=record_again),
    Route("sources/<int:pk>/speakers/merge", "speaker_merge", merge, post=Role.EDITOR, again=record_again),
    Route("sources/<int:pk>/speakers/bind", "speaker_bind", bind, post=Role.EDITOR, again=record_again),
    Route("sources/<int:pk>/turn", "source_turn", turn, post=Role.EDITOR, again=record_again),
    Route("sources/<int:pk>/versions/<int:number>", "source_back", bring_back, post=Role.EDITOR, again=record_again),
]
