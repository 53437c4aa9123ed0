from __future__ import annotations

from pathlib import Path

import pytest

from clew.ground.evidence.formats import questions_of_guide, sniff
from clew.ground.evidence.formats.tests.conftest import Write

GUIDE = """# Warm up
- Where have I caught you?
- What did you do this morning?
# The last count
- When did you last count your stock?
- What happened then?
- Who was there?
"""
TALK = "# Monday\n# A talk\n" + "".join(f"Ina: Did it work {n}?\nBen: It did, on the whole.\n" for n in range(9))


@pytest.mark.parametrize(
    ("text", "asked"),
    [(GUIDE, 5), (GUIDE.replace("#", ""), 0), (TALK, 0), ("# Notes\n# More\nAll was well.\nWas it?\n", 0)],
)
def test_headings_and_questions_make_a_guide(write: Write, text: str, asked: int) -> None:
    path = write(text, "notes.md")
    assert len(questions_of_guide(path, sniff(path), path.name)) == asked
    assert questions_of_guide(path, sniff(path), "notes.csv") == ()


@pytest.mark.parametrize("name", ["32_guide.md", "33_guide.md", "34_guide.md", "35_guide.docx"])
def test_guides_of_a_real_team_are_known(reference: Path, name: str) -> None:
    path = reference / "interviews" / "onrr" / name
    assert len(questions_of_guide(path, sniff(path), name)) > 10
