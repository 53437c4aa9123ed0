"""Starts `clew serve` as a user does and takes the sign-in link from what it prints; stops it as Ctrl-C does."""

import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/enter/\S+")


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
            status = server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            status = server.wait()
    assert status in (0, 130), log.read_text()
    assert "Traceback" not in log.read_text(), log.read_text()


def _link(server: subprocess.Popen[bytes], log: Path) -> str:
    """The link, once somebody answers there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        if found := LINK.search(log.read_text()):
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", int(found[1])), timeout=10):
                return found[0]
        time.sleep(0.05)
    server.kill()
    server.wait()
    pytest.fail(f"The server did not start:\n{log.read_text()}", pytrace=False)
