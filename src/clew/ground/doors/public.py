"""Pages for people without an account: a link alone opens them. Each is a row, slowed down when somebody knocks too often."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clew.ground.doors.often import TooOften, View, slowed
from clew.ground.doors.refusals import shown_again
from clew.ground.ledger.api import Refused


class PublicRequest(HttpRequest):
    """`refused` is set when a page is shown again after a refusal."""

    refused: Refused | None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """`again`: the page to show once more, with what was typed and why it was refused, when `view` refuses a POST.

    `by_machine`: mail programs post to it, which have no cookie; the secret in its address is all that lets in.
    `a_minute`: see `slowed`.
    """

    path: str
    name: str
    view: View
    methods: tuple[str, ...] = ("GET",)
    again: View | None = None
    by_machine: bool = False
    a_minute: int = 0

    def pattern(self) -> URLPattern:
        view = require_http_methods(self.methods)(slowed(self.answer, a_minute=self.a_minute))
        return path(self.path, csrf_exempt(view) if self.by_machine else view, name=self.name)

    def answer(self, request: Any, **parts: Any) -> HttpResponseBase:
        request.refused = None
        try:
            return self.view(request, **parts)
        except Refused as error:
            if self.again is None:
                raise
            response = shown_again(request, self.again, error, **parts)
            if isinstance(error, TooOften):
                response.status_code, response["Retry-After"] = 429, str(error.wait)
            return response
