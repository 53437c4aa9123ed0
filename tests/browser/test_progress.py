"""Long work that ends while its reader is on the way to another page."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORK = "/w/mes-workspace"
ENDED = {"done": 1, "total": 1, "state": "done", "text": "1 of 1"}
BAR = """() => {
    const bar = document.createElement("clew-progress");
    bar.dataset.url = "/how-far";
    document.querySelector("main").append(bar);
}"""


def held(page: Page, address: str) -> list[Route]:
    """What is asked of the address waits here for its answer."""
    waiting = list[Route]()

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(re.compile(address), hold)
    return waiting


def until(page: Page, waiting: list[Route]) -> Route:
    while not waiting:
        page.wait_for_timeout(20)
    return waiting[0]


def test_the_end_of_long_work_calls_nobody_back(page: Page) -> None:
    page.goto(f"{WORK}/needs")
    how_far, on_the_way = held(page, "/how-far$"), held(page, f"{WORK}/ideas$")
    page.evaluate(BAR)
    asked = until(page, how_far)
    page.get_by_role("link", name="Ideas", exact=True).first.click(no_wait_after=True)
    answer = until(page, on_the_way)
    asked.fulfill(json=ENDED)
    page.wait_for_timeout(500)
    answer.continue_()
    expect(page.get_by_role("heading", level=1, name="Ideas")).to_be_visible()


def test_the_page_comes_anew_when_long_work_ends(page: Page) -> None:
    page.goto(f"{WORK}/needs")
    how_far = held(page, "/how-far$")
    page.evaluate(BAR)
    until(page, how_far).fulfill(json=ENDED)
    expect(page.locator("clew-progress")).not_to_be_attached()
    expect(page.get_by_role("heading", level=1, name="Needs")).to_be_visible()
