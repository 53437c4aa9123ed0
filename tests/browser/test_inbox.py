"""The inbox by keys alone: what two customers say is sorted to a new need and its idea, and stands behind what is planned of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK = "/w/mes-workspace"
FIRST, SECOND = "The label printer jams on every second tray.", "Trays wait because labels come out torn."
NEED, IDEA = "Labels hold up the trays", "Print labels without backing paper"


def test_what_customers_say_is_sorted_by_keys(page: Page, accessible: Callable[[Page], None]) -> None:
    hands = Hands(page, accessible)
    for words in (FIRST, SECOND):
        page.goto(f"{WORK}/roadmap/inbox")
        hands.press("c")
        hands.see("Add feedback")
        hands.write(words)
        hands.enter(page.get_by_role("button", name="Add it"))
        expect(page.locator("blockquote")).to_have_text(words)
    page.goto(f"{WORK}/roadmap/inbox")
    hands.press("e")
    expect(page.locator("blockquote")).to_have_text(SECOND)
    hands.check()
    hands.press("n")
    hands.write(NEED)
    hands.press("Tab")
    hands.write(IDEA)
    hands.press("Enter")
    hands.read("Made, with these words behind it.")
    expect(page.locator("blockquote")).to_have_text(FIRST)
    hands.choose("Or an idea", IDEA)
    hands.press("Enter")
    hands.read("Tied.")

    page.goto(f"{WORK}/roadmap/ideas?q=backing")
    page.goto(page.get_by_role("link", name=IDEA).get_attribute("href") or "")
    hands.enter(page.get_by_role("link", name="Plan it"))
    hands.see("New roadmap item")
    hands.press("Enter")
    hands.read("Planned.")
    for words in (FIRST, SECOND):
        hands.read(words)
