"""What is too long is told the limit that holds: a page hands it to `typed.words` as it is."""

import re
from pathlib import Path

import pytest

import clew
from clew.ground.doors.api import typed
from clew.ground.ledger.api import Refused

ONE_MORE = re.compile(r"typed\.words\([^()]*most=[\w.]+ \+ 1")


def test_the_limit_is_named_as_it_holds() -> None:
    assert typed.words({"notes": " " + "x" * 20_000}, "notes", most=20_000) == "x" * 20_000
    with pytest.raises(Refused, match="longer than 20,000 characters"):
        typed.words({"notes": "x" * 20_001}, "notes", most=20_000)


def test_no_page_allows_one_more_than_the_act() -> None:
    house = Path(clew.__file__).parent
    assert [
        str(file) for file in house.rglob("*.py") if ONE_MORE.search(file.read_text()) and "tests" not in file.parts
    ] == []
