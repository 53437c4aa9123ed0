"""The opportunity solution tree: boxes added, moved by keys and by drag, closed and opened, and a move undone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TREE = "/w/mes-workspace/interviews/tree"


def box(page: Page, title: str) -> Locator:
    return page.locator(f'[role=treeitem][data-title="{title}"]')


def add(page: Page, under: str, title: str, kind: str = "") -> None:
    box(page, under).last.focus()
    page.keyboard.press("n")
    if kind:
        page.get_by_label("Add", exact=True).select_option(kind)
    page.locator("[data-adding] [name=title]").fill(title)
    page.keyboard.press("Enter")
    expect(box(page, title)).to_be_focused()


def test_a_key_that_comes_before_the_script_is_not_lost(page: Page) -> None:
    page.goto("/w/mes-workspace/outcomes/new")
    page.locator("[name=title]").fill("Quicker mornings")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Quicker mornings")).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/dist/app[^/]*\.js"), hold)
    page.goto(TREE, wait_until="commit")
    while not page.evaluate("Boolean(window.earlyKeys)"):  # the page's policy lets no waiting script be made of words
        page.wait_for_timeout(20)
    box(page, "Quicker mornings").focus()
    page.keyboard.press("n")
    held[0].continue_()
    expect(page.locator("[data-adding] [name=title]")).to_be_focused()


def test_a_tree_grows_and_is_moved(page: Page, accessible: Callable[[Page], None]) -> None:
    page.goto("/w/mes-workspace/outcomes/new")
    page.locator("[name=title]").fill("Fewer spoilt orders")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Fewer spoilt orders")).to_be_visible()
    page.goto(TREE)
    add(page, "Fewer spoilt orders", "See what is left", "")
    add(page, "Fewer spoilt orders", "Know what to order", "")
    add(page, "See what is left", "Warn at two o'clock", "idea")
    add(page, "Warn at two o'clock", "Somebody looks at two o'clock", "")
    accessible(page)

    box(page, "Warn at two o'clock").focus()
    page.keyboard.press("Space")
    said = page.locator("[data-said]")
    expect(said).to_contain_text("“Warn at two o'clock” is picked up")
    page.keyboard.press("Home")
    expect(said).to_contain_text("cannot stand under “Fewer spoilt orders”")
    page.keyboard.press("Escape")
    expect(said).to_contain_text("It stays where it is")
    expect(box(page, "Warn at two o'clock")).to_be_focused()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    expect(said).to_contain_text("stands under “See what is left” already")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Under “Know what to order”.")
    page.keyboard.press("Space")
    expect(page.get_by_text("“Warn at two o'clock” was moved.")).to_be_visible()
    moved = box(page, "Know what to order").locator("[role=treeitem]")
    expect(moved.first).to_contain_text("Warn at two o'clock")
    page.keyboard.press("z")
    expect(box(page, "See what is left").locator("[role=treeitem]").first).to_contain_text("Warn at two o'clock")

    handle = box(page, "Know what to order").locator(".branch-box").first
    handle.drag_to(box(page, "See what is left").locator(".branch-box").first)
    expect(page.get_by_text("“Know what to order” was moved.")).to_be_visible()
    expect(box(page, "See what is left").locator('[data-title="Know what to order"]')).to_be_visible()

    box(page, "See what is left").focus()
    page.keyboard.press("ArrowLeft")
    expect(box(page, "Know what to order")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(box(page, "Know what to order")).to_be_visible()
