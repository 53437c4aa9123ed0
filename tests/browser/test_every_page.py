"""Every page wide in light, then narrow as a phone in dark: nothing broken, nothing wider than the window, nothing axe finds.

Every eighteenth page is taken in the quick round, all others in the slow one.

The demo, an empty workspace, and what is shown when something went wrong.
"""

from collections.abc import Callable, Iterator
from typing import Literal
from zlib import crc32

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, StorageState

from clew.front.pages.table import ROUTES
from clew.front.shell import MENU
from clew.ground.doors.api import rooms
from clew.ground.ledger.api import Refused
from tests.browser.conftest import SIZES
from tests.endurance.often import IS_SHORT

pytestmark = pytest.mark.browser

DEMO, EMPTY = "/w/larder-demo/", "/w/empty/"
PLACES = {route.name: route.path for route in ROUTES}
LISTS = tuple(PLACES[name] for _, items in MENU for _, name, _, _ in items)
# What lies inside the rooms; their first page stands in the menu.
TABS = tuple(PLACES[tab.route] for room in rooms() for tab in room.tabs if tab.route != room.entry.route)
MORE = (
    "interviews/new",
    "imports/new",
    "people/consent-texts",
    "sources/new",
    "decisions/new",
    "predictions/new",
    "predictions/calibration",
    "needs/new",
    "ideas/new",
    "settings",
    "settings/guests",
    "settings/outbox",
    "/accounts/",
    "/accounts/sessions/",
    "settings/leave?days=200",
    "settings/webhooks",
    "roadmap/models/factors",
    "roadmap/models/factors/new",
    "roadmap/models/new",
    "roadmap/trackers",
    "roadmap/trackers?kind=jira",
    "styleguide",
    "search?q=cold",
)
OF_A_STUDY = (
    "candidates", "panel", "screener", "findings", "report", "sides", "themes", "saturation", "not-asked", "reels", "code", "take-in",
)  # fmt: skip
OF_AN_INTERVIEW = ("conduct", "snapshot", "snapshot/edit", "talk", "privacy", "transcript")
VIEWS: tuple[tuple[str, Literal["light", "dark"]], ...] = (("wide", "light"), ("phone", "dark"))
REFUSED = {"error": Refused("A need has a name.", remedy="Type one."), "back": "/"}
ERRORS = (("400", {}), ("403", {}), ("404", {}), ("500", {}), ("shell/refused", REFUSED))


def spread(*cases: object) -> pytest.MarkDecorator:
    some = [
        pytest.param(
            case, id=str(case[0] if isinstance(case, tuple) else case), marks=() if n % 18 == 0 else pytest.mark.slow
        )
        for n, case in enumerate(cases)
    ]
    return pytest.mark.parametrize("case", some)


