"""The panel of a study: everybody who could be asked, and choosing some; and who is heard more or less than their share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.customers.api import plans, segments
from clew.ground.doors.api import Route, WorkRequest, done, number_of, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.actions import recruiting as acts
from clew.rooms.interviews.actions.invitations import add_candidates
from clew.rooms.interviews.queries import studies
from clew.rooms.interviews.queries.candidates import recruiting
from clew.rooms.interviews.queries.heard import heard
from clew.rooms.interviews.queries.panel import panel

PAGE, MOST_PAGES = 50, 400
NOT_ASKED = (
    ("", "Whenever asked"),
    ("30", "Not asked in 30 days"),
    ("60", "Not asked in 60 days"),
    ("180", "Not asked in 180 days"),
)
WHO = (
    ("", "Everybody"),
    ("mail", "Who can be written to"),
    ("new", "Who is no candidate yet"),
    ("all", "Also unnamed"),
)


def index(request: WorkRequest, pk: int) -> HttpResponse:
    asked = request.GET
    page, search = whole(asked.get("page"), high=MOST_PAGES), asked.get("q", "").strip()
    segment, plan, who = asked.get("segment", ""), asked.get("plan", ""), asked.get("who", "")
    days = whole(asked.get("days"), low=0, high=365, default=0)
    rows = panel(
        request.access, pk, search=search, segment_id=number_of(segment), plan=plan,
        not_asked_days=days, with_email=who == "mail", only_new=who == "new", with_unnamed=who == "all",
        limit=PAGE + 1, offset=(page - 1) * PAGE,
    )  # fmt: skip
    shown = {
        "study": studies.study(request.access, pk),
        "plan_of": recruiting(request.access, pk),
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "q": search,
        "segment": segment,
        "plan": plan,
        "days": str(days) if days else "",
        "who": who,
        "is_filtered": bool(search or segment or plan or days or who),
        **_choices(request),
    }
    return render(request, "interviews/recruiting/panel.html", shown)


def choose(request: WorkRequest, pk: int) -> HttpResponse:
    chosen = [int(text) for text in request.POST.getlist("ids") if text.isdecimal()]
    made = add_candidates(request.access, study_id=pk, person_ids=chosen)
    left = len(set(chosen)) - made
    said = "1 candidate more." if made == 1 else f"{made} candidates more."
    rest = f" {left} were candidates already, or do not want to be asked." if left else ""
    return done(request, said + rest, url(request, "study_candidates", pk=pk), undo=bool(made))


def limit(request: WorkRequest, pk: int) -> HttpResponse:
    days = typed.whole_number(request.POST, "days")
    if days is None:
        raise Refused("The days are missing.", field="days", remedy="Type a number; 0 if it does not matter.")
    acts.limit_contact(request.access, study_id=pk, days=days)
    return done(request, "Saved.", url(request, "study_panel", pk=pk), undo=True)


def who_is_heard(request: WorkRequest) -> HttpResponse:
    study = request.GET.get("study", "")
    rows = studies.studies(request.access, limit=200)
    shown = {
        "found": heard(request.access, study_id=number_of(study)),
        "study": study,
        "studies": (("", "All studies"), *((str(row.id), row.title) for row in rows)),
    }
    return render(request, "interviews/recruiting/heard.html", shown)


def _choices(request: WorkRequest) -> dict[str, Any]:
    return {
        "segments": (("", "Any segment"), *((str(s.id), s.name) for s in segments(request.access, limit=200))),
        "plans": (("", "Any plan"), *((name, name) for name in plans(request.access))),
        "not_asked": NOT_ASKED,
        "whom": WHO,
    }


ROUTES = [
    Route("interviews/heard", "heard", who_is_heard, get=Role.VIEWER),
    Route("interviews/<int:pk>/panel", "study_panel", index, get=Role.VIEWER),
    Route("interviews/<int:pk>/panel/choose", "panel_choose", choose, post=Role.EDITOR, again=index),
    Route("interviews/<int:pk>/panel/limit", "panel_limit", limit, post=Role.EDITOR, again=index),
]
