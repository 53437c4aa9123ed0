"""A finished study is brought in from its findings sheet: looked at first, then whole, once, undone, and refused in words that help."""

import io
from datetime import date

import pytest
from django.db import models
from tests.people import SignedIn

from clew.ground.customers.api import (
    SCOPES,
    add_person,
    ask_for_consent,
    edit_person,
    give_consent,
    withdraw_consent,
    write_consent_text,
)
from clew.ground.evidence.api import Excerpt, Need, Source, SourceVersion, begin_findings, understand
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.api import perform
from clew.ground.thread.api import Link, open_decision, record_history, undo, why
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.actions import finished
from clew.rooms.interviews.actions.finished import bring_in_study
from clew.rooms.interviews.models import Candidate, Finding, Interview, Study
from clew.rooms.interviews.queries.findings import finding, finding_matrix, findings
from clew.rooms.interviews.queries.finished import look_at_sheet
from clew.rooms.interviews.queries.marks import study_sources
from clew.rooms.interviews.queries.panel import panel
from clew.rooms.interviews.queries.report import report
from clew.rooms.interviews.queries.saturation import study_saturation
from clew.rooms.interviews.queries.sides import study_sides
from clew.rooms.interviews.queries.studies import study, study_interviews
from clew.rooms.interviews.tests.finding_sheets import ROWS, sheet, upload

pytestmark = pytest.mark.django_db


def counts(access: Access) -> dict[str, int]:
    kinds: tuple[type[models.Model], ...] = (Study, Finding, Interview, Candidate, Source, Excerpt, Need, Link)
    with within(access):
        return {kind.__name__: kind._default_manager.count() for kind in kinds}


def test_it_is_looked_at_before_anything_is_written(access: Access) -> None:
    before = counts(access)
    look = look_at_sheet(access, upload(access, sheet()))
    assert (look.title, look.findings, look.participants, look.needs) == ("home page", 3, ("P1", "P2", "P10"), 2)
    assert [(one.word, one.means) for one in look.severities] == [("P1", "critical"), ("Positive", "positive"), ("Med", "medium")]  # fmt: skip
    assert [(one.word, one.means) for one in look.states] == [("Partially fixed", "in work"), ("Closed", "done")]
    assert [(one.place, "column D “Findings statement”" in one.remedy) for one in look.problems] == [
        ("Sheet, B5", True), ("Sheet, G5", True),
    ]  # fmt: skip
    assert (look.examples[0].who, look.study_id, counts(access)) == (("P1", "P10"), None, before)


def test_it_becomes_a_whole_study(access: Access) -> None:
    decision = open_decision(access, title="Search").pk
    made = bring_in_study(
        access, file_id=upload(access, sheet()), title="Home page test", question="What is overlooked?",
        decision_id=decision, heard=5, severities={"Med": "low"}, states={"Closed": "left as it is"},
    ).pk  # fmt: skip
    found = study(access, made)
    assert (found.row.state, found.row.question, found.row.progress.held) == ("finished", "What is overlooked?", 5)
    assert found.row.progress.taking_part == 3
    talks = study_interviews(access, made)
    assert (sorted(t.marks for t in talks), found.row.progress.marked) == ([0, 0, 1, 2, 2], 3)
    assert {t.person for t in talks} == {"P1, Home page test", "P2, Home page test", "P10, Home page test", ""}
    rows = {row.title: row for row in findings(access, made)}
    first = rows["Most overlook the search."]
    assert (first.severity, first.state, first.shown, first.heard, first.recommendation) == ("critical", "in work", 2, 5, "Move it up")  # fmt: skip
    assert first.tickets == (("#12", ""), ("https://t.example/12", "https://t.example/12"))
    told = finding(access, first.id)
    assert (told.severity_said, told.status_said, told.detail) == ("P1", "Partially fixed", "Owner: Kim")
    assert [(q.stance, q.quote.speaker, q.quote.exact) for q in told.quotes] == [
        ("supports", "P1", "Scrolled past it twice."), ("mentions", "P2", "Found it at once."), ("supports", "P10", "P10"),
    ]  # fmt: skip
    guide = finding(access, rows["Nobody opened the guide."].id)
    assert (guide.row.severity, guide.row.state, guide.detail) == ("low", "left as it is", "Nobody clicked it, whatever we said.")  # fmt: skip
    assert [q.quote.exact for q in finding(access, rows["The map is liked."].id).quotes] == ["I could look at this for hours."]  # fmt: skip
    assert [p.short for p in finding_matrix(access, made).people] == ["P1", "P2", "P10"]
    with within(access):
        assert sorted(Need.objects.values_list("node__title", flat=True)) == ["Most overlook the search.", "Nobody opened the guide."]  # fmt: skip
        source = Source.objects.get(kind="study")
        assert (source.about_id, source.extra) == (made, {"Sheet B5": "Data", "Sheet G5": "See above"})
    reached = {step.card.kind for step in why(access, decision).steps}
    assert {"study", "finding", "excerpt", "source", "interview"} <= reached
    assert "bring in a finished study" in {entry.act_name for entry in record_history(access, made).entries}


