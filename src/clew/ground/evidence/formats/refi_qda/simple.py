"""The schema's simple types: their spelling, both ways."""

from __future__ import annotations

import re

from .shapes import Simple

_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?", re.ASCII)
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_DAY = r"[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_SPELLED: dict[Simple, re.Pattern[str]] = {
    "int": re.compile(r"[+-]?\d{1,15}", re.ASCII),
    "decimal": re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})", re.ASCII),
    "date": re.compile(_DAY + _ZONE, re.ASCII),
    "moment": re.compile(_DAY + r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,12})?" + _ZONE, re.ASCII),
    "color": re.compile(r"#(?:[A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})", re.ASCII),
    "bool": re.compile("true|false|1|0"),
    "direction": re.compile("Associative|OneWay|Bidirectional"),
    "variable": re.compile("Text|Boolean|Integer|Float|Date|DateTime"),
    "shape": re.compile(
        "Person|Oval|Rectangle|RoundedRectangle|Star|LeftTriangle|RightTriangle|UpTriangle|DownTriangle|Note"
    ),
    "line": re.compile("dotted|dashed|solid"),
}
_MONTHS_OF_30 = re.compile(r"\d{4}-(?:02-3\d|(?:04|06|09|11|02)-31)")
_FEBRUARY_29 = re.compile(r"(\d{4})-02-29")


def parsed(simple: Simple, raw: str) -> str | int | bool | None:
    """The value, or None where it is not spelled as the schema has it."""
    if simple == "text":
        return raw
    raw = raw.strip(" \t\r\n")
    if simple == "guid":
        found = _GUID.fullmatch(raw)
        return found[1].lower() if found else None
    if not _SPELLED[simple].fullmatch(raw):
        return None
    if simple == "bool":
        return raw in ("true", "1")
    if simple == "int":
        return int(raw)
    return None if simple in ("date", "moment") and not _is_day(raw) else raw


def spelled(simple: Simple, value: object) -> str:
    """What stands in the file. Raises ValueError for a value that the schema does not allow."""
    raw = str(value).lower() if isinstance(value, bool) else str(value)
    if simple != "text" and parsed(simple, raw) is None:
        raise ValueError(f"not a {simple}: {raw[:80]!r}")
    return raw


def _is_day(raw: str) -> bool:
    if _MONTHS_OF_30.match(raw):
        return False
    leap = _FEBRUARY_29.match(raw)
    year = int(leap[1]) if leap else 4
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
