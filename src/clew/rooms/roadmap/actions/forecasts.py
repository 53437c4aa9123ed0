"""Forecasts: when so many items will be done, or how many by a day, from how many were done in past weeks."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import NewNode, add_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.kinds import FORECAST
from clew.rooms.roadmap.models import Forecast, Throughput
from clew.rooms.roadmap.queries.finished import own_weeks
from clew.rooms.roadmap.throughput_sheet import Finished, UnreadableThroughput, read_finished

NAME_LIMIT, MOST_ITEMS, MOST_SEED, LONGEST, MOST_HISTORIES = 100, 100_000, 2**31 - 1, 156, 200


@act("import throughput")
def import_throughput(access: Access, *, name: str, text: str) -> Throughput:
    """From a CSV text: a column `finished` with a day for each item, or `week` (or `month`, as 2026-03) and `count`."""
    told = " ".join(name.split())
    if not told or len(told) > NAME_LIMIT:
        raise Refused("A history has a name.", field="name", remedy=f"Type one of up to {NAME_LIMIT} characters.")
    if Throughput.objects.count() >= MOST_HISTORIES:
        raise Refused(f"These are {MOST_HISTORIES} histories already.", field="name", remedy="Use one that is there.")
    found = finished_in(text)
    return Throughput.objects.create(
        workspace_id=access.workspace_id, name=told, first_day=found.first_day, weekly=list(found.weekly),
        is_spread=found.is_spread, made_by_id=access.user_id,
    )  # fmt: skip


def finished_in(text: str) -> Finished:
    """What a CSV text holds; nothing is kept."""
    try:
        return read_finished(text, today=timezone.localdate())
    except UnreadableThroughput as error:
        raise Refused(error.message, field="text", remedy=error.remedy) from error


@dataclass(frozen=True, slots=True)
class _Past:
    throughput: Throughput | None
    first_day: date
    weekly: list[int]

    @property
    def start(self) -> date:
        """The day after its last week."""
        return self.first_day + timedelta(weeks=len(self.weekly))


@act("forecast")
def forecast(
    access: Access, *, items: int | None = None, by: date | None = None, throughput_id: int | None = None,
    since: date | None = None, until: date | None = None, title: str = "", seed: int = 1,
) -> Forecast:  # fmt: skip
    """When `items` more will be done, or how many `by` a day: one of the two, counted from the day after the history ends.

    From an imported history, or without `throughput_id` from the roadmap's own. `since`, `until`: only the whole weeks between these days.
    The forecast keeps how often forecasts of this kind, made at past weeks from what was known then, have held.
    """
    _asked(items, by, seed)
    past = _between(_past(throughput_id), since, until)
    weeks = ceil(((by - past.start).days + 1) / 7) if by else None
    if weeks is not None and not 1 <= weeks <= LONGEST:
        raise Refused(
            f"That lies outside the {LONGEST} weeks after the history's end on {past.start - timedelta(days=1)}.", field="by",
            remedy="Choose another day.",
        )  # fmt: skip
    result = _computed(past, items, weeks, seed)
    node = add_node(access, NewNode(FORECAST, title.strip() or _question(items, by)))
    return Forecast.objects.create(
        node=node, workspace_id=access.workspace_id, items=items, by=by, throughput=past.throughput, first_day=past.first_day,
        weekly=past.weekly, seed=seed, inputs_hash=_hash(past, items, weeks, seed), result=result,
    )  # fmt: skip


def _asked(items: int | None, by: date | None, seed: int) -> None:
    if (items is None) == (by is None):
        raise Refused("Ask one thing.", field="items", remedy="Say how many items, or by which day.")
    if items is not None and not 1 <= items <= MOST_ITEMS:
        raise Refused("So many are not forecast.", field="items", remedy=f"1 to {MOST_ITEMS:,}.")
    if not 0 <= seed <= MOST_SEED:
        raise Refused("A seed is a whole number from 0.", field="seed", remedy="Such as 1.")


def _past(throughput_id: int | None) -> _Past:
    if throughput_id is None:
        own = own_weeks()
        if own is None:
            raise Refused(
                "The roadmap's own history has fewer than two whole weeks.", field="throughput",
                remedy="Import how many items were finished in the past.",
            )  # fmt: skip
        return _Past(None, own.first_day, list(own.weekly))
    found = Throughput.objects.filter(pk=throughput_id).first()
    if found is None:
        raise NotFound("No such history.")
    return _Past(found, found.first_day, list(found.weekly))


def _between(past: _Past, since: date | None, until: date | None) -> _Past:
    first = max(0, ceil((since - past.first_day).days / 7)) if since else 0
    last = ((until - past.first_day).days + 1) // 7 if until else len(past.weekly)
    kept = past.weekly[first : max(0, last)]
    if len(kept) < 2:
        raise Refused(
            "Fewer than two whole weeks of the history lie between these days.",
            field="since",
            remedy="Choose other days.",
        )
    return _Past(past.throughput, past.first_day + timedelta(weeks=first), kept)


def _computed(past: _Past, items: int | None, weeks: int | None, seed: int) -> dict[str, Any]:
    """Plain JSON: the promises with their record, the interval and its record, the fan, what is to be said."""
    from clew.science.forecasting import forecast_count, forecast_date

    found: Any
    if items is not None:
        found = forecast_date(past.weekly, items, start=past.start, seed=seed)
    else:
        found = forecast_count(past.weekly, weeks or 1, seed=seed)
    told = {name: value for name, value in asdict(found).items() if name in ("promises", "record", "method", "level")}
    said = list(found.warnings)
    if past.throughput and past.throughput.is_spread:
        said.append("The history counts months, spread over their weeks: how much weeks scatter is not known from it.")
    fanned = [[one.week, one.low, one.quarter, one.middle, one.three_quarters, one.high] for one in found.fan]
    plain: dict[str, Any] = json.loads(json.dumps({**told, "warnings": said, "fan": fanned}, default=date.isoformat))
    return plain


def _question(items: int | None, by: date | None) -> str:
    if items is not None:
        return f"When {items:,} more item{' is' if items == 1 else 's are'} done"
    return f"How many are done by {date_format(by, 'j F Y') if by else ''}"


def _hash(past: _Past, items: int | None, weeks: int | None, seed: int) -> str:
    made_from: Sequence[Any] = ("forecast", past.first_day.isoformat(), past.weekly, items, weeks, seed)
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()