def test_what_was_heard_in_it_counts_as_in_any_other_study(access: Access) -> None:
    made = bring_in_study(access, file_id=upload(access, sheet()), title="Home page test").pk
    on = date(2027, 3, 1)
    sides = {row.title: row for row in study_sides(access, made, on=on).rows}
    assert (sides["Most overlook the search."].weight.people_for, sides["Nobody opened the guide."].weight.people_for) == (2, 2)  # fmt: skip
    found = study_saturation(access, made)
    assert ([(one.title[:3], one.findings, one.new) for one in found.participants], found.unmarked) == (
        [("P1,", 2, 2), ("P2,", 2, 0), ("P10", 1, 0)], (),
    )  # fmt: skip
    assert found.findings == 2  # needs; the findings themselves are no second ones
    assert {row.title for row in report(access, made, on=on).needs} == set(sides)
    with within(access):
        assert study_sources(access, made) == (Source.objects.get(kind="study").pk,)


def test_the_same_sheet_twice_adds_nothing(access: Access) -> None:
    first = bring_in_study(access, file_id=upload(access, sheet())).pk
    before = counts(access)
    again = upload(access, sheet(), "renamed.xlsx")
    assert bring_in_study(access, file_id=again, title="Another").pk == first
    assert look_at_sheet(access, again).study_id == first
    assert counts(access) == before


def test_it_is_undone_whole_and_may_come_again(access: Access) -> None:
    file = upload(access, sheet())
    made = bring_in_study(access, file_id=file).pk
    act = record_history(access, made).entries[0].act
    assert undo(access, act=act) == "bring in a finished study"
    assert findings(access, made) == ()
    assert look_at_sheet(access, file).study_id is None
    with within(access):
        for kind in (Study, Finding, Interview, Excerpt, Need, Source):
            assert not kind._default_manager.filter(node__archived_at__isnull=True).exists()
        assert Candidate.objects.count() == 0
    again = bring_in_study(access, file_id=file).pk
    assert again != made
    assert len(findings(access, again)) == 3


@pytest.mark.slow
def test_words_go_with_consent_and_with_the_person(access: Access) -> None:
    made = bring_in_study(access, file_id=upload(access, sheet())).pk
    (first,) = (row for row in finding_matrix(access, made).people if row.short == "P1")
    asked = give(access, first.id)
    page = SignedIn(access)
    shown = [f"n/{row.id}" for row in findings(access, made)] + [f"interviews/{made}/findings", f"n/{made}"]
    assert any("Scrolled past it twice" in page.get(page.path(path)).content.decode() for path in shown)
    withdraw_consent(access, consent_id=asked)
    assert not any("Scrolled past it twice" in page.get(page.path(path)).content.decode() for path in shown)
    erase_person(access, person_id=first.id, typed_name=first.name)
    with within(access):
        assert "Scrolled" not in "".join(SourceVersion.objects.values_list("text", flat=True))
        assert not Excerpt.objects.filter(exact__contains="Scrolled").exists()
    assert len(findings(access, made)) == 3
    assert next(iter(findings(access, made))).heard == 3


