"""Highlight reels: those of a study, one with its clips in order, what may be added, and the film."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, media, record_again, typed, url
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import cancel
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import reels as acts
from clew.rooms.interviews.models.sharing import CAPTION_LIMIT
from clew.rooms.interviews.queries import reels as queries
from clew.rooms.interviews.queries.conduct import Media
from clew.rooms.interviews.queries.studies import study


def index(request: WorkRequest, pk: int) -> HttpResponse:
    shown = {
        "study": study(request.access, pk),
        "reels": queries.reels(request.access, pk, limit=queries.MOST),
        "choices": queries.clip_choices(request.access, pk, limit=queries.MOST_CHOICES),
        "chosen": set(request.POST.getlist("excerpt")),
    }
    return render(request, "interviews/sharing/reels.html", shown)


def begin(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return index(request, pk)
    made = acts.add_reel(
        request.access,
        study_id=pk,
        title=typed.words(request.POST, "title", most=300),
        excerpt_ids=_numbers(request, "excerpt"),
    )
    return done(request, "The reel is begun.", url(request, "record", node_id=made.pk), undo=True)


@body("reel", lead="interviews/sharing/reel_lead.html")
def reel_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    found = queries.reel(request.access, node.id)
    choices = queries.clip_choices(request.access, found.study_id, reel_id=node.id, limit=queries.MOST_CHOICES)
    return "interviews/sharing/reel.html", {
        "reel": found,
        "clips": [{**asdict(clip), "start": clip.start_ms / 1000, "end": clip.end_ms / 1000} for clip in found.clips],
        "seconds": round(found.length_ms / 1000),
        "choices": choices,
        "limit": CAPTION_LIMIT,
    }


def add(request: WorkRequest, pk: int) -> HttpResponse:
    made = acts.add_clips(request.access, reel_id=pk, excerpt_ids=_numbers(request, "excerpt"))
    said = "1 clip" if len(made) == 1 else f"{len(made)} clips"
    return done(request, f"{said} added.", url(request, "record", node_id=pk), undo=True)


def order(request: WorkRequest, pk: int) -> HttpResponse:
    """`order`: the clips as they stand in the page; `do`: one of them moves by one."""
    ids = _numbers(request, "order")
    do, _, number = request.POST.get("do", "").partition(" ")
    if number.isdecimal() and int(number) in ids:
        at = ids.index(int(number))
        to = max(0, min(len(ids) - 1, at + {"up": -1, "down": 1}.get(do, 0)))
        ids.insert(to, ids.pop(at))
    acts.order_clips(request.access, reel_id=pk, clip_ids=ids)
    here = f"#clip-{number}" if number else ""
    return done(request, "In order.", f"{url(request, 'record', node_id=pk)}{here}", undo=True)


def change(request: WorkRequest, pk: int, clip: int) -> HttpResponse:
    data = request.POST
    start, end = typed.number(data, "start"), typed.number(data, "end")
    if start is None or end is None:
        raise Refused("A clip begins and ends.", field="start", remedy="Type seconds, for example 12.5.")
    acts.change_clip(
        request.access, clip_id=clip, caption=typed.words(data, "caption", most=CAPTION_LIMIT),
        start_ms=round(start * 1000), end_ms=round(end * 1000),
    )  # fmt: skip
    return done(request, "Kept.", f"{url(request, 'record', node_id=pk)}#clip-{clip}", undo=True)


def remove(request: WorkRequest, pk: int, clip: int) -> HttpResponse:
    acts.remove_clip(request.access, clip_id=clip)
    return done(request, "Taken out.", url(request, "record", node_id=pk), undo=True)


def cards(request: WorkRequest, pk: int) -> HttpResponse:
    acts.choose_cards(request.access, reel_id=pk, has_cards=bool(request.POST.get("has_cards")))
    return done(request, "Kept.", url(request, "record", node_id=pk), undo=True)


def make(request: WorkRequest, pk: int) -> HttpResponse:
    acts.make_reel(request.access, reel_id=pk)
    return done(request, "It is being made. You can leave this page.", url(request, "record", node_id=pk))


def stop(request: WorkRequest, pk: int) -> HttpResponse:
    run = queries.reel(request.access, pk).run
    if run is None:
        raise NotFound("It is not being made.")
    cancel(request.access, run_id=run.id)
    return done(request, "It stops; what is cut stays cut.", url(request, "record", node_id=pk))


def play_clip(request: WorkRequest, pk: int) -> HttpResponseBase:
    return _play(request, queries.clip_media(request.access, pk))


def play(request: WorkRequest, pk: int) -> HttpResponseBase:
    found = _play(request, queries.reel_media(request.access, pk))
    if request.GET.get("save"):
        found["Content-Disposition"] = found["Content-Disposition"].replace("inline", "attachment", 1)
    return found


def _play(request: WorkRequest, found: Media) -> HttpResponseBase:
    if not found.place.is_file():
        raise NotFound("No such film.")
    return media(request, found.place, type=found.type, name=found.name, sha256=found.sha256)


def _numbers(request: WorkRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdecimal()]


ROUTES = [
    Route("interviews/<int:pk>/reels", "study_reels", begin, get=Role.VIEWER, post=Role.EDITOR, again=index),
    Route("reels/<int:pk>/clips", "reel_add", add, post=Role.EDITOR, again=record_again),
    Route("reels/<int:pk>/order", "reel_order", order, post=Role.EDITOR, again=record_again),
    Route("reels/<int:pk>/clips/<int:clip>", "clip_change", change, post=Role.EDITOR, again=record_again),
    Route("reels/<int:pk>/clips/<int:clip>/remove", "clip_remove", remove, post=Role.EDITOR, again=record_again),
    Route("reels/<int:pk>/cards", "reel_cards", cards, post=Role.EDITOR, again=record_again),
    Route("reels/<int:pk>/make", "reel_make", make, post=Role.EDITOR, again=record_again),
    Route("reels/<int:pk>/stop", "reel_stop", stop, post=Role.EDITOR, again=record_again),
    Route("reels/<int:pk>/film", "reel_film", play, get=Role.VIEWER),
    Route("reels/clips/<int:pk>/film", "clip_film", play_clip, get=Role.VIEWER),
]
