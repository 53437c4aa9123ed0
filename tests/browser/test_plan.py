"""Boards: a card is put into another column by keys and by drag, a bar moves along the timeline by keys and by drag, and all is undone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLAN, IDEAS = "/w/larder-demo/roadmap/plan", "/w/larder-demo/roadmap/ideas?view=board"


def card(page: Page, column: str, title: str) -> Locator:
    return page.locator(f'[data-column="{column}"] [data-card][data-title="{title}"]')


def test_cards_and_bars_move_by_keys_and_by_drag(page: Page) -> None:
    page.goto(PLAN)
    order = "Count in shelf order"
    card(page, "now", order).locator("a").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-said]")).to_contain_text("picked up")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(card(page, "next", order).locator("a")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "now", order)).to_be_visible()
    card(page, "now", order).drag_to(page.locator('[data-column="later"]'))
    expect(page.get_by_text("Moved.")).to_be_visible()
    expect(card(page, "later", order)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "now", order)).to_be_visible()

    page.goto(IDEAS)
    scan = "A one-day pass with pictures"
    card(page, "released", scan).locator("a").focus()
    for key in ("Space", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-said]")).to_have_text("Declined.")
    page.keyboard.press("Space")
    expect(card(page, "declined", scan).locator("a")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    card(page, "released", scan).drag_to(page.locator('[data-column="new"]'))
    expect(card(page, "new", scan).locator("a")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "released", scan)).to_be_visible()

    page.goto(f"{PLAN}?view=timeline")
    bar = page.locator(f'[data-bar][data-title="{order}"]')
    before = bar.get_attribute("aria-label")
    bar.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-said]")).to_contain_text("14 days later")
    expect(page.get_by_text("Moved.")).to_be_visible()
    expect(bar).not_to_have_attribute("aria-label", before or "")
    page.get_by_role("button", name="Undo").click()
    expect(bar).to_have_attribute("aria-label", before or "")
    box = bar.locator("rect").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 65, box["y"] + 5, steps=4)
    page.mouse.up()
    expect(page.get_by_text("Moved.")).to_be_visible()
    expect(bar).not_to_have_attribute("aria-label", before or "")
    page.get_by_role("button", name="Undo").click()
    expect(bar).to_have_attribute("aria-label", before or "")


def test_what_is_out_is_not_offered_to_be_moved(page: Page) -> None:
    page.goto(PLAN)
    out = page.locator("[data-card][data-stays]").first
    title = out.get_attribute("data-title")
    expect(out).not_to_have_attribute("draggable", "true")
    out.locator("a").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-said]")).to_have_text("")
    page.goto(f"{PLAN}?view=timeline")
    bar = page.locator(f'[data-bar][data-title="{title}"]')
    bar.focus()
    page.keyboard.press("Shift+ArrowRight")
    box = bar.locator("rect").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 105, box["y"] + 5, steps=4)
    expect(bar).not_to_have_attribute("transform", re.compile("translate"))
    page.mouse.up()
    expect(page.locator("[data-said]")).to_have_text("")
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(page.get_by_text("Delivers and waits for")).to_be_visible()


@pytest.mark.parametrize("page", ["wide", "phone"], indirect=True)
def test_filters_of_ideas_stand_behind_one_button_on_a_phone_alone(page: Page) -> None:
    page.goto("/w/larder-demo/roadmap/ideas")
    state, button = page.locator("[popovertarget=several-state]"), page.locator(".folds > summary")
    assert page.viewport_size
    if page.viewport_size["width"] > 720:
        expect(state).to_be_visible()
        expect(button).to_be_hidden()
        return
    expect(state).to_be_hidden()
    button.click()
    state.click()
    choices = page.get_by_role("group", name="State")
    choices.get_by_label("New").check()
    choices.get_by_role("button", name="Show").click()
    page.wait_for_url("**state=new**")
    expect(state).to_be_visible()
    expect(state).to_have_text("New")
    page.goto("/w/larder-demo/roadmap")
    last = page.locator("tr[data-id]").first.locator("td").nth(3)
    box = last.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390
