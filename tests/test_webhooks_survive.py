"""A server that is killed loses no message: what was written is told after the next start, under the same number."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clew.ground.hooks.tests.receiver import Receiver, receiving
from tests.serving import LINK

pytestmark = pytest.mark.slow

CLEW = Path(sys.prefix) / "bin" / "clew"
IN_HOUSE = """
import sys
from clew.ground.doors.commands import start_django, way_in
start_django()
from clew.ground.evidence.api import add_need
from clew.ground.hooks.api import add_hook, deliveries, hooks
access = way_in(None)
"""
ADD_HOOK = 'add_hook(access, url=sys.argv[1], events=["need.created"])'
ADD_NEEDS = "for title in sys.argv[1:]: add_need(access, title=title)"
STATES = "print(*sorted(d.state for d in deliveries(access, hooks(access)[0].id, limit=100)))"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def in_house(house: dict[str, str], script: str, *told: str) -> str:
    command = [sys.executable, "-c", f"{IN_HOUSE}\n{script}", *told]
    return subprocess.run(command, env=house, check=True, capture_output=True, text=True, timeout=120).stdout


@contextmanager
def server(house: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as file:
        process = subprocess.Popen([CLEW, "serve"], env=house, stdout=file, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 60
        while not LINK.search(log.read_text()) and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)


def until(receiver: Receiver, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(numbers(receiver)) < count and time.monotonic() < deadline:
        time.sleep(0.05)


def numbers(receiver: Receiver) -> dict[str, set[str]]:
    """The bodies that came under each number."""
    found: dict[str, set[str]] = {}
    for got in list(receiver.got):
        found.setdefault(got.headers["webhook-id"], set()).add(got.body)
    return found


def test_killed_while_it_sends(house: dict[str, str], receiver: Receiver, tmp_path: Path) -> None:
    subprocess.run([CLEW, "init"], env=house, check=True, capture_output=True, timeout=120)
    in_house(house, ADD_HOOK, receiver.url)
    receiver.waits = 0.3
    with server(house, tmp_path / "first.log") as first:
        in_house(house, ADD_NEEDS, *(f"Need {n}" for n in range(12)))
        until(receiver, 3)
        os.kill(first.pid, signal.SIGKILL)
        first.wait(timeout=20)
    in_house(house, ADD_NEEDS, "Written while nobody served")
    receiver.waits = 0
    with server(house, tmp_path / "second.log"):
        until(receiver, 13)
        deadline = time.monotonic() + 30
        while set(in_house(house, STATES).split()) != {"delivered"} and time.monotonic() < deadline:
            time.sleep(0.3)
    came = numbers(receiver)
    assert len(came) == 13
    assert all(len(bodies) == 1 for bodies in came.values())
    assert len({json.loads(body)["data"]["id"] for bodies in came.values() for body in bodies}) == 13
    assert len(receiver.got) < 13 + 8, "no more is sent twice than was on its way"
    assert in_house(house, STATES).split() == ["delivered"] * 13
