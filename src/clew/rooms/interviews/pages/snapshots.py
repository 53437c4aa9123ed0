"""An interview's snapshot: the sheet, and where it is written."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, note_version, typed, url
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions.snapshots import MOMENT_LIMIT, MOST_MOMENTS, write_snapshot
from clew.rooms.interviews.models.sharing import FACTS_LIMIT
from clew.rooms.interviews.queries.snapshots import FEELINGS, Moment, snapshot

# Where a feeling lies in the drawing, from above: its middle is 0.
MIDDLE, STEP = 48, 19


def show(request: WorkRequest, pk: int) -> HttpResponse:
    found = snapshot(request.access, pk)
    return render(request, "interviews/sharing/snapshot.html", {"it": found, "drawn": _drawn(found.moments)})


def form(request: WorkRequest, pk: int) -> HttpResponse:
    found = snapshot(request.access, pk)
    typed_now = _typed(request) if request.method == "POST" else list(found.moments)
    shown = {
        "it": found,
        "moments": [{"number": at, **asdict(one)} for at, one in enumerate(typed_now, 1)],
        "facts": "\n".join(found.facts),
        "insights": "\n".join(found.insights),
        "feelings": FEELINGS,
        "most": MOST_MOMENTS,
        "limit": MOMENT_LIMIT,
    }
    return render(request, "interviews/sharing/snapshot_edit.html", shown)


def edit(request: WorkRequest, pk: int) -> HttpResponse:
    """Every button sends the whole form; it says what becomes of the moments before they are kept."""
    if request.method == "GET":
        note_version(request, pk)
        return form(request, pk)
    do, number = _asked(request)
    write_snapshot(
        request.access,
        interview_id=pk,
        excerpt_id=typed.whole_number(request.POST, "excerpt_id"),
        facts=typed.words(request.POST, "facts", most=FACTS_LIMIT),
        insights=typed.words(request.POST, "insights", most=FACTS_LIMIT),
        moments=_moved(_typed(request), do, number),
    )
    if do == "save":
        return done(request, "The snapshot is kept.", url(request, "snapshot", pk=pk), undo=True)
    at = {"up": number - 1, "down": number + 1}.get(do, 0)
    return done(request, "Kept.", f"{url(request, 'snapshot_edit', pk=pk)}#moment-{at or 'new'}")


def _asked(request: WorkRequest) -> tuple[str, int]:
    do, _, number = request.POST.get("do", "keep").partition(" ")
    return do, int(number) if number.isdecimal() else 0


def _typed(request: WorkRequest) -> list[Moment]:
    texts = request.POST.getlist("moment")[: MOST_MOMENTS + 2]
    feelings = [int(one) if one.lstrip("-").isdecimal() else 0 for one in request.POST.getlist("feeling")]
    return [Moment(text[:2000], feeling) for text, feeling in zip(texts, feelings, strict=False)]


def _moved(moments: Sequence[Moment], do: str, number: int) -> list[Moment]:
    """`number`: counted from 1, of those that were shown."""
    some, at = list(moments), number - 1
    if do == "remove" and 0 <= at < len(some):
        some[at] = replace(some[at], text="")
    other = {"up": at - 1, "down": at + 1}.get(do, -1)
    if 0 <= other < len(some) and 0 <= at < len(some):
        some[at], some[other] = some[other], some[at]
    return some


def _drawn(moments: Sequence[Moment]) -> list[dict[str, Any]]:
    """Each moment's place in the drawing, in percent across and pixels down, and where the line to it comes from."""
    places = [
        (round((at + 0.5) * 100 / len(moments), 2), MIDDLE - STEP * one.feeling) for at, one in enumerate(moments)
    ]
    return [
        {"moment": one, "x": x, "y": y, "before": places[at - 1] if at else None}
        for at, (one, (x, y)) in enumerate(zip(moments, places, strict=True))
    ]


ROUTES = [
    Route("interviews/<int:pk>/snapshot", "snapshot", show, get=Role.VIEWER),
    Route("interviews/<int:pk>/snapshot/edit", "snapshot_edit", edit, get=Role.EDITOR, post=Role.EDITOR, again=form),
]
