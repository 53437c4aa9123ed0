"""A server as a user starts it, and somebody who listens to a workspace as a browser does."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

CLEW = Path(sys.prefix) / "bin" / "clew"


class Server:
    def __init__(self, house: dict[str, str], log: Path, port: int = 0) -> None:
        self.house, self.log, self.port = house, log, port or free_port()
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as file:
            command = [CLEW, "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(command, env=self.house, stdout=file, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 60
        while self.ask("/health")[0] != 200:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"The server did not start:\n{self.log.read_text()}")
            time.sleep(0.02)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> float:
        """As Ctrl-C does; how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        finally:
            self.process.kill()
        return time.monotonic() - began

    def ask(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers
        except OSError:
            return 0, http.client.HTTPMessage()
        finally:
            connection.close()

    def sign_in(self, token: str) -> str:
        """The cookie of whoever this link belongs to."""
        status, headers = self.ask(f"/enter/{token}")
        assert status in (302, 303), status
        return next(c.split(";")[0] for c in headers.get_all("set-cookie", []) if c.startswith("clew_session"))


class Listener(threading.Thread):
    """Reads the stream; when it ends, comes back after a moment with the last position, as a browser does."""

    def __init__(self, server: Server, slug: str, cookie: str, since: str = "", comes_back: bool = True) -> None:
        super().__init__(daemon=True)
        self.server, self.path, self.cookie, self.comes_back = server, f"/w/{slug}/live", cookie, comes_back
        self.position, self.events, self.looks = since, list[dict[str, Any]](), 0
        self.opened, self.status, self.ended = 0, 0, False
        self.start()

    def run(self) -> None:
        while not self.ended:
            with suppress(OSError, http.client.HTTPException):
                self._read()
            if not self.comes_back:
                self.ended = True
            time.sleep(0.1)

    def _read(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"Cookie": self.cookie} | ({"Last-Event-ID": self.position} if self.position else {})
        with closing(connection):
            connection.request("GET", self.path, headers=headers)
            with connection.getresponse() as answer:
                self.status = answer.status
                if answer.status != 200:
                    self.ended = True
                    return
                self.opened += 1
                self._follow(answer)

    def _follow(self, answer: http.client.HTTPResponse) -> None:
        kind = ""
        while line := answer.readline():
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "id":
                self.position = value
            elif name == "event":
                kind = value
                self.looks += value == "look"
            elif name == "data" and kind == "acts":
                self.events += json.loads(value)

    @property
    def titles(self) -> list[str]:
        return [str(e["title"]) for e in self.events]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
