"""Surveys about ideas: the list, a new one, its questions, who is asked, and what came of it."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from clew.ground.customers.api import people
from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, sent, typed, url, whole
from clew.ground.evidence.api import idea_choices
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import survey_landing
from clew.rooms.roadmap.actions import surveys as acts
from clew.rooms.roadmap.actions.survey_files import bring_in_answers
from clew.rooms.roadmap.kinds import SURVEY
from clew.rooms.roadmap.models import Survey
from clew.rooms.roadmap.pages.survey_plots import plots_of
from clew.rooms.roadmap.pages.survey_question import sheet
from clew.rooms.roadmap.queries import estimates
from clew.rooms.roadmap.queries import survey_files as files
from clew.rooms.roadmap.queries import surveys as queries
from clew.rooms.roadmap.queries.surveyed import posted_form, preview_of
from clew.rooms.roadmap.survey_asking import AMOUNTS, LEAST_IDEAS
from clew.rooms.roadmap.survey_files import COLUMNS, LARGEST_FILE
from clew.rooms.roadmap.survey_results import HOW, KANO_NAMES, MEASURES, Measure

PAGE = 50
ABOUT = {
    "kano": "Two questions about each idea: what must be there, what delights, what nobody misses.",
    "maxdiff": "A few ideas at a time; people say which matters most and which least.",
    "pairwise": "Two ideas at a time; which pair comes next follows from the answers so far.",
    "odi": "How important each is, and how well it is solved today.",
    "budget": "People spend a hundred dollars on the ideas.",
    "dots": "People give a handful of dots.",
}


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=200)
    rows = queries.surveys(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render(request, "roadmap/surveys/index.html", {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page})


def new(request: WorkRequest) -> HttpResponse:
    chosen = {int(pk) for pk in request.POST.getlist("ideas") if pk.isdecimal()}
    shown = {
        "methods": [(key, f"{name}: {ABOUT[key]}") for key, name in Survey.METHODS],
        "ideas": [(pk, title, pk in chosen) for pk, title in idea_choices(request.access)],
        "consent": acts.CONSENT, "most_answers": acts.USUAL_ANSWERS, "amounts": AMOUNTS,
    }  # fmt: skip
    return render(request, "roadmap/surveys/new.html", shown)


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = acts.add_survey(
        request.access, title=typed.words(request.POST, "title", most=300), method=typed.words(request.POST, "method", most=20),
        idea_ids=_numbers(request, "ideas"), **_told(request.POST),
    )  # fmt: skip
    return done(request, "Survey prepared.", url(request, "record", node_id=made.pk), undo=True)


def describe(request: WorkRequest, pk: int) -> HttpResponse:
    acts.describe_survey(request.access, survey_id=pk, **_told(request.POST))
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def word(request: WorkRequest, pk: int) -> HttpResponse:
    """The ideas that stay, in their order, in the words typed; and one more."""
    kept = [
        {
            "idea_id": idea,
            "label": typed.words(request.POST, f"label-{idea}", most=300),
            "words": typed.words(request.POST, f"words-{idea}", most=2_000),
        }
        for idea in _numbers(request, "ideas")
    ]
    more = typed.whole_number(request.POST, "idea")
    acts.choose_survey_ideas(request.access, survey_id=pk, ideas=[*kept, *([{"idea_id": more}] if more else [])])
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def open_it(request: WorkRequest, pk: int) -> HttpResponse:
    acts.open_survey(request.access, survey_id=pk, closes_on=typed.day(request.POST, "closes_on"))
    return done(request, "Open: it takes answers.", url(request, "record", node_id=pk), undo=True)


def close(request: WorkRequest, pk: int) -> HttpResponse:
    acts.close_survey(request.access, survey_id=pk)
    return done(request, "Closed.", url(request, "record", node_id=pk), undo=True)


def post_link(request: WorkRequest, pk: int) -> HttpResponse:
    """The link is shown on this answer alone."""
    made = acts.post_survey(request.access, survey_id=pk)
    return _links(request, pk, [("To post anywhere", _address(request, "survey_posted", made.secret))])


def ask(request: WorkRequest, pk: int) -> HttpResponse:
    """The links are shown on this answer alone."""
    made = acts.ask_people(request.access, survey_id=pk, person_ids=_numbers(request, "person"))
    names = {one.person_id: one.name for one in queries.survey(request.access, pk).people}
    links = [(names.get(one.person_id, ""), _address(request, "survey_answer", one.secret)) for one in made.links]
    return _links(request, pk, links)


def _links(request: WorkRequest, pk: int, links: list[tuple[str, str]]) -> HttpResponse:
    request.live_at = ""  # drawn anew, the page would lose what is shown only now
    return render(request, "roadmap/surveys/links.html", {"survey": queries.survey(request.access, pk), "links": links})


def preview(request: WorkRequest, pk: int) -> HttpResponse:
    """What respondents will see, page by page; nothing is kept."""
    form = posted_form(request.access, pk)
    asking = preview_of(request.access, pk)
    at = whole(request.GET.get("step"), low=-1, high=1000, default=-1)
    if at < 0 or not asking.steps or at >= asking.steps or len(form.ideas) < LEAST_IDEAS[form.method]:
        return render(request, "roadmap/surveys/preview_begin.html", {"form": form, "is_preview": True, "pk": pk})
    order = asking.places if form.method in ("kano", "odi") else range(asking.steps)
    drawn = sheet(form, asking, list(order)[at], at + 1, filled={}, pair=(0, 1))
    shown = {
        "form": form,
        "sheet": drawn,
        "is_preview": True,
        "pk": pk,
        "next": at + 1,
        "is_last": at + 1 == asking.steps,
    }
    return render(request, "roadmap/surveys/preview_question.html", shown)


def land(request: WorkRequest, pk: int) -> HttpResponse:
    factor, measure = typed.whole_number(request.POST, "factor"), typed.words(request.POST, "measure", most=20)
    if factor is None:
        raise Refused("No factor was chosen.", field="factor", remedy="Choose one, or add a score model first.")
    made = survey_landing.land_results(
        request.access, survey_id=pk, factor_id=factor, measure=measure, segment=typed.words(request.POST, "segment", most=300),
        lowest=typed.number(request.POST, "lowest"), highest=typed.number(request.POST, "highest"),
    )  # fmt: skip
    told = f"{made.estimates} estimates, from {made.answers} answers."
    if made.left_out:
        told += f" None of {', '.join(made.left_out)}: every answer was reverse or questionable."
    return done(request, told, url(request, "record", node_id=pk), undo=True)


def answers(request: WorkRequest, pk: int) -> HttpResponseBase:
    return sent(request, files.survey_answers_file(request.access, pk))


def bring_in(request: WorkRequest, pk: int) -> HttpResponse:
    made = bring_in_answers(request.access, survey_id=pk, text=_text(request))
    told = f"{made.answers} answers of {made.respondents} respondents came in."
    if made.known:
        told += f" {made.known} were there already."
    return done(request, told, url(request, "record", node_id=pk), undo=True)


def _text(request: WorkRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("No file was chosen.", field="file", remedy="Choose a CSV file.")
    if (file.size or 0) > LARGEST_FILE:
        raise Refused("The file is larger than 5 MB.", field="file", remedy="Bring it in in parts.")
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("The file is not in UTF-8.", field="file", remedy="Save it as CSV in UTF-8.") from error


@body(SURVEY)
def survey_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    survey = queries.survey(request.access, node.id)
    shown: dict[str, Any] = {
        "survey": survey, "row": survey.row, "about": ABOUT[survey.row.method], "columns": ", ".join(("respondent", "segment", *COLUMNS[survey.row.method])), "segment_lines": "\n".join(survey.segments),
        "people": [(one.id, one.name) for one in people(request.access, limit=acts.MOST_PEOPLE)] if request.access.role != Role.VIEWER else [],
    }  # fmt: skip
    if survey.row.state == acts.DRAFT:
        return "roadmap/surveys/body.html", {
            **shown,
            "amount": AMOUNTS.get(survey.row.method),
            "consent": survey.consent,
            "most_answers": survey.most_answers,
        }
    return "roadmap/surveys/body.html", {**shown, **_results(request, survey)}


def _results(request: WorkRequest, survey: queries.SurveyDetail) -> dict[str, Any]:
    """The largest segment first; everybody together last."""
    found = queries.survey_results(request.access, survey.row.id)
    names = [one.name for one in found.segments]
    asked = request.GET.get("segment")
    segment = asked if asked in names else names[0] if found.n else ""
    if segment:
        found = queries.survey_results(request.access, survey.row.id, segment=segment)
    main, *others = MEASURES[survey.row.method]
    found = in_order(found, main.key)
    rows = [(row, {one.key: one for one in row.measures}) for row in found.ideas]
    return {
        "results": found, "segment": segment, "plots": plots_of(found), "rows": rows, "main": main, "others": others,
        "kano_names": KANO_NAMES, "by_segment": _by_segment(survey, found), "chances": _chances(survey, found),
        "top": max((by[main.key].high for _, by in rows if main.key in by), default=1), "spans": _spans(rows, others),
        "measures": [(one.key, one.label) for one in (main, *others)], "meant": (main, *others), "how": HOW[survey.row.method],
        "factors": _factors(request), "landing": {**{"measure": main.key, "segment": segment, "factor": ""}, **request.POST.dict()},
        "segments": [(one.name, one.name or "Everybody") for one in found.segments],
    }  # fmt: skip


def in_order(found: queries.SurveyResults, key: str) -> queries.SurveyResults:
    """What came out highest first, in the table and by the numbers of the plot. Kano's categories have no such order: as asked."""
    if found.method == "kano":
        return found
    ordered = sorted(found.ideas, key=lambda row: -next(one.value for one in row.measures if one.key == key))
    return replace(found, ideas=tuple(ordered))


