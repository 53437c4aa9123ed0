"""The pictures of the documentation, taken from the demo as it is now.

`CLEW_PICTURES` names the folder they are kept in (scripts/site sets it); without it they go to the test's own folder.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, StorageState, ViewportSize, expect

from tests.browser.conftest import SIZES
from tests.browser.test_reader import select

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEMO = "/w/larder-demo/"
WIDE = ViewportSize(width=1120, height=700)  # less than a screen: shown beside text, its words are still read
SHARP = 1.5  # pixels of the picture for one of the page, so that small words can be read
FEEDBACK = """id,date,customer,review
1,2026-01-04,Anna,Offline does not work at all on the train.
2,2026-01-09,Ben,I love the clipper. It saves me an hour a day.
3,2026-02-11,Anna,Opening a note offline shows an error and then nothing.
4,2026-02-20,Carla,I am always online so offline means nothing to me.
"""


def at(path: str) -> Callable[[Page], None]:
    return lambda page: go(page, DEMO + path)


def go(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{answer.status} at {path}"


def first_of(path: str, link: str = "main a[data-peek]") -> Callable[[Page], None]:
    """The page of the first record in a list."""

    def walk(page: Page) -> None:
        go(page, DEMO + path)
        go(page, page.locator(link).first.get_attribute("href") or "")

    return walk


def import_a_file(page: Page) -> None:
    go(page, f"{DEMO}imports/new")
    file = FilePayload(name="reviews.csv", mimeType="text/csv", buffer=FEEDBACK.encode())
    page.set_input_files("input[type=file]", file)
    expect(page.get_by_role("button", name="Bring in")).to_be_visible(timeout=30_000)


def read_a_source(page: Page) -> None:
    first_of("sources?marked=yes&kind=interview", "tbody .title a")(page)
    page.locator("clew-reader:defined").wait_for(state="attached")
    expect(page.locator("[data-text] mark").first).to_be_visible()


def mark_words(page: Page) -> None:
    """In a source that tells of losing what was typed where there is no signal."""
    first_of("search?q=%22walk+somewhere+with+signal%22", "main .list a.name")(page)
    page.locator("clew-reader:defined").wait_for(state="attached")
    select(page, "walk somewhere with signal before pressing save")
    page.locator("[data-text]").dispatch_event("pointerup")
    expect(page.locator("form.marker:not([data-turn])")).to_be_visible()


def thread_of_a_need(page: Page) -> None:
    go(page, f"{DEMO}needs?view=list")
    need = page.locator("main a[data-peek]").first.get_attribute("href") or ""
    go(page, f"{DEMO}thread/{number_in(need)}")


def then_and_now(page: Page) -> None:
    go(page, f"{DEMO}decisions?state=scored")
    taken = page.locator("main a[data-peek]").first.get_attribute("href") or ""
    go(page, f"{DEMO}decisions/{number_in(taken)}/then")


def number_in(link: str) -> str:
    found = re.search(r"(\d+)/?$", link)
    assert found, link
    return found[1]


def make_tokens(page: Page) -> None:
    go(page, f"{DEMO}settings/tokens")
    for name in ("Nightly import from the helpdesk", "Reading assistant"):
        page.get_by_label("Name").fill(name)
        page.get_by_role("button", name="Make a token").click()
        go(page, f"{DEMO}settings/tokens")


def open_palette(page: Page) -> None:
    go(page, f"{DEMO}needs")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go anywhere, do anything").fill("new")
    expect(page.locator("#palette-list [role=option]").first).to_have_text(re.compile("^New"))


def open_keys(page: Page) -> None:
    go(page, f"{DEMO}needs")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()


# Each is shown by a page of docs/, and each that a page shows is here: tests/test_docs.py compares.
PICTURES: dict[str, Callable[[Page], None]] = {
    "account": first_of("accounts"),
    "calibration": at("predictions/calibration"),
    "codes": at("codes"),
    "decision": first_of("decisions?state=scored"),
    "import": import_a_file,
    "item": first_of("roadmap/plan", "main [data-card] a[data-peek]"),
    "keys": open_keys,
    "leave": at("settings/leave"),
    "mark": mark_words,
    "members": at("settings"),
    "need": first_of("needs?view=list"),
    "needs": at("needs"),
    "palette": open_palette,
    "phone-source": read_a_source,
    "phone-today": at(""),
    "prediction": first_of("predictions"),
    "record": first_of("ideas"),
    "search": at("search?q=cold"),
    "source": read_a_source,
    "themes": at("themes"),
    "then": then_and_now,
    "thread": thread_of_a_need,
    "today": at(""),
    "tokens": make_tokens,
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    asked = os.environ.get("CLEW_PICTURES")
    return Path(asked) if asked else tmp_path_factory.mktemp("pictures")


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str, chromium: Browser, signed_in: StorageState, home: str, folder: Path) -> None:
    width, height = SIZES["phone"]
    context = chromium.new_context(
        storage_state=signed_in,
        base_url=home,
        viewport=ViewportSize(width=width, height=height) if name.startswith("phone-") else WIDE,
        device_scale_factor=SHARP,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    PICTURES[name](page)
    page.evaluate("document.fonts.ready")
    shows(page.locator("h1"))
    page.screenshot(path=folder / f"{name}.png")
    context.close()
    assert (folder / f"{name}.png").stat().st_size > 10_000, "an empty page"


def shows(heading: Locator) -> None:
    expect(heading.first).to_be_attached()
    expect(heading.first).not_to_have_text(re.compile("not found|went wrong", re.IGNORECASE))
