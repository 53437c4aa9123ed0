"""An interview on one page: written, put in order by buttons, read by members, emptied with its person."""

from html import unescape
from typing import Any

import pytest
from tests.people import SignedIn

from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.thread.api import record_history
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.snapshots import write_snapshot
from clew.rooms.interviews.models import Snapshot
from clew.rooms.interviews.queries.snapshots import Moment, snapshot
from clew.rooms.interviews.tests.shared import NEED, Told, told

pytestmark = pytest.mark.django_db
STORY = (Moment("Took the sheet", 1), Moment("Lost  the pen", -2), Moment("", 0))


@pytest.fixture
def heard(access: Access) -> Told:
    return told(access)


def written(heard: Told, by: Access | None = None, **values: Any) -> Snapshot:
    told = {"excerpt_id": heard.excerpts[0], "facts": "Two ovens\n\n  One pen ", "insights": "Pens matter", **values}
    return write_snapshot(by or heard.access, interview_id=heard.interviews[0], **{"moments": STORY, **told})


def test_holds_what_was_written_and_what_is_known_anyway(heard: Told) -> None:
    empty = snapshot(heard.access, heard.interviews[0])
    assert (empty.is_empty, empty.known[:2]) == (True, (("Works as", "Baker"), ("Company", "Keller’s Bakery")))
    written(heard)
    found = snapshot(heard.access, heard.interviews[0])
    assert found.quote is not None
    assert (found.quote.exact, found.facts, found.insights) == (
        "I, Anna Keller, count by hand.",
        ("Two ovens", "One pen"),
        ("Pens matter",),
    )
    assert [(one.text, one.word) for one in found.moments] == [
        ("Took the sheet", "content"),
        ("Lost the pen", "fed up"),
    ]
    assert [(need.title, need.supports, need.contradicts) for need in found.needs] == [(NEED, 2, 0)]
    assert "write a snapshot" in {entry.act_name for entry in record_history(heard.access, heard.interviews[0]).entries}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"facts": "x" * 2001}, "facts"),
        ({"insights": "x" * 2001}, "insights"),
        ({"moments": [Moment("x" * 201)]}, "moments"),
        ({"moments": [Moment("x", 3)]}, "moments"),
        ({"moments": [Moment("x")] * 13}, "moments"),
    ],
)
def test_what_does_not_fit_a_page_is_refused(heard: Told, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        written(heard, **values)
    assert caught.value.field == field
    assert snapshot(heard.access, heard.interviews[0]).is_empty


def test_words_need_consent_and_come_from_the_interview(heard: Told) -> None:
    with pytest.raises(NotFound):
        written(heard, excerpt_id=heard.excerpts[2])
    written(heard)
    heard.consents(heard.anna, "record")
    with pytest.raises(Refused, match="may not be quoted"):
        written(heard)
    assert "I, Anna" not in str(snapshot(heard.access, heard.interviews[0]).quote)


def test_nothing_of_it_is_shown_while_consent_does_not_stand(heard: Told) -> None:
    written(heard)
    heard.withdraws(heard.consents(heard.anna, "record", "quote"))
    found = snapshot(heard.access, heard.interviews[0])
    assert (found.facts, found.insights, found.moments) == ((), (), ())
    assert found.withheld.startswith("Withheld: consent withdrawn")
    page = SignedIn(heard.access)
    shown = page.get(page.path(f"interviews/{heard.interviews[0]}/snapshot")).content.decode()
    assert [words for words in ("Two ovens", "Lost the pen", "by hand") if words in shown] == []


def test_others_may_not(heard: Told, viewer: Access, elsewhere: Access) -> None:
    with pytest.raises(Forbidden):
        written(heard, viewer)
    with pytest.raises(NotFound):
        written(heard, elsewhere)
    with pytest.raises(NotFound):
        snapshot(elsewhere, heard.interviews[0])
    assert snapshot(viewer, heard.interviews[0]).is_empty


def test_moments_are_put_in_order_by_buttons(heard: Told, viewer: Access) -> None:
    page, vera = SignedIn(heard.access), SignedIn(viewer)
    sheet = page.path(f"interviews/{heard.interviews[0]}/snapshot")
    form = {"moment": ["One", "Two", "Three", ""], "feeling": ["2", "0", "-1", "0"], "facts": "Two ovens"}
    for do, order in (
        ("keep", ["One", "Two", "Three"]),
        ("down 1", ["Two", "One", "Three"]),
        ("up 3", ["One", "Three", "Two"]),
        ("remove 2", ["One", "Three"]),
        ("up 1", ["One", "Two", "Three"]),
        ("save", ["One", "Two", "Three"]),
    ):
        answer = page.post(f"{sheet}/edit", {**form, "do": do})
        assert answer.status_code == 303
        assert [one.text for one in snapshot(heard.access, heard.interviews[0]).moments] == order
    assert answer["Location"] == sheet
    shown = unescape(vera.get(sheet).content.decode())
    assert "Two ovens" in shown
    assert "snapshot/edit" not in shown
    assert vera.get(f"{sheet}/edit").status_code == 403
    refused = page.post(f"{sheet}/edit", {**form, "moment": ["x" * 250, "kept words"], "feeling": ["0", "0"]})
    assert refused.status_code == 422
    assert "kept words" in refused.content.decode()


def test_it_is_emptied_with_its_person(heard: Told) -> None:
    written(heard)
    erase_person(heard.access, person_id=heard.anna, typed_name="Anna Keller")
    kept = Snapshot._base_manager.get(pk=heard.interviews[0])
    assert (kept.excerpt_id, kept.facts, kept.insights, kept.moments) == (None, "", "", [])
