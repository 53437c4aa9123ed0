"""Of the last parts of an idea that go out at the same moment one is the last; see `parts_at_once`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]


@pytest.mark.slow  # a process of its own
def test_an_idea_whose_parts_go_out_at_once_is_released(house: dict[str, str]) -> None:
    command = [sys.executable, "-m", "clew.rooms.roadmap.tests.parts_at_once"]
    ended = subprocess.run(command, env=house, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert ended.returncode == 0, ended.stderr
