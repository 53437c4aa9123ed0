"""Who is let in by a token, how often, and what was answered to the same request before."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, answered_before, enter_by_token, keep_answer

KEY_HEADER = "Idempotency-Key"
AGAIN_HEADER = "Idempotent-Replayed"  # on an answer that was given before
MOST_KEY = 200
READS, WRITES = "1200/m", "300/m"


class Token(HttpBearer):
    """A personal token, made in the settings of a workspace, which is the one it opens."""

    def authenticate(self, request: HttpRequest, token: str) -> Access | None:
        try:
            return enter_by_token(token)
        except NotFound:
            return None


class Often(SimpleRateThrottle):
    """Counts by token, with those made with it: a program that runs wild stops itself, not the others."""

    scope = "api"
    cache = caches["here"]

    def __init__(self, rate: str, kind: str) -> None:
        super().__init__(rate)
        self.kind = kind

    def get_cache_key(self, request: HttpRequest) -> str:
        access: Access = request.auth  # type: ignore[attr-defined]
        return f"api-{self.kind}-{access.counted_by}"


OFTEN = {"GET": Often(READS, "read"), "POST": Often(WRITES, "write")}


def once(
    request: HttpRequest, access: Access, act: Callable[[], Any], keep: Callable[[Any], dict[str, Any]]
) -> tuple[Any, bool]:
    """Do what is asked; with an idempotency key, once for that key, however often it is asked.

    Answers also whether it had been done before. `keep` says what of an answer may be kept: secrets are told once and stay nowhere.
    """
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        return act(), False
    if len(key) > MOST_KEY:
        raise Refused("The idempotency key is too long.", field=KEY_HEADER, remedy=f"At most {MOST_KEY} characters.")
    asked = hashlib.sha256(f"{request.path}\n".encode() + request.body).hexdigest()
    try:
        with transaction.atomic():
            known = answered_before(access, key=key, asked=asked)
            if known is not None:
                return known, True
            answer = act()
            keep_answer(access, key=key, asked=asked, answer=keep(answer))
            return answer, False
    except IntegrityError:  # the same was asked at the same moment and is answered by now
        known = answered_before(access, key=key, asked=asked)
        if known is None:
            raise
        return known, True
