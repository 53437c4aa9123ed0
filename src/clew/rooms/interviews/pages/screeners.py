"""The page on which a screener is built. It works by plain forms: each button sends what is typed and shows the page with it."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import screeners as acts
from clew.rooms.interviews.models import screening
from clew.rooms.interviews.models.screening import Question, ScreenerRule
from clew.rooms.interviews.queries import screeners as queries
from clew.rooms.interviews.queries import studies

TITLE = "Take part in a conversation"


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form. `at`: the part that was added or moved last; the focus goes there."""

    title: str
    intro: str
    questions: tuple[Question, ...]
    rules: tuple[ScreenerRule, ...]
    at: str = ""


def show(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _page(request, pk, _typed(request))
    return _page(request, pk, _kept(request, pk))


def build(request: WorkRequest, pk: int) -> HttpResponse:
    """`do` says which button was pressed: save, look, or a change such as `up-question:2`."""
    if request.method == "GET":
        return show(request, pk)
    draft, (what, _, at) = _typed(request), request.POST.get("do", "look").partition(":")
    if what == "save":
        made = acts.publish_screener(
            request.access, study_id=pk, title=draft.title, intro=draft.intro,
            questions=screening.plain(draft.questions), rules=screening.plain(draft.rules),
        )  # fmt: skip
        return done(request, f"Version {made.number} is asked from now on.", url(request, "screener", pk=pk))
    act, _, part = what.partition("-")
    if part in ("question", "rule") and act in ("add", "remove", "up", "down"):
        draft = _changed(request, pk, draft, act, f"{part}s", int(at) if at.isdecimal() else 0)
    return _page(request, pk, draft)


def tried(request: WorkRequest, pk: int) -> JsonResponse:
    """What the rules would say of the answers so far, while they are typed."""
    return JsonResponse(
        {"text": queries.try_rules(request.access, pk, rules=screening.plain(_rules(request.GET))).words}
    )


def open_link(request: WorkRequest, pk: int) -> HttpResponse:
    """The link is shown on this answer alone; the page that is asked for again is without it."""
    if request.method == "GET":
        return show(request, pk)
    made = acts.open_screener(request.access, study_id=pk)
    request.live_at = ""  # drawn anew, the page would lose what is shown only now
    address = request.build_absolute_uri(reverse("screen", args=[made.secret]))
    return _page(request, pk, _kept(request, pk), address)


def close_link(request: WorkRequest, pk: int) -> HttpResponse:
    acts.close_screener(request.access, study_id=pk)
    return done(request, "Closed. The posted link takes no more answers.", url(request, "screener", pk=pk))


def _page(request: WorkRequest, pk: int, draft: Draft, link: str = "") -> HttpResponse:
    result = queries.try_rules(request.access, pk, rules=screening.plain(draft.rules))
    counted = iter(result.by_rule)
    shown = {
        "study": studies.study(request.access, pk),
        "draft": draft,
        "questions": [(q, draft.at == f"questions:{at}") for at, q in enumerate(draft.questions)],
        "rules": [
            (rule, next(counted, 0) if rule.value else 0, draft.at == f"rules:{at}")
            for at, rule in enumerate(draft.rules)
        ],
        "tried": result,
        "version": queries.screener(request.access, pk),
        "open": queries.open_link(request.access, pk),
        "link": link,
        "kinds": screening.KINDS,
        "tests": screening.TESTS,
        "thens": screening.THEN,
        "asked": [(q.key, f"{at}. {q.text or 'new question'}"[:80]) for at, q in enumerate(draft.questions, 1)],
        "known": sorted({option for q in draft.questions for option in q.options}),
    }
    return render(request, "interviews/recruiting/screener.html", shown)


def _kept(request: WorkRequest, pk: int) -> Draft:
    found = queries.screener(request.access, pk)
    if found is None:
        return Draft(TITLE, "", (), ())
    return Draft(found.title, found.intro, found.questions, found.rules)


def _typed(request: WorkRequest) -> Draft:
    data = request.POST
    return Draft(
        typed.words(data, "title", most=1_000), typed.words(data, "intro", most=5_000), _questions(data), _rules(data)
    )


def _questions(data: Any) -> tuple[Question, ...]:
    """A form sends the same fields for each; one that is cut short is as good as empty."""
    lists = [data.getlist(name)[: screening.MOST_QUESTIONS + 1] for name in ("key", "text", "kind", "options")]
    needed = set(data.getlist("required"))
    return tuple(
        Question(key, text.strip(), kind, key in needed, _lines(options) if kind in ("single", "multi") else ())
        for key, text, kind, options in zip(*lists, strict=False)
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.replace("\x00", "").splitlines() if line.strip())


def _rules(data: Any) -> tuple[ScreenerRule, ...]:
    names = ("rule_question", "rule_test", "rule_value", "rule_then")
    lists = [data.getlist(name)[: screening.MOST_RULES + 1] for name in names]
    return tuple(ScreenerRule(q, test, value.strip(), then) for q, test, value, then in zip(*lists, strict=False))


def _changed(request: WorkRequest, pk: int, draft: Draft, act: str, part: str, at: int) -> Draft:
    rows: list[Any] = list(getattr(draft, part))
    if act == "add":
        rows.append(Question(_new_key(request, pk, draft), "", "single") if part == "questions" else _new_rule(draft))
        at = len(rows) - 1
    elif at < len(rows):
        row = rows.pop(at)
        at = {"up": max(0, at - 1), "down": at + 1, "remove": max(0, at - 1)}[act]
        if act != "remove":
            rows.insert(at, row)
    where = f"{part}:{min(at, len(rows) - 1)}"
    if part == "questions":
        return replace(draft, questions=tuple(rows), at=where)
    return replace(draft, rules=tuple(rows), at=where)


def _new_key(request: WorkRequest, pk: int, draft: Draft) -> str:
    """Never one that an earlier version used for another question."""
    used = queries.question_keys(request.access, pk) | {q.key for q in draft.questions}
    return f"q{max((int(key[1:]) for key in used if key[1:].isdecimal()), default=0) + 1}"


def _new_rule(draft: Draft) -> ScreenerRule:
    first = draft.questions[0] if draft.questions else Question("", "", "single")
    return ScreenerRule(first.key, screening.FITTING.get(first.kind, ("is",))[0], "", "queue")


ROUTES = [
    Route("interviews/<int:pk>/screener", "screener", build, get=Role.EDITOR, post=Role.EDITOR, again=show),
    Route("interviews/<int:pk>/screener/try", "screener_try", tried, get=Role.EDITOR),
    Route(
        "interviews/<int:pk>/screener/open", "screener_open", open_link, get=Role.EDITOR, post=Role.EDITOR, again=show
    ),
    Route("interviews/<int:pk>/screener/close", "screener_close", close_link, post=Role.EDITOR),
]
