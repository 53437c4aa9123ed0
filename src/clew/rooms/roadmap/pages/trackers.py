"""Ideas from a tracker's file: choose it, see what it would bring, bring it in; and the file that goes out."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from clew.ground.doors.api import Route, WorkRequest, done, sent, typed, url
from clew.ground.files.api import store
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions.trackers import IdeasImported, import_ideas
from clew.rooms.roadmap.kinds import IDEA_STATES
from clew.rooms.roadmap.queries.tracker_files import THERE, WHICH, download_ideas
from clew.rooms.roadmap.queries.tracker_states import SHOWN_WORDS
from clew.rooms.roadmap.queries.trackers import (
    PLACE_LIMIT,
    import_headings,
    preview_idea_import,
    tracked_places,
)
from clew.rooms.roadmap.trackers import FIELDS, SHAPES

CHOICES = tuple(SHAPES.items())
MEANINGS = (("", "Leave as it is"), *((state, state.capitalize()) for state in IDEA_STATES))
LABELS = {
    "key": "Number or key", "title": "Name", "body": "Description", "state": "State", "labels": "Labels",
    "owner": "Owner", "url": "Link", "votes": "Votes",
}  # fmt: skip


def first(request: WorkRequest) -> HttpResponse:
    shown = {
        "shapes": CHOICES,
        "which": tuple(WHICH.items()),
        "places": [(SHAPES[shape], shape, place, n) for shape, place, n in tracked_places(request.access)],
    }
    return render(request, "roadmap/trackers/first.html", shown)


def choose(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return first(request)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("No file was chosen.", field="file", remedy="Drop the file, or choose it.")
    kept = store(request.access, name=file.name or "file", chunks=file.chunks()).pk
    return redirect(url(request, "idea_import", file_id=kept))


def look(request: WorkRequest, file_id: int) -> HttpResponse:
    """What cannot be read with these choices is said beside them, where others can be made."""
    chosen = _choices(request.POST if request.refused else request.GET)
    shown: dict[str, Any] = {
        "file_id": file_id,
        "shapes": (("", "As its headings tell"), *CHOICES),
        "meanings": MEANINGS,
        **chosen,
    }
    try:
        shown["look"] = preview_idea_import(request.access, file_id, **chosen)
        shown["shape"] = shown["look"].shape
        shown["words_of"] = _words_of(shown["shape"], chosen["mapped"])
    except Refused as refused:
        shown["unreadable"] = refused
    with suppress(Refused):
        names = import_headings(request.access, file_id)
        shown["headings"] = [("", "As usual"), *((name, name) for name in names)]
        shown["fields"] = [(name, LABELS[name], chosen["mapped"].get(name, "")) for name in FIELDS] if names else []
    return render(request, "roadmap/trackers/look.html", shown)


def bring_in(request: WorkRequest, file_id: int) -> HttpResponse:
    if request.method == "GET":
        return look(request, file_id)
    if "again" in request.POST:
        asked = request.POST.copy()
        for name in ("again", "csrfmiddlewaretoken"):
            asked.pop(name, None)
        return redirect(f"{url(request, 'idea_import', file_id=file_id)}?{asked.urlencode()}")
    made = import_ideas(request.access, file_id=file_id, **_choices(request.POST))
    return done(request, _said(made), url(request, "ideas"), undo=bool(made.new or made.changed or made.moved))


def out(request: WorkRequest) -> HttpResponseBase:
    asked = request.GET
    which = typed.words(asked, "which", most=20) or THERE
    shape = asked.get("shape", "generic")
    return sent(request, download_ideas(request.access, shape=shape, place=asked.get("place"), which=which))


def _choices(data: Any) -> dict[str, Any]:
    mapped = {name: typed.words(data, f"map_{name}", most=200) for name in FIELDS}
    shape, mapped = typed.words(data, "shape", most=20), {name: heading for name, heading in mapped.items() if heading}
    is_of_these = data.get("words_of") == _words_of(shape, mapped)
    return {
        "shape": shape, "place": typed.words(data, "place", most=PLACE_LIMIT), "mapped": mapped,
        "states": _states(data) if is_of_these else {},
    }  # fmt: skip


def _states(data: Any) -> dict[str, str]:
    shown = (n for n in range(SHOWN_WORDS) if f"means_{n}" in data)
    return {typed.words(data, f"word_{n}", most=100): typed.words(data, f"means_{n}", most=20) for n in shown}


def _words_of(shape: str, mapped: Mapping[str, str]) -> str:
    """Of which words a person chose the meaning: read as another tracker's, or from another column, the file has others."""
    return f"{shape}:{mapped.get('state', '')}"


def _said(made: IdeasImported) -> str:
    told = [f"{made.new} new", f"{made.changed} changed", f"{made.same} the same"]
    told += [f"{made.moved} moved to another state"] if made.moved else []
    kept = f" {made.kept} were changed here too, and keep the words of here." if made.kept else ""
    return f"Ideas: {', '.join(told)}.{kept}"


ROUTES = [
    Route("roadmap/import", "idea_imports", choose, get=Role.EDITOR, post=Role.EDITOR, again=first),
    Route("roadmap/import/<int:file_id>", "idea_import", bring_in, get=Role.EDITOR, post=Role.EDITOR, again=look),
    Route("roadmap/export", "ideas_file", out, get=Role.VIEWER),
]
