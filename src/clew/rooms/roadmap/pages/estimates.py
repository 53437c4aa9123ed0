"""Estimates: which ideas lack one, and the sheet of one idea with all factors."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, done, record_again, typed, url, whole
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import estimates as acts
from clew.rooms.roadmap.models import Estimate, PutIdea
from clew.rooms.roadmap.queries import estimates as queries
from clew.rooms.roadmap.queries import score_models
from clew.rooms.roadmap.queries.rounds import blind_of
from clew.rooms.roadmap.queries.track import track_record
from clew.science.ranking import LEVELS

PAGE = 50


def index(request: WorkRequest) -> HttpResponse:
    asked = request.GET
    page, search, missing = (
        whole(asked.get("page"), high=200),
        asked.get("q", "").strip(),
        asked.get("show") == "missing",
    )
    factors = score_models.factors_wanted(request.access)
    rows = queries.estimated_ideas(
        request.access, factor_ids=[factor.id for factor in factors], search=search, missing=missing, limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )  # fmt: skip
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page, "q": search, "factors": factors}
    return render(
        request, "roadmap/estimates/index.html", {**shown, "show": "missing" if missing else "", "shows": SHOWS}
    )


def sheet(request: WorkRequest, pk: int) -> HttpResponse:
    factors = score_models.factors_wanted(request.access) or queries.factors(request.access)
    found = queries.estimated_ideas(request.access, idea_ids=[pk], factor_ids=[factor.id for factor in factors])
    if not found:
        raise NotFound("No such idea.")
    blind = blind_of(request.access, pk)
    hidden = {one.factor_id for one in blind}
    shown = {
        "blind": blind,
        "idea": found[0],
        "asked": [
            asked_of(factor, _mine(found[0].cells.get(factor.id))) for factor in factors if factor.id not in hidden
        ],
        "made": queries.estimates_of(request.access, pk),
        "bases": Estimate.BASES,
        "spans": SPANS,
        "labels": LABELS,
        "track": track_record(request.access),
    }
    return render(request, "roadmap/estimates/sheet.html", shown)


def asked_of(factor: queries.FactorRow, mine: Any) -> dict[str, Any]:
    """The fields of one factor, filled with one's own estimate to its last digit."""
    numbers = {name: as_typed(getattr(mine, name, None)) for name in ("low", "likely", "high")}
    source = {"source_id": getattr(mine, "source_id", None), "source": getattr(mine, "source", "")}
    basis, note = (mine.basis, mine.note) if mine else ("guess", "")
    return {"factor": factor, "basis": basis, "note": note, **source, **numbers}


def _mine(cell: queries.Cell | None) -> queries.EstimateRow | None:
    return cell.mine if cell else None


def as_typed(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def save(request: WorkRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return sheet(request, pk)
    factors = queries.factors(request.access)
    values = values_of(request.POST, factors)
    acts.estimate_idea(request.access, idea_id=pk, values=values)
    wanted = [factor.id for factor in score_models.factors_wanted(request.access)]
    goes_on = request.POST.get("then") == "next"
    after = queries.next_to_estimate(request.access, pk, factor_ids=wanted) if goes_on else None
    place = url(request, "estimate_sheet", pk=after) if after else url(request, "record", node_id=pk)
    return done(request, "Estimated.", place, undo=True)


def withdraw(request: WorkRequest, pk: int) -> HttpResponse:
    acts.withdraw_estimate(request.access, idea_id=pk, factor_id=typed.whole_number(request.POST, "factor") or 0)
    return done(request, "Your estimate is withdrawn.", url(request, "estimate_sheet", pk=pk), undo=True)


def values_of(data: Any, factors: Sequence[queries.FactorRow]) -> list[dict[str, Any]]:
    """Of the factors of which anything was typed."""
    return [value for factor in factors if (value := _value(data, factor))]


def _value(data: Any, factor: queries.FactorRow) -> dict[str, Any] | None:
    """Nothing for a factor whose fields were left empty."""
    low, likely, high = (typed.number(data, f"{factor.key}_{name}") for name in ("low", "likely", "high"))
    if low is None and likely is None and high is None:
        return None
    if factor.kind == "label":
        low, high = (high if low is None else low), (low if high is None else high)
    span = typed.words(data, f"{factor.key}_span", most=20)
    if span in acts.SPANS and likely is not None and low is None and high is None:
        low, high = acts.spread(factor, likely, span)
    basis, source = typed.words(data, f"{factor.key}_basis", most=20), typed.whole_number(data, f"{factor.key}_source")
    return {
        "factor_id": factor.id, "low": low, "likely": likely, "high": high,
        "basis": basis,
        "note": typed.words(data, f"{factor.key}_note", most=acts.NOTE_LIMIT),
        "source_id": source if basis != "guess" else None,
    }  # fmt: skip


SPANS = (
    ("", "I give both ends"),
    ("fifth", "Quite sure: a fifth either way"),
    ("half", "Half sure: half as much again"),
    ("twice", "Hardly sure: half to twice"),
)
LABELS = [("", "–"), *((str(LEVELS.index(label)), name) for label, name in PutIdea.LABELS)]
SHOWS = (("", "All ideas"), ("missing", "Those that lack an estimate"))
ROUTES = [
    Route("roadmap/estimates", "estimates", index, get=Role.VIEWER),
    Route("roadmap/ideas/<int:pk>/estimates", "estimate_sheet", save, get=Role.VIEWER, post=Role.EDITOR, again=sheet),
    Route(
        "roadmap/ideas/<int:pk>/estimates/withdraw", "estimate_withdraw", withdraw, post=Role.EDITOR, again=record_again
    ),
]
