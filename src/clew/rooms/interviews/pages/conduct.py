"""Holding an interview: the page for whoever leads it, and what its elements ask while it runs."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from clew.ground.doors.api import (
    Media,
    Route,
    WorkRequest,
    done,
    in_json,
    media,
    plays,
    record_again,
    sent_json,
    typed,
    url,
)
from clew.ground.files import api as files
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import conduct as acts
from clew.rooms.interviews.actions import recordings as recording_acts
from clew.rooms.interviews.actions.whose import say_whose
from clew.rooms.interviews.queries import conduct as queries
from clew.rooms.interviews.queries.consent import interview_consent

TAGS = ("quote", "pain", "idea", "surprise", "follow-up")
MOST_SENT = 100
MICROPHONE = "microphone=(self), camera=(), geolocation=(), display-capture=()"


def begin(request: WorkRequest, pk: int) -> HttpResponse:
    """Talk with somebody now: an interview of the study, and its page."""
    made = acts.add_interview(
        request.access,
        study_id=pk,
        title=typed.words(request.POST, "title", most=300),
        person_id=typed.whole_number(request.POST, "person"),
    )
    return done(request, "Ready. Start it when you both are.", url(request, "conduct", pk=made.pk))


def show(request: WorkRequest, pk: int) -> HttpResponse:
    access = request.access
    shown = {
        "it": queries.conduct(access, pk),
        "guide": queries.guide_of(access, pk),
        "told": _told(request, pk),
        "tags": TAGS,
        "consent": interview_consent(access, pk),
        "incoming": queries.incoming(access, pk),
    }
    response = render(request, "interviews/conduct/index.html", shown)
    response["Permissions-Policy"] = MICROPHONE
    return response


def start(request: WorkRequest, pk: int) -> HttpResponse:
    acts.start_interview(request.access, interview_id=pk)
    return done(request, "It runs.", url(request, "conduct", pk=pk))


def finish(request: WorkRequest, pk: int) -> HttpResponse:
    acts.finish_interview(request.access, interview_id=pk)
    return done(request, "Held. Notes and recordings are here.", url(request, "record", node_id=pk), undo=True)


def whose(request: WorkRequest, pk: int) -> HttpResponse:
    person_id = typed.whole_number(request.POST, "person")
    if person_id is None:
        raise Refused("Nobody was chosen.", field="person", remedy="Choose a person of the list.")
    say_whose(request.access, interview_id=pk, person_id=person_id)
    runs = request.POST.get("from") == "conduct"
    return done(
        request, "Saved.", url(request, "conduct", pk=pk) if runs else url(request, "record", node_id=pk), undo=True
    )


@in_json
def notes(request: WorkRequest, pk: int) -> dict[str, Any]:
    """GET: what stands now. POST: what was typed, in its order; each is answered for itself, so that one does not hold up the others."""
    if request.method == "GET":
        return _told(request, pk)
    sent = sent_json(request).get("sent")
    if not isinstance(sent, list) or not 1 <= len(sent) <= MOST_SENT:
        raise Refused(f"Send 1 to {MOST_SENT} at once.", field="sent", remedy="Send them in parts.")
    queries.conduct(request.access, pk)
    return {"answers": [_answer(request, pk, one) for one in sent], **_told(request, pk)}


@in_json
def record(request: WorkRequest, pk: int) -> dict[str, Any]:
    data = sent_json(request)
    made = recording_acts.begin_recording(
        request.access,
        interview_id=pk,
        name=str(data.get("name", "")),
        type=str(data.get("type", "")),
        size=_whole(data, "size"),
        how=str(data.get("how", "uploaded")),
        started_at=_moment(data, "started_at"),
    )
    return {"upload": made.pk}


@in_json
def keep(request: WorkRequest, pk: int) -> dict[str, Any]:
    data = sent_json(request)
    pauses = data.get("pauses", [])
    if not isinstance(pauses, list) or not all(_is_pair(pair) for pair in pauses):
        raise Refused("These pauses do not fit.", field="pauses", remedy="Pairs of numbers.")
    made = recording_acts.keep_recording(
        request.access, upload_id=pk, duration_ms=_whole(data, "duration_ms"), pauses=[(a, b) for a, b in pauses]
    )
    return {"recording": made.pk}


def rest(request: WorkRequest, pk: int) -> HttpResponse:
    """Whoever sent it is gone: what came of it is kept as it is."""
    files.finish_upload(request.access, upload_id=pk)
    made = recording_acts.keep_recording(request.access, upload_id=pk)
    return done(request, "Kept.", url(request, "record", node_id=made.interview_id), undo=True)


def play(request: WorkRequest, pk: int) -> HttpResponseBase:
    found = queries.recording_media(request.access, pk)
    if not found.place.is_file():
        raise NotFound("No such recording.")
    return media(request, found.place, type=found.type, name=found.name, sha256=found.sha256)


def away(request: WorkRequest, pk: int) -> HttpResponse:
    gone = recording_acts.take_recording_away(request.access, recording_id=pk)
    return done(request, "Taken away.", url(request, "record", node_id=gone.interview_id), undo=True)


def of_record(request: WorkRequest, pk: int) -> dict[str, Any]:
    """What an interview's record shows of how it was held."""
    rows = queries.notes(request.access, pk, limit=queries.MOST_NOTES)
    return {
        "it": queries.conduct(request.access, pk),
        "notes": [(_clock(row.at_ms), row) for row in rows],
        "recordings": [
            {"length": _clock(row.duration_ms or 0), "pauses_json": json.dumps(row.pauses), **asdict(row)}
            for row in queries.recordings(request.access, pk)
        ],
        "incoming": queries.incoming(request.access, pk),
        "consent": interview_consent(request.access, pk),
    }


