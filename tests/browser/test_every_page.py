"""Every page of the demo in both themes and on a phone: nothing broken, nothing wider than the window, nothing axe finds."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState

from clew.front.shell import MENU
from tests.browser.conftest import SIZES

pytestmark = pytest.mark.browser

DEMO = "/w/larder-demo/"
LISTS = tuple(route if route != "today" else "" for _, items in MENU for _, route, _, _ in items)
MORE = (
    "imports/new",
    "sources/new",
    "decisions/new",
    "predictions/new",
    "predictions/calibration",
    "needs/new",
    "ideas/new",
    "settings",
    "styleguide",
    "search?q=cold",
)
VIEWS = (("wide", "light"), ("wide", "dark"), ("phone", "light"))


@pytest.fixture(scope="module", params=VIEWS, ids="-".join)
def view(request: pytest.FixtureRequest, chromium: Browser, signed_in: StorageState, home: str) -> Iterator[Page]:
    size, theme = request.param
    width, height = SIZES[size]
    context = chromium.new_context(
        storage_state=signed_in,
        base_url=home,
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def visit(page: Page, path: str, accessible: Callable[[Page], None]) -> None:
    answer = page.goto(DEMO + path)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
    accessible(page)


@pytest.mark.parametrize("path", [*LISTS, *MORE])
def test_pages(view: Page, path: str, accessible: Callable[[Page], None]) -> None:
    visit(view, path, accessible)


@pytest.mark.parametrize(
    "path",
    [
        "sources?marked=yes",
        "themes",
        "needs?view=list",
        "ideas",
        "decisions",
        "predictions",
        "accounts",
        "people",
        "segments",
    ],
)
def test_the_first_record_of_each_list(view: Page, path: str, accessible: Callable[[Page], None]) -> None:
    view.goto(DEMO + path)
    first = view.locator("main a[data-peek], main a[href*='/n/'], main a[href*='/sources/']").first.get_attribute(
        "href"
    )
    assert first
    visit(view, first.removeprefix(DEMO), accessible)


def test_the_thread_of_a_need(view: Page, accessible: Callable[[Page], None]) -> None:
    view.goto(f"{DEMO}needs?view=list")
    need = view.locator("main a[data-peek]").first.get_attribute("href")
    assert need
    visit(view, f"thread/{need.rstrip('/').split('/')[-1]}", accessible)
