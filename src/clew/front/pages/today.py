"""Today: what waits for me, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import Route, Waiting, WorkRequest, rooms, url
from clew.ground.evidence.api import broken_excerpts, unheard_needs, unread_sources
from clew.ground.proposals.api import count_waiting
from clew.ground.runs.api import RunRow, runs
from clew.ground.search.api import READ_JOB
from clew.ground.thread.api import count_kinds, decisions, predictions, predictions_due
from clew.ground.workspaces.api import Role

SOON = timedelta(days=30)
SHOWN, LOOKED_AT = 5, 20
FAILED_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps in an empty workspace."""

    title: str
    why: str
    url: str
    is_done: bool


def show(request: WorkRequest) -> HttpResponse:
    access, today = request.access, timezone.localdate()
    upcoming = [p for p in predictions(access, state="open", limit=20) if today < p.resolve_by <= today + SOON]
    counts = count_kinds(access)
    return render(
        request,
        "today/index.html",
        {
            "today": today,
            "counts": counts,
            "steps": _steps(request, counts),
            "due": predictions_due(access, limit=SHOWN),
            "upcoming": upcoming[:SHOWN],
            "open_decisions": decisions(access, state="open", limit=SHOWN),
            "unread": unread_sources(access, limit=SHOWN),
            "unheard": unheard_needs(access, limit=SHOWN),
            "asked": count_waiting(access),
            "rooms": _in_rooms(request),
            "broken": broken_excerpts(access, limit=SHOWN),
            "long": [r for r in runs(access, limit=LOOKED_AT) if _waits(r)][:SHOWN],
        },
    )


def _in_rooms(request: WorkRequest) -> list[tuple[str, str, list[Waiting]]]:
    """By the room's name and icon, what waits in it."""
    found = [(room.entry.label, room.entry.icon, list(room.waits(request.access))[:LOOKED_AT]) for room in rooms()]
    return [one for one in found if one[2]]


def _waits(run: RunRow) -> bool:
    """Somebody asked for it and it goes on; or it failed lately and somebody should see why."""
    lately = timezone.now() - FAILED_LATELY
    goes_on = run.state in ("queued", "running") and run.job != READ_JOB  # this one Clew begins by itself
    return goes_on or (run.state == "failed" and (run.ended_at or lately) > lately)


def _steps(request: WorkRequest, counts: Mapping[str, int]) -> list[Step]:
    """The way through an empty workspace; gone once it was walked."""
    steps = [
        Step(
            "Bring in customers' words",
            "A file of reviews, tickets or an interview.",
            url(request, "import_new"),
            bool(counts.get("source")),
        ),
        Step(
            "Mark what matters",
            "Select words; say which need they support or contradict.",
            url(request, "sources"),
            bool(counts.get("excerpt")),
        ),
        Step(
            "See the needs", "A tree under the outcome you are after.", url(request, "needs"), bool(counts.get("need"))
        ),
        Step(
            "Decide, and predict",
            "Choose among ideas; say what you expect and by when.",
            url(request, "decision_new"),
            bool(counts.get("decision")),
        ),
    ]
    return [] if all(s.is_done for s in steps) else steps


ROUTES = [Route("", "today", show, get=Role.VIEWER)]
