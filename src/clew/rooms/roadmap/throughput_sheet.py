"""Finished items from a CSV file: the day on which each was finished, or how many in each week or month. Knows no Django."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clew.rooms.roadmap.sheet_rows import NoRows, Row, numbered_rows, without_controls

LONGEST_TEXT, MOST_ROWS, MOST_WEEKS, MOST_ITEMS = 1_000_000, 20_000, 520, 100_000
FINISHED = (
    "finished", "date finished", "finished at", "finished on", "done", "done at", "completed", "completed at", "resolved", "closed",
    "closed at", "resolution date",
)  # fmt: skip
PERIODS = ("week", "month", "period", "from", "date", "week of")
COUNTS = ("count", "items", "items done", "throughput", "number", "how many", "finished", "done", "completed")
SHAPES = ("%Y-%m-%d", "%d/%b/%y", "%d %b %Y", "%b %d, %Y")
SAID = "Write days as 2026-03-31."


class UnreadableThroughput(ValueError):
    """What is wrong, in which row and field, and what helps."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


@dataclass(frozen=True, slots=True)
class Finished:
    """`skipped`: rows of items that are not finished. `is_spread`: the file counts months, which were spread over their weeks."""

    first_day: date
    weekly: tuple[int, ...]
    column: str
    skipped: int
    is_spread: bool

    @property
    def total(self) -> int:
        return sum(self.weekly)

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(weeks=len(self.weekly), days=-1)


def read_finished(text: str, *, today: date) -> Finished:
    """The week that `today` lies in is left out, since it is not over. Raises UnreadableThroughput."""
    rows = _rows(text)
    heads = [" ".join(head.replace("_", " ").lower().split()) for head in rows[0][1]]
    period, count = _place(heads, PERIODS), _place(heads, COUNTS)
    if period is not None and count is not None:
        return _counted(rows, heads, period, count, today)
    finished = _place(heads, FINISHED)
    if finished is None:
        raise UnreadableThroughput(
            "Row 1: no column says when an item was finished, or how many were in which week.",
            "Head one column finished, with a day for each item; or two, week (or month) and count.",
        )
    return _items(rows, heads, finished, today)


def _rows(text: str) -> list[Row]:
    if len(text) > LONGEST_TEXT:
        raise UnreadableThroughput(
            "The file has more than a million characters.", "Leave out columns that are not needed."
        )
    try:
        rows = numbered_rows(without_controls(text))
    except NoRows as error:
        raise UnreadableThroughput(f"Row {error.row}: this is no CSV ({error.reason}).", "Save it as CSV.") from error
    if len(rows) < 2:
        raise UnreadableThroughput(
            "There are no rows.", "The first row holds the headings, the others what was finished."
        )
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableThroughput(f"These are more than {MOST_ROWS:,} rows.", "Leave out the oldest.")
    return rows


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((heads.index(name) for name in names if name in heads), None)


def _items(rows: Sequence[Row], heads: Sequence[str], place: int, today: date) -> Finished:
    days, skipped = [], 0
    for number, row in rows[1:]:
        told = _cell(row, place)
        if told:
            days.append(_past(_day(told, number, heads[place]), number, heads[place], today))
        else:
            skipped += 1
    if not days:
        raise UnreadableThroughput(f"No item has a day under “{heads[place]}”.", SAID)
    first = min(days) - timedelta(days=min(days).weekday())
    over = today - timedelta(days=today.weekday())
    end = min(max(days) + timedelta(days=7 - max(days).weekday()), over)
    return Finished(first, _binned(days, first, end), heads[place], skipped, False)


