"""From the mirror of how interviews are held to the words themselves, by keys, in the demo's interviews."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_question_leads_to_its_words_and_enter_marks_them(page: Page, accessible: Callable[[Page], None]) -> None:
    page.goto("/w/larder-demo/interviews/practice")
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    accessible(page)
    page.get_by_role("cell", name="Counting at close in a one-room café").get_by_role("link").press("Enter")
    expect(page.get_by_role("heading", name="Talk analysis")).to_be_visible()
    accessible(page)
    asked = "And how does ordering from memory go?"
    page.get_by_role("link", name=asked).first.press("Enter")
    page.locator("clew-reader:defined").wait_for(state="attached")
    expect(page.locator("[data-text]")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == asked
    page.keyboard.press("Enter")
    expect(page.get_by_role("form", name="Mark these words").locator("[data-exact]")).to_have_text(asked)


def test_a_study_says_whether_it_heard_enough_and_whom_not(page: Page, accessible: Callable[[Page], None]) -> None:
    page.goto("/w/larder-demo/interviews")
    page.goto(
        page.get_by_role("main")
        .get_by_role("link", name="What arrives, and what is billed")
        .first.get_attribute("href")
        or ""
    )
    page.get_by_role("link", name="Saturation").press("Enter")
    expect(page.get_by_text("Three more people like these would tell")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="who has not been asked").press("Enter")
    expect(page.get_by_role("heading", name="Largest accounts")).to_be_visible()
    accessible(page)
    page.get_by_role("checkbox").first.press("Space")
    page.get_by_role("button", name="Make candidates").press("Enter")
    expect(page.get_by_text("1 candidate more. Invite them here.")).to_be_visible()
