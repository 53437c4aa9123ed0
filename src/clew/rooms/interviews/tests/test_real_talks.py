"""Real transcripts, brought in as a person would: their score, and what of a guide was asked, as told apart by hand."""

import os
from datetime import date
from pathlib import Path

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import source
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.guides import write_guide
from clew.rooms.interviews.queries.practice import practice
from clew.rooms.interviews.queries.talk import talk
from clew.rooms.interviews.tests.recruits import begin
from clew.rooms.interviews.tests.talks import held
from clew.science.tests.test_talk import GUIDE

pytestmark = pytest.mark.slow
SHARES = {"pdpilot_P1": 0.296, "pdpilot_P2": 0.446, "pdpilot_P3": 0.366}  # counted by another program


@pytest.fixture
def transcripts() -> list[Path]:
    root = next(parent for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").exists())
    data = Path(os.environ.get("CLEW_REFERENCE_DATA") or root.parent / "shared" / "data") / "interviews" / "transcripts"
    if not data.is_dir():
        pytest.skip(f"no reference data in {data} (set CLEW_REFERENCE_DATA)")
    return sorted(data.glob("*.txt"))


def test_each_is_scored_with_its_places(access: Access, transcripts: list[Path]) -> None:
    study = begin(access)
    write_guide(
        access, text="# Explaining models\n\n## All\n\n" + "\n".join(f"- {asked}" for asked in GUIDE), study_id=study
    )
    browser = SignedIn(access)
    for place, path in enumerate(transcripts):
        words = path.read_text(encoding="utf-8")
        interview = held(access, study, words, title=path.stem, day=date(2026, 3, 1 + place))
        found = talk(access, interview)
        score = found.score
        assert score is not None
        assert found.how == "role"
        assert score.word_share == pytest.approx(SHARES[path.stem], abs=0.002)
        text = source(access, found.source_id or 0).text
        assert len(score.questions) > 20
        assert all(text[one.start : one.end] == one.text for one in score.questions)
        assert score.longest_answer is not None
        assert text[score.longest_answer.start : score.longest_answer.end] in text
        assert score.guide is not None
        was = [answers.split()[place] == "yes" for answers in GUIDE.values()]
        told = [one.is_covered for one in score.guide.asked]
        assert sum(told) >= sum(was) - 2
        assert not any(covered and not asked for covered, asked in zip(told, was, strict=True))
        assert "Ask for a story" in [one.title for one in score.advice]
        assert browser.get(browser.path(f"interviews/{interview}/talk")).status_code == 200
    assert [round(row.figures.word_share or 0, 2) for row in practice(access).rows] == [0.37, 0.45, 0.3]
