"""One vote of a person, and none lost, however many come at the same moment; see `voters_at_once`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]


@pytest.mark.slow
def test_one_vote_of_each_however_many_tries(house: dict[str, str]) -> None:
    command = [sys.executable, "-m", "clew.rooms.roadmap.tests.voters_at_once"]
    ended = subprocess.run(command, env=house, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert ended.returncode == 0, ended.stderr
