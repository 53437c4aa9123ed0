"""The ledger as it is followed, with real transactions beside each other."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import ON_POSTGRES

CHILD = Path(__file__).with_name("child.py")


def in_house(house: dict[str, str], *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, str(CHILD), *arguments], env=house, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time")
def test_what_commits_late_is_told(house: dict[str, str]) -> None:
    in_house(house, "late")


@pytest.mark.slow
def test_what_was_rolled_back_is_looked_for_no_longer(house: dict[str, str]) -> None:
    in_house(house, "undone")


@pytest.mark.slow
def test_ten_writers_every_entry_once_and_in_order(house: dict[str, str]) -> None:
    in_house(house, "writers")


@pytest.mark.slow
def test_of_ten_who_save_at_once_one_is_kept(house: dict[str, str]) -> None:
    in_house(house, "together")
