"""A box that finds records while one types, on a line where answers come late and out of order."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORK = "/w/mes-workspace"
SOME = re.compile(r"\d+")


def at_a_new_idea(hands: Hands, need: str) -> None:
    """In a workspace that has this need."""
    hands.page.goto(f"{WORK}/needs/new")
    hands.write(need)
    hands.button("Add need")
    hands.see(need)
    hands.page.goto(f"{WORK}/ideas/new")


def number(page: Page) -> Locator:
    """Of the record that is chosen."""
    return page.locator("clew-choose input[type=hidden]").first


def test_an_answer_that_comes_late_changes_nothing_under_the_hand(
    page: Page, accessible: Callable[[Page], None]
) -> None:
    hands, held = Hands(page, accessible), list[Route]()
    at_a_new_idea(hands, "Weigh without a scale")

    def later(route: Route) -> None:
        """What is asked about the first letters is answered last."""
        if route.request.url.endswith("q=Wei"):
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(r"[?&]q=Wei"), later)
    hands.field("The need it addresses", "Wei")
    while not held:
        page.wait_for_timeout(20)
    hands.write("gh without")
    option = page.get_by_role("option", name="Weigh without a scale")
    option.wait_for()
    while option.get_attribute("aria-selected") != "true":
        hands.press("ArrowDown")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(option).to_have_attribute("aria-selected", "true")
    hands.press("Enter")
    expect(number(page)).to_have_value(SOME)
    expect(hands.labelled("The need it addresses")).to_have_value("Weigh without a scale")


def test_a_name_typed_to_its_end_is_chosen(page: Page, accessible: Callable[[Page], None]) -> None:
    hands = Hands(page, accessible)
    at_a_new_idea(hands, "Know what is on the way")
    hands.field("Idea", "Lorries on a map")
    hands.field("The need it addresses", "know what is on the way")
    expect(number(page)).to_have_value(SOME)
    hands.press("Escape")
    hands.button("Add idea")
    hands.see("Lorries on a map")
    expect(page.get_by_role("main").get_by_role("link", name="Know what is on the way").first).to_be_visible()
