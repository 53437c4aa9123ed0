"""Estimating rounds: begin one, estimate blind, open it, see who is how far apart."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import Card, cards, newest
from clew.ground.workspaces.api import Member, Role, members
from clew.rooms.roadmap.actions import rounds as acts
from clew.rooms.roadmap.kinds import ROUND
from clew.rooms.roadmap.models import Estimate
from clew.rooms.roadmap.pages.estimates import LABELS, SPANS, asked_of, values_of
from clew.rooms.roadmap.queries import rounds as queries
from clew.rooms.roadmap.queries import score_models
from clew.rooms.roadmap.queries.estimates import factors
from clew.rooms.roadmap.queries.track import track_record

PAGE, IDEAS_OFFERED = 20, 50


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=200)
    rows = queries.estimating_rounds(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page}
    return render(request, "roadmap/rounds/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    """Empty, or with what was chosen when it was refused."""
    people = [one for one in members(request.access) if one.role.covers(Role.EDITOR)]
    wanted, estimators = (
        {one.id for one in score_models.factors_wanted(request.access)},
        {one.user_id for one in people},
    )
    if request.method == "POST":
        wanted, estimators = (_ticked(request, name) for name in ("factors", "estimators"))
    chosen = _ticked(request, "ideas") or _asked_about(request)
    shown = {
        "factors": factors(request.access),
        "wanted": wanted,
        "ideas": _offered(request, chosen),
        "chosen": chosen,
        "people": people,
        "estimators": estimators,
    }
    return render(request, "roadmap/rounds/new.html", shown)


def _asked_about(request: WorkRequest) -> set[int]:
    """Those chosen in the list of ideas, which the address names."""
    told = request.GET.get("ideas", "").split(",")
    return {int(one) for one in told[: acts.MOST_IDEAS] if one.isdecimal() and len(one) < 19}


def _offered(request: WorkRequest, chosen: set[int]) -> list[Card]:
    """What was chosen first, then the newest."""
    first = [one for one in cards(request.access, sorted(chosen)).values() if one.kind == IDEA and not one.archived]
    others = newest(request.access, kinds=(IDEA,), limit=IDEAS_OFFERED)
    return [*first, *(one for one in others if one.id not in chosen)]


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    made = acts.begin_estimating(
        request.access,
        title=typed.words(request.POST, "title", most=300),
        idea_ids=_chosen(request.POST, "ideas"),
        factor_ids=_chosen(request.POST, "factors"),
        estimator_ids=_chosen(request.POST, "estimators"),
    )
    return done(request, "The round has begun.", url(request, "record", node_id=made.pk), undo=True)


def sheet(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    found = queries.estimating_round(request.access, pk)
    row = next((one for one in found.ideas if one.id == idea), None)
    if row is None:
        raise NotFound("No such idea in this round.")
    shown = {
        "round": found,
        "idea": row,
        "asked": [asked_of(factor, row.mine.get(factor.id)) for factor in found.factors],
        "bases": Estimate.BASES,
        "spans": SPANS,
        "labels": LABELS,
        "track": track_record(request.access),
    }
    return render(request, "roadmap/rounds/sheet.html", shown)


def estimate(request: WorkRequest, pk: int, idea: int) -> HttpResponse:
    if request.method == "GET":
        found = queries.estimating_round(request.access, pk)
        if found.opened_at is not None:  # by an old link, or after the last has estimated
            return done(request, "This round is open. Estimate here.", url(request, "estimate_sheet", pk=idea))
        if not found.i_estimate:
            return redirect(url(request, "record", node_id=pk))  # which says so
        return sheet(request, pk, idea)
    before = queries.estimating_round(request.access, pk)
    acts.estimate_blind(request.access, round_id=pk, idea_id=idea, values=values_of(request.POST, before.factors))
    after = queries.estimating_round(request.access, pk)
    left = next((one.id for one in after.ideas if len(one.mine) < len(after.factors)), None)
    if after.opened_at is not None:
        said = "You were the last: the round is open."
    else:
        said = "Kept, for you alone until the round is open."
    goes_on = left is not None and after.opened_at is None
    place = url(request, "estimating_sheet", pk=pk, idea=left) if goes_on else url(request, "record", node_id=pk)
    return done(request, said, place)


def ask_more(request: WorkRequest, pk: int) -> HttpResponse:
    """Who came later."""
    made = acts.ask_to_estimate(request.access, round_id=pk, estimator_ids=_chosen(request.POST, "estimators"))
    said = f"{len(made)} more {'estimates' if len(made) == 1 else 'estimate'} blind."
    return done(request, said, url(request, "record", node_id=pk), undo=True)


def open_it(request: WorkRequest, pk: int) -> HttpResponse:
    acts.open_estimating(request.access, round_id=pk)
    return done(request, "Open: everybody sees all numbers.", url(request, "record", node_id=pk))


@body(ROUND)
def round_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    found = queries.estimating_round(request.access, node.id)
    is_done = sum(one.is_done for one in found.estimators)
    may_run = found.begun_by_id == request.access.user_id or request.access.role.covers(Role.OWNER)
    return "roadmap/rounds/body.html", {
        "round": found,
        "done": is_done,
        "may_open": may_run and any(one.given for one in found.estimators),
        "others": _not_asked(request, found) if may_run else [],
        "chosen": _ticked(request, "estimators"),
        "beside": queries.side_by_side(request.access, node.id),
    }


def _not_asked(request: WorkRequest, found: queries.EstimatingRoundDetail) -> list[Member]:
    """Members who may be asked to estimate in it as well, while it is blind."""
    asked = {one.user_id for one in found.estimators}
    free = () if found.opened_at else members(request.access)
    return [one for one in free if one.role.covers(Role.EDITOR) and one.user_id not in asked]


def _ticked(request: WorkRequest, name: str) -> set[int]:
    return set(typed.ticked(request.POST, name))


def _chosen(data: Any, name: str) -> list[int]:
    told = data.getlist(name)
    if not all(one.isdecimal() and len(one) < 19 for one in told):
        raise Refused("That is not one of the choices.", field=name, remedy="Choose from the list.")
    return [int(one) for one in told]


ROUTES = [
    Route("roadmap/rounds", "estimating_rounds", index, get=Role.VIEWER),
    Route("roadmap/rounds/new", "estimating_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route(
        "roadmap/rounds/<int:pk>/ideas/<int:idea>",
        "estimating_sheet",
        estimate,
        get=Role.EDITOR,
        post=Role.EDITOR,
        again=sheet,
    ),
    Route("roadmap/rounds/<int:pk>/ask", "estimating_ask", ask_more, post=Role.EDITOR, again=record_again),
    Route("roadmap/rounds/<int:pk>/open", "estimating_open", open_it, post=Role.EDITOR, again=record_again),
]
