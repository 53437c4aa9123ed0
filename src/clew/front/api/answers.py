"""What the API answers: the frozen dataclasses of queries as they are; of an act, what it made and how to undo it."""

import typing
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from ninja import Schema
from ninja.renderers import BaseRenderer
from pydantic import Field, create_model
from pydantic_core import to_json, to_jsonable_python

from clew.front.api.shapes import shape_of
from clew.ground.doors.api import Door
from clew.ground.ledger.api import last_act_id


class Json(BaseRenderer):
    """Written by pydantic, which knows every type that its schemas know; a number that is none is null."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data, inf_nan_mode="null")


class Done(Schema):
    """What an act did. `id`: what it made or changed; `count`: how many; `act`: what undo asks for."""

    id: int | None = None
    count: int | None = None
    act: str | None = None


def done(result: Any) -> dict[str, Any]:
    number = result.pk if isinstance(result, models.Model) else getattr(result, "id", None)
    counted = result if isinstance(result, int) and not isinstance(result, bool) else None
    if isinstance(result, tuple | list):
        counted = len(result)
    return {"id": number, "count": counted, "act": last_act_id() or None}


@cache
def schema_of(door: Door) -> Any:
    """The type of the answer, for the reference and for checking what is sent."""
    answer = door.answer or typing.get_type_hints(door.call).get("return", Any)
    if door.once:
        return _told_once(door, answer)
    if door.is_act and not is_dataclass(answer):
        return Done
    if not shape_of(door).is_paged:
        return answer
    return _page_of(door, answer)


def kept_of(door: Door, answer: Any) -> dict[str, Any]:
    """What may be kept of an answer, for whoever asks the same again: all but what is told once."""
    if door.once:
        answer = replace(answer, **dict.fromkeys(door.once))
    return dict(to_jsonable_python(answer))


def _told_once(door: Door, answer: Any) -> Any:
    hints = typing.get_type_hints(answer)
    said = Field(None, description="told once; null when the same is asked again with its Idempotency-Key")
    rows = {
        f.name: (hints[f.name] | None, said) if f.name in door.once else (hints[f.name], ...) for f in fields(answer)
    }
    return create_model(door.title + "Answer", __base__=Schema, **rows)  # type: ignore[call-overload]


def _page_of(door: Door, answer: Any) -> Any:
    hints = typing.get_type_hints(answer) if door.items else {}
    item = typing.get_args(hints.pop(door.items) if door.items else answer)[0]
    rest = {key: (hint, ...) for key, hint in hints.items()}
    following = (str | None, Field(None, description="the cursor of the next page; null on the last one"))
    return create_model(door.title + "Page", __base__=Schema, items=(list[item], ...), next=following, **rest)  # type: ignore[call-overload,valid-type]
