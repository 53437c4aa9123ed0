"""Kill -9 in the middle of an import, again and again: in the end every row is there, none twice, and the counts say so."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clew.ground.evidence.tests.importing import table
from tests.endurance.often import often

CHILD = Path(__file__).with_name("importer.py")
FEW, MANY = 3, often(sqlite=60, postgres=20, short=9)
ROWS, BAD, TWICE = 12_000, 60, 40


def reviews() -> str:
    """Rows with people and accounts, some that cannot be read, some that are there twice."""
    rows = [
        (f"r{n}", "2026-01-02", str(n % 5 + 1), f"Person {n % 97}", "", f"Account {n % 97 % 13}", f"Text number {n}.")
        for n in range(ROWS)
    ]
    rows += [(f"b{n}", "not a day", "", "", "", "", f"Bad {n}") for n in range(BAD)]
    rows += rows[:TWICE]
    random.Random(5).shuffle(rows)
    return table(rows)


@contextmanager
def importer(house: dict[str, str], file: Path, *what: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(file), *what],
        env=house,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


@pytest.mark.parametrize(
    "kills", [pytest.param(FEW, marks=pytest.mark.slow), pytest.param(MANY, marks=pytest.mark.endurance)]
)
def test_kill_import(house: dict[str, str], tmp_path: Path, kills: int) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text(reviews())
    dice, acknowledged, killed = random.Random(kills), 0, 0
    with importer(house, file, "prepare") as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    while killed < kills:
        with importer(house, file) as process:
            acknowledged = max(acknowledged, _kill_when_some_are_in(process, dice, acknowledged))
        killed += process.returncode == -signal.SIGKILL
        if process.returncode == 0:
            break
    with importer(house, file, "finish") as process:
        out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    told = dict(line.split("=") for line in out.split() if "=" in line)
    assert killed == kills, f"the import was over after {killed} kills"
    assert acknowledged <= int(told["done"]) == ROWS + BAD + TWICE
    assert (int(told["added"]), int(told["duplicates"]), int(told["failed"])) == (ROWS, TWICE, BAD)
    for name in ("sources", "versions", "nodes", "search", "inserts", "texts"):
        assert int(told[name]) == ROWS, name
    assert (int(told["errors"]), int(told["people"]), int(told["accounts"])) == (BAD, 97, 13)
    assert told["state"] == "imported"


def _kill_when_some_are_in(process: subprocess.Popen[str], dice: random.Random, before: int) -> int:
    """Let it get at least one chunk further, then kill it at a random moment. What it said was in, was in."""
    assert process.stdout is not None
    further, seen = dice.randint(1, 2), before
    for line in process.stdout:
        name, _, value = line.strip().partition("=")
        if name == "in" and int(value) > seen:
            seen, further = int(value), further - 1
            if further == 0:
                time.sleep(dice.random() * 0.05)
                process.kill()
                break
    process.wait(timeout=60)
    return seen
