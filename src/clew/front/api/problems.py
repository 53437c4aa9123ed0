"""Refusals as `application/problem+json` (RFC 9457): what is wrong, at which field, and what to do instead."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from clew.ground.files.api import OutOfOrder
from clew.ground.ledger.api import Forbidden, NotFound, Refused

KIND = "application/problem+json"
ADDRESSES = "/api/v1/"
REMEDY = "See the reference for what this address takes."


# How every address may refuse, for the reference.
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "remedy"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "what is wrong"},
        "status": {"type": "integer"},
        "field": {"type": "string", "description": "where it is wrong"},
        "remedy": {"type": "string", "description": "what to do instead"},
        "expected": {"type": "string", "description": "the byte at which an upload goes on"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
SAID = {
    400: "What was sent cannot be read",
    401: "No valid token",
    403: "The token's role is too low",
    404: "There is no such thing in this workspace, or no such address",
    405: "The address does not take this method; `Allow` says which it takes",
    409: "A part of a file belongs elsewhere; `expected` says where to go on",
    422: "What was sent is refused, with field and remedy",
    429: "Too many requests",
}
RESPONSES = {
    f"Problem{status}": {
        "description": said,
        "content": {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, said in SAID.items()
}
REFERENCE = {status: {"$ref": f"#/components/responses/Problem{status}"} for status in SAID}


def problem(status: int, title: str, *, remedy: str, **more: Any) -> HttpResponse:
    """`remedy`: nobody is told what is wrong without being told what to do."""
    told = {"type": "about:blank", "title": title, "status": status, **{k: v for k, v in more.items() if v}}
    told["remedy"] = remedy or REMEDY
    return JsonResponse(told, status=status, content_type=KIND)


def install(api: NinjaAPI) -> None:
    for kind, answer in _ANSWERS.items():
        api.add_exception_handler(kind, answer)  # type: ignore[arg-type]


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(422, error.message, field=error.field, remedy=error.remedy)


def _out_of_order(request: HttpRequest, error: OutOfOrder) -> HttpResponse:
    return problem(409, error.message, field=error.field, remedy=error.remedy, expected=str(error.expected))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"field": _field(e["loc"]), "message": str(e["msg"])} for e in error.errors[:50]]
    return problem(422, "What was sent does not fit.", field=wrong[0]["field"], remedy=REMEDY, errors=wrong)


def _field(place: Any) -> str:
    """Without the words for where it was looked for: `body.asked.title` is `title`."""
    parts = [str(part) for part in place]
    return ".".join(parts[2:] if len(parts) > 2 else parts[1:]) or ".".join(parts)


def _not_found(request: HttpRequest, error: NotFound) -> HttpResponse:
    return problem(
        404, "There is no such thing here.", remedy="Check its number, and that the token is of its workspace."
    )


def _forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    return problem(403, str(error), remedy="Use a token that may write, made by somebody with that role.")


def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, "No valid token.", remedy="Send `Authorization: Bearer …` with a token made in the settings.")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    answer = problem(429, "Too many requests.", remedy="Wait, then go on more slowly.")
    answer["Retry-After"] = str(getattr(error, "wait", None) or 1)
    return answer


def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error), remedy=REMEDY)


def _unreadable(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
    return problem(400, "What was sent cannot be read.", remedy=REMEDY)


_ANSWERS = {
    Refused: _refused,
    OutOfOrder: _out_of_order,
    NotFound: _not_found,
    Forbidden: _forbidden,
    ValidationError: _invalid,
    AuthenticationError: _unknown,
    Throttled: _too_many,
    HttpError: _other,
    MultiPartParserError: _unreadable,
}


class alone:  # noqa: N801 - a middleware reads like a function in the settings
    """Whatever is refused below the API's address is a problem, also what never comes as far as one of its rows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        is_ours = request.path.startswith(ADDRESSES) and answer.status_code >= 400
        return _told(request, answer) if is_ours and answer["Content-Type"] != KIND else answer


def _told(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    title, remedy = _BESIDE.get(answer.status_code, (answer.reason_phrase, REMEDY))
    if answer.status_code == 400 and not _is_known(request):
        title, remedy = ELSEWHERE
    allowed = answer.get("Allow", "")
    made = problem(answer.status_code, title.format(method=request.method), remedy=remedy.format(allowed=allowed))
    if allowed:
        made["Allow"] = allowed
    return made


def _is_known(request: HttpRequest) -> bool:
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


ELSEWHERE = (
    "This server does not answer under that name.",
    "Ask under the name by which people reach it; whoever runs it names others in CLEW_HOSTS.",
)
_BESIDE = {
    400: ("What was sent cannot be read.", REMEDY),
    404: ("There is nothing at this address.", "See the reference; it lists every address."),
    405: ("This address does not take {method}.", "It takes {allowed}."),
    500: ("Something broke here.", "Try again; if it stays so, the server's log says why."),
}
