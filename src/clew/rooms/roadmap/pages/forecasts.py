"""Forecasts: ask one, read it with its record, and take in how many items were finished in the past."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clew.ground.doors.api import Route, WorkRequest, body, done, typed, url, whole
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Role
from clew.rooms.roadmap.actions import forecasts as acts
from clew.rooms.roadmap.kinds import FORECAST
from clew.rooms.roadmap.queries import finished
from clew.rooms.roadmap.queries import forecasts as queries
from clew.rooms.roadmap.throughput_sheet import LONGEST_TEXT

PAGE, PAST_SHOWN, LEAST_SHOWN = 20, 26, 8


@dataclass(frozen=True, slots=True)
class FanPlot:
    """What the drawing of a forecast shows: `past` and `ahead` count from the last day of the history, which is week 0."""

    past: tuple[tuple[int, int], ...]
    ahead: tuple[queries.FanWeek, ...]
    items: int | None
    first_label: str
    last_label: str
    words: str


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=200)
    rows = queries.forecasts(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    histories = queries.throughputs(request.access)
    shown = {
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "histories": histories,
        "choices": [(one.id or "", one.name) for one in histories],
        "slip": finished.slip(request.access),
    }
    return render(request, "roadmap/forecasts/index.html", shown)


def create(request: WorkRequest) -> HttpResponse:
    made = acts.forecast(
        request.access,
        items=typed.whole_number(request.POST, "items"),
        by=typed.day(request.POST, "by"),
        throughput_id=typed.whole_number(request.POST, "throughput"),
        since=typed.day(request.POST, "since"),
        until=typed.day(request.POST, "until"),
    )
    return done(request, "Forecast.", url(request, "record", node_id=made.pk), undo=True)


def new_throughput(request: WorkRequest) -> HttpResponse:
    return render(request, "roadmap/forecasts/throughput.html", {})


def take_in(request: WorkRequest) -> HttpResponse:
    """First shows what a file holds; then keeps it."""
    if request.method == "GET":
        return new_throughput(request)
    text = _text(request)
    name = typed.words(request.POST, "name", most=acts.NAME_LIMIT)
    if request.POST.get("then") != "keep":
        shown = {"found": acts.finished_in(text), "text": text, "name": name or _name(request)}
        return render(request, "roadmap/forecasts/throughput.html", shown)
    acts.import_throughput(request.access, name=name, text=text)
    return done(request, "The history is here.", url(request, "forecasts"), undo=True)


def _text(request: WorkRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return typed.words(request.POST, "text", most=LONGEST_TEXT)
    if (file.size or 0) > 4 * LONGEST_TEXT:
        raise Refused("The file is larger than 4 MB.", field="file", remedy="Leave out columns that are not needed.")
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("This is no UTF-8 text.", field="file", remedy="Save it as CSV UTF-8.") from error


def _name(request: WorkRequest) -> str:
    file = request.FILES.get("file")
    return (file.name or "").rpartition(".")[0][: acts.NAME_LIMIT] if file else ""


@body(FORECAST)
def forecast_body(request: WorkRequest, node: Card) -> tuple[str, dict[str, Any]]:
    found = queries.one_forecast(request.access, node.id)
    return "roadmap/forecasts/body.html", {
        "forecast": found,
        "row": found.row,
        "plot": _plot(found),
        "prior": queries.PRIOR,
    }


def _plot(found: queries.ForecastDetail) -> FanPlot:
    shown = min(PAST_SHOWN, max(LEAST_SHOWN, found.fan[-1].week))
    weeks = found.weekly[-shown:]
    total = sum(weeks)
    past, done_by = [(-len(weeks), -total)], -total
    for place, count in enumerate(weeks, 1 - len(weeks)):
        done_by += count
        past.append((place, done_by))
    end = found.row.last_day
    last = found.fan[-1]
    said = f"after {last.week} weeks {last.low} to {last.high} more are done, likely {last.middle}"
    return FanPlot(
        tuple(past), found.fan, found.row.items, _label(end - timedelta(weeks=len(weeks))), _label(end + timedelta(weeks=last.week)),
        f"Finished so far, and what may come: {said}",
    )  # fmt: skip


def _label(day: Any) -> str:
    return f"{day.day} {day:%b %Y}"


ROUTES = [
    Route("roadmap/forecasts", "forecasts", index, get=Role.VIEWER),
    Route("roadmap/forecasts/new", "forecast_new", create, post=Role.EDITOR, again=index),
    Route("roadmap/throughput/new", "throughput_new", take_in, get=Role.EDITOR, post=Role.EDITOR, again=new_throughput),
]
