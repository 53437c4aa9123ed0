"""How interviews are held: the score of one transcript, and the practice of a team over time."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, number_of, typed, url
from clew.ground.workspaces.api import Role, members
from clew.rooms.interviews.actions.talk import say_who_asked
from clew.rooms.interviews.queries import practice as over_time
from clew.rooms.interviews.queries import studies
from clew.rooms.interviews.queries.practice import HeldRow
from clew.rooms.interviews.queries.talk import talk as talk_of
from clew.rooms.interviews.talk_advice import HIGHEST, LOWEST, TYPICAL
from clew.science.estimates import Estimate


@dataclass(frozen=True, slots=True)
class PlotPoint:
    value: float
    low: float
    high: float
    words: str


USUAL = {"typical": TYPICAL, "lowest": LOWEST, "highest": HIGHEST}


def show(request: WorkRequest, pk: int) -> HttpResponse:
    found = talk_of(request.access, pk)
    chosen = request.POST.getlist("speakers") or [one.name for one in found.speakers if one.asks]
    shown = {
        "it": found,
        "kind": request.GET.get("kind", ""),
        "usual": USUAL,
        "chosen": chosen,
        "team": [("", "Not said"), *((str(one.user_id), one.name) for one in members(request.access))],
        "led_by": request.POST.get("interviewer") or found.interviewer_id or "",
    }
    return render(request, "interviews/talk/index.html", shown)


def who_asked(request: WorkRequest, pk: int) -> HttpResponse:
    say_who_asked(
        request.access,
        interview_id=pk,
        speakers=request.POST.getlist("speakers"),
        interviewer_id=typed.whole_number(request.POST, "interviewer"),
    )
    return done(request, "Counted anew.", url(request, "interview_talk", pk=pk), undo=True)


def practice(request: WorkRequest) -> HttpResponse:
    """Of everybody, of one member (`?who=`), of one study."""
    who, study = request.GET.get("who", ""), request.GET.get("study", "")
    found = over_time.practice(
        request.access,
        study_id=number_of(study),
        interviewer_id=number_of(who),
    )
    rows = studies.studies(request.access, limit=200)
    shown = {
        "found": found,
        "who": who,
        "study": study,
        "people": (("", "Everybody"), *((str(one.id), one.name) for one in found.interviewers)),
        "studies": (("", "All studies"), *((str(row.id), row.title) for row in rows)),
        "words_plot": [_point(one, one.figures.word_share or 0) for one in reversed(found.rows)],
        "sound_plot": [_point(one, one.sound_share) for one in reversed(found.rows) if one.sound_share],
        "most": over_time.MOST_HELD,
        "usual": USUAL,
    }
    return render(request, "interviews/talk/practice.html", shown)


def part(request: WorkRequest, interview_id: int) -> dict[str, Any]:
    """What an interview's page shows of it."""
    return {"talk": talk_of(request.access, interview_id)}


def _point(row: HeldRow, share: Estimate | float) -> PlotPoint:
    value, low, high = (share, share, share) if isinstance(share, float | int) else (share.value, share.low, share.high)
    day = f" on {row.on:%-d %b %Y}" if row.on else ""
    return PlotPoint(value, low, high, f"{row.title}{day}: {value * 100:.0f} %")


ROUTES = [
    Route("interviews/practice", "practice", practice, get=Role.VIEWER),
    Route("interviews/<int:pk>/talk", "interview_talk", show, get=Role.VIEWER),
    Route("interviews/<int:pk>/talk/who", "interview_who_asked", who_asked, post=Role.EDITOR, again=show),
]
