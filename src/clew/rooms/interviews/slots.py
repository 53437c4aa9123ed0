"""Free hours, as pure functions: what an interviewer's weekly hours leave open, right across changes of the clocks.

Time is counted in quarter hours since 1970 in UTC. Every zone that is in use is off UTC by whole quarter hours, so a quarter hour begins
alike on every wall; an hour that the clocks skip has no quarter hours, and one that they go through twice has eight.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

QUARTER = 900
EVERY = 2  # an interview may begin each half hour, counted from where the hours begin
DAY, MOST_SPANS = 1440, 6
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """Minutes of a local day: 540 to 1020 is 9:00 to 17:00 by the clock on the wall."""

    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Rota:
    """When somebody interviews. `weekly`: seven days, Monday first. `extra` is added to its day, also to a day that is `off`.

    `before` and `after`: quarter hours that are kept free around each interview. `most_a_day` counts the days of their own zone.
    """

    zone: ZoneInfo
    weekly: tuple[tuple[Hours, ...], ...]
    notice: timedelta = timedelta()
    ahead_days: int = 21
    before: int = 0
    after: int = 0
    most_a_day: int = 20
    off: frozenset[date] = frozenset()
    extra: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)

    def hours_of(self, day: date) -> tuple[Hours, ...]:
        usual = () if day in self.off else self.weekly[day.weekday()]
        return usual + self.extra.get(day, ())


def open_slots(
    rota: Rota, *, minutes: int, now: datetime, taken: Collection[int] = (), begun: Collection[datetime] = ()
) -> tuple[datetime, ...]:
    """When an interview of so many minutes may begin, in UTC, in order.

    `taken`: quarter hours that are not free. `begun`: when the interviews of these days begin that there are already.
    """
    today = now.astimezone(rota.zone).date()
    full = _full_days(rota, begun)
    found = []
    for start in _starts(rota, today, -(-minutes * 60 // QUARTER)):
        at = datetime.fromtimestamp(start * QUARTER, UTC)
        busy = quarters(at, at + timedelta(minutes=minutes), before=rota.before, after=rota.after)
        if (
            at >= now + rota.notice
            and at.astimezone(rota.zone).date() not in full
            and not any(quarter in taken for quarter in busy)
        ):
            found.append(at)
    return tuple(found)


def quarters(starts_at: datetime, ends_at: datetime, *, before: int = 0, after: int = 0) -> range:
    """The quarter hours that an interview takes, with those kept free around it."""
    first = int(starts_at.timestamp()) // QUARTER
    last = -(-int(ends_at.timestamp()) // QUARTER)
    return range(first - before, last + after)


@cache
def zones() -> tuple[str, ...]:
    """Those that people choose from, by continent and town; without old and technical names."""
    technical = ("Etc/", "posix", "right", "SystemV", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
    found = (name for name in available_timezones() if "/" in name and not name.startswith(technical))
    return ("UTC", *sorted(found))


def read_hours(text: str) -> tuple[Hours, ...]:
    """Hours as people write them: “9-12, 13:30-17:00”. Raises ValueError, saying which part is not understood."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if len(parts) > MOST_SPANS:
        raise ValueError(f"More than {MOST_SPANS} times on one day.")
    found = sorted(_read_span(part) for part in parts)
    for one, next_one in pairwise(found):
        if next_one.starts < one.ends:
            raise ValueError(f"“{write_hours((one, next_one))[:40]}” overlap.")
    return tuple(found)


def write_hours(hours: Collection[Hours]) -> str:
    return ", ".join(f"{_clock(one.starts)}-{_clock(one.ends)}" for one in sorted(hours))


def _read_span(part: str) -> Hours:
    match = _SPAN.fullmatch(part)
    if match is None:
        raise ValueError(f"“{part[:40]}” is not understood.")
    hour, minute, to_hour, to_minute = (int(one or 0) for one in match.groups())
    starts, ends = hour * 60 + minute, to_hour * 60 + to_minute
    if minute > 59 or to_minute > 59 or not 0 <= starts < ends <= DAY:
        raise ValueError(f"“{part[:40]}” does not end after it begins, within one day.")
    return Hours(starts, ends)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _full_days(rota: Rota, begun: Collection[datetime]) -> set[date]:
    days = [at.astimezone(rota.zone).date() for at in begun]
    return {day for day in days if days.count(day) >= rota.most_a_day}


def _starts(rota: Rota, today: date, length: int) -> Iterator[int]:
    """Where an interview of so many quarter hours fits into the hours, whatever else is taken."""
    days = (today + timedelta(days=n) for n in range(rota.ahead_days + 1))
    offered = sorted({quarter for day in days for quarter in _offered(day, rota.hours_of(day), rota.zone)})
    for first, end in _runs(offered):
        yield from range(first, end - length + 1, EVERY)


def _offered(day: date, hours: tuple[Hours, ...], zone: ZoneInfo) -> Iterator[int]:
    """The quarter hours of a day's hours, by the clock on the wall."""
    if not hours:
        return
    first, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    if end - first == DAY // 15:
        for one in hours:
            yield from range(first + -(-one.starts // 15), first + one.ends // 15)
        return
    for quarter in range(first, end):  # the clocks are changed on this day
        wall = datetime.fromtimestamp(quarter * QUARTER, zone)
        minute = wall.hour * 60 + wall.minute
        if any(one.starts <= minute and minute + 15 <= one.ends for one in hours):
            yield quarter


def _midnight(day: date, zone: ZoneInfo) -> int:
    """Of a midnight that is skipped, the moment of skipping; of one that comes twice, the first."""
    return int(datetime.combine(day, time(), zone).timestamp()) // QUARTER


def _runs(offered: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches without a gap, each up to (not with) its end."""
    first = 0
    for index, quarter in enumerate(offered):
        if index + 1 == len(offered) or offered[index + 1] != quarter + 1:
            yield offered[first], quarter + 1
            first = index + 1