def _counted(rows: Sequence[Row], heads: Sequence[str], period: int, count: int, today: date) -> Finished:
    counts = [(number, _cell(row, period), _count(_cell(row, count), number, heads[count])) for number, row in rows[1:]]
    if all(re.fullmatch(r"\d{4}-\d{2}", said) for _, said, _ in counts):
        return _months(counts, heads[period], today)
    return _weeks(counts, heads[period], today)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _weeks(counts: Sequence[tuple[int, str, int]], head: str, today: date) -> Finished:
    days = {}
    for number, said, many in counts:
        day = _past(_day(said, number, head), number, head, today)
        if day in days:
            raise UnreadableThroughput(f"Row {number}, {head}: {said} stands there twice.", "Leave one of them out.")
        days[day] = (number, many)
    first = min(days)
    for day, (number, _) in days.items():
        if (day - first).days % 7:
            remedy = "Name each week by the same day, such as its Monday."
            raise UnreadableThroughput(
                f"Row {number}, {head}: {day} is no whole number of weeks after {first}.", remedy
            )
    weeks = [week for week in _starts(first, max(days)) if week + timedelta(days=7) <= today]
    return Finished(first, _enough([days.get(week, (0, 0))[1] for week in weeks]), head, 0, False)


def _months(counts: Sequence[tuple[int, str, int]], head: str, today: date) -> Finished:
    """The items of a month are set evenly over its days: between its weeks they then scatter less than they did."""
    days: list[date] = []
    seen: set[date] = set()
    for number, said, many in counts:
        first = _past(_day(f"{said}-01", number, head), number, head, today)
        if first in seen:
            raise UnreadableThroughput(f"Row {number}, {head}: {said} stands there twice.", "Leave one of them out.")
        seen.add(first)
        length = (_next_month(first) - first).days
        days += [first + timedelta(days=int((place + 0.5) * length / many)) for place in range(many)]
    start = min(seen)
    over = min(_next_month(max(seen)), today)
    weeks = (over - start).days // 7
    return Finished(start, _binned(days, start, start + timedelta(weeks=weeks)), head, 0, True)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _binned(days: Sequence[date], first: date, end: date) -> tuple[int, ...]:
    weeks = max(0, (end - first).days // 7)
    if weeks > MOST_WEEKS * 10:
        raise UnreadableThroughput(f"{first} is too long ago.", "Leave out what is older than ten years.")
    counts = [0] * weeks
    for day in days:
        place = (day - first).days // 7
        if place < weeks:
            counts[place] += 1
    return _enough(counts)


def _enough(counts: list[int]) -> tuple[int, ...]:
    if len(counts) < 2:
        raise UnreadableThroughput("These are fewer than two whole weeks.", "Take in more of the past.")
    if len(counts) > MOST_WEEKS:
        raise UnreadableThroughput(f"These are more than {MOST_WEEKS} weeks.", "Leave out the oldest.")
    return tuple(counts)


def _starts(first: date, last: date) -> Iterator[date]:
    if (last - first).days > MOST_WEEKS * 7:
        raise UnreadableThroughput(f"These are more than {MOST_WEEKS} weeks.", "Leave out the oldest.")
    for week in range((last - first).days // 7 + 1):
        yield first + timedelta(weeks=week)


def _count(told: str, number: int, head: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", told) or int(told) > MOST_ITEMS:
        raise UnreadableThroughput(
            f"Row {number}, {head}: “{told[:40]}” is no whole number.", "Write how many, such as 7."
        )
    return int(told)


def _day(told: str, number: int, head: str) -> date:
    plain = re.sub(r"[T ]\d{1,2}:\d{2}.*$", "", told)
    for shape in SHAPES:
        try:
            return datetime.strptime(plain, shape).date()  # noqa: DTZ007 - a day, without an hour
        except ValueError:
            continue
    raise UnreadableThroughput(f"Row {number}, {head}: “{told[:40]}” is no day.", SAID)


def _past(day: date, number: int, head: str, today: date) -> date:
    if day > today:
        raise UnreadableThroughput(f"Row {number}, {head}: {day} is yet to come.", "Leave out what is not finished.")
    if day.year < 1990:
        raise UnreadableThroughput(
            f"Row {number}, {head}: {day} is too long ago.", "Leave out what is older than ten years."
        )
    return day
