"""Whose order a ranking is: segments, customers and revenue weighed anew, and what each place hangs on."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, typed
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.queries import weighing as queries
from clew.rooms.roadmap.queries.rankings import ranking

BYS = (("segment", "By segment"), ("customer", "By customer"))
SHOWN, HANGING = 50, 20


def index(request: WorkRequest, pk: int) -> HttpResponse:
    """With `part=order` the order alone, which the page asks for while a weight is moved."""
    by = request.GET.get("by") or "segment"
    try:
        asked: dict[str, Any] = {"by": by, "weights": weights_in(request.GET), "revenue": _revenue(request.GET)}
        told = queries.weighed(request.access, pk, **asked, limit=SHOWN)
    except Refused as error:
        shown = {"ranking": ranking(request.access, pk), "why_not": error, "by": by, "bys": BYS}
        return render(request, "roadmap/weighing/index.html", shown, status=422)
    if request.GET.get("part") == "order":
        return render(request, "roadmap/weighing/order.html", {"told": told})
    hanging = queries.what_places_hang_on(request.access, pk, **asked, limit=HANGING)
    shown = {
        "ranking": ranking(request.access, pk),
        "told": told,
        "weights": [(part, asked["weights"].get(part.key, 1.0)) for part in told.parts],
        "revenue": round(asked["revenue"] * 100),
        "by": by,
        "bys": BYS,
        "hanging": hanging,
        "farthest": max((abs(one.places) for one in hanging), default=1) or 1,
    }
    return render(request, "roadmap/weighing/index.html", shown)


def weights_in(data: QueryDict) -> dict[str, float]:
    return {
        name.removeprefix("w-"): value
        for name in data
        if name.startswith("w-") and (value := typed.number(data, name)) is not None
    }


def _revenue(data: QueryDict) -> float:
    return (typed.number(data, "revenue") or 0) / 100


ROUTES = [Route("roadmap/rankings/<int:pk>/weigh", "ranking_weigh", index, get=Role.VIEWER)]
