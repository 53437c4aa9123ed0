"""Dates as people write them in exports, and whether 05/06 is May or June."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

DateOrder = Literal["dmy", "mdy"]

_TIME = r"(?:(?:[T ,]| at )+\d{1,2}[:.h]\d{2}.{0,40})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}\Z")
_COMPACT = re.compile(r"(19|20)(\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])\Z")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])[ ]?(\d{{1,2}})\2[ ]?(\d{{4}}|\d{{2}}){_TIME}\Z")
_UNIX = re.compile(r"(\d{9,10})(?:\.\d+)?\Z|(\d{12,13})\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s+)?"
_DAY_MONTH = re.compile(rf"{_WEEKDAY}{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+(\d{{4}}){_TIME}\Z", re.IGNORECASE)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(?:(?:at\s+)?\d{{1,2}}:\d{{2}}\S*\s+)?(\d{{4}}){_TIME}\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class OrderGuess:
    order: DateOrder
    ambiguous: bool
    reason: str


@lru_cache(maxsize=4096)
def parse_date(value: str, order: DateOrder = "dmy") -> date | None:
    """The day as written; a time and a time zone behind it do not shift it. None when it is no date."""
    value = value.strip()
    if not 6 <= len(value) <= 60 or not value.isascii():
        return None
    try:
        return _numeric(value, order) or _named(value)
    except (ValueError, OverflowError, OSError):
        return None


def _numeric(value: str, order: DateOrder) -> date | None:
    if found := _YEAR_FIRST.match(value):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(value):
        return _year_last(found, order)
    if found := _COMPACT.match(value):
        return date(int(found[1] + found[2]), int(found[3]), int(found[4]))
    if found := _UNIX.match(value):
        return _unix(int(found[1]) if found[1] else int(found[2]) // 1000)
    return None


def _unix(seconds: int) -> date | None:
    """Seconds since 1970 (UTC), between 1990 and 2100: anything else is more likely an id."""
    return datetime.fromtimestamp(seconds, UTC).date() if 631_152_000 <= seconds <= 4_102_444_800 else None


def _year_last(found: re.Match[str], order: DateOrder) -> date:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if year < 100:
        year += 2000 if year < 70 else 1900
    day_first = found[2] == "." or order == "dmy"  # with dots the day always comes first
    return date(year, second, first) if day_first else date(year, first, second)


def _named(value: str) -> date | None:
    if found := _DAY_MONTH.match(value):
        return date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    if found := _MONTH_DAY.match(value):
        return date(int(found[3]), _MONTHS.index(found[1].lower()) + 1, int(found[2]))
    return None


def guess_date_order(values: Iterable[str]) -> OrderGuess:
    """Decide by the whole column: one value above 12 settles it; when both occur, or none, the person must say."""
    day_first = month_first = unclear = 0
    for value in values:
        found = _YEAR_LAST.match(value.strip())
        if not found or found[2] == ".":
            continue
        first, second = int(found[1]), int(found[3])
        day_first += first > 12 >= second
        month_first += second > 12 >= first
        unclear += first <= 12 and second <= 12 and first != second
    return _decide(day_first, month_first, unclear)


def _decide(day_first: int, month_first: int, unclear: int) -> OrderGuess:
    if day_first and month_first:
        order: DateOrder = "dmy" if day_first >= month_first else "mdy"
        return OrderGuess(
            order, True, f"Some dates have the day first ({day_first}), some the month first ({month_first})."
        )
    if day_first:
        return OrderGuess("dmy", False, f"{day_first} dates can only be read with the day first.")
    if month_first:
        return OrderGuess("mdy", False, f"{month_first} dates can only be read with the month first.")
    if unclear:
        return OrderGuess(
            "dmy", True, f"{unclear} dates can be read with the day or the month first; the day was taken."
        )
    return OrderGuess("dmy", False, "The dates leave no doubt about day and month.")
