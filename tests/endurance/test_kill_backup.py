"""Kill -9 in the middle of backups, again and again: a file under a backup's name is whole, and the house is what it was."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.databases import NewHouse
from tests.endurance.often import often

CLEW = Path(sys.executable).with_name("clew")
KEEPER = Path(__file__).with_name("keeper.py")
KILLS = often(sqlite=40, postgres=20, short=4)


@pytest.mark.endurance
def test_kill_backup(new_house: NewHouse, tmp_path: Path) -> None:
    house, other, folder = new_house(with_tables=True), new_house(with_tables=True), tmp_path / "backups"
    folder.mkdir()
    _run(house, CLEW, "init")
    _run(house, CLEW, "demo")
    began = time.monotonic()
    first = _run(house, sys.executable, KEEPER, "backup", folder, "1").strip()
    seconds = time.monotonic() - began
    dice, killed = random.Random(KILLS), 0
    for number in range(KILLS * 3):
        began = time.monotonic()
        if _killed(house, folder / f"killed-{number:03}.zip", dice.uniform(0.3, 1.05) * seconds):
            killed += 1
        else:  # the first may have met a busier machine
            seconds = min(seconds, time.monotonic() - began)
        if killed == KILLS:
            break
    assert killed == KILLS
    last = tmp_path / "last"
    last.mkdir()
    assert _run(house, sys.executable, KEEPER, "backup", last, "1").strip() == first, "the house is what it was"
    whole = len(list(folder.glob("*.zip")))
    assert _run(other, sys.executable, KEEPER, "restore", folder).split() == [first] * whole


def _killed(house: dict[str, str], place: Path, after: float) -> bool:
    """Whether it was killed before it was done."""
    process = subprocess.Popen(
        [CLEW, "backup", place], env=house, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL


def _run(house: dict[str, str], *command: str | Path) -> str:
    ended = subprocess.run(command, env=house, capture_output=True, text=True, check=False, timeout=600)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
