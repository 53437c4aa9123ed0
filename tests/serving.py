"""Begins a house and starts `clew serve` as a user does and takes the sign-in link from what it prints; stops it as Ctrl-C does."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

CLEW = Path(sys.prefix) / "bin" / "clew"
OURS = ("CLEW_", "DJANGO_", "PYTEST_")  # a user has none of these
MAKE_TOKEN = """
import sys
from clew.ground.doors.commands import start_django, way_in
start_django()
from clew.ground.workspaces.api import Scope, make_token
print(make_token(way_in(sys.argv[1] or None), name="test", scope=Scope(sys.argv[2])).secret)
"""
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/(?:enter/\S+)?")  # for a team, the address alone


def as_a_user(data: Path) -> dict[str, str]:
    """The environment of somebody who keeps their data there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | {"CLEW_DATA": str(data)}


def begin_house(folders: pytest.TempPathFactory, *steps: str, **settings: str) -> Path:
    """A data folder after `clew init` and further steps. What takes seconds is done once for all workers of a round, or of the rounds
    that one folder is named to, then copied."""
    base = folders.getbasetemp()
    shared = Path(os.environ.get("TEST_HOUSES") or (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base))
    made = shared / "-".join(["house", *settings.values(), *steps])
    with (shared / "houses.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            half = made.with_suffix(".half")
            for step in ("init", *steps):
                command = [str(CLEW), step]
                subprocess.run(command, env=as_a_user(half) | settings, check=True, capture_output=True, timeout=600)
            half.rename(made)
    data = folders.mktemp("begun") / "data"
    shutil.copytree(made, data)
    return data


def token(data: Path, scope: str, workspace: str = "") -> str:
    """A new access token, as its person would copy it from the page; by default of their own workspace."""
    command = [sys.executable, "-c", MAKE_TOKEN, workspace, scope]
    made = subprocess.run(command, env=as_a_user(data), check=True, capture_output=True, text=True, timeout=600)
    return made.stdout.strip()


@contextmanager
def serving(clew: Path, environment: Mapping[str, str], log: Path) -> Iterator[str]:
    with log.open("wb") as file:
        server = subprocess.Popen(
            [clew, "serve"], env=environment, cwd=log.parent, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        yield _link(server, log)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            status = server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()
            status = server.wait()
    assert status in (0, 130), log.read_text()
    assert "Traceback" not in log.read_text(), log.read_text()


def _link(server: subprocess.Popen[bytes], log: Path) -> str:
    """The link, once somebody answers there."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and server.poll() is None:
        if found := LINK.search(log.read_text()):
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", int(found[1])), timeout=10):
                return found[0]
        time.sleep(0.05)
    server.kill()
    server.wait()
    pytest.fail(f"The server did not start:\n{log.read_text()}", pytrace=False)
