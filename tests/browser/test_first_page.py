"""The first page somebody sees after ./run."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["wide", "phone"], indirect=True)
def test_it_opens_signed_in_and_accessible(page: Page, accessible: Callable[[Page], None]) -> None:
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
    accessible(page)
