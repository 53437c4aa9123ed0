"""A page shown once more after a refusal: what was refused always stands on it."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import conditional_escape

from clew.ground.doors.often import View
from clew.ground.ledger.api import Refused


def shown_again(request: Any, again: View, error: Refused, **parts: Any) -> HttpResponseBase:
    """Beside its field; where the page has no such field, at its head, for nobody guesses why nothing happened."""
    request.refused = error
    response = again(request, **parts)
    if error.field and not _says(response, error.message):
        request.refused = Refused(error.message, remedy=error.remedy)
        response = again(request, **parts)
    response.status_code = 422
    return response


def _says(response: HttpResponseBase, message: str) -> bool:
    return not isinstance(response, HttpResponse) or str(conditional_escape(message)).encode() in response.content
