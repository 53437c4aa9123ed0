"""The threat model names tests; each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`((?:tests|src)/[\w/]+\.py)(?:::(\w+))?`")
ROWS = (ROOT / "THREAT_MODEL.md").read_text().split("## What is not defended")[0].splitlines()


def test_every_threat_has_its_test() -> None:
    table = "\n".join(ROWS).split("| threat |")[1].splitlines()[2:]
    rows = [line for line in table if line.startswith("|")]
    assert len(rows) > 15
    assert [row for row in rows if not NAMED.search(row)] == []


@pytest.mark.parametrize(("file", "name"), sorted({m for row in ROWS for m in NAMED.findall(row)}))
def test_the_test_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text()
    assert not name or re.search(rf"^\s*(async )?def {name}\(", text, re.MULTILINE)
