"""What hands on a keyboard do: the palette, going places, moving in a table, the list of keys, undo."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

DEMO = "/w/larder-demo/"


def test_the_palette_goes_anywhere(page: Page) -> None:
    page.goto(DEMO)
    page.keyboard.press("Control+k")
    page.keyboard.type("calib")
    expect(page.get_by_role("option").first).to_be_hidden()
    page.get_by_role("combobox", name="Go anywhere, do anything").fill("decisi")
    expect(page.get_by_role("option").filter(has_text="Decisions").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/decisions"))


def test_g_and_a_letter_goes_to_a_place(page: Page) -> None:
    page.goto(DEMO)
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/needs$"))


def test_j_moves_x_selects_and_enter_peeks(page: Page) -> None:
    page.goto(f"{DEMO}accounts")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".bulk")).to_contain_text("1 selected")
    page.keyboard.press("Enter")
    expect(page.locator(".peek[data-open] h1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".peek[data-open]")).to_have_count(0)


def test_question_mark_lists_the_keys(page: Page) -> None:
    page.goto(DEMO)
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()


def test_archiving_is_undone(page: Page) -> None:
    page.goto(f"{DEMO}people")
    name = page.locator("tbody tr").first.locator(".title a").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Archive").click()
    expect(page.locator(".toast")).to_contain_text("1 archived")
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    page.goto(f"{DEMO}people")
    expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()


def test_the_theme_is_kept(page: Page) -> None:
    page.goto(DEMO)
    page.locator(".side-foot button.side-space").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".side-foot button.side-space").click()
    page.get_by_role("button", name="As the system").click()
