"""The door that pages are answered at."""

import asyncio
import gzip
import socket
from collections.abc import Iterable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from clew.front.answering import Pages
from clew.front.cli.serve import _listen


def long_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words " * 1000)


def in_pieces(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter(["one ", "two"]))


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("broken")


def sent_back(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body)


urlpatterns = [path(view.__name__, view) for view in (long_page, in_pieces, broken, sent_back)]


@pytest.fixture
def door(settings: Any) -> Iterable[Pages]:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"]
    pages = Pages()
    yield pages
    pages.threads.shutdown()


def ask(door: Pages, name: str, *messages: dict[str, Any], method: str = "GET") -> list[dict[str, Any]]:
    """All that is sent for a request."""
    waiting, sent = list(messages) or [{"type": "http.request", "body": b""}], list[dict[str, Any]]()
    headers = [(b"host", b"127.0.0.1"), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": method, "path": f"/{name}", "query_string": b"", "headers": headers}

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(door(scope, receive, send))  # type: ignore[arg-type]
    return sent


def body(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_a_long_page_travels_compressed(door: Pages) -> None:
    sent = ask(door, "long_page")
    assert sent[0]["status"] == 200
    assert dict(sent[0]["headers"])[b"Content-Encoding"] == b"gzip"
    assert len(body(sent)) < 200


def test_what_is_sent_along_arrives_whole(door: Pages) -> None:
    first = {"type": "http.request", "body": b"one ", "more_body": True}
    assert body(ask(door, "sent_back", first, {"type": "http.request", "body": b"two"}, method="POST")) == b"one two"


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators:Warning")
def test_an_answer_in_pieces(door: Pages) -> None:
    sent = ask(door, "in_pieces")
    assert (sent[0]["status"], gzip.decompress(body(sent))) == (200, b"one two")


def test_a_page_that_breaks_is_an_answer_too(door: Pages) -> None:
    assert ask(door, "broken")[0]["status"] == 500
    assert ask(door, "long_page")[0]["status"] == 200


def test_whoever_leaves_early_is_not_answered(door: Pages) -> None:
    assert ask(door, "sent_back", {"type": "http.disconnect"}, method="POST") == []


def test_answers_do_not_wait_for_acknowledgements() -> None:
    """The loop turns Nagle's algorithm off only where the listener was named as TCP."""
    with _listen("127.0.0.1", None) as listener:
        assert listener.proto == socket.IPPROTO_TCP
