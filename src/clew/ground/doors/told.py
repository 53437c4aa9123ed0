"""Addresses that an element of a page asks: what was sent to them, and answers as JSON, refusals too."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse

from clew.ground.doors.routes import WorkRequest
from clew.ground.files.api import MAX_PART, OutOfOrder
from clew.ground.ledger.api import Refused

PART_TYPE = "application/octet-stream"


def in_json(view: Callable[..., dict[str, Any]]) -> Callable[..., JsonResponse]:
    """What the view gives, as JSON; a refusal with status 422, or 409 and where to go on."""

    @wraps(view)
    def told(request: WorkRequest, **parts: Any) -> JsonResponse:
        try:
            return JsonResponse(view(request, **parts))
        except Refused as error:
            said = {"message": error.message, "remedy": error.remedy, "field": error.field}
            if isinstance(error, OutOfOrder):
                return JsonResponse(said | {"expected": error.expected}, status=409)
            return JsonResponse(said, status=422)

    return told


def sent_json(request: HttpRequest, most: int = 0) -> dict[str, Any]:
    """`most`: how many bytes are read of it, whatever the sender says of its length."""
    if request.content_type != "application/json":
        raise Refused("This is not JSON.", remedy="Send application/json.")
    sent = request.read(most + 1) if most else request.body
    if most and len(sent) > most:
        raise Refused("This is too much.", field="text", remedy="Please shorten it.")
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise Refused("This is not JSON.", remedy="Send an object.") from error
    if not isinstance(found, dict):
        raise Refused("This is not what is asked for.", remedy="Send an object.")
    return found


def sent_part(request: HttpRequest) -> bytes:
    """A part of a file as it is: no form, since a form could be sent from any page."""
    if request.content_type != PART_TYPE:
        raise Refused("A part is sent as it is.", field="part", remedy=f"Send {PART_TYPE}.")
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or not 1 <= int(length) <= MAX_PART:
        raise Refused("A part has 1 byte to 8 MB.", field="part", remedy="Send the file in smaller parts.")
    return request.read(int(length))
