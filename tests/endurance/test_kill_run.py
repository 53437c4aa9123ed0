"""Kill -9 in the middle of a run, again and again: what it said was done is done, nothing is done twice, and it comes to its end."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.endurance.often import often

CHILD = Path(__file__).with_name("counter.py")
KILLS = often(sqlite=40, postgres=20, short=4)
AT_MOST = 20  # numbers it gets further before it dies


@contextmanager
def counter(house: dict[str, str], *what: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(CHILD), *what]
    with subprocess.Popen(command, env=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process


@pytest.mark.endurance
def test_kill_run(house: dict[str, str]) -> None:
    with counter(house, "prepare") as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    dice, acknowledged = random.Random(KILLS), 0
    for _ in range(KILLS):
        with counter(house) as process:
            acknowledged = _killed_later(process, dice, acknowledged)
        assert process.returncode == -signal.SIGKILL, "the run was over before it was killed"
    with counter(house, "finish") as process:
        out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    told = [line.partition("=") for line in out.split()]
    first = next(int(value) for name, _, value in told if name == "in")
    assert first >= acknowledged, "what was acknowledged is still there"
    assert told[-1] == ("in_order", "=", "1"), "each number once, in order, to the last"


def _killed_later(process: subprocess.Popen[str], dice: random.Random, before: int) -> int:
    assert process.stdout is not None
    until, seen = before + dice.randint(1, AT_MOST), before
    for line in process.stdout:
        value = int(line.partition("=")[2])
        assert value >= before, "what was acknowledged is still there"
        seen = max(seen, value)
        if seen >= until:
            time.sleep(dice.random() * 0.02)
            process.kill()
            break
    process.wait(timeout=60)
    return seen
