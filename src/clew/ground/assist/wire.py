"""The way to a language model: one POST to an OpenAI-compatible address, guarded and bounded, and nothing else.

Plain http goes to this machine and private networks only, and on a team's server there only where whoever runs it says so. Whatever the name says,
the addresses behind it are looked at; over http the one that was looked at is called, over https the certificate vouches for the name. No redirect is followed, no proxy or password file of the machine is used.
"""

import asyncio
import contextlib
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from clew.ground.assist.tasks import readable
from clew.ground.ledger.api import Refused

CONNECT_SECONDS, ANSWER_SECONDS = 10.0, 180.0
MOST_ANSWER = 1 << 20
LOOK_EVERY = 0.5


class Unanswered(Exception):
    """There is no answer that could be used; its words say why, and are for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    content: str
    milliseconds: int
    tokens_in: int | None
    tokens_out: int | None


@dataclass(frozen=True, slots=True)
class _Way:
    url: str
    host: str
    server_name: str


def checked_address(text: str) -> str:
    """The address as it is kept, refused where nothing may be sent to it. The name is looked up when something is sent."""
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _refused("That is not an address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise _refused("An address begins with https:// or http://.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _refused("An address holds no password, question mark or #.")
    literal = _literal(parts.hostname)
    if literal is not None:
        _check(literal, parts.scheme, parts.hostname)
    return address


def _refused(message: str) -> Refused:
    return Refused(
        message, field="address", remedy="For example http://127.0.0.1:8080/v1 or https://models.example/v1."
    )


def ask_model(
    address: str, key: str, body: bytes, *, meanwhile: Callable[[float], None] = lambda seconds: None
) -> Answer:
    """Send, and wait; `meanwhile` is told now and then for how long, and may raise to hang up. Raises `Unanswered`."""
    began = time.monotonic()
    with _Line() as line:
        line.begin(_exchange(_way(address), key, body))
        while not line.wait(LOOK_EVERY):
            meanwhile(time.monotonic() - began)
        status, said = line.result()
    milliseconds = int((time.monotonic() - began) * 1000)
    if status != 200:
        raise Unanswered(_why_status(status, said))
    return _read(said, milliseconds)


def _way(address: str) -> _Way:
    """Where to connect. Over http the name is looked up here and the number called, so that it cannot become another one meanwhile."""
    parts = urlsplit(f"{address}/chat/completions")
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    found = _looked_up(host, port)
    for each in found:
        try:
            _check(each, parts.scheme, host)
        except Refused as error:
            raise Unanswered(error.message) from error
    if parts.scheme == "https":
        return _Way(parts.geturl(), parts.netloc, host)
    number = f"[{found[0]}]" if found[0].version == 6 else str(found[0])
    return _Way(SplitResult("http", f"{number}:{port}", parts.path, "", "").geturl(), parts.netloc, host)


def _looked_up(host: str, port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    literal = _literal(host)
    if literal is not None:
        return [literal]
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unanswered("This address is not known.") from error
    return [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _check(number: ipaddress.IPv4Address | ipaddress.IPv6Address, scheme: str, host: str) -> None:
    if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped:
        number = number.ipv4_mapped
    odd = number.is_link_local or number.is_multicast or number.is_unspecified
    if odd or (number.is_reserved and not number.is_loopback):
        raise _refused("Nothing is sent to such an address.")
    if number.is_global:
        if scheme == "http":
            raise _refused("Over the internet only https is used.")
    elif not settings.LOCAL and host not in settings.CLEW_MODEL_HOSTS:
        # Anybody of a team can own a workspace, and would look around in the server's own network.
        raise _refused("Inside the server's own network only addresses go that CLEW_MODEL_HOSTS names.")


async def _exchange(way: _Way, key: str, body: bytes) -> tuple[int, bytes]:
    import httpx

    headers = {
        "Host": way.host,
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
    }
    if key:
        headers["Authorization"] = f"Bearer {key}"
    limits = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    guarded: dict[str, Any] = {"timeout": limits, "follow_redirects": False, "trust_env": False}
    try:
        async with (
            asyncio.timeout(ANSWER_SECONDS),
            httpx.AsyncClient(verify=ssl.create_default_context(), **guarded) as client,
            client.stream("POST", way.url, content=body, headers=headers) as answer,
        ):
            return answer.status_code, await _bounded(answer)
    except TimeoutError as error:
        raise Unanswered(f"It did not answer within {ANSWER_SECONDS:.0f} seconds.") from error
    except httpx.TimeoutException as error:
        raise Unanswered("It did not answer in time.") from error
    except httpx.ConnectError as error:
        raise Unanswered("Nobody answers at this address.") from error
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
        raise Unanswered("The connection broke before the answer was whole.") from error


async def _bounded(answer: Any) -> bytes:
    """As it comes over the wire: what is packed could be endless, and was not asked for."""
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Unanswered("The answer is packed, which was not asked for.")
    said = b""
    async for some in answer.aiter_raw():
        said += some
        if len(said) > MOST_ANSWER:
            raise Unanswered("The answer is far too long.")
    return said


def _why_status(status: int, said: bytes) -> str:
    if 300 <= status < 400:
        return "It sends us elsewhere, where we do not go."
    known = {
        401: "It does not accept the key.",
        403: "It does not accept the key.",
        404: "There is no such model or address.",
    }
    if status in known:
        return known[status]
    told = _told(said).rstrip(".")
    return f"It answered with error {status}." + (f" {told}." if told else "")


def _told(said: bytes) -> str:
    """What the server itself says went wrong, in a line."""
    try:
        error = json.loads(said)["error"]
        told = error["message"] if isinstance(error, dict) else error
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return " ".join(readable(str(told)).split())[:200]


def _read(said: bytes, milliseconds: int) -> Answer:
    try:
        whole = json.loads(said)
        content = whole["choices"][0]["message"]["content"]
        usage = whole.get("usage") or {}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Unanswered("The answer is not one of a language model.") from error
    if not isinstance(content, str) or not content.strip() or not isinstance(usage, dict):
        raise Unanswered("The answer is empty.")
    return Answer(readable(content), milliseconds, _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))


def _count(usage: dict[str, Any], name: str) -> int | None:
    value = usage.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None


class _Line:
    """A thread of its own that talks, so that whoever waits can look around and hang up."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="clew-model", daemon=True)
        self._future: Any = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def begin(self, talk: Coroutine[Any, Any, tuple[int, bytes]]) -> None:
        self._future = asyncio.run_coroutine_threadsafe(talk, self._loop)

    def wait(self, seconds: float) -> bool:
        with contextlib.suppress(Exception):
            self._future.exception(seconds)
        return bool(self._future.done())

    def result(self) -> tuple[int, bytes]:
        found: tuple[int, bytes] = self._future.result()
        return found

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async def hang_up() -> None:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(hang_up(), self._loop).result(CONNECT_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CONNECT_SECONDS)
        self._loop.close()
