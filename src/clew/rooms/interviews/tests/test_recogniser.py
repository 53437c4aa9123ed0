"""The model that finds names is as often right as docs/guides/privacy.md says; it comes with the tests, and nothing breaks without it."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from clew.ground.evidence.api import add_source
from clew.ground.workspaces.api import Access
from clew.rooms.interviews import recogniser
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.actions.transcribing import use_transcript
from clew.rooms.interviews.queries.privacy import personal_data
from clew.rooms.interviews.recogniser import recognised, why_not
from clew.science.personal import Personal, find_personal
from clew.science.tests.test_personal import HELD_OUT, KNOWN, SAID, labelled

DOCS = Path(__file__).parents[5] / "docs" / "guides" / "privacy.md"
NEW = "Anna: Then Marguerite came in. We sell at Lindenweg 14, 80331 München. It is the thing I hate."


@pytest.fixture(autouse=True)
def installed() -> None:
    if why_not():
        pytest.skip(why_not())


def both(text: str) -> list[Personal]:
    found = list(find_personal(text, names=KNOWN))
    apart = [new for new in recognised(text) if not any(new.start < o.end and o.start < new.end for o in found)]
    return [*found, *apart]


def counted(
    lines: Iterable[str], find: Callable[[str], Iterable[Personal]], kinds: tuple[str, ...]
) -> tuple[int, int, int]:
    """Rightly found, found in all, and how many there are."""
    right = total = there = 0
    for line in lines:
        text, marks = labelled(line)
        found = [one for one in find(text) if one.kind in kinds]
        wanted = [mark for mark in marks if mark[0] in kinds]
        hits = [any(o.kind == k and o.start <= s and e <= o.end for o in found) for k, s, e in wanted]
        wrong = [o for o in found if not any(o.kind == k and s < o.end and o.start < e for k, s, e in wanted)]
        right, total, there = right + sum(hits), total + sum(hits) + len(wrong), there + len(wanted)
    return right, total, there


@pytest.mark.parametrize(("row", "kinds"), [("address", ("address",)), ("name", ("name",))])
def test_the_guide_tells_how_often_it_is_right(row: str, kinds: tuple[str, ...]) -> None:
    right, total, there = counted(HELD_OUT, both, kinds)
    told = DOCS.read_text(encoding="utf-8").partition("| with the model |")[2]
    assert re.search(rf"\| {row} \| {right} of {total} \| {right} of {there} \|", told)


def test_names_that_nobody_introduced_are_found() -> None:
    right, total, there = counted(SAID, both, ("name",))
    assert (right, total, there) == (8, 8, 8)
    assert counted(SAID, lambda text: find_personal(text, names=KNOWN), ("name",))[0] == 6


def test_numbers_of_lines_are_no_cards_and_a_long_text_is_read_in_windows() -> None:
    assert find_personal("We count 104 105 106 107 108 109 here.") == ()
    text = "We order every week and count what is left on the shelf. " * 60 + "Then Marguerite came in and fixed it."
    assert [text[one.start : one.end] for one in recognised(text)] == ["Marguerite"]


@pytest.mark.django_db
@pytest.mark.parametrize("has_model", [True, False])
def test_its_suggestions_join_those_of_the_rules(
    access: Access, has_model: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_model:
        monkeypatch.setattr(recogniser, "_found_before", {})
        monkeypatch.setattr(recogniser, "_folder", lambda: None)
    source = add_source(access, text=NEW, title="Talk", kind="interview")
    talk = add_interview(access, study_id=add_study(access, title="Counting").pk)
    use_transcript(access, interview_id=talk.pk, source_id=source.pk)
    found = personal_data(access, talk.pk)
    words = [(one.kind, one.words) for one in found.suggestions]
    assert words == ([("name", "Marguerite")] if has_model else []) + [("address", "Lindenweg 14, 80331 München")]
    assert bool(found.no_model) is not has_model