def _factors(request: WorkRequest) -> list[tuple[int, str]]:
    """Those with a scale first: there results land as they are, while an amount asks what their ends count as."""
    rows = sorted(estimates.factors(request.access), key=lambda row: row.kind == "amount")
    return [(row.id, f"{row.label} ({row.unit})" if row.unit else row.label) for row in rows]


def _by_segment(survey: queries.SurveyDetail, found: queries.SurveyResults) -> list[tuple[str, list[str]]]:
    """Of each idea its Kano category in each segment; nothing where there is one group only."""
    if survey.row.method != "kano" or len(found.segments) < 2:
        return []
    return [(idea.label, [one.categories[idea.place] for one in found.segments]) for idea in survey.ideas]


def _chances(survey: queries.SurveyDetail, found: queries.SurveyResults) -> list[tuple[str, list[Any]]]:
    known = {(one.place, one.other): one for one in found.chances}
    places = range(len(survey.ideas))
    return (
        [(idea.label, [known.get((idea.place, other)) for other in places]) for idea in survey.ideas] if known else []
    )


def _spans(rows: list[tuple[Any, dict[str, Any]]], others: list[Measure]) -> dict[str, tuple[float, float]]:
    """From where to where the bars of a measure run."""
    return {
        one.key: (
            min((by[one.key].low for _, by in rows), default=0),
            max((by[one.key].high for _, by in rows), default=1),
        )
        for one in others
        if all(one.key in by for _, by in rows)
    }


