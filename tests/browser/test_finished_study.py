"""A finished study comes in with its findings sheet and is read finding by finding, by keys."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REAL = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[3] / "shared" / "data"))
HEADER = ("Participants", "Finding", "Findings statement", "Recommendation", "Severity", "Status")
ROWS = (
    ("P1, P3", "P1: Scrolled past it twice.\nP3: Never saw it.", "Most overlook the search.", "Move it up", "P1", "Open"),
    ("P2", "P2: Trusted the totals at once.", "The totals are trusted.", "", "Positive", ""),
)  # fmt: skip


def sheet() -> bytes:
    """A real one where it is at hand, with ten participants."""
    real = REAL / "interviews" / "onrr" / "34_findings.xlsx"
    if real.exists():
        return real.read_bytes()
    book = pytest.importorskip("openpyxl").Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_finished_study_by_keys(page: Page, accessible: Callable[[Page], None]) -> None:
    page.goto("/w/larder-demo/interviews/bring-in")
    accessible(page)
    chosen = {"name": "Usability of the data site.xlsx", "mimeType": "application/octet-stream", "buffer": sheet()}
    page.get_by_label("Drop the sheet here").set_input_files(files=[chosen])
    expect(page.get_by_role("heading", name="What the sheet’s severities mean")).to_be_visible()
    accessible(page)
    page.get_by_label("“P1” means").focus()
    page.keyboard.type("High")
    page.get_by_role("button", name="Bring in").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/n/\d+"))
    expect(page.get_by_role("heading", name="Usability of the data site")).to_be_visible()
    page.get_by_role("link", name="By participant").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="P1", exact=True)).to_be_visible()
    accessible(page)
    expect(page.locator("tbody .tag").first).to_have_text("High")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_text("95 % interval").last).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".matrix .who").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accessible(page)
