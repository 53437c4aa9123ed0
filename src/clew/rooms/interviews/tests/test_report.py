"""What was found in a study, as it leaves: nobody's name, no words that may not be shared, the same bytes each time."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import SignedIn

from clew.ground.evidence.api import add_need
from clew.ground.guests.api import guest_links, share_with_guest, withdraw_guest_link
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import link
from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.findings import add_finding
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.anonymous import names_of
from clew.rooms.interviews.queries.report import Report, ReportWords, report
from clew.rooms.interviews.report_docx import as_docx
from clew.rooms.interviews.report_pdf import as_pdf
from clew.rooms.interviews.report_words import figures, finding_figures
from clew.rooms.interviews.tests.shared import Told, told

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 9)
NAMES = ("Anna", "anna", "Keller", "Ben", "Holm", "Nordic")


@pytest.fixture
def heard(access: Access) -> Told:
    return told(access)


def seen(heard: Told, by: Access | None = None) -> Report:
    return report(by or heard.access, heard.study, on=DAY)


def test_names_go_however_they_are_written() -> None:
    names = names_of({"Will Mark": "P1", "Anna Will": "P2", "": "P3"}, ["Green Ltd", "Ümit & Söhne GmbH"])
    said = names.hide(
        "Will and Mark: WILL  MARK will then mark anna’s book at Green ltd. Ümit’s? Green, greens, Willy. Ltd."
    )
    assert (
        said
        == "[name] and [P1]: [P1] will then mark [P2]’s book at [company]. [company]’s? [company], greens, Willy. Ltd."
    )
    assert names_of({}, []).hide("Anna") == "Anna"


def test_says_what_was_asked_who_was_heard_and_what_they_need(heard: Told) -> None:
    found = seen(heard)
    assert (found.title, found.question, found.wanted) == ("How [P1] counts", "What takes the hour?", 3)
    assert (found.interviews, found.people) == (2, 2)
    (need,) = found.needs
    assert (need.title, need.spoke_for, need.spoke_against, need.of) == ("[P1] needs a quick count", 1, 1, 2)
    assert (round(need.low, 3), round(need.high, 3), need.accounts) == (0.095, 0.905, 2)  # Wilson, 1 of 2
    assert [(words.who, words.text) for words in need.supporting] == [
        ("P1", "I, [P1], count by hand."),
        ("P1", "It takes [company] an hour. [P1] is tired."),
    ]
    assert need.contradicting[0].text == "I count nothing, and my boss at [company] is happy."
    assert figures(need).startswith("1 of 2 people spoke for it; likely 9–91 % of people like them; 1 against")


def test_only_words_that_may_be_shared_are_in_it(heard: Told) -> None:
    standing = heard.consents(heard.anna, "quote", "share")
    heard.consents(heard.ben, "quote")
    found = seen(heard)
    assert ([w.who for w in found.needs[0].supporting], found.needs[0].contradicting) == (["P1", "P1"], ())
    assert (found.not_shared, found.needs[0].spoke_against, found.needs[0].more) == (1, 1, 1)
    heard.withdraws(standing)
    found = seen(heard)
    assert (found.needs[0].supporting, found.not_shared, found.needs[0].spoke_for) == ((), 3, 1)


def test_files_hold_it_and_are_the_same_each_time(heard: Told) -> None:
    found = seen(heard)
    word, sheets = as_docx(found), as_pdf(found)
    assert (as_docx(found), as_pdf(found)) == (word, sheets)
    with ZipFile(BytesIO(word)) as file:
        text, core = (file.read(name).decode() for name in ("word/document.xml", "docProps/core.xml"))
    said = " ".join(re.findall(r"<w:t[^>]*>([^<]*)", text))
    assert "[P1], count by hand." in said
    assert [name for name in NAMES if name in said + core] == []
    assert re.findall(r'w:pStyle w:val="(Heading\d|Title)"', text)[:3] == ["Title", "Heading1", "Heading1"]
    assert sheets.startswith(b"%PDF-")
    assert b"/MarkInfo" in sheets  # tagged, for those who hear it read


def test_letters_of_other_scripts_do_not_stop_it(access: Access, heard: Told) -> None:
    found = seen(heard)
    words = ReportWords("P1", "漢字 😀 #panic() @preview $x$")
    need = replace(found.needs[0], supporting=(words,))
    assert as_pdf(replace(found, needs=(need,))).startswith(b"%PDF-")


def test_pages_and_downloads(heard: Told, viewer: Access, elsewhere: Access) -> None:
    vera, charlie = SignedIn(viewer), SignedIn(elsewhere)
    page = unescape(vera.get(vera.path(f"interviews/{heard.study}/report")).content.decode())
    main = page[page.index("<main") :]
    assert "1 of 2 people spoke for it" in main
    assert [name for name in NAMES if name in main] == []
    pdf = vera.get(vera.path(f"interviews/{heard.study}/report.pdf"))
    assert (pdf["Content-Type"], pdf["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="how-p1-counts-report.pdf"',
    )
    assert vera.get(vera.path(f"interviews/{heard.study}/report.docx")).content.startswith(b"PK")
    for ending in ("", ".pdf", ".docx"):
        assert charlie.get(vera.path(f"interviews/{heard.study}/report{ending}")).status_code == 404
    with pytest.raises(NotFound):
        seen(heard, elsewhere)


def test_findings_come_with_what_to_do_and_who_showed_them(heard: Told) -> None:
    made = add_finding(
        heard.access,
        study_id=heard.study,
        title="Anna counts twice",
        severity="high",
        recommendation="Ask Ben Holm",
        area="Shop",
    )
    for excerpt, stance in ((heard.excerpts[0], "supports"), (heard.excerpts[2], "contradicts")):
        link(heard.access, upstream=excerpt, verb=stance, downstream=made.pk)
    (finding,) = seen(heard).findings
    assert (finding.title, finding.recommendation) == ("[P1] counts twice", "Ask [P2]")
    assert (
        finding_figures(finding) == "High; Shop; 1 of 2 people showed it; likely 9–91 % of people like them; 1 against."
    )
    assert ([w.who for w in finding.supporting], [w.who for w in finding.contradicting]) == (["P1"], ["P2"])
    with ZipFile(BytesIO(as_docx(seen(heard)))) as file:
        assert "To do: Ask [P2]" in file.read("word/document.xml").decode()


def test_statements_do_not_grow_with_needs(heard: Told) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert seen(heard).needs
        return len(found)

    before = asked()
    for number in range(8):
        made = add_need(heard.access, title=f"Need {number}")
        link(heard.access, upstream=heard.excerpts[number % 3], verb="supports", downstream=made.pk)
    assert asked() <= before
    assert len(seen(heard).needs) == 9


def test_a_guest_reads_it_by_a_link(heard: Told) -> None:
    secret = share_with_guest(heard.access, node_id=heard.study, name="The board").secret
    page = unescape(Client().get(f"/guest/{secret}").content.decode())
    assert "I, [P1], count by hand." in page
    assert [part for part in (*NAMES, "<form", "<script") if part in page] == []
    kinds = ("pdf", "docx")  # it leads nowhere else
    assert re.findall(r'<a [^>]*href="([^"]*)"', page) == [f"/guest/{secret}/report.{kind}" for kind in kinds]
    heard.withdraws(heard.consents(heard.anna, "quote", "share"))
    assert "count by hand" not in Client().get(f"/guest/{secret}").content.decode()


def test_an_empty_study_says_so(access: Access) -> None:
    found = report(access, add_study(access, title="Nothing yet").pk, on=DAY)
    assert (found.needs, found.people, found.segments) == ((), 0, ())
    assert as_pdf(found).startswith(b"%PDF-")
    assert as_docx(found).startswith(b"PK")


def test_a_guest_takes_it_along(heard: Told) -> None:
    secret = share_with_guest(heard.access, node_id=heard.study, name="The board").secret
    client = Client()
    page = client.get(f"/guest/{secret}").content.decode()
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert f'href="/guest/{secret}/report.{kind}"' in page
        file = client.get(f"/guest/{secret}/report.{kind}")
        assert file.content.startswith(start)
        assert f"report.{kind}" in file["Content-Disposition"]
    words = words_in(client.get(f"/guest/{secret}/report.docx").content)
    assert "count by hand" in words
    assert [name for name in NAMES if name in words] == []


def test_a_guest_takes_nothing_along_that_may_not_be_shown(heard: Told) -> None:
    secret = share_with_guest(heard.access, node_id=heard.study, name="The board").secret
    heard.withdraws(heard.consents(heard.anna, "quote", "share"))
    client = Client()
    assert "count by hand" not in words_in(client.get(f"/guest/{secret}/report.docx").content)
    withdraw_guest_link(heard.access, link_id=guest_links(heard.access, node_id=heard.study)[0].id)
    need = share_with_guest(heard.access, node_id=heard.need, name="The board").secret
    for where in (secret, need, "nobody"):
        assert [client.get(f"/guest/{where}/report.{kind}").status_code for kind in ("pdf", "docx")] == [404, 404]


def words_in(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as file:
        return unescape(file.read("word/document.xml").decode())
