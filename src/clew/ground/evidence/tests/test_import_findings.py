import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from clew.ground.customers.api import Person
from clew.ground.evidence.api import (
    Excerpt,
    Need,
    Source,
    SourceVersion,
    begin_findings,
    brief,
    brief_markdown,
    import_detail,
    imports,
    said_about,
    understand,
)
from clew.ground.evidence.formats import read_findings
from clew.ground.evidence.sheet_text import is_need
from clew.ground.evidence.tests.importing import table, upload
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.api import RunRow, perform, run
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, User, within

HEADER = (
    "Page",
    "Findings statement",
    "Finding",
    "Quotes",
    "Recommendation",
    "Severity",
    "GitHub issue",
    "Status",
    "Participants",
)
ROWS = (
    ("Home", "Most overlook the search.", "P1: Scrolled past it twice.\nP10: Asked where it was.", "", "Move it up", "High", "#12", "Open", "P1, P10"),
    ("Home", "The map is liked.", "", "“I could look at this for hours.” “It loads at once.”", "", "Positive", "", "", ""),
    ("Data", "Nobody opened the guide.", "", "", "Rename it", "Low", "", "Closed", "P1, P2"),
    ("Data", "The totals are trusted.", "", "", "", "", "", "", ""),
)  # fmt: skip


def sheet(rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER, *, by: str = "") -> bytes:
    book = pytest.importorskip("openpyxl").Workbook()
    book.properties.creator = by
    book.active.append(list(header))
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring_in(access: Access, content: bytes, title: str = "Home page test") -> RunRow:
    found = understand(access, upload(access, content, "findings.xlsx"))
    made = begin_findings(access, file_id=found.file_id, shape=found.shape, title=title)
    perform(made.key)
    return run(access, made.pk)


def said_of(title: str) -> list[tuple[str, str, str]]:
    """(participant, words, stance) of a need, as the sheet has it."""
    links = Link.objects.filter(downstream__title=title, downstream__kind="need").order_by("pk")
    excerpts = {e.pk: e for e in Excerpt.objects.all()}
    return [(excerpts[k.upstream_id].speaker, excerpts[k.upstream_id].exact, k.verb) for k in links]


def test_it_is_recognised(editor: Access) -> None:
    found = understand(editor, upload(editor, sheet(), "findings.xlsx"))
    assert (found.reading, found.findings, found.participants) == ("findings", 4, ("P1", "P2", "P10"))


def test_a_study_with_its_needs_and_excerpts(editor: Access) -> None:
    made = bring_in(editor, sheet())
    assert made.result == {"rows_read": 4, "empty": 0, "added": 3, "duplicates": 0, "failed": 0}
    assert imports(editor)[0].state == "imported"
    with within(editor):
        study = Source.objects.select_related("node").get(kind="study")
        assert (study.node.title, study.batch_id) == ("Home page test", made.subject_id)
        assert list(Need.objects.order_by("pk").values_list("node__title", flat=True)) == [
            ROWS[at][1] for at in (0, 2, 3)
        ]
        names = Person.objects.order_by("pk").values_list("node__title", flat=True)
        assert list(names) == [f"{p}, Home page test" for p in ("P1", "P2", "P10")]
        assert said_of("Most overlook the search.") == [
            ("P1", "Scrolled past it twice.", "supports"),
            ("P10", "Asked where it was.", "supports"),
        ]
        praise = Excerpt.objects.filter(exact__in=("I could look at this for hours.", "It loads at once."))
        assert praise.count() == 2
        assert not Link.objects.filter(upstream__in=praise.values("pk"), verb="supports")
        assert said_of("Nobody opened the guide.") == [("P1", "P1", "supports"), ("P2", "P2", "supports")]
        assert said_of("The totals are trusted.") == [("", "The totals are trusted.", "mentions")], (
            "a researcher's own words are no evidence"
        )


def test_a_mark_without_words_is_not_quoted(editor: Access) -> None:
    bring_in(editor, sheet())
    written = brief_markdown(brief(editor, on=date(2026, 1, 1)))
    assert "- For: P1, Home page test, observed without words" in written
    assert "“P1”" not in written


