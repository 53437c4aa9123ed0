"""Doors that stand before any workspace: the start address, the sign-in link that works once, the health check."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from clew.front.pages.errors import not_found
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import ensure_home_workspace, use_entry_link


@require_GET
def home(request: HttpRequest, *, to: str = "today") -> HttpResponse:
    """Into the first workspace; without a session to the sign-in page, or to the word where the link is found."""
    if request.user.is_authenticated:
        return redirect(to, slug=ensure_home_workspace(request.user).slug)
    if settings.LOCAL:
        return render(request, "shell/closed.html", status=404)
    return redirect(settings.LOGIN_URL)


@require_GET
def enter_once(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by the link that `clew serve` prints; the link is spent."""
    if not settings.LOCAL:
        return not_found(request)
    if request.META["REQUEST_METHOD"] == "HEAD":  # who only looks whether a link leads somewhere does not spend it
        return HttpResponse()
    try:
        user = use_entry_link(token)
    except NotFound:  # most often it was followed twice in one browser
        return (
            home(request)
            if request.user.is_authenticated
            else render(request, "shell/closed.html", {"spent": True}, status=404)
        )
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.create_from_request(request)
    return redirect("today", slug=ensure_home_workspace(user).slug)


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")
