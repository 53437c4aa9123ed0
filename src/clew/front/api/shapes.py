"""The shapes of what is asked and answered, read from the signatures of acts and queries."""

import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any

from django.utils import timezone
from ninja import Schema
from pydantic import AfterValidator, AllowInfNan, ConfigDict, Field, create_model

from clew.front.api.paging import Asked
from clew.ground.doors.api import Door

LARGEST = 2**63 - 1
MOST_LETTERS = 5_000_000
MOST_ITEMS = 2_000
FIRST_YEAR, LAST_YEAR = 1900, 2199
PAGED = ("limit", "offset")


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("holds a character that no text may hold (U+0000)")
    return text


def _without_nul_inside(value: Any) -> Any:
    """The same for what has no shape of its own: every key and text of it."""
    if isinstance(value, str):
        _without_nul(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _without_nul(str(key))
            _without_nul_inside(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _without_nul_inside(inner)
    return value


def _in_utc(moment: datetime) -> datetime:
    """One zone for all: PostgreSQL takes no distance from it of more than 16 hours, nor does arithmetic go past the last year."""
    if moment.tzinfo is None:
        raise ValueError("names no time zone; write it as 2026-05-04T09:00:00Z")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment.astimezone(UTC)


Text = Annotated[str, Field(max_length=MOST_LETTERS), AfterValidator(_without_nul)]
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Real = Annotated[float, AllowInfNan(False)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Whose = Annotated[int, Field(ge=0, le=LARGEST)]  # 0 for nobody
Moment = Annotated[datetime, AfterValidator(_in_utc)]


@dataclass(frozen=True, slots=True)
class Shape:
    """`query` and `body`: what is asked beside the address; `is_paged`: the answer is a list, a page at a time."""

    path: dict[str, Any]
    query: type[Schema] | None
    body: type[Schema] | None
    is_paged: bool


@cache
def shape_of(door: Door) -> Shape:
    hints = typing.get_type_hints(door.call)
    asked = {
        name: _field(name, hints.get(name, Any), parameter)
        for name, parameter in inspect.signature(door.call).parameters.items()
        if name not in ("access", *door.without)
        and typing.get_origin(hints.get(name)) is not Callable  # nobody outside hears of progress
    }
    in_path = {name: asked.pop(name)[0] for name in door.in_path}
    is_paged = door.method == "GET" and all(name in asked for name in PAGED)
    if is_paged:
        for name in PAGED:
            del asked[name]
    model = _model(door, asked, Asked if is_paged else Schema) if asked or is_paged else None
    return Shape(in_path, model if door.method == "GET" else None, model if door.method == "POST" else None, is_paged)


def _model(door: Door, fields: dict[str, Any], base: type[Schema]) -> type[Schema]:
    return create_model(door.title + ("Query" if door.method == "GET" else "Body"), __base__=_strict(base), **fields)


@cache
def _strict(base: type[Schema]) -> type[Schema]:
    """A field that is not known is a slip of the pen, and is refused."""
    return type("Strict" + base.__name__, (base,), {"model_config": ConfigDict(extra="forbid")})


def _field(name: str, hint: Any, parameter: inspect.Parameter) -> tuple[Any, Any]:
    """A day that must be given is today when it is left out."""
    bounded = _bounded(name, hint)
    if parameter.default is not inspect.Parameter.empty:
        return bounded, Field(parameter.default)
    if hint is date and name == "on":
        return bounded, Field(default_factory=timezone.localdate)
    return bounded, ...


def _bounded(name: str, hint: Any) -> Any:
    """The same type with the limits that every door has."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is str:
        return Text
    if hint is int and name == "owner_id":
        return Whose
    if hint is int:
        return Number if name in ("id", "limit") or name.endswith("_id") else Whole
    if hint is float:
        return Real
    if hint is datetime:
        return Moment
    if origin in (types.UnionType, typing.Union):
        return typing.Union[tuple(_bounded(name, part) for part in parts)]  # noqa: UP007 - made at run time
    if origin in (list, tuple, Sequence, Collection, Iterable):
        return Annotated[list[_bounded(name, parts[0])], Field(max_length=MOST_ITEMS)]  # type: ignore[misc]
    if origin in (dict, Mapping):
        kept = Annotated[dict[parts[0], _bounded("", parts[1])], Field(max_length=MOST_ITEMS)]  # type: ignore[misc,valid-type]
        return Annotated[kept, AfterValidator(_without_nul_inside)]
    return hint
