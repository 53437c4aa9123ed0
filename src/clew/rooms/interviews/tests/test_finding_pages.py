"""Findings through their pages: the matrix, a new one, words tied and untied, and who may."""

import pytest
from tests.people import SignedIn

from clew.ground.evidence.api import add_source, mark
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.findings import add_finding, tie_finding
from clew.rooms.interviews.queries.findings import finding, finding_matrix, findings
from clew.rooms.interviews.tests.test_findings import study_of

pytestmark = pytest.mark.django_db


def test_a_finding_from_its_beginning_to_its_end(access: Access, viewer: Access) -> None:
    study, said = study_of(access, "Anna", "Ben")
    alice, vera = SignedIn(access), SignedIn(viewer)
    page = alice.path(f"interviews/{study}/findings")
    assert "No findings yet" in alice.get(page).content.decode()
    assert alice.post(page, {"title": "Counted twice", "severity": "high", "ticket": "T-1 https://t.example/7"}).status_code == 303  # fmt: skip
    refused = alice.post(page, {"title": "Kept words", "severity": "terrible"})
    assert (refused.status_code, "Kept words" in refused.content.decode()) == (422, True)
    (row,) = findings(access, study)
    for name, stance in (("Anna", "supports"), ("Ben", "contradicts")):
        assert alice.post(alice.path(f"findings/{row.id}/tie"), {"excerpt": said[name], "stance": stance}).status_code == 303  # fmt: skip
    shown = vera.get(vera.path(f"n/{row.id}")).content.decode()
    assert 'href="https://t.example/7"' in shown
    assert "1 of 2" in shown
    assert 'href="T-1' not in shown
    assert "Tie words" not in shown
    assert {item["id"] for item in alice.get(alice.path(f"findings/{row.id}/excerpts")).json()["items"]} == set(
        said.values()
    )
    for path in (f"interviews/{study}/findings", f"interviews/{study}/findings?sort=-shown&state=open", f"n/{study}"):
        assert "Counted twice" in vera.get(vera.path(path)).content.decode()
    assert "Nothing fits" in vera.get(vera.path(f"interviews/{study}/findings?state=done")).content.decode()
    assert alice.post(alice.path(f"findings/{row.id}/untie"), {"excerpt": said["Ben"]}).status_code == 303
    assert alice.post(alice.path(f"findings/{row.id}/move"), {"state": "done"}).status_code == 303
    assert alice.post(alice.path(f"findings/{row.id}/describe"), {"severity": "low", "detail": "Anew"}).status_code == 303  # fmt: skip
    found = finding(access, row.id)
    assert (found.detail, found.row.severity, found.row.state, found.row.against) == ("Anew", "low", "done", 0)


def test_the_matrix_says_who(access: Access) -> None:
    study, said = study_of(access, "P10", "P2", "P1")
    made = {title: add_finding(access, study_id=study, title=title).pk for title in ("A", "B")}
    tie_finding(access, finding_id=made["A"], excerpt_id=said["P10"])
    tie_finding(access, finding_id=made["A"], excerpt_id=said["P1"], stance="mentions")
    words = "But not always. Never, in fact."
    again = add_source(access, text=words, kind="note", person_id=None, about=study).pk
    somebody = mark(access, source_id=again, start=0, end=15, exact=words[:15]).pk
    tie_finding(access, finding_id=made["B"], excerpt_id=somebody)
    found = finding_matrix(access, study, sort="title")
    assert [person.short for person in found.people] == ["P1", "P2", "P10"]
    assert [row.stances for row in found.rows] == [("mentions", "", "supports"), ("", "", "")]
    assert [(row.finding.shown, row.finding.words) for row in found.rows] == [(1, 2), (0, 1)]
    some = finding_matrix(access, study, limit=1, offset=1, people_limit=1, people_offset=1)
    assert ([p.short for p in some.people], some.people_total, some.total) == (["P2"], 3, 2)
    assert some.rows[0].stances == ("",)


def test_who_says_both_is_shown_so(access: Access) -> None:
    study, said = study_of(access, "Anna")
    made = add_finding(access, study_id=study, title="A").pk
    person = finding_matrix(access, study).people[0].id
    words = "It works fine for me today."
    other = add_source(access, text=words, kind="note", person_id=person, about=study).pk
    more = mark(access, source_id=other, start=0, end=len(words), exact=words).pk
    tie_finding(access, finding_id=made, excerpt_id=said["Anna"])
    tie_finding(access, finding_id=made, excerpt_id=more, stance="contradicts")
    (row,) = finding_matrix(access, study).rows
    assert (row.stances, row.finding.shown, row.finding.against) == (("both",), 1, 1)
