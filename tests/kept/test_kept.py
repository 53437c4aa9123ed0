"""Answers that are kept until the ledger grows, with real transactions beside each other."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import ON_POSTGRES

pytestmark = pytest.mark.slow  # processes of their own
ROOT = Path(__file__).parents[2]


def in_house(house: dict[str, str], what: str) -> None:
    command = [sys.executable, "-m", "tests.kept.child", what]
    ended = subprocess.run(command, env=house, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("what", ["again", "inside", "consent", "moment", "crowd"])
def test_nobody_is_shown_what_was_true_before_a_change(house: dict[str, str], what: str) -> None:
    in_house(house, what)


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time")
def test_what_commits_late_is_seen(house: dict[str, str]) -> None:
    in_house(house, "late")
