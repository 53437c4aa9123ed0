"""A real `clew serve` of its own, and people who ask it: signed in, over HTTP, each on a connection that stays open."""

from __future__ import annotations

import gzip
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

CLEW = Path(sys.executable).with_name("clew")
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)(/enter/\S+)")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    pid: int
    port: int
    entry: str

    @property
    def cpu(self) -> float:
        """Seconds of the processor the server has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    @property
    def memory(self) -> float:
        """Megabytes it holds now; of what is mapped several times, each page once."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0]) / 1000


class Visitor:
    """One browser: a connection kept open, the session's cookie, and compressed answers."""

    def __init__(self, server: Server, cookie: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.cookie = cookie or self._enter(server.entry)

    def ask(self, path: str) -> float:
        """Milliseconds until the whole answer was there."""
        began = perf_counter()
        self._get(path)
        return (perf_counter() - began) * 1000

    def travels(self, path: str) -> tuple[int, bytes]:
        """How many bytes the answer has on the wire, and the answer."""
        encoding, body = self._get(path)
        return len(body), gzip.decompress(body) if encoding == "gzip" else body

    def _get(self, path: str) -> tuple[str, bytes]:
        self.connection.request("GET", path, headers={"Cookie": self.cookie, "Accept-Encoding": "gzip, br"})
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status)
        return answer.headers["Content-Encoding"] or "", body

    def _enter(self, entry: str) -> str:
        self.connection.request("GET", entry)
        answer = self.connection.getresponse()
        answer.read()
        cookies = answer.headers.get_all("Set-Cookie") or []
        assert cookies, (answer.status, "the sign-in link gave no session")
        return "; ".join(cookie.split(";")[0] for cookie in cookies)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The server of this process's data folder and database, started as a user starts it."""
    log = folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen([CLEW, "serve"], cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield _ready(process, log)
    finally:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        if process.poll() is None:
            process.kill()
            process.wait()


def _ready(process: subprocess.Popen[bytes], log: Path) -> Server:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if found := LINK.search(log.read_text()):
            return Server(process.pid, int(found[1]), found[2])
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
