"""Doors that need no account count who knocks: the same counting that slows down sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume, consume_or_429
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from clew.ground.ledger.api import NotFound, Refused

View = Callable[..., HttpResponseBase]


def slowed(view: View) -> View:
    """A page that a link alone opens. It is for whoever holds the link: no search engine lists it, nothing keeps a copy."""

    @wraps(view)
    def knocked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = consume_or_429(request, action="public_link", limit_get=True) or view(request, *args, **kwargs)
        except NotFound:
            show: Callable[..., HttpResponse] = get_resolver().resolve_error_handler(404)
            answer = show(request, exception=None)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Cache-Control"] = "no-store"
        return answer

    return knocked


def before_mail(request: HttpRequest, user_id: int | None = None) -> None:
    """Whoever lets Clew send mail to others does so now and then, not by the thousand. `user_id`: for whom a program asks."""
    person = get_user_model().objects.get(pk=user_id) if user_id else None
    if not consume(request, action="send_mail", user=person):
        raise Refused("You have sent many mails within the hour.", remedy="Wait a while, then go on.")


def before_answer(request: HttpRequest) -> None:
    """Whoever answers a form that was posted for all does so a few times, not by the hundred."""
    if not consume(request, action="open_answer"):
        raise Refused("There were many answers from here within the hour.", remedy="Please come back later.")
