"""A round taken through its pages by two people, and what these pages tell whom."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_code, apply_code, source
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.reconciling import settle_agreed
from clew.rooms.interviews.queries.coding import blind_marks, coding_rounds
from clew.rooms.interviews.queries.marks import study_marks
from clew.rooms.interviews.tests.test_coding_rounds import BY_HAND, HOUR, SAID, Round, coding

__all__ = ["coding"]
pytestmark = pytest.mark.django_db


def send_mark(who: SignedIn, coding: Round, place: tuple[int, int], code: str) -> int:
    data = {"start": place[0], "end": place[1], "exact": SAID[place[0] : place[1]], "code": code}
    return who.post(who.path(f"coding/{coding.id}/{coding.source}/mark"), data).status_code


def test_a_round_from_its_beginning_to_its_end(coding: Round, viewer: Access) -> None:
    alice, bob, vera = SignedIn(coding.alice), SignedIn(coding.bob), SignedIn(viewer)
    form = {"title": "Second", "source": [coding.source], "coder": [coding.alice.user_id, coding.bob.user_id]}
    assert alice.get(alice.path(f"interviews/{coding.study}/code")).status_code == 200
    assert alice.post(alice.path(f"interviews/{coding.study}/code"), form).status_code == 303
    refused = alice.post(alice.path(f"interviews/{coding.study}/code"), {**form, "coder": []})
    assert refused.status_code == 422
    assert "2 to 10 coders" in refused.content.decode()
    assert [row.title for row in coding_rounds(coding.alice, coding.study)] == ["Second", "First round"]
    assert send_mark(alice, coding, BY_HAND, "Effort, Waste") == 200
    assert send_mark(alice, coding, BY_HAND, "Unknown") == 422
    assert send_mark(bob, coding, HOUR, "Waste") == 200
    sheet = bob.get(bob.path(f"coding/{coding.id}/{coding.source}")).content.decode()
    assert "It takes an hour." in sheet
    assert "Effort" not in sheet
    assert vera.get(vera.path(f"coding/{coding.id}/{coding.source}")).status_code == 403
    waits = bob.get(bob.path(f"coding/{coding.id}/{coding.source}/reconcile"), follow=True)
    assert "Effort" not in waits.content.decode()
    extra = blind_marks(coding.alice, coding.id)[1]
    assert alice.post(alice.path(f"coding/marks/{extra.id}/withdraw")).status_code == 303
    for who in (alice, bob):
        assert "Nobody sees others" in who.get(who.path(f"n/{coding.id}")).content.decode()
        assert who.post(who.path(f"coding/{coding.id}/finish")).status_code == 303
    shown = vera.get(vera.path(f"n/{coding.id}")).content.decode()
    assert "Agreement before you talked" in shown
    assert (
        "Keep the ticked" not in vera.get(vera.path(f"coding/{coding.id}/{coding.source}/reconcile")).content.decode()
    )
    page = alice.path(f"coding/{coding.id}/{coding.source}/reconcile")
    assert alice.get(f"{page}?at={HOUR[0] + 3}")["Location"].endswith(f"?page=1#p{HOUR[0]}")
    first, second = blind_marks(coding.alice, coding.id)
    alice.post(page, {"mark": [first.id], "ids": [first.id], "keep": "ticked", "place": 0})
    alice.post(page, {"mark": [second.id], "keep": "none", "place": 29})
    assert [m.quote.exact for m in source(coding.alice, coding.source).marks] == [SAID[:28]]
    assert alice.post(alice.path(f"coding/{coding.id}/close")).status_code == 303
    assert "closed" in alice.get(alice.path(f"n/{coding.study}")).content.decode()


def test_a_studys_marks_leave_as_files(coding: Round, viewer: Access, elsewhere: Access) -> None:
    for who in (coding.alice, coding.bob):
        coding.mark(who, BY_HAND, "Effort")
    coding.finish()
    settle_agreed(coding.alice, round_id=coding.id, source_id=coding.source)
    add_code(coding.alice, title="=1+1")
    excerpt_id = source(coding.alice, coding.source).marks[0].quote.id
    apply_code(coding.alice, excerpt_id=excerpt_id, name="=1+1")
    vera, charlie = SignedIn(viewer), SignedIn(elsewhere)
    table = vera.get(vera.path(f"interviews/{coding.study}/marks.csv"))
    assert "I count the shelves by hand." in table.content.decode()
    assert "'=1+1; Effort" in table.content.decode()
    (row,) = json.loads(vera.get(vera.path(f"interviews/{coding.study}/marks.json")).content)
    assert (row["words"], row["codes"], row["marked_by"]) == (SAID[:28], ["=1+1", "Effort"], "Alice")
    project = vera.get(vera.path(f"interviews/{coding.study}/project.qdpx"))
    assert project["Content-Disposition"] == 'attachment; filename="counting.qdpx"'
    with ZipFile(BytesIO(project.content)) as file:
        assert {name.split("/")[0] for name in file.namelist()} == {"project.qde", "sources"}
    book = vera.get(vera.path("codes/codebook"))
    assert b"Effort" in book.content
    assert charlie.get(f"/w/{coding.alice.slug}/interviews/{coding.study}/marks.csv").status_code == 404
    assert [m.excerpt_id for m in study_marks(viewer, coding.study)] == [excerpt_id]
