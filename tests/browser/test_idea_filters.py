"""Filters and columns of ideas of which several are ticked: by keys and by the mouse, left as they were by Escape, and without script."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
IDEAS = "/w/larder-demo/roadmap/ideas"


def opened(page: Page, name: str) -> Locator:
    page.locator(f"[popovertarget=several-{name}]").click()
    found = page.locator(f"#several-{name}")
    expect(found).to_be_visible()
    return found


def test_several_states_are_ticked_by_keys(page: Page) -> None:
    page.goto(IDEAS)
    button, boxes = page.locator("[popovertarget=several-state]"), page.locator("#several-state")
    button.focus()
    for keys in (["Escape"], ["Tab"] * 7):
        page.keyboard.press("Enter")
        expect(boxes.get_by_label("New")).to_be_focused()
        for key in ("ArrowDown", "Space", "ArrowDown", "Space"):
            page.keyboard.press(key)
        expect(boxes.get_by_role("checkbox", checked=True)).to_have_count(2)
        for key in keys:
            page.keyboard.press(key)
        if keys == ["Escape"]:
            expect(boxes).to_be_hidden()
            expect(button).to_have_text("All states")
    expect(button).to_have_text("Considered or Planned")
    expect(button).to_be_focused()
    expect(page).to_have_url(re.compile("state=considered&state=planned"))
    expect(page.locator("tbody tr[data-id]").first).to_be_visible()
    assert set(page.locator("tbody td .tag").all_inner_texts()) >= {"Considered", "Planned"}


def test_what_is_ticked_counts_when_the_list_is_closed(page: Page) -> None:
    page.goto(f"{IDEAS}?state=planned")
    opened(page, "state").get_by_text("Released").click()
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[popovertarget=several-state]")).to_have_text("Planned or Released")
    fields = opened(page, "field")
    fields.get_by_placeholder("5..10").fill("1..99")
    page.keyboard.press("Enter")
    expect(page.locator("[popovertarget=several-field]")).to_have_text("Design: 1..99")
    expect(page).to_have_url(re.compile(r"state=planned&state=released&field-\d+=1..99"))


@pytest.mark.parametrize("page", ["wide", "phone"], indirect=True)
def test_columns_are_chosen(page: Page) -> None:
    page.goto(f"{IDEAS}?state=planned")
    columns = opened(page, "column")
    for name in ("Votes", "Accounts", "State"):
        columns.get_by_label(name, exact=True).click()
    page.get_by_role("heading", level=1).click()
    button = page.locator("[popovertarget=several-column]")
    expect(button).not_to_have_text("Usual columns")
    expect(button).to_be_focused()
    expect(page.locator("[popovertarget=several-state]")).to_have_text("Planned")
    heads = page.locator("thead th")
    expect(heads.filter(has_text="Accounts")).to_be_visible()
    expect(heads.filter(has_text="Revenue")).to_be_visible()
    expect(heads.filter(has_text="Votes")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script(page: Page, chromium: Browser) -> None:
    page.goto(IDEAS)
    with chromium.new_context(storage_state=page.context.storage_state(), java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(page.url)
        states = opened(plain, "state")
        states.get_by_text("Planned").click()
        states.get_by_text("Considered").click()
        states.get_by_role("button", name="Show").click()
        expect(plain.locator("[popovertarget=several-state]")).to_have_text("Considered or Planned")
