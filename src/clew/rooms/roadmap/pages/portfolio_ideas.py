"""One idea of a portfolio: what it takes and is worth, what is settled about it, what it needs and excludes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import cards
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import portfolios as acts
from clew.rooms.roadmap.models import PutIdea
from clew.rooms.roadmap.pages.estimates import as_typed
from clew.rooms.roadmap.queries import portfolios

SORTS = [("needs", "It needs"), ("excludes", "It excludes")]


def show(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    found = portfolios.portfolio(request.access, pk)
    row = next((one for one in found.ideas if one.idea_id == idea), None)
    card = cards(request.access, [idea]).get(idea)
    if card is None or card.kind != IDEA:
        raise NotFound("No such idea.")
    efforts = [as_typed(one) if one else "" for one in row.efforts] if row else [""] * len(found.teams)
    return render(request, "roadmap/portfolios/idea.html", {
        "portfolio": found, "row": row, "idea": card, "idea_id": idea, "sorts": SORTS, "labels": PutIdea.LABELS,
        "efforts": [(f"effort_{at}", team, said) for at, (team, said) in enumerate(zip(found.teams, efforts, strict=True), 1)],
        "ends": {name: as_typed(getattr(row, name)) for name in ("low", "likely", "high")} if row else {},
        "periods": [("", "Whenever it fits"), *enumerate(found.period_names, 1)],
        "lasts": [(n, f"{n} periods" if n > 1 else "One period") for n in range(1, len(found.period_names) + 1)],
        "others": [(one.idea_id, one.title) for one in found.ideas if one.idea_id != idea],
    })  # fmt: skip


def put(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    if request.method == "GET":
        return show(request, pk, idea)
    teams = portfolios.portfolio(request.access, pk).teams
    acts.put_idea(
        request.access, portfolio_id=pk, idea_id=idea, lasts=typed.whole_number(request.POST, "lasts") or 1,
        efforts={team: typed.number(request.POST, f"effort_{at}") or 0.0 for at, team in enumerate(teams, 1)},
        **{name: typed.number(request.POST, name) for name in ("low", "likely", "high")},
    )  # fmt: skip
    return done(request, "Saved.", url(request, "record", node_id=pk), undo=True)


def settle(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    acts.settle_idea(
        request.access, portfolio_id=pk, idea_id=idea, label=typed.words(request.POST, "label", most=10),
        begins=typed.whole_number(request.POST, "begins"),
    )  # fmt: skip
    return _back(request, pk, idea, "Saved.")


def tie(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    other = typed.whole_number(request.POST, "other")
    if other is None:
        raise Refused("No idea was chosen.", field="other", remedy="Choose one of the list.")
    sort = typed.words(request.POST, "sort", most=10)
    acts.tie_ideas(request.access, portfolio_id=pk, idea_id=idea, other_id=other, sort=sort)
    return _back(request, pk, idea, "Tied.")


def untie(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    acts.untie_ideas(request.access, portfolio_id=pk, tie_id=typed.whole_number(request.POST, "tie") or 0)
    return _back(request, pk, idea, "Untied.")


def out(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    acts.take_out(request.access, portfolio_id=pk, idea_id=idea)
    return done(request, "Taken out.", url(request, "record", node_id=pk), undo=True)


def _back(request: WorkRequest, pk: int, idea: int, said: str) -> HttpResponse:
    return done(request, said, url(request, "portfolio_idea", pk=pk, idea=idea), undo=True)


HERE = "roadmap/portfolios/<int:pk>/ideas/<int:idea>"
WRITES: dict[str, Any] = {"post": Role.EDITOR, "again": show}
ROUTES = [
    Route(HERE, "portfolio_idea", put, get=Role.EDITOR, **WRITES),
    Route(f"{HERE}/settle", "portfolio_settle", settle, **WRITES),
    Route(f"{HERE}/tie", "portfolio_tie", tie, **WRITES),
    Route(f"{HERE}/untie", "portfolio_untie", untie, **WRITES),
    Route(f"{HERE}/out", "portfolio_out", out, **WRITES),
]
