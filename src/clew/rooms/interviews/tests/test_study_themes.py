"""Themes of what was noted and said in a study: gathered as sources, grouped, turned into a need; what is taken back goes along."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_source, find_themes, need, source, themes, turn_into_need
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.search.api import find
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.conduct import add_interview, bring_note_back, change_note, note, take_note_back
from clew.rooms.interviews.actions.gathering import find_study_themes, gather_notes
from clew.rooms.interviews.models import Interview, Note
from clew.rooms.interviews.queries.conduct import noted_in_study, transcripts_in_study
from clew.rooms.interviews.tests.recruits import begin, person
from clew.rooms.interviews.tests.talks import held

NOTED = (
    "Counts the shelves by hand every Friday", "Counting shelves by hand takes two hours", "Shelves are counted twice by hand",
    "Wants to count the shelves in one go", "Invoices do not match the delivery", "The invoice was wrong three times",
    "Checks each invoice against the delivery", "A delivery was short and the invoice was not",
)  # fmt: skip


class Noted:
    def __init__(self, access: Access) -> None:
        self.access = access
        self.study = begin(access)
        self.person = person(access, "Anna Keller")
        self.interview = add_interview(access, study_id=self.study, person_id=self.person).pk
        self.keys = [self.says(words) for words in NOTED]
        self.says("What do you count?", tag="asked")

    def says(self, words: str, tag: str = "") -> str:
        key = str(uuid4())
        note(self.access, interview_id=self.interview, client_id=key, at_ms=len(words) * 1000, text=words, tag=tag)
        return key

    def source(self, place: int) -> int:
        found = Note._base_manager.get(client_id=self.keys[place]).source_id
        assert found is not None
        return int(found)


@pytest.fixture
def noted(access: Access) -> Noted:
    return Noted(access)


def test_notes_become_sources_once(access: Access, noted: Noted) -> None:
    assert (gather_notes(access, study_id=noted.study), noted_in_study(access, noted.study)) == (8, 8)
    assert gather_notes(access, study_id=noted.study) == 0
    found = source(access, noted.source(0))
    assert (found.kind, found.person, found.channel) == ("note", "Anna Keller", "Interview note")
    noted.says(NOTED[0])  # the very same words again
    noted.says("The van comes at two")
    assert gather_notes(access, study_id=noted.study) == 1


def test_what_is_changed_or_taken_back_goes_along(access: Access, noted: Noted) -> None:
    gather_notes(access, study_id=noted.study)
    told = {"interview_id": noted.interview, "client_id": noted.keys[0]}
    change_note(access, **told, text="Counts bottles by hand")
    assert source(access, noted.source(0)).text == "Counts bottles by hand"
    take_note_back(access, **told)
    assert find(access, "bottles").hits == ()
    bring_note_back(access, **told)
    assert [hit.node_id for hit in find(access, "bottles").hits] == [noted.source(0)]


def test_themes_of_a_study_are_its_own(access: Access, noted: Noted) -> None:
    add_source(access, text="Feedback of another kind, of nobody's study.", kind="feedback")
    gather_notes(access, study_id=noted.study)
    theming = find_themes(access, about=noted.study)
    found = themes(access, about=noted.study)
    assert (theming.items, found.there, sum(row.size for row in found.rows)) == (8, 8, 8)
    assert found.theming is not None
    assert (found.theming.about, found.theming.batch) == (noted.study, "Counting")
    assert themes(access).theming is None
    made = turn_into_need(access, theme_id=found.rows[0].id, title="Count once", quotations=2)
    assert {s.quote.who for s in need(access, made.pk, on=date(2026, 3, 2)).supporting} == {"Anna Keller"}
    find_themes(access, about=noted.study)
    assert themes(access, about=noted.study).rows[0].needs[0].title == "Count once"


def test_transcripts_are_grouped_without_whoever_asked(
    access: Access, noted: Noted, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = held(access, noted.study, person_id=noted.person)
    source_id = Interview._base_manager.get(pk=talk).source_id
    asked = start_asked(monkeypatch)
    find_study_themes(access, study_id=noted.study)
    assert asked == {"about": noted.study, "askers": {source_id: ("Alice",)}}
    assert find_themes(access, **asked).items == 10, "eight notes, and what Anna told at length twice"
    found = themes(access, about=noted.study)
    assert (found.there, transcripts_in_study(access, noted.study)) == (9, 1)
    assert "Tell me about the last time" not in str(found.rows)


def start_asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the run is begun with, and no run."""
    asked: dict[str, Any] = {}
    monkeypatch.setattr(
        "clew.rooms.interviews.actions.gathering.start_finding_themes", lambda access, **of: asked.update(of)
    )
    return asked


def test_words_go_when_the_person_is_erased(access: Access, noted: Noted) -> None:
    gather_notes(access, study_id=noted.study)
    erase_person(access, person_id=noted.person, typed_name="Anna Keller")
    assert find(access, "shelves").hits == ()
    assert "hand" not in source(access, noted.source(0)).text


def test_its_page(access: Access, viewer: Access, noted: Noted) -> None:
    alice, vera = SignedIn(access), SignedIn(viewer)
    page = alice.path(f"interviews/{noted.study}/themes")
    assert "8 notes can be grouped" in alice.get(page).content.decode()
    held(access, noted.study, person_id=noted.person)
    assert "8 notes and 1 transcript can be grouped" in alice.get(page).content.decode()
    assert vera.post(f"{page}/find").status_code == 403
    gather_notes(access, study_id=noted.study)
    find_themes(access, about=noted.study)
    shown = vera.get(page).content.decode()
    assert "Invoices do not match the delivery" in shown
    assert "How sure" in shown
    assert "Find again" not in shown


def test_refuses_others_and_too_few(access: Access, viewer: Access, elsewhere: Access, noted: Noted) -> None:
    for who, error in ((viewer, Forbidden), (elsewhere, NotFound)):
        with pytest.raises(error):
            gather_notes(who, study_id=noted.study)
        with pytest.raises(error):
            find_study_themes(who, study_id=noted.study)
    with pytest.raises(NotFound):
        gather_notes(access, study_id=noted.person)
    with pytest.raises(NotFound):
        find_themes(elsewhere, about=noted.study)
    empty = begin(access, "Empty")
    with pytest.raises(Refused, match="at least 5"):
        find_themes(access, about=empty)
    assert Note._base_manager.filter(source__isnull=False).count() == 0
