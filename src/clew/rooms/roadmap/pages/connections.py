"""Trackers that are followed: connect one, see how it fares, settle what both sides changed; and an issue for an idea."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, record_again, typed, url, whole
from clew.ground.ledger.api import NotFound
from clew.ground.runs.api import RunRow, run
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import connections as acts
from clew.rooms.roadmap.kinds import IDEA_STATES, TRACKER_JOB
from clew.rooms.roadmap.models import TrackerConnection
from clew.rooms.roadmap.queries.connections import (
    test_tracker,
    tracker_clashes,
    tracker_connection,
    tracker_connections,
    untold_ideas,
)

KINDS, WINS = TrackerConnection.KINDS, TrackerConnection.WINS


def index(request: WorkRequest) -> HttpResponse:
    kind = request.POST.get("kind", "") or request.GET.get("kind", "")
    shown = {"rows": tracker_connections(request.access), "kind": kind if kind in dict(KINDS) else "github"}
    return render(request, "roadmap/trackers/connections.html", {**shown, **_choices(request)})


def connect(request: WorkRequest) -> HttpResponse:
    data = request.POST
    made = acts.connect_tracker(
        request.access, kind=typed.words(data, "kind", most=10), project=typed.words(data, "project", most=101),
        address=typed.words(data, "address", most=400), token=_token(request), **_rules(request),
    )  # fmt: skip
    return done(request, "Connected. Test it, or take over now.", url(request, "tracker", pk=made.pk))


def show(request: WorkRequest, pk: int) -> HttpResponse:
    row = tracker_connection(request.access, pk)
    shown: dict[str, Any] = {
        "row": row,
        "clashes": tracker_clashes(request.access, pk, open_only=request.GET.get("all") != "1"),
        "all_clashes": request.GET.get("all") == "1",
        "untold": untold_ideas(request.access, pk),
        "states": [(state, ", ".join(row.states[state])) for state in IDEA_STATES],
        "run": _run(request),
    }
    return render(request, "roadmap/trackers/connection.html", {**shown, **_choices(request)})


def edit(request: WorkRequest, pk: int) -> HttpResponse:
    words = {state: typed.words(request.POST, f"state-{state}", most=1200).split(",") for state in IDEA_STATES}
    acts.change_tracker(request.access, tracker_id=pk, states=words, **_rules(request))
    return done(request, "Saved.", url(request, "tracker", pk=pk))


def change_token(request: WorkRequest, pk: int) -> HttpResponse:
    acts.change_tracker_token(request.access, tracker_id=pk, token=_token(request))
    return done(request, "The token is kept. The one before is forgotten.", url(request, "tracker", pk=pk))


def test(request: WorkRequest, pk: int) -> HttpResponse:
    name = test_tracker(request.access, pk)
    return done(request, f"It answers: “{name}”, and its issues may be changed.", url(request, "tracker", pk=pk))


def switch(request: WorkRequest, pk: int) -> HttpResponse:
    is_on = tracker_connection(request.access, pk).is_on
    (acts.pause_tracker if is_on else acts.resume_tracker)(request.access, tracker_id=pk)
    return done(request, "Paused." if is_on else "It goes on.", url(request, "tracker", pk=pk))


def remove(request: WorkRequest, pk: int) -> HttpResponse:
    acts.remove_tracker(request.access, tracker_id=pk)
    return done(request, "Removed, with its token. The ideas stay.", url(request, "trackers"))


def take_over(request: WorkRequest, pk: int) -> HttpResponse:
    made = acts.begin_take_over(request.access, tracker_id=pk)
    return done(request, "It is taken over now.", f"{url(request, 'tracker', pk=pk)}?run={made.pk}")


def settle(request: WorkRequest, pk: int) -> HttpResponse:
    acts.settle_clash(request.access, clash_id=pk, keep=typed.words(request.POST, "keep", most=10))
    return done(request, "Settled.")


def open_issue(request: WorkRequest, pk: int) -> HttpResponse:
    tracker_id = typed.whole_number(request.POST, "tracker") or 0
    acts.open_issue(request.access, idea_id=pk, tracker_id=tracker_id)
    return done(request, "An issue is opened for it in a moment.", url(request, "record", node_id=pk), undo=True)


def drop_opening(request: WorkRequest, pk: int) -> HttpResponse:
    tracker_id = typed.whole_number(request.POST, "tracker") or 0
    acts.drop_opening(request.access, idea_id=pk, tracker_id=tracker_id)
    return done(request, "No issue is opened for it.", url(request, "tracker", pk=tracker_id), undo=True)


def _choices(request: WorkRequest) -> dict[str, Any]:
    return {"kinds": KINDS, "wins": WINS, "is_owner": request.access.role is Role.OWNER}


def _rules(request: WorkRequest) -> dict[str, Any]:
    data = request.POST
    return {
        "account": typed.words(data, "account", most=255),
        "brings_new": data.get("brings_new") == "1",
        "label": typed.words(data, "label", most=60),
        "wins": typed.words(data, "wins", most=10) or "ask",
    }


def _token(request: WorkRequest) -> str:
    """Never given back to a page, not even after a refusal."""
    return typed.words(request.POST, "token", most=acts.TOKEN_LIMIT)


def _run(request: WorkRequest) -> RunRow | None:
    """The run that was begun from here."""
    try:
        found = run(request.access, whole(request.GET.get("run"), high=2**53))
    except NotFound:
        return None
    return found if found.job == TRACKER_JOB else None


ROUTES = [
    Route("roadmap/trackers", "trackers", index, get=Role.EDITOR),
    Route("roadmap/trackers/connect", "tracker_connect", connect, post=Role.OWNER, again=index),
    Route("roadmap/trackers/<int:pk>", "tracker", show, get=Role.EDITOR),
    Route("roadmap/trackers/<int:pk>/edit", "tracker_edit", edit, post=Role.OWNER, again=show),
    Route("roadmap/trackers/<int:pk>/token", "tracker_token", change_token, post=Role.OWNER, again=show),
    Route("roadmap/trackers/<int:pk>/test", "tracker_test", test, post=Role.OWNER, again=show),
    Route("roadmap/trackers/<int:pk>/switch", "tracker_switch", switch, post=Role.OWNER),
    Route("roadmap/trackers/<int:pk>/remove", "tracker_remove", remove, post=Role.OWNER),
    Route("roadmap/trackers/<int:pk>/take-over", "tracker_take_over", take_over, post=Role.EDITOR, again=show),
    Route("roadmap/tracker-clashes/<int:pk>", "tracker_settle", settle, post=Role.EDITOR),
    Route("roadmap/ideas/<int:pk>/issue", "idea_issue", open_issue, post=Role.EDITOR, again=record_again),
    Route("roadmap/ideas/<int:pk>/issue/drop", "idea_issue_drop", drop_opening, post=Role.EDITOR),
]