@pytest.fixture(scope="module")
def view(chromium: Browser, signed_in: StorageState, home: str) -> Iterator[Page]:
    context = chromium.new_context(storage_state=signed_in, base_url=home, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def visit(page: Page, path: str, accessible: Callable[[Page], None]) -> None:
    page.set_viewport_size({"width": SIZES["wide"][0], "height": SIZES["wide"][1]})
    answer = page.goto(path if path.startswith("/") else DEMO + path)
    assert answer is not None
    assert answer.status == 200
    sound(page, accessible)


def sound(page: Page, accessible: Callable[[Page], None]) -> None:
    """In both views, without loading it again; in a short round in one of them, by its address."""
    assert page.locator("h1").count() == 1
    for size, theme in [VIEWS[crc32(page.url.split("/", 3)[-1].encode()) % 2]] if IS_SHORT else VIEWS:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"wider than the window: {size}"
        accessible(page)


@spread(*LISTS, *TABS, *MORE)
def test_pages(view: Page, case: str, accessible: Callable[[Page], None]) -> None:
    visit(view, case, accessible)


@spread(
    "sources?marked=yes",
    "themes",
    "needs?view=list",
    "ideas",
    "decisions",
    "decisions?state=scored",
    "predictions",
    "accounts",
    "people",
    "segments",
    "interviews",
)
def test_the_first_record_of_each_list(view: Page, case: str, accessible: Callable[[Page], None]) -> None:
    view.goto(DEMO + case)
    first = view.locator("main a[data-peek], main a[href*='/n/'], main a[href*='/sources/']").first.get_attribute(
        "href"
    )
    assert first
    visit(view, first.removeprefix(DEMO), accessible)


@pytest.mark.slow
def test_the_pages_of_a_study_and_of_an_interview(view: Page, accessible: Callable[[Page], None]) -> None:
    """All of the study that has a film, of the interview in it, and its reel."""
    study, interview = study_with(view, "What the bin")
    reel = first_of(view, study.replace("/n/", "/interviews/") + "/reels", "main a[href*='/n/']:has-text('synthetic')")
    for path in (
        *(f"{study.replace('/n/', '/interviews/')}/{page}" for page in OF_A_STUDY),
        *(f"{interview.replace('/n/', '/interviews/')}/{page}" for page in OF_AN_INTERVIEW),
        interview,
        reel,
    ):
        visit(view, path, accessible)


def study_with(view: Page, interview: str) -> tuple[str, str]:
    view.goto(DEMO + "interviews")
    studies = [link.get_attribute("href") or "" for link in view.locator("main a[data-peek]").all()]
    for study in studies:
        view.goto(study)
        found = view.locator(f"main a[href*='/n/']:has-text('{interview}')")
        if found.count():
            return study, found.first.get_attribute("href") or ""
    pytest.fail(f"no study has “{interview}”")


def first_of(page: Page, path: str, link: str) -> str:
    page.goto(path)
    found = page.locator(link).first.get_attribute("href")
    assert found
    return found


@pytest.mark.slow
def test_the_thread_of_a_need(view: Page, accessible: Callable[[Page], None]) -> None:
    view.goto(f"{DEMO}needs?view=list")
    need = view.locator("main a[data-peek]").first.get_attribute("href")
    assert need
    visit(view, f"thread/{need.rstrip('/').split('/')[-1]}", accessible)


def test_what_was_known_then_and_now(view: Page, accessible: Callable[[Page], None]) -> None:
    view.goto(f"{DEMO}decisions?state=scored")
    taken = view.locator("main a[data-peek]").first.get_attribute("href")
    assert taken
    visit(view, f"decisions/{taken.rstrip('/').split('/')[-1]}/then", accessible)


@pytest.fixture(scope="module")
def empty(chromium: Browser, signed_in: StorageState, home: str) -> str:
    """A workspace in which nothing has happened yet."""
    context = chromium.new_context(storage_state=signed_in, base_url=home)
    page = context.new_page()
    page.goto(f"{DEMO}settings#new-workspace")
    page.get_by_role("dialog").get_by_label("Name").fill("Empty")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url(f"**{EMPTY}")
    context.close()
    return EMPTY


@spread(*LISTS, "predictions/calibration", "search", "brief")
def test_an_empty_workspace_teaches(view: Page, empty: str, case: str, accessible: Callable[[Page], None]) -> None:
    visit(view, empty + case, accessible)
    assert view.locator(".empty, .first-steps").count() > 0, "nothing says what the page is for"
    assert view.locator("main .toolbar form").count() == 0 or case in ("thread", "search"), "filters over nothing"


@spread(*ERRORS)
def test_error_pages(
    view: Page, home: str, case: tuple[str, dict[str, object]], accessible: Callable[[Page], None]
) -> None:
    template, shown = case
    html = render_to_string(f"{template}.html", shown, RequestFactory().get("/"))
    view.route(f"{home}/went-wrong", lambda route: route.fulfill(body=html, content_type="text/html"))
    view.goto("/went-wrong")
    sound(view, accessible)
    view.unroute(f"{home}/went-wrong")
