"""Backups made while others write: each is of one moment, and comes back with the very history it was made of."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import NewHouse
from tests.endurance.often import often

CLEW = Path(sys.executable).with_name("clew")
KEEPER, WRITER = (Path(__file__).with_name(name) for name in ("keeper.py", "writer.py"))
FEW, MANY = 5, often(sqlite=50, postgres=20, short=4)
WRITERS, ACTS, PAUSE = 2, 1_000_000, 0.02  # more than they get done: they are stopped at the end


@pytest.mark.parametrize(
    "times", [pytest.param(FEW, marks=pytest.mark.slow), pytest.param(MANY, marks=pytest.mark.endurance)]
)
def test_backups_under_writers_come_back_whole(new_house: NewHouse, tmp_path: Path, times: int) -> None:
    house, other, folder = new_house(with_tables=True), new_house(with_tables=True), tmp_path / "backups"
    folder.mkdir()
    _run(house, CLEW, "init")
    _run(house, CLEW, "demo")
    writers = [
        subprocess.Popen([sys.executable, WRITER, str(n), str(ACTS), str(PAUSE)], env=house, stdout=subprocess.DEVNULL)
        for n in range(WRITERS)
    ]
    try:
        told = _run(house, sys.executable, KEEPER, "backup", folder, str(times)).split()
        assert all(writer.poll() is None for writer in writers), "the writers were done before the backups were"
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert len(told) == times
    assert len(set(told)) > times / 2, "nothing was written between the backups"
    assert _run(other, sys.executable, KEEPER, "restore", folder).split() == told


def _run(house: dict[str, str], *command: str | Path) -> str:
    ended = subprocess.run(command, env=house, capture_output=True, text=True, check=False, timeout=1800)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
