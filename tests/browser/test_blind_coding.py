"""A coder's page by keys alone, and what two colleagues marked side by side, in the demo's coding rounds."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def open_round(page: Page, title: str) -> None:
    """Its whole page: a click would show it beside the list."""
    page.goto(f"/w/larder-demo/search?{urlencode({'q': title})}")
    page.goto(page.get_by_role("main").get_by_role("link", name=title).first.get_attribute("href") or "")


def test_a_coder_marks_by_keys_alone(page: Page, accessible: Callable[[Page], None]) -> None:
    open_round(page, "Deliveries, coded blind")
    page.get_by_role("link", name="Code", exact=True).click()
    page.locator("clew-reader:defined").wait_for(state="attached")
    page.locator("[data-text]").focus()
    page.keyboard.press("Home")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_label("Codes")).to_be_focused()
    page.keyboard.type("shelf")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("article.card")).to_have_count(1)
    expect(page.locator("[data-text]")).to_be_focused()
    accessible(page)
    page.get_by_role("button", name="Withdraw this mark").click()
    expect(page.get_by_text("You have marked nothing here yet.")).to_be_visible()


@pytest.mark.slow
def test_marks_stand_side_by_side(page: Page, accessible: Callable[[Page], None]) -> None:
    open_round(page, "Do we mean the same by our codes?")
    expect(page.get_by_role("heading", name="Agreement before you talked")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Reconcile").click()
    expect(page.get_by_text("not settled").first).to_be_visible()
    accessible(page)
