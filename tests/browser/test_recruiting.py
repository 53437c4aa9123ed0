"""Recruiting by keyboard alone: a screener is built and posted, and somebody without an account or script answers it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

DEMO = "/w/larder-demo/"


@pytest.mark.slow
def test_a_screener_is_built_posted_and_answered(page: Page, chromium: Browser, home: str) -> None:
    page.goto(f"{DEMO}interviews/new")
    page.get_by_label("Name").fill("Who throws away what")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who throws away what")
    page.get_by_role("link", name="post a screener").press("Enter")
    page.get_by_role("button", name="Add a question").press("Enter")
    expect(page.get_by_label("Question 1", exact=True)).to_be_focused()
    page.keyboard.type("Do you throw food away?")
    page.get_by_label("Answers to choose from").fill("Daily\nHardly ever")
    page.get_by_role("button", name="Add a rule").press("Enter")
    expect(page.get_by_label("Question of rule 1")).to_be_focused()
    page.get_by_label("Answer that rule 1 looks for").fill("Daily")
    page.get_by_label("What rule 1 does").select_option("accept")
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.get_by_text("Version 1 is asked from now on.")).to_be_visible()
    page.get_by_role("button", name="Open a link").press("Enter")
    link = page.locator("code").inner_text()
    answer(chromium, link)
    page.goto(re.sub(r"/screener.*", "/candidates", page.url))
    row = page.get_by_role("row", name=re.compile("Nora New"))
    expect(row).to_contain_text("Accepted")


def answer(chromium: Browser, link: str) -> None:
    """Nora has a phone, no script, and uses a keyboard."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    form = context.new_page()
    form.goto(link)
    form.keyboard.press("Tab")
    form.keyboard.press("Space")
    expect(form.get_by_label("Daily")).to_be_checked()
    for words in ("Nora New", "nora@new.example"):
        form.keyboard.press("Tab")
        form.keyboard.type(words)
    form.keyboard.press("Enter")
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
    context.close()
