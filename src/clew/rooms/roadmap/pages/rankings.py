"""Rankings: the newest, with what has been estimated since, and any other on its own page."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, number_of, shown_to_guests, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Access, Role
from clew.rooms.roadmap.actions import rankings as acts
from clew.rooms.roadmap.actions.finding_costs import say_finding_costs
from clew.rooms.roadmap.kinds import RANKING
from clew.rooms.roadmap.models import FindingCost
from clew.rooms.roadmap.models.scores import MOST_TOP
from clew.rooms.roadmap.pages.estimates import as_typed
from clew.rooms.roadmap.queries import rankings, score_models
from clew.rooms.roadmap.queries.changes import MOST_IDEAS, ranking_warnings, what_would_change

PAGE = 50
COST = re.compile(r"cost-(\d{1,18})-(\d{1,18})")
TOPS = (1, 3, 5, 10, 20, 50, 100)


def index(request: WorkRequest) -> HttpResponse:
    models = score_models.score_models(request.access)
    asked = whole(request.GET.get("model"), high=2**31, default=0)
    chosen = next((row for row in models if row.id == asked), models[0] if models else None)
    newest = rankings.newest_ranking(request.access, model_id=chosen.id) if chosen else None
    shown = {
        "models": [(row.id, row.title) for row in models],
        "chosen": chosen,
        "top": newest.top if newest else "",
        "tops": _tops(newest.top if newest else None),
        "ranking": newest,
        **(_list(request, newest) if newest else {}),
    }
    return render(request, "roadmap/rankings/index.html", shown)


def _tops(top: int | None) -> list[tuple[Any, str]]:
    """How many may be the first; before the first ranking it is left to how many ideas there are."""
    tops = [(n, f"The first {n}" if n > 1 else "The first") for n in sorted({*TOPS, *([top] if top else [])})]
    return tops if top else [("", "The first few"), *tops]


def create(request: WorkRequest) -> HttpResponse:
    model_id = typed.whole_number(request.POST, "model")
    if model_id is None:
        raise Refused("No score model was chosen.", field="model", remedy="Choose one of the list.")
    top = typed.whole_number(request.POST, "top")
    acts.rank_ideas(request.access, model_id=model_id, top=top)
    return done(request, "Ranked.", f"{url(request, 'ranking')}?model={model_id}", undo=True)


def change(request: WorkRequest, pk: int) -> HttpResponse:
    unit = request.POST.get("unit") or request.GET.get("unit")
    about = number_of(request.GET.get("idea"))
    told = what_would_change(request.access, pk, unit=unit if unit in dict(FindingCost.UNITS) else None, idea_id=about)
    names = {"days": "person-day", "money": told.currency}
    shown = {
        "ranking": rankings.ranking(request.access, pk),
        "told": told,
        "worth": [(one, f"cost-{one.idea_id}-{one.factor_id}", as_typed(one.cost)) for one in told.worth],
        "units": [
            (key, {"money": f"In {told.currency}"}.get(key, f"In {label.lower()}")) for key, label in FindingCost.UNITS
        ],
        "unit_name": names[told.unit],
        "has_costs": any(one.cost for one in told.worth),
        "about": str(about or ""),
        "ideas": [
            (str(row.id), f"{row.place}. {row.title}")
            for row in rankings.ranked_ideas(request.access, pk, limit=MOST_IDEAS)
        ],
    }
    return render(request, "roadmap/rankings/change.html", shown)


def say_costs(request: WorkRequest, pk: int) -> HttpResponse:
    unit = typed.words(request.POST, "unit", most=20)
    costs = [
        {"idea_id": int(found[1]), "factor_id": int(found[2]), "cost": typed.number(request.POST, name)}
        for name in request.POST
        if (found := COST.fullmatch(name))
    ]
    say_finding_costs(request.access, costs=costs, unit=unit)
    return done(request, "Saved.", f"{url(request, 'ranking_change', pk=pk)}?unit={unit}", undo=True)


@body(RANKING)
def ranking_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    found = rankings.ranking(request.access, node.id)
    shown = {"ranking": found, **_list(request, found)}
    return "roadmap/rankings/body.html", shown


@shown_to_guests(RANKING)
def for_guests(access: Access, card: Card, on: date) -> tuple[str, dict[str, Any]]:
    """The first of them, without what leads into the workspace."""
    rows = rankings.ranked_ideas(access, card.id, limit=PAGE)
    return "roadmap/rankings/guest.html", {"ranking": rankings.ranking(access, card.id), "rows": rows}


def _list(request: WorkRequest, ranking: rankings.RankingRow) -> dict[str, Any]:
    page = whole(request.GET.get("page"), high=100)
    rows = rankings.ranked_ideas(request.access, ranking.id, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return {
        "warnings": ranking_warnings(request.access, ranking.id) if ranking.capacity else (),
        "fitting": _fitting(ranking.top),
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "least": min((row.score_low for row in rows[:PAGE]), default=0),
        "most": max((row.score_high for row in rows[:PAGE]), default=1),
    }


ROUTES = [
    Route("roadmap", "ranking", index, get=Role.VIEWER),
    Route("roadmap/rankings/<int:pk>/change", "ranking_change", change, get=Role.VIEWER),
    Route("roadmap/rankings/<int:pk>/costs", "finding_costs", say_costs, post=Role.EDITOR, again=change),
    Route("roadmap/rank", "rank", create, post=Role.EDITOR, again=index),
]


def _fitting(top: int) -> str:
    """How many ideas fit in the middle draw; of those where none does, one is kept as the first."""
    if top == 1:
        return "none or one does"
    return f"{top:,} or more do" if top == MOST_TOP else f"{top} do"