def give(access: Access, person_id: int) -> int:
    write_consent_text(access, title="Interviews", body="We quote what you say.")
    asked = ask_for_consent(access, person_id=person_id, scopes=list(SCOPES)).pk
    give_consent(access, consent_id=asked, scopes=list(SCOPES), how="written")
    return int(asked)


def test_needs_are_made_only_if_wanted_and_once(access: Access) -> None:
    bring_in_study(access, file_id=upload(access, sheet()), needs=False)
    with within(access):
        assert Need.objects.count() == 0
    other = [(*row[:3], row[3].upper(), *row[4:]) for row in ROWS]
    bring_in_study(access, file_id=upload(access, sheet(other)), title="Second")
    third = [(*row[:5], "Do it anew", *row[6:]) for row in other]
    bring_in_study(access, file_id=upload(access, sheet(third)), title="Third")
    with within(access):
        assert Need.objects.count() == 2


def test_participants_as_columns(access: Access) -> None:
    rows = [("Find the map", "High", "x", "no", "Took long"), ("Print a page", "Low", "", "x", "")]
    file = upload(access, sheet(rows, ("Finding", "Severity", "P1", "P2", "P3")))
    made = bring_in_study(access, file_id=file).pk
    found = finding_matrix(access, made)
    assert [row.stances for row in found.rows] == [("supports", "contradicts", "mentions"), ("", "supports", "")]
    assert (found.rows[0].finding.shown, found.rows[0].finding.against, found.rows[0].finding.heard) == (1, 1, 3)


def test_counts_without_names_make_a_share_of_those_heard(access: Access) -> None:
    rows = [("4", "The map is liked", "Positive"), ("many", "The legend is not read", "High")]
    file = upload(access, sheet(rows, ("Participants", "Finding", "Severity")))
    look = look_at_sheet(access, file)
    assert (look.counted, [(p.place, p.message) for p in look.problems]) == (
        4, [("Sheet, row 3, column A “Participants”", "“many” is read as nobody.")],
    )  # fmt: skip
    row = next(r for r in findings(access, bring_in_study(access, file_id=file, heard=8).pk) if r.shown)
    assert (row.shown, row.heard, row.share and round(row.share.low, 2)) == (4, 8, 0.22)


@pytest.mark.parametrize(
    ("content", "words", "remedy"),
    [
        (sheet([("a", "b")], ("Colour", "Shape")), "Row 1 of “Sheet” says: Colour, Shape", "Name one column"),
        (
            sheet([("Found", "x" * 4_001, "High")], ("Finding", "Recommendation", "Severity")),
            "Sheet, row 2, column B “Recommendation”: longer than 4,000",
            "Shorten it in the sheet",
        ),
        (b"id,text\n1,words\n", "not a spreadsheet", "Upload the .xlsx"),
    ],
)
def test_a_bad_sheet_is_refused_with_its_place(access: Access, content: bytes, words: str, remedy: str) -> None:
    file = upload(access, content)
    for ask in (lambda: look_at_sheet(access, file), lambda: bring_in_study(access, file_id=file)):
        with pytest.raises(Refused) as refused:
            ask()
        assert words in refused.value.message
        assert remedy in refused.value.remedy
        assert refused.value.field == "file"
    assert counts(access)["Study"] == 0