def test_every_excerpt_stands_where_it_says(editor: Access) -> None:
    bring_in(editor, sheet())
    with within(editor):
        text = SourceVersion.objects.get().text
        excerpts = list(Excerpt.objects.select_related("person__node"))
    assert len(excerpts) == 7
    for excerpt in excerpts:
        assert text[excerpt.start : excerpt.end] == excerpt.exact
        assert (excerpt.now_start, excerpt.now_end, excerpt.status) == (excerpt.start, excerpt.end, "exact")
        assert excerpt.person is None or excerpt.person.node.title.startswith(f"{excerpt.speaker},")


def test_severity_recommendation_ticket_and_status_stay_with_the_need(editor: Access) -> None:
    bring_in(editor, sheet())
    with within(editor):
        detail = Need.objects.get(node__title="Most overlook the search.").detail
    for words in (
        "Severity: High",
        "Recommendation: Move it up",
        "Ticket: #12",
        "Status: Open",
        "Group: Home",
        "P10: Asked",
    ):
        assert words in detail


def test_participants_as_columns(editor: Access) -> None:
    rows = [("Find the map", "x", "no", "Took long"), ("Print a page", "", "x", "")]
    bring_in(editor, sheet(rows, ("Finding", "P1", "P2", "P3")))
    with within(editor):
        assert said_of("Find the map") == [
            ("P1", "x", "supports"),
            ("P2", "no", "contradicts"),
            ("P3", "Took long", "mentions"),
        ]


def test_the_same_sheet_twice_adds_nothing(editor: Access) -> None:
    content = sheet()
    first = bring_in(editor, content)
    assert bring_in(editor, content).id == first.id
    for saved_again in (sheet(by="Somebody else"), sheet(header=[*HEADER[:-1], "participants"])):
        other = bring_in(editor, saved_again)  # other bytes, the same study
        assert other.result == {"rows_read": 4, "empty": 0, "added": 0, "duplicates": 4, "failed": 0}
    with within(editor):
        assert Need.objects.count() == 3


def test_many_findings_go_in_several_chunks(editor: Access) -> None:
    rows = [
        ("Page", f"Finding number {n}", f"P1: Said {n}.\nP2: Said {n} too.", "", "", "", "", "", "P1")
        for n in range(120)
    ]
    bring_in(editor, sheet(rows))
    with within(editor):
        text = SourceVersion.objects.get().text
        excerpts = Excerpt.objects.order_by("pk")
        assert excerpts.count() == 240
        assert all(text[e.start : e.end] == e.exact for e in excerpts)
        assert said_of("Finding number 119") == [("P1", "Said 119.", "supports"), ("P2", "Said 119 too.", "mentions")]


def test_refusals(editor: Access, viewer: Access, elsewhere: Access) -> None:
    found = understand(editor, upload(editor, sheet(), "findings.xlsx"))
    with pytest.raises(Forbidden):
        begin_findings(viewer, file_id=found.file_id, shape=found.shape)
    with pytest.raises(NotFound):
        begin_findings(elsewhere, file_id=found.file_id, shape=found.shape)
    other = understand(editor, upload(editor, table()))
    with pytest.raises(Refused):
        begin_findings(editor, file_id=other.file_id, shape=other.shape)


def test_nothing_of_a_real_sheet_is_lost(editor: Access, real: Callable[[str], list[Path]]) -> None:
    for place in real("interviews/**/*_findings.xlsx"):
        made = bring_in(editor, place.read_bytes(), place.stem)
        assert made.state == "done"
        study = read_findings(place)
        with within(editor):
            source = Source.objects.get(kind="study", batch_id=made.subject_id)
            text = SourceVersion.objects.get(source=source).text
            excerpts = Excerpt.objects.filter(source=source)
            assert all(e.exact == text[e.start : e.end] for e in excerpts)
        assert made.result["added"] == sum(map(is_need, study.findings))
        for finding in study.findings:
            for name in ("title", "detail", "quotes", "severity", "recommendation", "ticket", "status", "participants"):
                assert getattr(finding, name) in text
            assert len([e for e in excerpts if e.speaker]) >= len(study.participants)
        assert {c.text for c in study.unplaced} == set(source.extra.values())


