"""The last word on errors that a person may see."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from clew.front.pages.errors import not_found
from clew.ground.ledger.api import Forbidden, NotFound, Refused


class refusals:  # noqa: N801 - a middleware reads like a function in the settings
    """Answers what acts refuse: a stranger gets 404, a role too low 403, a refusal 422 with its remedy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LOCAL and request.path.startswith("/accounts/"):
            return not_found(request)  # one person on one machine needs no accounts
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return not_found(request)
        if isinstance(error, Forbidden):
            return render(request, "403.html", {"message": str(error)}, status=403)
        if isinstance(error, Refused):
            return render(request, "shell/refused.html", {"error": error, "back": _back(request)}, status=422)
        return None


def _back(request: HttpRequest) -> str:
    """The page of ours that the refused form was on."""
    came = request.headers.get("Referer", "")
    return (
        came if url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()) else ""
    )
