"""The way from a file to sources, through the pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.people import SignedIn

from clew.ground.evidence.api import imports
from clew.ground.evidence.tests.importing import REVIEWS, bring_in, table
from clew.ground.evidence.tests.test_import_findings import sheet
from clew.ground.evidence.tests.test_import_interviews import SRT, VTT
from clew.ground.runs.api import Run, perform
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db
Browser = Callable[[Access], SignedIn]


def choose(browser: SignedIn, *files: tuple[str, str | bytes]) -> Any:
    """The first step; answers with the second."""
    sent = [SimpleUploadedFile(name, c.encode() if isinstance(c, str) else c) for name, c in files]
    return browser.post(browser.path("imports/new"), {"file": sent}, follow=True)


def form_of(page: Any) -> dict[str, object]:
    """What a browser would send if nothing were changed."""
    settled = page.context["settled"]
    form: dict[str, object] = {"file": [f.file_id for f in settled.files], "title": settled.title}
    if settled.reading == "table":
        form |= {c.input: c.chosen for c in settled.columns}
        form |= {"read_as": settled.read_as, "reading": "table", "join": settled.join, "kind": "feedback"}
    return form


def shown(page: Any, value: str, label: str) -> bool:
    """Whether a figure stands on the page with these words below it."""
    plain = " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())
    return f" {value} {label}" in plain


def finish() -> None:
    for run in Run._base_manager.filter(state="queued"):
        perform(run.key)


class TestTable:
    def test_what_clew_understood(self, editor: Access, browser_of: Browser) -> None:
        page = choose(browser_of(editor), ("reviews.csv", table()))
        assert page.status_code == 200
        settled = page.context["settled"]
        assert {c.name: c.chosen for c in settled.columns}["Content"] == "text"
        assert all(c.reason for c in settled.columns if c.chosen != "extra")
        assert (settled.trial.added, settled.trial.failed) == (4, 0)
        assert "Counting by voice saves me" in page.content.decode()
        assert imports(editor) == []

    def test_empty_rows_are_told_before_and_after(self, editor: Access, browser_of: Browser) -> None:
        browser = browser_of(editor)
        page = choose(browser, ("reviews.csv", table() + ",,,,,,\n"))
        assert shown(page, "1", "empty row left out")
        begun = browser.post(browser.path("imports/begin"), form_of(page))
        finish()
        assert shown(browser.get(begun["Location"]), "1", "empty row left out")
        assert "empty row" not in choose(browser, ("others.csv", table(REVIEWS[:2]))).content.decode()

    def test_from_file_to_sources(self, editor: Access, browser_of: Browser) -> None:
        browser = browser_of(editor)
        begun = browser.post(browser.path("imports/begin"), form_of(choose(browser, ("reviews.csv", table()))))
        assert begun.status_code == 303
        (row,) = imports(editor)
        assert begun["Location"] == browser.path(f"n/{row.id}")
        assert b"clew-progress" in browser.get(begun["Location"]).content
        finish()
        page = browser.get(begun["Location"]).content.decode()
        assert "See the sources" in page
        assert f"?batch={row.id}" in page
        assert "Brought in" in browser.get(browser.path("imports")).content.decode()

    def test_the_preview_follows_the_choice_and_keeps_what_was_typed(self, editor: Access, browser_of: Browser) -> None:
        browser = browser_of(editor)
        form = form_of(choose(browser, ("reviews.csv", table()))) | {"act": "preview", "title": "My title", "c3": "out"}
        page = browser.post(browser.path("imports/begin"), form)
        assert page.status_code == 200
        assert {c.name: c.chosen for c in page.context["settled"].columns}["Author"] == "out"
        assert "My title" in page.content.decode()
        assert imports(editor) == []

    def test_two_columns_for_one_field_are_refused_with_what_was_chosen(
        self, editor: Access, browser_of: Browser
    ) -> None:
        browser = browser_of(editor)
        form = form_of(choose(browser, ("reviews.csv", table()))) | {"c3": "text", "title": "Kept"}
        page = browser.post(browser.path("imports/begin"), form)
        assert page.status_code == 422
        assert "“Author” and “Content” are both “The words”." in page.content.decode()
        assert "Kept" in page.content.decode()
        assert imports(editor) == []

    def test_rows_of_one_id_are_offered_to_be_joined(self, editor: Access, browser_of: Browser) -> None:
        rows = [(f"gp:AOqpT{n // 3}", f"Sentence {n} of a longer review, said by someone.") for n in range(60)]
        page = choose(browser_of(editor), ("reviews.csv", table(rows, ("Review id", "Content"))))
        assert page.context["settled"].join == "Review id"
        assert page.context["settled"].trial.added == 20
        assert "Join the rows of one “Review id”" in page.content.decode()

    def test_pasted_rows(self, editor: Access, browser_of: Browser) -> None:
        browser = browser_of(editor)
        page = browser.post(browser.path("imports/new"), {"pasted": table()}, follow=True)
        assert page.context["settled"].trial.added == 4

    def test_the_same_file_again_says_so(self, editor: Access, browser_of: Browser) -> None:
        browser = browser_of(editor)
        for _ in range(2):
            form = form_of(choose(browser, ("reviews.csv", table())))
            answer = browser.post(browser.path("imports/begin"), form, follow=True)
            finish()
        assert "here already; nothing was added" in answer.content.decode()
        assert len(imports(editor)) == 1


def test_transcripts_with_their_speakers(editor: Access, browser_of: Browser) -> None:
    browser = browser_of(editor)
    page = choose(browser, ("call.vtt", VTT), ("labels.srt", SRT))
    assert "Speaker 2 is" in page.content.decode()
    form = form_of(page) | {
        "reading": "transcript",
        "who_0_1": "Anna Keller",
        "said_on_0": "2026-03-06",
        "title_0": "Friday call",
    }
    assert browser.post(browser.path("imports/begin"), form).status_code == 303
    finish()
    assert imports(editor)[0].added == 2
    listed = browser.get(browser.path("sources")).content.decode()
    assert "Friday call" in listed
    assert "Anna Keller" in listed


def test_a_day_that_is_none_keeps_what_was_typed(editor: Access, browser_of: Browser) -> None:
    browser = browser_of(editor)
    form = form_of(choose(browser, ("call.vtt", VTT))) | {"who_0_1": "Anna Keller", "said_on_0": "Friday"}
    page = browser.post(browser.path("imports/begin"), form)
    assert page.status_code == 422
    assert 'value="Anna Keller"' in page.content.decode()


def test_a_findings_sheet(editor: Access, browser_of: Browser) -> None:
    browser = browser_of(editor)
    page = choose(browser, ("home.xlsx", sheet()))
    assert "Most overlook the search." in page.content.decode()
    assert browser.post(browser.path("imports/begin"), form_of(page)).status_code == 303
    finish()
    assert imports(editor)[0].added == 3  # what is liked is no need


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("leaflet.pdf", b"%PDF-1.4", "This is a PDF"),
        ("empty.csv", b" ", "nothing but white space"),
        ("book.docx", b"PK\x03\x04 no zip", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    editor: Access, browser_of: Browser, name: str, content: bytes, said: str
) -> None:
    page = choose(browser_of(editor), (name, content))
    assert page.status_code == 422
    assert said in page.content.decode()


def test_nothing_chosen(editor: Access, browser_of: Browser) -> None:
    browser = browser_of(editor)
    assert browser.post(browser.path("imports/new"), {}).status_code == 422
    assert browser.post(browser.path("imports/begin"), {}).status_code == 422
    assert choose(browser, ("a.csv", table()), ("b.csv", table(REVIEWS[:1]))).status_code == 422
    assert browser.get(browser.path("imports/new?file=987654321")).status_code == 404


def test_errors_are_downloaded_without_formulas(
    editor: Access, viewer: Access, elsewhere: Access, browser_of: Browser
) -> None:
    rows = [("r1", "=1+1", "", "", "", "", "Words"), ("r2", "2026-01-02", "", "", "", "", "Other words"), *REVIEWS]
    made = bring_in(editor, table(rows))
    browser = browser_of(viewer)
    answer: Any = browser.get(browser.path(f"imports/{made.subject_id}/errors"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert lines[0] == "Row,Column,What is wrong,What to do,Review id,Date,Rating,Author,Email,Company,Content"
    assert lines[1].endswith(",r1,'=1+1,,,,,Words")
    assert lines[1].startswith("2,Date,")
    assert not any(cell.startswith("=") for cell in lines[1].split(","))
    stranger = browser_of(elsewhere)
    assert stranger.get(stranger.path(f"imports/{made.subject_id}/errors")).status_code == 404


def test_cancel_and_go_on(editor: Access, browser_of: Browser) -> None:
    browser = browser_of(editor)
    browser.post(browser.path("imports/begin"), form_of(choose(browser, ("reviews.csv", table()))))
    (row,) = imports(editor)
    assert browser.post(browser.path(f"imports/{row.id}/cancel")).status_code == 303
    assert "Cancelled after 0 rows" in browser.get(browser.path(f"n/{row.id}")).content.decode()
    assert browser.post(browser.path(f"imports/{row.id}/continue")).status_code == 303
    finish()
    assert imports(editor)[0].state == "imported"
    assert browser.post(browser.path(f"imports/{row.id}/cancel")).status_code == 422


def test_an_empty_list_teaches(viewer: Access, editor: Access, browser_of: Browser) -> None:
    path = browser_of(editor).path("imports")
    assert "Nothing was brought in yet" in browser_of(viewer).get(path).content.decode()
    assert "Import a file" in browser_of(editor).get(path).content.decode()
