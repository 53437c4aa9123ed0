"""Votes that come while an idea is merged, with real transactions beside each other."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]


@pytest.mark.slow  # a process of its own
def test_no_vote_is_lost_or_stays_behind(house: dict[str, str]) -> None:
    command = [sys.executable, "-m", "clew.rooms.roadmap.tests.merging_child"]
    ended = subprocess.run(command, env=house, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
