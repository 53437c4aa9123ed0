"""What it costs to tell open pages of a change: CPU time of the server for each delivery, and how soon it arrives.

200 browsers listen, 10 acts a second are done by a process beside the server, on loopback. Ours reads each act from the ledger,
in SQLite or PostgreSQL, checks who may hear it and sends it on; the peer, Django Channels with its in-memory layer under the same
server program, sends what it was handed in its own process.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.engines import ENGINES, ROOT, database, open_house
from bench.table import Row, show

PROMISE_US, PROMISE_MS = 50, 100
LISTENERS, RATE, SECONDS = 200, 10, 15
PEOPLE = 10
BIN = Path(sys.executable).parent


@dataclass
class Heard:
    """`late`: seconds from the begin of each act to its arrival, for each listener."""

    late: list[float] = field(default_factory=list)
    ready: int = 0

    def percentile(self, share: float) -> float:
        return sorted(self.late)[int(len(self.late) * share)] * 1000


@dataclass(frozen=True)
class Measured:
    cpu_us: float
    p50_ms: float
    p95_ms: float
    delivered: float


def rows(engine: str, *, small: bool = False) -> list[Row]:
    listeners, seconds = (40, 4) if small else (LISTENERS, SECONDS)
    with tempfile.TemporaryDirectory() as folder, database(engine, Path(folder)) as url:
        ours = _ours({"CLEW_DATA": folder, "CLEW_DATABASE_URL": url}, listeners, seconds)
    return _rows(ENGINES[engine], ours, _channels(listeners, seconds), listeners)


def _rows(name: str, ours: Measured, peer: Measured, listeners: int) -> list[Row]:
    work = f"live, {listeners} browsers, {RATE} acts/s, {name}"
    return [
        Row(
            f"{work}: CPU for a delivery",
            f"{ours.cpu_us:.0f} µs; {ours.delivered:.1%} arrived",
            f"Channels {peer.cpu_us:.0f} µs",
            ours.cpu_us / peer.cpu_us,
            f"{PROMISE_US} µs",
            ours.cpu_us <= PROMISE_US,
        ),
        Row(
            f"{work}: from act to arrival",
            f"p50 {ours.p50_ms:.0f} ms, p95 {ours.p95_ms:.0f} ms",
            f"Channels {peer.p95_ms:.0f} ms",
            ours.p95_ms / peer.p95_ms,
            f"p95 {PROMISE_MS} ms",
            ours.p95_ms <= PROMISE_MS,
        ),
    ]


def _ours(house: dict[str, str], listeners: int, seconds: int) -> Measured:
    quiet = {
        "CLEW_SECRET_KEY": "only for the bench",
        "CLEW_MEANING": "off",
    }  # no text is read while deliveries are counted
    environment, port = {**os.environ, **house, **quiet}, _free_port()
    told = json.loads(_child(environment, "people"))
    with _server([str(BIN / "clew"), "serve", "--port", str(port)], environment, port) as pid:
        paths = [(f"/w/{told['slug']}/live", told["cookies"][n % PEOPLE]) for n in range(listeners)]
        writing = [sys.executable, __file__, "write", str(seconds)]
        return asyncio.run(_listen(port, pid, paths, seconds, (writing, environment)))


@cache
def _channels(listeners: int, seconds: int) -> Measured:
    port = _free_port()
    environment = {**os.environ, "LISTENERS": str(listeners), "RATE": str(RATE), "SECONDS": str(seconds)}
    command = [str(BIN / "uvicorn"), "bench.live_channels:application", "--port", str(port), "--log-level", "error"]
    command += ["--lifespan", "off", "--timeout-graceful-shutdown", "1"]
    with _server(command, environment, port) as pid:
        return asyncio.run(_listen(port, pid, [("/", "")] * listeners, seconds, None))


async def _listen(
    port: int, pid: int, paths: list[tuple[str, str]], seconds: int, writer: tuple[list[str], dict[str, str]] | None
) -> Measured:
    heard = Heard()
    tasks = []
    for path, cookie in paths:
        tasks.append(asyncio.create_task(_browser(port, path, cookie, heard)))
        await asyncio.sleep(0.01)
    while heard.ready < len(paths):
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.05)
    before = _cpu(pid)
    if writer:
        process = await asyncio.create_subprocess_exec(*writer[0], env=writer[1])
        assert await process.wait() == 0
    else:
        await asyncio.sleep(1 + seconds * 1.1)
    await asyncio.sleep(1.5)
    cpu = _cpu(pid) - before
    for task in tasks:
        task.cancel()
    wanted = int(RATE * seconds) * len(paths)
    return Measured(
        cpu / len(heard.late) * 1e6, heard.percentile(0.5), heard.percentile(0.95), len(heard.late) / wanted
    )


async def _browser(port: int, path: str, cookie: str, heard: Heard) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    head = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: clew_session={cookie}\r\n\r\n"
    )
    writer.write(head.encode())
    status = await reader.readline()
    assert b" 200 " in status, status
    async for line in reader:
        if line.startswith(b"retry:"):
            heard.ready += 1
        elif line.startswith(b"data: ["):
            now = time.time()
            heard.late += [now - float(event["title"]) for event in json.loads(line[6:])]
    writer.close()


@contextmanager
def _server(command: list[str], environment: dict[str, str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _cpu(pid: int) -> float:
    """Seconds of processor time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _child(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.splitlines()[-1]


def people() -> None:
    """Prints the workspace and a session for each of those who listen."""
    access = open_house()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from clew.ground.workspaces.api import Role, create_user, join, workspace

    cookies, here = [], workspace(access)
    for number in range(PEOPLE):
        user = create_user(email=f"listener{number}@example.org", name=f"Listener {number}")
        join(here, user, Role.VIEWER)
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.create()
        cookies.append(session.session_key)
    print(json.dumps({"slug": access.slug, "cookies": cookies}))


def write(seconds: int) -> None:
    """Acts at a steady pace; the title says when each began."""
    access = open_house()
    from clew.ground.evidence.api import add_need
    from clew.ground.thread.api import rename

    need = add_need(access, title=str(time.time())).pk
    begin = time.monotonic()
    for number in range(1, int(RATE * seconds)):
        time.sleep(max(0, begin + number / RATE - time.monotonic()))
        rename(access, node_id=need, title=str(time.time()))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["people"]:
            people()
        case ["write", seconds]:
            write(int(seconds))
        case _:
            for row in rows(sys.argv[1], small="--small" in sys.argv):
                show(row.cells, markdown=False)
