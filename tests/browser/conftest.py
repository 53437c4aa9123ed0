"""A real browser before a real server: `clew serve` with the demo workspace, in a folder and a database of its own."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.chromium import started
from tests.serving import as_a_user, begin_house, serving

CLEW = Path(sys.prefix) / "bin" / "clew"
SIZES = {"wide": (1280, 800), "phone": (390, 844)}
WRONG = (
    "axe.run({resultTypes: ['violations']}).then(({violations}) => ({violations}))"  # without the thousands that pass
)
PATIENCE = 60_000  # milliseconds; a busy machine takes its time, a quiet one never waits that long


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with started() as browser:
        yield browser
    expect.set_options(timeout=5_000)  # as it comes


@pytest.fixture(scope="session")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sign-in link of a server that has the demo workspace."""
    environment = as_a_user(begin_house(tmp_path_factory, "demo"))
    with serving(CLEW, environment, tmp_path_factory.mktemp("log") / "serve.log") as address:
        yield address


@pytest.fixture(scope="session")
def home(link: str) -> str:
    """The server's address, without the slash at its end."""
    return link.split("/enter/")[0]


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, link: str) -> StorageState:
    """What the browser keeps after the link was used; the link itself works once."""
    context = chromium.new_context()
    page = context.new_page()
    answer = page.goto(link)
    assert answer is not None
    assert answer.ok, f"{answer.status} at {answer.url}"
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def team_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a team's server; its mails lie in the outbox there."""
    return begin_house(tmp_path_factory, CLEW_MODE="team")


@pytest.fixture(scope="session")
def team_address(team_data: Path) -> Iterator[str]:
    """A team's server. By name, since a browser gives passkeys to names, not to numbers."""
    environment = as_a_user(team_data) | {"CLEW_MODE": "team"}
    with serving(CLEW, environment, team_data.parent / "serve.log") as found:
        yield found.replace("127.0.0.1", "localhost").rstrip("/")


@pytest.fixture
def team_page(chromium: Browser, team_address: str) -> Iterator[Callable[[], Page]]:
    """A browser of its own for each who asks, before the team's server. Whatever a page complains about fails the test."""
    contexts, complaints = [], list[str]()

    def one() -> Page:
        contexts.append(chromium.new_context(base_url=team_address, reduced_motion="reduce"))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=["wide"])
def page(request: pytest.FixtureRequest, chromium: Browser, signed_in: StorageState, home: str) -> Iterator[Page]:
    """Signed in, at the home page. Whatever the page complains about fails the test.

    For another size: `@pytest.mark.parametrize("page", ["wide", "phone"], indirect=True)`.
    """
    width, height = SIZES[request.param]
    context = chromium.new_context(
        storage_state=signed_in, base_url=home, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    page, complaints = context.new_page(), list[str]()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/")
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], None]:
    """Fails with what axe finds wrong on the page."""
    axe = Axe()

    def check(page: Page) -> None:
        page.evaluate(axe.axe_script)
        found = AxeResults(page.evaluate(WRONG))
        assert found.violations_count == 0, found.generate_report()

    return check
