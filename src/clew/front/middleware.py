"""The last word on errors that a person may see."""

import re
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from clew.front.pages.errors import not_found
from clew.ground.ledger.api import Forbidden, NotFound, Refused, one_moment

SEEN_EVERY = 300
NOTHING = "microphone=(), camera=(), geolocation=(), display-capture=()"
LOCAL_TOO = re.compile(r"/accounts/($|sessions/)")  # a name and sessions are there in every mode


class refusals:  # noqa: N801 - a middleware reads like a function in the settings
    """Answers what acts refuse: a stranger gets 404, a role too low 403, a refusal 422 with its remedy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LOCAL and request.path.startswith("/accounts/") and not LOCAL_TOO.match(request.path):
            return not_found(request)  # one person on one machine needs no passwords
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return not_found(request)
        if isinstance(error, Forbidden):
            return render(request, "403.html", {"message": str(error)}, status=403)
        if isinstance(error, Refused):
            return render(request, "shell/refused.html", {"error": error, "back": _back(request)}, status=422)
        return None


class heads:  # noqa: N801 - a middleware reads like a function in the settings
    """HEAD is answered wherever GET is, and by the same page: no page has to know of it. The server sends no body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


class permissions:  # noqa: N801 - a middleware reads like a function in the settings
    """No page may ask the browser for what listens or looks, but the one that says so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING)
        return response


class looks:  # noqa: N801 - a middleware reads like a function in the settings
    """Whoever only looks sees the workspace as it is at one moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            return self.get_response(request)
        with one_moment():
            return self.get_response(request)


class seen:  # noqa: N801 - a middleware reads like a function in the settings
    """Notes when a session was used last: every few minutes, since every page would be a write to the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if key and hasattr(request, "access") and caches["here"].add(f"seen-{key}", True, SEEN_EVERY):
            self._note(request, key)
        return response

    def _note(self, request: HttpRequest, key: str) -> None:
        mine, now = UserSession.objects.filter(session_key=key), timezone.now()
        if not mine.update(last_seen_at=now, ip=get_adapter().get_client_ip(request)) and request.user.is_authenticated:
            UserSession.objects.create_from_request(request)  # signed in before sessions were listed


def _back(request: HttpRequest) -> str:
    """The page of ours that the refused form was on."""
    came = request.headers.get("Referer", "")
    return (
        came if url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()) else ""
    )
