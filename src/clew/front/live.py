"""The door for live streams: server-sent events, one stream for a browser, past Django's request cycle."""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from io import BytesIO
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.db import connection

from clew.front.pages.live import LIVE
from clew.ground.ledger.api import Forbidden, NotFound
from clew.ground.live.api import Full, Stream, catch_up, join, leave, position
from clew.ground.workspaces.api import Access, Role, enter

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
P = ParamSpec("P")
R = TypeVar("R")

ADDRESS = re.compile(r"/w/([-a-zA-Z0-9_]{1,60})/live")
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
AGAIN_AFTER = b"retry: 1000\n\n"


def asked_for(scope: Scope) -> str:
    """The workspace whose stream is asked for; empty for every other request."""
    found = ADDRESS.fullmatch(scope["path"]) if scope["method"] == "GET" and position() else None
    return found[1] if found else ""


async def stream(scope: Scope, receive: Receive, send: Send, slug: str) -> None:
    """Who may read the workspace may listen. Asked twice: a member removed between asking and joining is not missed."""
    try:
        access = await _in_thread(_enter)(scope, slug)
        joined = join(access)
    except (NotFound, Forbidden, SuspiciousOperation, Full) as error:
        await _refuse(send, 503 if isinstance(error, Full) else 404)
        return
    try:
        missed = await _in_thread(_missed)(scope, slug, joined)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _tell(send, receive, joined, AGAIN_AFTER + missed)
    except (NotFound, Forbidden):
        await _refuse(send, 404)
    finally:
        leave(joined)


async def _tell(send: Send, receive: Receive, joined: Stream, data: bytes) -> None:
    watch = asyncio.create_task(_watch(receive, joined))
    try:
        while data:
            await send({"type": "http.response.body", "body": data, "more_body": True})
            data = await joined.next()
        await send({"type": "http.response.body", "body": b""})
    finally:
        watch.cancel()


async def _watch(receive: Receive, joined: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    joined.end()


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})


def _in_thread(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Beside the pages, with a connection that is given back."""

    def closing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        finally:
            connection.close()

    return sync_to_async(closing, thread_sensitive=False)


def _enter(scope: Scope, slug: str) -> Access:
    request = ASGIRequest(dict(scope), BytesIO())
    request.get_host()  # refuses names that are not ours, as for any page
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    access = enter(user if user.is_authenticated else None, slug)
    access.require(LIVE.get or Role.OWNER)
    return access


def _missed(scope: Scope, slug: str, joined: Stream) -> bytes:
    access = _enter(scope, slug)
    headers = dict(scope["headers"])
    query = parse_qs(scope["query_string"].decode("latin-1"))
    reached = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("since", [""])[0]
    return catch_up(access, joined, reached)
