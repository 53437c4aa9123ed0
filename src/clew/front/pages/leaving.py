"""Leave or keep: everything in one file, a person erased, how long words are kept. For owners."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from clew.front.outgoing import download_workspace
from clew.ground.customers import api as customers
from clew.ground.doors.api import Route, WorkRequest, done, sent, typed, url
from clew.ground.exchange import api as exchange
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role


def show(request: WorkRequest) -> HttpResponse:
    """With `?days=` also what a rule would take; nothing is changed by looking."""
    rule, due = exchange.retention(request.access), None
    try:
        tried = _rule(request, request.GET) if request.GET.get("days") else None
        asked = tried or rule
        due = exchange.due(request.access, days=asked.days, spares_grounds=asked.spares_grounds) if asked else None
    except Refused as error:
        request.refused, tried = error, None
    shown = {"rule": rule, "tried": tried, "due": due, "shown": tried or rule or exchange.Rule(730, True)}
    return render(request, "leaving/index.html", shown)


def download(request: WorkRequest) -> HttpResponseBase:
    return sent(request, download_workspace(request.access))


def people(request: WorkRequest) -> JsonResponse:
    found = customers.people(request.access, search=request.GET.get("q", ""), limit=20)
    return JsonResponse(
        {"items": [{"id": p.id, "title": f"{p.name} · {p.email}" if p.email else p.name} for p in found]}
    )


def ask(request: WorkRequest, pk: int) -> HttpResponse:
    return render(request, "leaving/erase.html", {"person": customers.person(request.access, pk)})


def erase(request: WorkRequest, pk: int) -> HttpResponse:
    """The proof is shown once, here; it is kept nowhere, since it would name whom it is about."""
    if request.method == "GET":
        return ask(request, pk)
    name = typed.words(request.POST, "typed_name", most=300)
    return render(
        request, "leaving/erased.html", {"it": exchange.erase_person(request.access, person_id=pk, typed_name=name)}
    )


def keep(request: WorkRequest) -> HttpResponse:
    rule = _rule(request, request.POST)
    exchange.set_retention(request.access, days=rule.days, spares_grounds=rule.spares_grounds)
    return done(request, f"Words are kept for {rule.days} days.", url(request, "leave"), undo=True)


def keep_all(request: WorkRequest) -> HttpResponse:
    exchange.drop_retention(request.access)
    return done(request, "Words are kept without limit.", url(request, "leave"), undo=True)


def erase_old(request: WorkRequest) -> HttpResponse:
    exchange.start_retention(request.access, today=timezone.localdate())
    return done(request, "It has begun; you can go on working.", url(request, "runs"))


def _rule(request: WorkRequest, data: Any) -> exchange.Rule:
    days = typed.whole_number(data, "days")
    if days is None or not 1 <= days <= exchange.MOST_DAYS:
        raise Refused("Days are a whole number from 1.", field="days", remedy="Type for example 730 for two years.")
    return exchange.Rule(days, data.get("spares_grounds") == "1")


ROUTES = [
    Route("settings/leave", "leave", show, get=Role.OWNER),
    Route("settings/leave/export", "export", download, post=Role.OWNER, again=show),
    Route("settings/leave/people", "erase_options", people, get=Role.OWNER),
    Route("settings/leave/erase/<int:pk>", "erase", erase, get=Role.OWNER, post=Role.OWNER, again=ask),
    Route("settings/leave/keep", "keep", keep, post=Role.OWNER, again=show),
    Route("settings/leave/keep/all", "keep_all", keep_all, post=Role.OWNER, again=show),
    Route("settings/leave/keep/now", "erase_old", erase_old, post=Role.OWNER, again=show),
]
