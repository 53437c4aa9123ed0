"""Score models: the list, a new one, and one with its versions."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, typed, url, whole
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import score_models as acts
from clew.rooms.roadmap.actions.factors import KNOWN
from clew.rooms.roadmap.models import ScoreVersion
from clew.rooms.roadmap.pages.estimates import as_typed
from clew.rooms.roadmap.queries import estimates, score_models
from clew.rooms.roadmap.queries.estimates import FactorRow

PAGE = 50


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=100)
    rows = score_models.score_models(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page}
    return render(request, "roadmap/models/index.html", shown)


def new(request: WorkRequest) -> HttpResponse:
    shown = {"methods": ScoreVersion.METHODS, "factors": _to_choose(estimates.factors(request.access)), "weights": {}}
    return render(request, "roadmap/models/new.html", shown)


def create(request: WorkRequest) -> HttpResponse:
    if request.method == "GET":
        return new(request)
    title = typed.words(request.POST, "title", most=300)
    made = acts.add_score_model(request.access, title=title, **_settings(request.POST))
    return done(request, "Score model added.", url(request, "record", node_id=made.model_id), undo=True)


def change(request: WorkRequest, pk: int) -> HttpResponse:
    acts.change_score_model(request.access, model_id=pk, **_settings(request.POST))
    return done(request, "Saved as a new version.", url(request, "record", node_id=pk), undo=True)


@body("score_model")
def model_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    versions = score_models.versions_of(request.access, node.id)
    factors = _to_choose(estimates.factors(request.access))
    wanted = score_models.factors_wanted(request.access, model_id=node.id)
    shown = {"versions": versions, "wanted": wanted, "factors": factors, "methods": ScoreVersion.METHODS}
    weights = {
        row["key"]: {name: as_typed(row[name]) for name in ("weight", "bad", "good")}
        for row in versions[0].settings.get("weights", ())
    }
    capacity = {name: as_typed(value) for name, value in (versions[0].settings.get("capacity") or {}).items()}
    return "roadmap/models/body.html", {**shown, "weights": weights, "capacity": capacity, "model_id": node.id}


def _to_choose(there: Sequence[FactorRow]) -> tuple[FactorRow, ...]:
    """The factors that there are, and those of the known methods, which come by themselves when they are used."""
    keys = {row.key for row in there}
    none = {"unit": "", "lowest": None, "highest": None}
    known = (FactorRow(id=0, key=key, **{**none, **told}) for key, told in KNOWN.items() if key not in keys)
    return (*there, *known)


def _settings(data: Any) -> dict[str, Any]:
    method = typed.words(data, "method", most=20) or "rice"
    if method == "formula":
        told: dict[str, Any] = {
            "formula": typed.words(data, "formula", most=501), "success": typed.words(data, "success", most=40)
        }  # fmt: skip
    elif method == "weighted":
        told = {"weights": [_weight(data, key) for key in data.getlist("key") if data.get(f"{key}_weight", "").strip()]}
    elif method == "moscow":
        told = {"capacity": {name: typed.number(data, f"capacity_{name}") for name in ("low", "likely", "high")}}
    else:
        told = {}
    return {"method": method, "settings": told}


def _weight(data: Any, key: str) -> dict[str, Any]:
    return {"key": key[:40], **{name: typed.number(data, f"{key}_{name}") for name in ("weight", "bad", "good")}}


ROUTES = [
    Route("roadmap/models", "score_models", index, get=Role.VIEWER),
    Route("roadmap/models/new", "score_model_new", create, get=Role.EDITOR, post=Role.EDITOR, again=new),
    Route("roadmap/models/<int:pk>/change", "score_model_change", change, post=Role.EDITOR, again=record_again),
]
