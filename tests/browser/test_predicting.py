"""A quantity is predicted by whoever sees only the page."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_quantity_is_predicted(page: Page) -> None:
    page.goto("/w/larder-demo/predictions/new")
    page.get_by_role("textbox", name="What do you expect?").fill("How many weeks until the scanner is out?")
    page.get_by_text("A quantity", exact=True).click()
    for label, typed in (("Low", "4"), ("Most likely", "6"), ("High", "11"), ("Unit", "weeks")):
        page.get_by_role("textbox", name=label).fill(typed)
    page.get_by_label("Known by").fill("2040-03-31")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How many weeks")
    expect(page.locator("main")).to_contain_text("4 to 11")