def test_headings_and_who_took_part_are_no_needs(editor: Access) -> None:
    rows = [
        ("User types", "User types", "Buyer: P1\nSeller: P2", "", "", "FYI", "", "", "P1, P2"),
        ("Home", "Positive findings", "", "", "", "", "", "", ""),
        ("Home", "", "P1: Scrolls with the wheel", "", "", "", "", "", "P1"),
        ("Home", "Search is slow", "", "", "Cache it", "High", "", "", "P1"),
    ]
    found = understand(editor, upload(editor, sheet(rows), "findings.xlsx"))
    assert found.sheet is not None
    assert (found.sheet.needs, found.sheet.observations, found.sheet.participants) == (1, 3, ("P1", "P2"))
    assert [n.title for n in found.sheet.first_needs] == ["Search is slow"]
    assert [w.is_observed for w in found.sheet.first_words] == [True]
    assert [row.place for row in found.sheet.left_out] == ["Sheet, row 2", "Sheet, row 3", "Sheet, row 4"]
    made = bring_in(editor, sheet(rows))
    with within(editor):
        assert list(Need.objects.values_list("node__title", flat=True)) == ["Search is slow"]
        text = SourceVersion.objects.get().text
        assert all(cell in text for row in rows for cell in row)
        assert Excerpt.objects.filter(exact="Scrolls with the wheel", speaker="P1").exists()
    detail = import_detail(editor, made.subject_id or 0)
    assert ([title for _, title in detail.needs], detail.need_count) == (["Search is slow"], 1)


def test_a_row_alone_is_the_group_of_those_below(editor: Access) -> None:
    rows = [
        ("Search", "", ""),
        ("It is slow on phones", "High", "x"),
        ("Checkout", "", ""),
        ("Nobody finds it", "Low", "x"),
    ]
    bring_in(editor, sheet(rows, ("Finding", "Severity", "P1")))
    with within(editor):
        details = list(Need.objects.order_by("pk").values_list("node__title", "detail"))
    assert details == [
        ("It is slow on phones", "Severity: High\nGroup: Search"),
        ("Nobody finds it", "Severity: Low\nGroup: Checkout"),
    ]


def test_a_mark_counts_and_is_shown_as_observed(editor: Access) -> None:
    bring_in(editor, sheet([("Find the map", "x", "no", "Took long")], ("Finding", "P1", "P2", "P3")))
    with within(editor):
        need = Need.objects.get().pk
        titles = set(Excerpt.objects.values_list("node__title", flat=True))
    told = said_about(editor, [need])
    assert {(s.quote.speaker, s.stance, s.quote.is_observed) for s in told} == {
        ("P1", "supports", True), ("P2", "contradicts", True), ("P3", "mentions", False),
    }  # fmt: skip
    assert {s.quote.words for s in told} == {"Observed; no words were noted", "Took long"}
    assert titles == {"P1, observed without words", "P2, observed without words", "Took long"}


def test_the_preview_and_what_it_made_are_shown(client: Client, editor: Access) -> None:
    client.force_login(User.objects.get(pk=editor.user_id or 0))
    kept = upload(editor, sheet(), "findings.xlsx")
    seen = client.get(f"/w/{editor.slug}/imports/new?file={kept}").content.decode()
    for words in (
        "Most overlook the search.",
        "Observed; no words were noted",
        "Without a need, and why",
        "The map is liked.",
    ):
        assert words in seen
    with within(editor):
        assert not Need.objects.exists()
    made = bring_in(editor, sheet())
    seen = client.get(f"/w/{editor.slug}/n/{made.subject_id}").content.decode()
    assert "Needs it brought" in seen
    assert "Most overlook the search." in seen
