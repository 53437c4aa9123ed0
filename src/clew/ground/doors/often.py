"""Doors that need no account count who knocks: the same counting that slows down sign-in."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume, consume_or_429, respond_429
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from clew.ground.ledger.api import NotFound, Refused

View = Callable[..., HttpResponseBase]
HOUR, DAY = 3_600, 86_400


class TooOften(Refused):
    """Answered with 429; `wait`: after how many seconds it is worth another try."""

    def __init__(self, message: str, *, wait: int, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.wait = wait


def slowed(view: View, *, a_minute: int = 0) -> View:
    """A page that a link alone opens. It is for whoever holds the link: no search engine lists it, nothing keeps a copy.

    `a_minute`: of a page that many open at once, how often an address of the network may, counted in this process alone: that
    is not worth a write to the disk each.
    """

    @wraps(view)
    def knocked(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.is_by_link = True  # whoever comes is no member: error pages speak to them
        try:
            if a_minute:
                answer = _too_often(request, a_minute) or view(request, *args, **kwargs)
            else:
                answer = consume_or_429(request, action="public_link", limit_get=True) or view(request, *args, **kwargs)
        except NotFound:
            show: Callable[..., HttpResponse] = get_resolver().resolve_error_handler(404)
            answer = show(request, exception=None)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return knocked


def _too_often(request: HttpRequest, a_minute: int) -> HttpResponse | None:
    cache, key = caches["here"], f"many-{get_adapter().get_client_ip(request)}-{int(time()) // 60}"
    cache.add(key, 0, 120)
    try:
        if cache.incr(key) <= a_minute:
            return None
    except ValueError:  # the minute is over, and its count gone
        return None
    answer: HttpResponse = respond_429(request)
    return answer


def before_mail(request: HttpRequest, user_id: int | None = None) -> None:
    """Whoever lets Clew send mail to others does so now and then, not by the thousand. `user_id`: for whom a program asks."""
    person = get_user_model().objects.get(pk=user_id) if user_id else None
    if not consume(request, action="send_mail", user=person):
        raise Refused("You have sent many mails within the hour.", remedy="Wait a while, then go on.")


def before_answer(request: HttpRequest, *, by_many: bool = False) -> None:
    """Whoever answers a form that was posted for all does so a few times, not by the hundred.

    `by_many`: a whole office or a full room, which the network knows by one address, may answer it at once.
    """
    if not consume(request, action="answer_by_many" if by_many else "open_answer"):
        raise TooOften(
            "There were many answers from here within the hour.", wait=HOUR, remedy="Please come back later."
        )
