"""An hour is booked for a participant, whose mail holds the link; on their phone they move it, call it off and book another."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES

pytestmark = pytest.mark.browser
DEMO = "/w/larder-demo/"


@pytest.fixture
def phone(chromium: Browser, home: str) -> Iterator[Page]:
    """Of somebody without an account, far away."""
    width, height = SIZES["phone"]
    context = chromium.new_context(
        base_url=home,
        viewport={"width": width, "height": height},
        timezone_id="Australia/Lord_Howe",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def mailed_link(page: Page) -> str:
    """From the newest mail of the outbox; it is sent within seconds."""
    for _ in range(40):
        page.goto(f"{DEMO}settings/outbox")
        found = re.search(r"http://\S+(/asked/\S+/book)", page.locator("main").inner_text())
        if found:
            return found[1]
        page.wait_for_timeout(500)
    raise AssertionError("no mail came")


@pytest.mark.slow
def test_a_participant_moves_and_calls_off(page: Page, phone: Page, accessible: Callable[[Page], None]) -> None:
    page.goto(f"{DEMO}interviews")
    study = page.get_by_role("link", name="What arrives, and what is billed")
    page.goto(study.get_attribute("href") or "")
    page.get_by_role("link", name="Book for somebody").click()
    accessible(page)
    page.locator("label.hour").first.click()
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text("Both are told by mail")).to_be_visible()

    phone.goto(mailed_link(page))
    expect(phone.get_by_role("heading", name="Your interview is booked")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Choose another hour").click()
    accessible(phone)
    phone.locator(".hours a").nth(4).click()
    phone.get_by_role("button", name="Move it here").click()
    expect(phone.get_by_role("heading", name="Your interview is booked")).to_be_visible()

    phone.get_by_role("link", name="Call it off").click()
    accessible(phone)
    phone.get_by_role("button", name="Call it off").click()
    expect(phone.get_by_text("Called off")).to_be_visible()

    phone.goto(phone.url.split("?")[0])
    expect(phone.get_by_label("Hours are shown in")).to_have_value("Australia/Lord_Howe")
    phone.locator(".hours a").first.click()
    accessible(phone)
    phone.get_by_role("button", name="Book this hour").click()
    expect(phone.get_by_text("Australia/Lord_Howe (")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
