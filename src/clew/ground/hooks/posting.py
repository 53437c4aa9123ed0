"""One request to a checked address: no redirect is followed, no proxy asked, and neither the answer nor the wait is longer than allowed."""

import http.client
import socket
import ssl
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from clew.ground.hooks.addresses import NotAllowed, Target, target_of

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 15.0
KEPT_BYTES = 1000


@dataclass(frozen=True, slots=True)
class Answered:
    """`status` is None where nothing was answered; `error` says why then. `headers`: by their names in small letters.

    `is_cut`: there was more than may be read, or it did not come in time.
    """

    status: int | None
    text: str = ""
    error: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: str, headers: Mapping[str, str]) -> Answered:
    """What came of it, and the beginning of what was said."""
    return ask("POST", url, body, headers, most=KEPT_BYTES)


def ask(
    method: str, url: str, body: str = "", headers: Mapping[str, str] | None = None, *, most: int,
    inside: Collection[str] = (),
) -> Answered:  # fmt: skip
    """What came of it; raises nothing that the network does. `most`: so many bytes of the answer are read.

    `inside`: names that may lead into a private network, since whoever runs the server said so.
    """
    told = {**(headers or {}), **({"content-type": "application/json"} if body else {})}
    try:
        return _ask(method, target_of(url, inside=inside), body.encode(), told, most)
    except NotAllowed as error:
        return Answered(None, error=f"Not called: {error}")
    except TimeoutError:
        return Answered(None, error="No answer in time.")
    except ssl.SSLCertVerificationError as error:
        return Answered(None, error=f"The certificate is not good: {error.verify_message}"[:200])
    except (OSError, http.client.HTTPException, ValueError, UnicodeError) as error:
        return Answered(None, error=f"No answer: {error}"[:200])


def _ask(method: str, target: Target, body: bytes, headers: Mapping[str, str], most: int) -> Answered:
    connection = _Pinned(target)
    late = threading.Event()
    # A timeout of the socket begins anew with each byte, so an answer in drops would hold the line for ever.
    alarm = threading.Timer(WHOLE_SECONDS, connection.cut, [late])
    alarm.daemon = True
    alarm.start()
    try:
        told = {"host": target.authority, "user-agent": "Clew", **headers}
        connection.request(method, target.path, body or None, told)
        answer = connection.getresponse()
        read = answer.read(most + 1)
        is_cut = len(read) > most or bool(answer.length) or late.is_set()
        text = read[:most].decode("utf-8", "replace").replace("\x00", "\ufffd")
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(answer.status, text, headers=found, is_cut=is_cut)
    except (OSError, http.client.HTTPException, ValueError):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        alarm.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name means by now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=WHOLE_SECONDS)
        self._target = target
        self._line: socket.socket | None = None  # `sock` is given up before the answer is read to its end

    def connect(self) -> None:
        plain = socket.create_connection((self._target.ip, self._target.port), timeout=CONNECT_SECONDS)
        plain.settimeout(WHOLE_SECONDS)
        self.sock = self._line = plain
        if self._target.is_secure:
            secured = _tls().wrap_socket(plain, server_hostname=self._target.host, do_handshake_on_connect=False)
            self.sock = self._line = secured  # before the handshake, so that it can be cut off as well
            secured.do_handshake()

    def cut(self, late: threading.Event) -> None:
        late.set()
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