@plays
def played(request: WorkRequest, source_id: int) -> Media | None:
    """What the reader of a transcript plays."""
    found = queries.recording_of_source(request.access, source_id)
    return Media(url(request, "recording_media", pk=found.id), is_film=found.kind == "video") if found else None


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"


def _answer(request: WorkRequest, pk: int, one: Any) -> dict[str, str]:
    try:
        _do(request, pk, one if isinstance(one, dict) else {})
    except (Refused, NotFound) as error:
        return {"refused": str(error)}
    return {}


def _do(request: WorkRequest, pk: int, one: dict[str, Any]) -> None:
    access, number, key = request.access, pk, str(one.get("client_id", ""))
    words = {"text": str(one.get("text", "")), "tag": str(one.get("tag", ""))}
    match one.get("do"):
        case "note":
            at = _whole(one, "at_ms")
            acts.note(access, interview_id=number, client_id=key, at_ms=-1 if at is None else at, **words)
        case "change":
            acts.change_note(access, interview_id=number, client_id=key, **words)
        case "back":
            acts.take_note_back(access, interview_id=number, client_id=key)
        case "again":
            acts.bring_note_back(access, interview_id=number, client_id=key)
        case _:
            raise Refused("This is not known.", field="do", remedy="One of: note, change, back, again.")


def _told(request: WorkRequest, pk: int) -> dict[str, Any]:
    """What the element draws; a page of the record draws the same from the queries."""
    it = queries.conduct(request.access, pk)
    rows = queries.notes(request.access, pk, limit=queries.MOST_NOTES)
    return {
        "state": it.state,
        "started_at": it.started_at.isoformat() if it.started_at else None,
        "ended_at": it.ended_at.isoformat() if it.ended_at else None,
        "notes": [
            {
                "client_id": str(row.client_id),
                "at_ms": row.at_ms,
                "text": row.text,
                "tag": row.tag,
                "author": row.author,
                "mine": row.author_id == request.access.user_id,
            }
            for row in rows
        ],
        "now": timezone.now().isoformat(),
    }


def _whole(data: dict[str, Any], name: str) -> int | None:
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise Refused("That is not a whole number.", field=name, remedy="Send a number.")
    return value


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair)


def _moment(data: dict[str, Any], name: str) -> datetime | None:
    try:
        found = parse_datetime(str(data.get(name) or ""))
    except ValueError:
        found = None
    return found if found and timezone.is_aware(found) else None


ROUTES = [
    Route("interviews/<int:pk>/begin", "interview_begin", begin, post=Role.EDITOR, again=record_again),
    Route("interviews/<int:pk>/conduct", "conduct", show, get=Role.EDITOR),
    Route("interviews/<int:pk>/whose", "interview_whose", whose, post=Role.EDITOR, again=record_again),
    Route("interviews/<int:pk>/start", "interview_start", start, post=Role.EDITOR),
    Route("interviews/<int:pk>/finish", "interview_finish", finish, post=Role.EDITOR),
    Route("interviews/<int:pk>/notes", "interview_notes", notes, get=Role.EDITOR, post=Role.EDITOR),
    Route("interviews/<int:pk>/recordings", "interview_record", record, post=Role.EDITOR),
    Route("interviews/recordings/<int:pk>/keep", "recording_keep", keep, post=Role.EDITOR),
    Route("interviews/recordings/<int:pk>/rest", "recording_rest", rest, post=Role.EDITOR),
    Route("interviews/recordings/<int:pk>/media", "recording_media", play, get=Role.VIEWER),
    Route("interviews/recordings/<int:pk>/away", "recording_away", away, post=Role.EDITOR),
]