def test_what_does_not_fit_is_refused_whole(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    file, before = upload(access, sheet()), counts(access)
    for wrong, field in (
        ({"heard": 201}, "heard"),
        ({"severities": {"Med": "terrible"}}, "severities"),
        ({"states": {"Closed": "gone"}}, "states"),
        ({"question": "x" * 2_001}, "question"),
    ):
        with pytest.raises(Refused) as refused:
            bring_in_study(access, file_id=file, **wrong)
        assert refused.value.field == field
    monkeypatch.setattr(finished, "MOST_QUOTED", 3)
    with pytest.raises(Refused, match="at most"):
        bring_in_study(access, file_id=file)
    monkeypatch.undo()
    with pytest.raises(NotFound):
        bring_in_study(access, file_id=file, decision_id=10**6)
    assert counts(access) == before
    bring_in_study(access, file_id=file, title="One")
    with pytest.raises(Refused, match="already") as refused:
        bring_in_study(access, file_id=upload(access, sheet(ROWS[:1])), title="One")
    assert refused.value.field == "title"


def test_a_sheet_that_came_in_without_a_study_is_refused(access: Access) -> None:
    seen = understand(access, upload(access, sheet()))
    perform(begin_findings(access, file_id=seen.file_id, shape=seen.shape).key)
    with pytest.raises(Refused, match="without a study") as refused:
        bring_in_study(access, file_id=seen.file_id)
    assert "Imports" in refused.value.remedy


def test_refuses_others(access: Access, viewer: Access, elsewhere: Access) -> None:
    file = upload(access, sheet())
    with pytest.raises(Forbidden):
        bring_in_study(viewer, file_id=file)
    for ask in (lambda: bring_in_study(elsewhere, file_id=file), lambda: look_at_sheet(elsewhere, file)):
        with pytest.raises(NotFound):
            ask()


def test_the_pages_from_file_to_study(access: Access, viewer: Access) -> None:
    alice, vera = SignedIn(access), SignedIn(viewer)
    start = alice.path("interviews/bring-in")
    assert vera.get(vera.path("interviews/bring-in")).status_code == 403
    assert "How a sheet is read" in alice.get(start).content.decode()
    refused = alice.post(start, {"file": io.BytesIO(b"a,b\n1,2\n")}, format="multipart")
    assert (refused.status_code, "spreadsheet" in refused.content.decode()) == (422, True)
    content = io.BytesIO(sheet())
    content.name = "home.xlsx"
    there = alice.post(start, {"file": content}, format="multipart")
    page = there["Location"]
    assert "What the sheet’s severities mean" in alice.get(page).content.decode()
    wrong = alice.post(page, {"title": " ", "severity-0": "low", "heard": "900"})
    assert (wrong.status_code, "900" in wrong.content.decode()) == (422, True)
    made = alice.post(page, {"title": "Home", "severity-0": "low", "heard": "4", "needs": "1"})
    assert made.status_code == 303
    shown = alice.get(made["Location"]).content.decode()
    assert "Most overlook the search." in shown
    again = alice.post(page, {"title": "Home"}, follow=True).content.decode()
    assert "nothing was added" in again
    assert "This sheet is here already" in alice.get(page).content.decode()


def test_who_is_only_a_label_in_a_sheet_is_not_in_the_panel(access: Access) -> None:
    made = bring_in_study(access, file_id=upload(access, sheet()))
    anna = add_person(access, name="Anna Keller").pk
    assert [row.id for row in panel(access, made.pk)] == [anna]
    everybody = {row.id for row in panel(access, made.pk, with_unnamed=True)}
    assert len(everybody) > 2
    known = min(everybody - {anna})
    edit_person(access, person_id=known, email="p1@shop.example", role="", account_id=None)
    assert {row.id for row in panel(access, made.pk)} == {anna, known}
    browser, place = SignedIn(access), f"/w/{access.slug}/interviews/{made.pk}/panel"
    for asked, shown in (("", 2), ("?who=all", len(everybody))):
        assert browser.get(place + asked).content.decode().count("<tr data-id=") == shown
