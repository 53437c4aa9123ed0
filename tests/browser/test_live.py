"""Two people on one page, in two browsers: each sees what the other does, and nothing is taken from under anybody's hands."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.listening import Server
from tests.serving import as_a_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("live")]
CHILD = Path(__file__).parents[1] / "live" / "child.py"


class Town:
    """A served house, with a need that everybody looks at."""

    def __init__(self, folder: Path) -> None:
        self.house = as_a_user(folder / "data")
        told = json.loads(self.do("people"))
        self.links, self.base = told["links"], f"/w/{told['slug']}/"
        self.server = Server(self.house, folder / "serve.log")

    def do(self, *arguments: str) -> str:
        command = [sys.executable, str(CHILD), *arguments]
        return subprocess.run(command, env=self.house, capture_output=True, text=True, check=True, timeout=120).stdout

    def need(self, title: str) -> str:
        return f"{self.base}n/{self.do('write', title).strip()}"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("live"))
    yield made
    made.server.stop()
    assert "Traceback" not in made.server.log.read_text(), made.server.log.read_text()


@pytest.fixture(scope="module")
def states(chromium: Browser, town: Town) -> dict[str, object]:
    """What the browsers of Ines and Vera keep after their links were used."""
    kept = {}
    for name in ("Ines", "Vera"):
        context = chromium.new_context()
        context.new_page().goto(f"http://127.0.0.1:{town.server.port}/enter/{town.links[name]}")
        kept[name] = context.storage_state()
        context.close()
    return kept


@pytest.fixture
def ines(chromium: Browser, town: Town, states: dict[str, object]) -> Iterator[BrowserContext]:
    yield from browser(chromium, town, states["Ines"])


@pytest.fixture
def vera(chromium: Browser, town: Town, states: dict[str, object]) -> Iterator[BrowserContext]:
    yield from browser(chromium, town, states["Vera"])


def browser(chromium: Browser, town: Town, state: object) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        storage_state=state,  # type: ignore[arg-type]
        base_url=f"http://127.0.0.1:{town.server.port}",
        viewport={"width": 1280, "height": 800},
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


def opened(context: BrowserContext, path: str) -> Page:
    """A tab that listens, itself or through another."""
    page = context.new_page()
    page.goto(path)
    page.wait_for_function(
        "async () => (await navigator.locks.query()).held.some((l) => l.name.startsWith('clew-live'))"
    )
    return page


def rename(page: Page, path: str, title: str) -> None:
    page.goto(f"{path}?rename=1")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Rename").click()
    expect(page.locator("h1")).to_contain_text(title)


def test_what_another_does_is_drawn_in_place(town: Town, ines: BrowserContext, vera: BrowserContext) -> None:
    path = town.need("Count stock")
    read, listed, write = opened(vera, path), opened(vera, f"{town.base}needs?view=list"), opened(ines, path)
    read.bring_to_front()
    read.get_by_role("link", name="Open in thread").focus()
    read.evaluate("document.querySelector('main').dataset.same = '1'")
    rename(write, path, "Weigh flour")
    expect(read.locator("h1")).to_contain_text("Weigh flour")
    expect(read.locator(".toast[data-told]")).to_contain_text("Ines renamed this just now")
    expect(read.get_by_role("link", name="Open in thread")).to_be_focused()
    assert read.evaluate("document.querySelector('main').dataset.same") == "1", "the page was not loaded anew"
    listed.bring_to_front()
    expect(listed.locator("main")).to_contain_text("Weigh flour")


def test_a_page_that_says_the_same_is_not_drawn_anew(town: Town, ines: BrowserContext) -> None:
    """An idea's page holds a button for those without scripts, which reads otherwise where no script runs: it is no change."""
    page = ines.new_page()
    page.goto(f"{town.base}ideas/new")
    page.get_by_label("Idea", exact=True).fill("Weigh by phone")
    page.get_by_role("button", name="Add idea").click()
    expect(page.locator("h1")).to_contain_text("Weigh by phone")
    assert page.locator("main noscript").count()
    page.reload()
    page.locator("h1").evaluate("it => { it.drawn = 'first' }")
    with page.expect_response(lambda answer: answer.request.headers.get("x-clew-look") == "1"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_timeout(500)
    assert page.locator("h1").evaluate("it => it.drawn") == "first"


def test_while_somebody_types_nothing_moves(town: Town, ines: BrowserContext, vera: BrowserContext) -> None:
    path = town.need("Order milk")
    typing, other = opened(ines, path), opened(vera, path)
    typing.get_by_label("Comment").fill("half a sen")
    town_renames = opened(ines, path)
    rename(town_renames, path, "Order oat milk")
    typing.bring_to_front()
    expect(typing.locator(".toast[data-told]")).to_contain_text("You, in another window, renamed this just now")
    expect(typing.locator("h1")).to_contain_text("Order milk")
    assert typing.get_by_label("Comment").input_value() == "half a sen"
    typing.get_by_label("Comment").press_sequentially("tence")
    assert typing.get_by_label("Comment").input_value() == "half a sentence"
    typing.get_by_role("button", name="Show").click()
    expect(typing.locator("h1")).to_contain_text("Order oat milk")
    expect(other.locator("h1")).to_contain_text("Order oat milk")


def test_a_browser_has_one_stream_however_many_tabs(town: Town, ines: BrowserContext, vera: BrowserContext) -> None:
    path = town.need("Bake bread")
    streams: list[str] = []
    vera.on("request", lambda request: streams.append(request.url) if "/live?" in request.url else None)
    tabs = [opened(vera, path) for _ in range(8)]
    write = opened(ines, path)
    rename(write, path, "Bake rye bread")
    for tab in tabs:
        tab.bring_to_front()
        expect(tab.locator("h1")).to_contain_text("Bake rye bread")
    assert len(streams) == 1
    tabs[0].close()
    tabs[1].wait_for_timeout(500)
    rename(write, path, "Bake no bread")
    for tab in tabs[1:]:
        tab.bring_to_front()
        expect(tab.locator("h1")).to_contain_text("Bake no bread")
    assert len(streams) == 2, "the next tab listens"


def test_a_server_that_comes_back_is_heard_again(town: Town, vera: BrowserContext) -> None:
    path = town.need("Wash up")
    read = opened(vera, path)
    town.server.kill()
    number = path.rsplit("/", 1)[1]
    town.do("rename", number, "Wash up twice")
    town.server.start()
    expect(read.locator("h1")).to_contain_text("Wash up twice", timeout=20_000)
