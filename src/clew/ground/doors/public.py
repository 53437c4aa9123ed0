"""Pages for people without an account: a link alone opens them. Each is a row, slowed down when somebody knocks too often."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from clew.ground.doors.often import View, slowed
from clew.ground.ledger.api import Refused


class PublicRequest(HttpRequest):
    """`refused` is set when a page is shown again after a refusal."""

    refused: Refused | None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """`again`: the page to show once more, with what was typed and why it was refused, when `view` refuses a POST."""

    path: str
    name: str
    view: View
    methods: tuple[str, ...] = ("GET",)
    again: View | None = None

    def pattern(self) -> URLPattern:
        return path(self.path, require_http_methods(self.methods)(slowed(self.answer)), name=self.name)

    def answer(self, request: Any, **parts: Any) -> HttpResponse:
        request.refused = None
        try:
            return self.view(request, **parts)
        except Refused as error:
            if self.again is None:
                raise
            request.refused = error
            response = self.again(request, **parts)
            response.status_code = 422
            return response
