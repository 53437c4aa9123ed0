"""What was known when a decision was taken, beside what is known now; and the frozen page itself, to check its fingerprint."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from clew.front.outgoing import download_decision
from clew.ground.doors.api import Route, WorkRequest, sent
from clew.ground.evidence.api import weight
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import DecisionDetail, PredictionRow, cards, decision, predictions
from clew.ground.workspaces.api import Role

COUNTS = (
    ("accounts", "Accounts"),
    ("people", "People"),
    ("supports", "Quotations for"),
    ("contradicts", "Quotations against"),
    ("revenue_minor", "Revenue a year"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One count of one need, on the day of the decision and today."""

    name: str
    then: int
    now: int
    is_money: bool
    currency: str

    @property
    def change(self) -> int:
        return self.now - self.then


@dataclass(frozen=True, slots=True)
class Ground:
    """A record the decision rests on. `is_gone`: archived since; `readings` where it has a weight."""

    id: int
    title: str
    title_now: str
    kind: str
    is_gone: bool
    readings: tuple[Reading, ...]


def show(request: WorkRequest, pk: int) -> HttpResponse:
    found = _taken(request, pk)
    snapshot = found.snapshot_here or {}
    then = _said_then(snapshot, predictions(request.access, decision_id=pk, limit=200))
    shown = {
        "decision": found,
        "then": snapshot,
        "grounds": _grounds(request, snapshot, pk),
        "predictions": then,
        "today": timezone.localdate(),
    }
    return render(request, "decisions/then.html", shown)


def frozen(request: WorkRequest, pk: int) -> HttpResponseBase:
    """The very bytes the fingerprint was taken of."""
    return sent(request, download_decision(request.access, pk))


def _taken(request: WorkRequest, pk: int) -> DecisionDetail:
    found = decision(request.access, pk)
    if found.snapshot is None:
        raise NotFound("This decision is still open: nothing is frozen yet.")
    return found


def _grounds(request: WorkRequest, snapshot: dict[str, Any], pk: int) -> list[Ground]:
    """What it rests on itself, in the order of then; those with a weight first."""
    direct = {row["from"]: row["title"] for row in snapshot["rests_on"] if row["to"] == pk}
    weights = snapshot.get("known", {}).get("weights", {})
    now = weight(request.access, [i for i in direct if str(i) in weights], on=timezone.localdate())
    there = cards(request.access, direct)
    grounds = []
    for node_id, title in direct.items():
        card, then = there.get(node_id), weights.get(str(node_id))
        readings = _readings(then, now[node_id]) if then else ()
        is_gone = card is None or card.archived
        grounds.append(
            Ground(node_id, title, card.title if card else title, card.kind if card else "", is_gone, readings)
        )
    return sorted(grounds, key=lambda g: not g.readings)


def _readings(then: dict[str, Any], now: Any) -> tuple[Reading, ...]:
    currency = now.currency
    return tuple(
        Reading(label, int(then.get(name, 0)), int(getattr(now, name)), name == "revenue_minor", currency)
        for name, label in COUNTS
    )


def _said_then(snapshot: dict[str, Any], known: list[PredictionRow]) -> list[PredictionRow]:
    """Those that were registered when it was taken, with what came of them since."""
    ids = {row["id"] for row in snapshot["predictions"]}
    return [row for row in known if row.id in ids]


ROUTES = [
    Route("decisions/<int:pk>/then", "decision_then", show, get=Role.VIEWER),
    Route("decisions/<int:pk>/then.json", "decision_frozen", frozen, get=Role.VIEWER),
]
