"""The thread view: the path of a card lights up, arrows walk along it, a hub opens."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEMO = "/w/larder-demo/"


@pytest.fixture
def heavy(page: Page) -> Page:
    """At the need with most weight."""
    page.goto(f"{DEMO}thread")
    page.locator("main .list a.name").first.click()
    expect(page.locator("clew-thread svg path").first).to_be_attached()
    return page


def test_the_path_of_a_card_lights_up(heavy: Page) -> None:
    said = heavy.locator('[data-back="1"] a.node-card')
    said.nth(1).focus()
    lit = heavy.locator("clew-thread path[data-on]")
    expect(said.nth(1)).to_have_attribute("data-on", "")
    expect(said.nth(0)).not_to_have_attribute("data-on", "")
    expect(heavy.locator(".centre")).to_have_attribute("data-on", "")
    assert 1 < lit.count() < heavy.locator("clew-thread path").count()
    heavy.locator(".centre").focus()
    expect(lit).to_have_count(0)
    heavy.locator("[data-onward] a.node-card").first.hover()
    expect(lit.first).to_be_attached()


def test_arrows_walk_along_the_line(heavy: Page) -> None:
    said = heavy.locator('[data-back="1"] a.node-card')
    said.first.focus()
    heavy.keyboard.press("ArrowDown")
    expect(said.nth(1)).to_be_focused()
    heavy.keyboard.press("ArrowRight")
    expect(heavy.locator(".centre")).to_be_focused()
    heavy.keyboard.press("ArrowRight")
    expect(heavy.locator("[data-onward] a.node-card:focus")).to_be_visible()
    heavy.keyboard.press("ArrowLeft")
    expect(heavy.locator(".centre")).to_be_focused()
    heavy.keyboard.press("ArrowLeft")
    expect(said.first).to_be_focused()
    heavy.keyboard.press("Enter")
    expect(heavy.locator(".centre .kind").first).to_contain_text("Excerpt")


def test_the_middle_is_seen_first_and_the_line_meets_its_card(heavy: Page) -> None:
    expect(heavy.locator(".centre")).to_be_in_viewport(ratio=1)
    off = heavy.evaluate(
        """() => { const path = document.querySelector("clew-thread path").getBoundingClientRect();
             const card = document.querySelector("clew-thread [data-to]").getBoundingClientRect();
             return Math.abs(path.left - card.right); }"""
    )
    assert off < 3


def test_a_hub_opens(heavy: Page) -> None:
    said = heavy.locator('[data-back="1"] a.node-card')
    before = said.count()
    heavy.locator('[data-back="1"]').get_by_role("link", name=re.compile(r"^and \d+ more$")).first.click()
    expect(heavy.get_by_role("link", name="Show fewer")).to_be_visible()
    assert said.count() > before + 5


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_on_a_phone_nothing_is_wider_than_the_window(heavy: Page) -> None:
    assert heavy.evaluate("document.documentElement.scrollWidth") <= 390
    expect(heavy.locator(".centre")).to_be_in_viewport()
