"""Forecasts that were made, each with its record, and the histories they can be made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, names_of, read
from clew.rooms.roadmap.models import Forecast, Throughput
from clew.rooms.roadmap.queries.finished import own_weeks

MOST, OWN = 200, "The roadmap's own items"
FEW = 20  # below, one case is more than five percent
PRIOR = "The likely range starts from a prior of half a case held and half a case not (Jeffreys), so that few cases leave it wide."


@dataclass(frozen=True, slots=True)
class History:
    """`id`: none for the roadmap's own. `last_day` ends its last week."""

    id: int | None
    name: str
    first_day: date
    last_day: date
    weekly: tuple[int, ...]
    total: int
    made_by: str
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class HowOften:
    """Of `forecasts` of this kind, made at past weeks from what was known then, a `share` held. They overlap: they are worth `trials`."""

    said: float
    share: float
    low: float
    high: float
    trials: int
    forecasts: int

    @property
    def words(self) -> str:
        counted = "" if self.is_few else f" of {self.trials}"
        return f"said {_percent(self.said)}, held {self.held}{counted} (likely {_percent(self.low)} to {_percent(self.high)})"

    @property
    def is_few(self) -> bool:
        return self.trials < FEW

    @property
    def held(self) -> str:
        """Of few cases a percentage would claim what they cannot say: they are counted, in parts where forecasts overlap."""
        if not self.is_few:
            return _percent(self.share)
        return f"{f'{self.share * self.trials:.1f}'.removesuffix('.0')} of {self.trials}"


@dataclass(frozen=True, slots=True)
class Promise:
    """With `chance` all is done by `day` (none is beyond three years), or at least `count` are; `kept`: none while none has come due."""

    chance: float
    day: date | None
    count: int | None
    kept: HowOften | None


@dataclass(frozen=True, slots=True)
class FanWeek:
    week: int
    low: int
    quarter: int
    middle: int
    three_quarters: int
    high: int


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """`record`: how often the 80 % interval of such forecasts held."""

    id: int
    title: str
    items: int | None
    by: date | None
    history: str
    history_id: int | None
    first_day: date
    last_day: date
    promises: tuple[Promise, ...]
    record: HowOften | None
    seed: int
    inputs_hash: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ForecastDetail:
    row: ForecastRow
    weekly: tuple[int, ...]
    fan: tuple[FanWeek, ...]
    method: str
    warnings: tuple[str, ...]


@read
def throughputs(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[History, ...]:
    """The roadmap's own first, if it has two whole weeks; then what was imported, the newest first."""
    rows = list(Throughput.objects.order_by("-pk")[offset : offset + min(limit, MOST)])
    names = names_of({row.made_by_id for row in rows if row.made_by_id})
    imported = tuple(
        _history(row.pk, row.name, row.first_day, row.weekly, names.get(row.made_by_id or 0, ""), row.made_at)
        for row in rows
    )
    own = own_weeks() if not offset else None
    return (*((_history(None, OWN, own.first_day, own.weekly, "", None),) if own else ()), *imported)


@read
def forecasts(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[ForecastRow, ...]:
    """The newest first."""
    found = Forecast.objects.filter(node__archived_at__isnull=True).select_related("node", "throughput")
    return tuple(_row(row) for row in found.order_by("-pk")[offset : offset + min(limit, MOST)])


@read
def one_forecast(access: Access, forecast_id: int) -> ForecastDetail:
    found = Forecast.objects.select_related("node", "throughput").filter(pk=forecast_id).first()
    if found is None:
        raise NotFound("No such forecast.")
    told = found.result
    return ForecastDetail(
        _row(found), tuple(found.weekly), tuple(FanWeek(*week) for week in told["fan"]), told["method"],
        tuple(told["warnings"]),
    )  # fmt: skip


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _history(pk: int | None, name: str, first: date, weekly: Any, by: str, at: datetime | None) -> History:
    counts = tuple(weekly)
    return History(pk, name, first, first + timedelta(weeks=len(counts), days=-1), counts, sum(counts), by, at)


def _row(found: Forecast) -> ForecastRow:
    record = found.result["record"]
    name = found.throughput.name if found.throughput else OWN
    return ForecastRow(
        found.pk, found.node.title, found.items, found.by, name, found.throughput_id, found.first_day,
        found.first_day + timedelta(weeks=len(found.weekly), days=-1),
        tuple(_promise(one) for one in found.result["promises"]),
        _how_often(record["level"], record["coverage"], record["forecasts"]) if record else None,
        found.seed, found.inputs_hash, found.made_at,
    )  # fmt: skip


def _promise(told: Mapping[str, Any]) -> Promise:
    kept, day = told["kept"], told["day"]
    how_often = _how_often(kept["chance"], kept["share"], kept["forecasts"]) if kept else None
    return Promise(told["chance"], date.fromisoformat(day) if day else None, told["count"], how_often)


def _how_often(said: float, share: Mapping[str, Any], forecasts: int) -> HowOften:
    return HowOften(said, share["value"], share["low"], share["high"], share["n"], forecasts)
