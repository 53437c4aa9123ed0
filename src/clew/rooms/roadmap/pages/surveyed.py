"""What respondents see, without an account: what it is about, one question after the other, and thanks."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clew.ground.doors.api import PublicPage, before_answer, typed, whole
from clew.rooms.roadmap.actions.survey_answers import answer_survey, begin_openly, begin_survey, stop_survey
from clew.rooms.roadmap.pages.survey_question import filled_of, given_of, sheet
from clew.rooms.roadmap.queries.surveyed import (
    Asked,
    Progress,
    enter_as_respondent,
    enter_by_survey_door,
    next_pair,
    posted_form,
    progress_of,
)

TRAP, CLOSED = "website", 410
OFTEN = 600  # each question asks twice, and a whole office may answer at once


def posted(request: HttpRequest, secret: str) -> HttpResponse:
    """Before the first question, by a link that was posted for all."""
    door = enter_by_survey_door(secret)
    if door.is_closed:
        return _closed(request)
    if request.method == "GET":
        return posted_again(request, secret)
    if request.POST.get(TRAP):  # a field nobody sees; whoever fills it in is a machine, and is thanked like everybody
        return render(request, "roadmap/surveyed/thanks.html")
    before_answer(request, by_many=True)
    return _see_other(begin_openly(door, segment=typed.words(request.POST, "segment", most=200)))


def posted_again(request: HttpRequest, secret: str) -> HttpResponse:
    door = enter_by_survey_door(secret)
    shown = {"form": posted_form(door.access, door.survey_id), "trap": TRAP}
    return render(request, "roadmap/surveyed/begin.html", shown)


def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """One respondent's page: the next question, one that is corrected, or thanks."""
    asked = enter_as_respondent(secret)
    if asked.is_closed:
        return _closed(request)
    if request.method == "GET":
        return answer_again(request, secret)
    do = request.POST.get("do")
    if do == "begin":
        begin_survey(asked, segment=typed.words(request.POST, "segment", most=200))
    elif do == "stop":
        stop_survey(asked)
    else:
        form = posted_form(asked.access, asked.survey_id)
        step = typed.whole_number(request.POST, "step")
        given = given_of(form.method, len(form.ideas), request.POST)
        answer_survey(asked, step=-1 if step is None else step, given=given)
    return _see_other(secret)


def answer_again(request: HttpRequest, secret: str) -> HttpResponse:
    asked = enter_as_respondent(secret)
    progress = progress_of(asked.access, asked.respondent_id)
    if not progress.has_begun:
        return render(request, "roadmap/surveyed/begin.html", {"form": progress.form, "is_personal": True})
    step = _step(request, progress)
    filled: Mapping[str, Any] = request.POST.dict() if request.method == "POST" else {}
    pair = _pair(request, asked, progress, step) if progress.form.method == "pairwise" and step is not None else None
    if step is None or (progress.form.method == "pairwise" and pair is None):
        return render(request, "roadmap/surveyed/thanks.html", {"progress": progress, "steps": _correctable(progress)})
    number = len([one for one in progress.answers if one != step]) + 1
    drawn = sheet(
        progress.form, progress.asking, step, min(number, progress.asking.steps),
        filled=filled or filled_of(progress.answers.get(step, {})), pair=pair,
    )  # fmt: skip
    may_stop = bool(progress.answers) and not progress.is_done
    shown = {"form": progress.form, "sheet": drawn, "may_stop": may_stop, "is_correction": step in progress.answers}
    return render(request, "roadmap/surveyed/question.html", shown)


def _step(request: HttpRequest, progress: Progress) -> int | None:
    """The one that was sent and refused, one that shall be corrected, or the next; none where all is said."""
    told = request.POST.get("step") if request.method == "POST" else request.GET.get("step")
    wanted = whole(told, low=-1, high=1000, default=-1)
    answered = progress.answers
    if request.method == "POST" and 0 <= wanted < progress.asking.steps:
        return wanted
    if wanted in answered and wanted not in progress.corrected:
        return wanted
    return None if progress.is_done else progress.asking.next_step(answered)


def _pair(request: HttpRequest, asked: Asked, progress: Progress, step: int) -> tuple[int, int] | None:
    if step in progress.answers:
        given = progress.answers[step]
        return given["better"], given["other"]
    return next_pair(asked.access, asked.respondent_id)


def _correctable(progress: Progress) -> list[tuple[int, str]]:
    """What may be corrected once: its step, and its idea's name where a step is one."""
    names = {one.place: one.label for one in progress.form.ideas}
    by_idea = progress.form.method in ("kano", "odi")
    return [
        (step, names[step] if by_idea else f"Question {step + 1}")
        for step in sorted(progress.answers)
        if step not in progress.corrected
    ]


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "roadmap/surveyed/closed.html", status=CLOSED)


def _see_other(secret: str) -> HttpResponse:
    response = redirect("survey_answer", secret=secret)
    response.status_code = 303
    return response


PUBLIC = [
    PublicPage("survey/<str:secret>", "survey_posted", posted, ("GET", "POST"), posted_again, a_minute=OFTEN),
    PublicPage("survey/of/<str:secret>", "survey_answer", answer, ("GET", "POST"), answer_again, a_minute=OFTEN),
]
