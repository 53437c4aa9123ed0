"""Error pages: what happened, what was kept, what to do."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A form that makes no sense; or a session that could not be saved after the page had done its work."""
    if isinstance(exception, SessionInterrupted):
        return render(request, "interrupted.html", status=503)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"message": ""}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Whoever may only be signed out is offered to sign in, and comes back here; the same words wherever it is. Behind a public link nobody signs in."""
    is_out = not settings.LOCAL and not request.user.is_authenticated and not getattr(request, "is_by_link", False)
    sign_in = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}" if is_out else ""
    return render(request, "404.html", {"sign_in": sign_in}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
