"""Portfolios: the list, a new one, one with what was chosen, and some side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import cancel
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import portfolios as acts
from clew.rooms.roadmap.models.portfolios import MOST_PERIODS, MOST_TEAMS
from clew.rooms.roadmap.pages.estimates import as_typed
from clew.rooms.roadmap.queries import portfolios, score_models
from clew.rooms.roadmap.queries.portfolio_shapes import PortfolioDetail, PutRow

PAGE, EMPTY_TEAMS = 50, 2


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=100)
    rows = portfolios.portfolios(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page}
    return render(request, "roadmap/portfolios/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    shown = {"models": _models(request), "team_rows": [("", "")] * (EMPTY_TEAMS + 1)}
    return render(request, "roadmap/portfolios/new.html", shown)


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    title, model = typed.words(request.POST, "title", most=300), typed.whole_number(request.POST, "model")
    made = acts.add_portfolio(request.access, title=title, model_id=model, **_capacity(request.POST))
    return done(request, "Portfolio added.", url(request, "record", node_id=made.pk), undo=True)


def capacity(request: WorkRequest, pk: int) -> HttpResponse:
    acts.set_capacity(request.access, portfolio_id=pk, **_capacity(request.POST))
    return done(request, "Capacity set.", url(request, "record", node_id=pk), undo=True)


def value(request: WorkRequest, pk: int) -> HttpResponse:
    acts.value_portfolio(request.access, portfolio_id=pk, model_id=typed.whole_number(request.POST, "model"))
    return done(request, "Set.", url(request, "record", node_id=pk), undo=True)


def copy(request: WorkRequest, pk: int) -> HttpResponse:
    made = acts.copy_portfolio(request.access, portfolio_id=pk, title=typed.words(request.POST, "title", most=300))
    return done(request, "Copied.", url(request, "record", node_id=made.pk), undo=True)


def choose(request: WorkRequest, pk: int) -> HttpResponse:
    acts.choose_portfolio(request.access, portfolio_id=pk)
    return done(request, "At work.", url(request, "record", node_id=pk))


def stop(request: WorkRequest, pk: int) -> HttpResponse:
    found = portfolios.portfolio(request.access, pk)
    if found.run is None or found.run.is_over:
        raise Refused("Nothing is at work.", field="run", remedy="Look at the page once more.")
    cancel(request.access, run_id=found.run.id)
    return done(request, "Stopping.", url(request, "record", node_id=pk))


def compare(request: WorkRequest) -> HttpResponse:
    choices = [(row.id, row.title) for row in portfolios.portfolios(request.access, limit=PAGE)]
    asked = [whole(one, high=2**31, default=0) for one in request.GET.getlist("ids")[: portfolios.MOST_COMPARED]]
    wanted = [pk for pk in dict.fromkeys(asked) if pk in dict(choices)]
    told = portfolios.compared(request.access, portfolio_ids=wanted) if len(wanted) > 1 else None
    places = [*wanted, "", "", ""][: portfolios.MOST_COMPARED]
    shown = {"told": told, "choices": [("", "Choose a portfolio"), *choices], "places": places}
    return render(request, "roadmap/portfolios/compare.html", shown)


@body("portfolio")
def portfolio_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    found = portfolios.portfolio(request.access, node.id)
    rows = {row.idea_id: row for row in found.ideas}
    team_rows = [
        (team, ", ".join(as_typed(one) for one in row)) for team, row in zip(found.teams, found.capacity, strict=True)
    ]
    others = portfolios.portfolios(request.access, limit=PAGE)
    return "roadmap/portfolios/body.html", {
        "portfolio": found,
        "choice": found.choice,
        "periods": [(period, [rows[pk] for pk in period.begun]) for period in found.periods],
        "takes": {row.idea_id: _takes(found, row) for row in found.ideas},
        "full": found.full,
        "names": dict(enumerate(found.period_names, 1)),
        "gap_said": _share(found.choice.gap if found.choice else None),
        "draw_gap_said": _share(found.choice.draw_gap if found.choice else None),
        "period_words": ", ".join(found.period_names),
        "over": [one for one in found.musts if one.warning],
        "models": _models(request),
        "team_rows": [*team_rows, *[("", "")] * min(2, MOST_TEAMS - len(team_rows))],
        "others": [(row.id, row.title) for row in others if row.id != node.id],
    }


def _takes(found: PortfolioDetail, row: PutRow) -> str:
    return ", ".join(
        f"{team} {as_typed(effort)}" for team, effort in zip(found.teams, row.efforts, strict=True) if effort
    )


def _share(gap: float | None) -> str:
    """To a tenth of a percent: a whole one is all there is to tell."""
    return "" if gap is None else f"{gap * 100:.1f} %"


def _models(request: WorkRequest) -> list[tuple[Any, str]]:
    return [("", "None: each idea has a value"), *((row.id, row.title) for row in score_models.score_models(request.access))]  # fmt: skip


def _capacity(data: Any) -> dict[str, Any]:
    """Periods and amounts parted by commas; a row without a name is left out."""
    periods = [part.strip() for part in typed.words(data, "periods", most=600).split(",") if part.strip()]
    rows: dict[str, list[float]] = {}
    for at in range(1, MOST_TEAMS + 1):
        team = typed.words(data, f"team_{at}", most=100)
        if not team:
            continue
        if team in rows:
            raise Refused("This team stands there twice.", field=f"team_{at}", remedy="Give each a name of its own.")
        rows[team] = _amounts(data, f"room_{at}", min(len(periods), MOST_PERIODS))
    return {"periods": periods, "capacity": rows}


def _amounts(data: Any, name: str, periods: int) -> list[float]:
    """One number holds for every period."""
    parts = [part.strip() for part in typed.words(data, name, most=200).split(",") if part.strip()]
    found = [typed.number({name: part}, name) or 0.0 for part in parts]
    if len(found) == 1:
        return found * periods
    if len(found) != periods:
        raise Refused(f"These are not {periods} numbers.", field=name, remedy="Give one for each period, or one for all.")  # fmt: skip
    return found


ROUTES = [
    Route("roadmap/portfolios", "portfolios", index, get=Role.VIEWER),
    Route("roadmap/portfolios/compare", "portfolios_compare", compare, get=Role.VIEWER),
    Route("roadmap/portfolios/new", "portfolio_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/portfolios/<int:pk>/capacity", "portfolio_capacity", capacity, post=Role.EDITOR, again=record_again),
    Route("roadmap/portfolios/<int:pk>/value", "portfolio_value", value, post=Role.EDITOR, again=record_again),
    Route("roadmap/portfolios/<int:pk>/copy", "portfolio_copy", copy, post=Role.EDITOR, again=record_again),
    Route("roadmap/portfolios/<int:pk>/choose", "portfolio_choose", choose, post=Role.EDITOR, again=record_again),
    Route("roadmap/portfolios/<int:pk>/stop", "portfolio_stop", stop, post=Role.EDITOR, again=record_again),
]