def _told(data: Any) -> dict[str, Any]:
    amount = typed.whole_number(data, "amount")
    most = typed.whole_number(data, "most_answers")
    return {
        "intro": typed.words(data, "intro", most=acts.INTRO_LIMIT),
        "consent": typed.words(data, "consent", most=acts.CONSENT_LIMIT),
        "amount": amount,
        "segments": typed.words(data, "segments", most=2_000).splitlines(),
        "most_answers": acts.USUAL_ANSWERS if most is None else most,
    }


def _numbers(request: WorkRequest, name: str) -> list[int]:
    told = [one for text in request.POST.getlist(name) for one in text.split(",") if one.strip()]
    return [typed.whole_number({name: one}, name) or 0 for one in told]


def _address(request: WorkRequest, name: str, secret: str) -> str:
    return request.build_absolute_uri(reverse(name, args=[secret]))


ROUTES = [
    Route("roadmap/surveys", "surveys", index, get=Role.VIEWER),
    Route("roadmap/surveys/new", "survey_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/surveys/<int:pk>/describe", "survey_describe", describe, post=Role.EDITOR, again=record_again),
    Route("roadmap/surveys/<int:pk>/ideas", "survey_ideas", word, post=Role.EDITOR, again=record_again),
    Route("roadmap/surveys/<int:pk>/open", "survey_open", open_it, post=Role.EDITOR, again=record_again),
    Route("roadmap/surveys/<int:pk>/close", "survey_close", close, post=Role.EDITOR, again=record_again),
    Route("roadmap/surveys/<int:pk>/link", "survey_link", post_link, post=Role.EDITOR, again=record_again),
    Route("roadmap/surveys/<int:pk>/ask", "survey_ask", ask, post=Role.EDITOR, again=record_again),
    Route("roadmap/surveys/<int:pk>/preview", "survey_preview", preview, get=Role.VIEWER),
    Route("roadmap/surveys/<int:pk>/answers.csv", "survey_answers_csv", answers, get=Role.VIEWER),
    Route("roadmap/surveys/<int:pk>/bring-in", "survey_bring_in", bring_in, post=Role.EDITOR, again=record_again),
    Route("roadmap/surveys/<int:pk>/land", "survey_land", land, post=Role.EDITOR, again=record_again),
]
