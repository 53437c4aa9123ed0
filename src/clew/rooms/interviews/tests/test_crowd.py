"""Nobody is booked twice, however many try at the same moment; see `crowd`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["look", "blind"])
def test_one_of_twenty_gets_the_hour(house: dict[str, str], how: str) -> None:
    command = [sys.executable, "-m", "clew.rooms.interviews.tests.crowd", how]
    ended = subprocess.run(command, env=house, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
