"""What an attacker would try, in a real browser before a real server that serves a team: scripts in every text and every address,
forms sent from another site, a session prepared beforehand, links that lead away, our pages inside theirs."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from clew.front.shell import MENU
from tests.browser.hostile import EMAIL, PASSWORD, SCRIPTS
from tests.live.listening import Server
from tests.serving import as_a_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("attacks")]

HOSTILE = Path(__file__).with_name("hostile.py")
HERS = "olga@example.org"
LISTS = tuple(route if route != "today" else "" for _, items in MENU for _, route, _, _ in items)
MORE = (
    "predictions/calibration",
    "needs?view=list",
    "settings",
    "settings/audit",
    "settings/guests",
    "brief",
    "settings/leave",
)
ASKED = (
    "q",
    "sort",
    "group",
    "page",
    "kind",
    "channel",
    "state",
    "plan",
    "on",
    "view",
    "import",
    "rename",
    "way",
    "verb",
)
AWAY = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:window.stung='next'",
    "https:evil.example",
)
ADD_USER = """
from clew.ground.doors.commands import start_django
start_django()
from clew.ground.workspaces.api import create_user, create_workspace
user = create_user(email="olga@example.org", name="Olga", password="correct horse battery")
print(create_workspace(name="Olga's", owner=user).slug)
"""


class Fort:
    """A house full of attacks, served to a team."""

    def __init__(self, folder: Path) -> None:
        self.house = as_a_user(folder / "data")
        made = json.loads(self._do(str(HOSTILE)))
        self.base, self.records = f"/w/{made['slug']}/", made["records"]
        self.hers = f"/w/{self._do('-c', ADD_USER).strip()}/"
        self.server = Server(self.house | {"CLEW_MODE": "team"}, folder / "serve.log")
        self.home = f"http://127.0.0.1:{self.server.port}"

    def _do(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.house, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def needs(self) -> int:
        return int(self._do("-c", COUNT, self.base.split("/")[2]).strip())


COUNT = """
import sys
from clew.ground.doors.commands import start_django, way_in
start_django()
from clew.ground.thread.api import count_kinds
print(count_kinds(way_in(sys.argv[1]))["need"])
"""


@pytest.fixture(scope="module")
def fort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fort]:
    made = Fort(tmp_path_factory.mktemp("fort"))
    yield made
    made.server.stop()
    assert "Traceback" not in made.server.log.read_text(), made.server.log.read_text()


@pytest.fixture(scope="module")
def inside(chromium: Browser, fort: Fort) -> Iterator[BrowserContext]:
    """The browser of the person whose house it is."""
    context = chromium.new_context(base_url=fort.home)
    _sign_in(context.new_page(), EMAIL)
    yield context
    context.close()


class Watched:
    """A page, and what went wrong on it: a script that ran, a question it asked, what the browser refused for it."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints = page, list[str]()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))

    def _hear(self, message: ConsoleMessage) -> None:
        """A page that is part of another has no icon of its own, and the browser asks for one."""
        if message.type in ("error", "warning") and not message.location["url"].endswith("/favicon.ico"):
            self.complaints.append(message.text)

    def visit(self, address: str) -> None:
        self.complaints.clear()
        answer = self.page.goto(address)
        assert answer is not None
        refused = answer.status >= 400  # the browser itself says so in its console
        assert answer.status < 500, address
        stung = self.page.evaluate("window.stung")
        assert stung is None, (address, stung)
        links = self.page.eval_on_selector_all(
            "a[href], form[action]", "all => all.map(a => a.getAttribute('href') || a.action)"
        )
        assert not [link for link in links if link.strip().lower().startswith(("javascript:", "data:"))], address
        assert [text for text in self.complaints if not (refused and "status of 4" in text)] == [], address


def test_scripts_in_every_text_stay_text(inside: BrowserContext, fort: Fort) -> None:
    watched = Watched(inside.new_page())
    for path in (*LISTS, *MORE):
        watched.visit(fort.base + path)
    for number in fort.records.values():
        for address in (f"n/{number}", f"n/{number}?peek=1", f"n/{number}?rename=1", f"thread/{number}"):
            watched.visit(fort.base + address)
    watched.visit(f"{fort.base}n/{fort.records['need']}")
    assert SCRIPTS[0] in watched.page.locator("main").inner_text(), "it is shown as it was typed"


def test_scripts_in_every_address_stay_text(inside: BrowserContext, fort: Fort) -> None:
    watched = Watched(inside.new_page())
    for path in LISTS:
        for script in SCRIPTS:
            query = "&".join(f"{name}={quote(script)}" for name in ASKED)
            watched.visit(f"{fort.base}{path}?{query}")
    for script in SCRIPTS:
        watched.visit(f"{fort.base}{quote(script, safe='')}")
        watched.visit(f"/w/{quote(script, safe='')}/")
        watched.visit(f"{fort.base}thread?about={quote(script)}&q={quote(script)}")


def test_what_was_refused_is_shown_as_it_was_typed(inside: BrowserContext, fort: Fort) -> None:
    watched = Watched(inside.new_page())
    for path, field in (("needs/new", "title"), ("decisions/new", "title")):
        watched.visit(fort.base + path)
        page = watched.page
        page.eval_on_selector_all(
            "form [required], form [maxlength]",
            "all => all.forEach(e => {e.required = false; e.removeAttribute('maxlength')})",
        )
        page.locator(f"main form [name={field}]").first.fill("".join(SCRIPTS) * 200)
        with page.expect_navigation():
            page.locator("main form button.button-primary").first.click()
        assert page.evaluate("window.stung") is None


class Evil(ThreadingHTTPServer):
    """Another site, which a signed-in person happens to visit. `page` is what it shows."""

    page = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Shown)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Shown(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Evil)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def evil() -> Iterator[Evil]:
    server = Evil()
    yield server
    server.shutdown()
    server.server_close()


def test_a_form_sent_from_another_site_does_nothing(inside: BrowserContext, fort: Fort, evil: Evil) -> None:
    """The other site is on the same machine, so that the cookie goes along; the token in our own forms does not."""
    before, page = fort.needs(), inside.new_page()
    target = f"{fort.home}{fort.base}needs/new"
    evil.page = f"<form method=post action='{target}'><input name=title value=forged></form><script>document.forms[0].submit()</script>"
    with page.expect_response(lambda answer: answer.url == target) as sent:
        page.goto(evil.address)
    assert sent.value.status == 403
    assert "clew_session" in (sent.value.request.all_headers().get("cookie") or ""), "it was tried with the cookie"
    evil.page = (
        f"<script>fetch('{target}', {{method: 'POST', mode: 'no-cors', credentials: 'include',"
        " body: new URLSearchParams({title: 'forged'})}).then(() => document.title = 'sent')</script>"
    )
    page.goto(evil.address)
    page.wait_for_function("document.title === 'sent'")
    evil.page = (
        f"<script>fetch('{fort.home}/api/v1/needs', {{method: 'POST', mode: 'no-cors', credentials: 'include',"
        " body: '{\"title\": \"forged\"}'}).then(() => document.title = 'sent')</script>"
    )
    page.goto(evil.address)
    page.wait_for_function("document.title === 'sent'")
    assert fort.needs() == before


def test_another_site_reads_nothing(inside: BrowserContext, fort: Fort, evil: Evil) -> None:
    page = inside.new_page()
    evil.page = (
        f"<script>fetch('{fort.home}{fort.base}needs', {{credentials: 'include'}})"
        ".then(a => a.text()).then(t => document.title = 'read ' + t.length, () => document.title = 'refused')</script>"
    )
    page.goto(evil.address)
    page.wait_for_function("document.title !== ''")
    assert page.title() == "refused"


def test_our_pages_do_not_stand_in_theirs(inside: BrowserContext, fort: Fort, evil: Evil) -> None:
    page = inside.new_page()
    evil.page = f"<iframe src='{fort.home}{fort.base}settings' width=900 height=600></iframe>"
    page.goto(evil.address)
    page.wait_for_timeout(500)
    assert "Settings" not in "".join(frame.content() for frame in page.frames[1:])


def test_a_session_prepared_beforehand_is_not_taken_over(chromium: Browser, fort: Fort) -> None:
    """Whoever planted a session's number in a browser has nothing once its person signs in."""
    context = chromium.new_context(base_url=fort.home)
    planted = "a" * 32
    context.add_cookies([{"name": "clew_session", "value": planted, "url": fort.home}])
    page = context.new_page()
    _sign_in(page, HERS)
    assert page.goto(fort.hers).ok  # type: ignore[union-attr]
    session = next(c["value"] for c in context.cookies() if c["name"] == "clew_session")
    assert session != planted
    assert fort.server.ask(fort.hers, Cookie=f"clew_session={planted}")[0] == 404
    assert fort.server.ask(fort.hers, Cookie=f"clew_session={session}")[0] == 200
    page.goto("/accounts/logout/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    assert fort.server.ask(fort.hers, Cookie=f"clew_session={session}")[0] == 404, "signed out is signed out"
    context.close()


@pytest.mark.parametrize("away", AWAY)
def test_signing_in_leads_nowhere_else(chromium: Browser, fort: Fort, away: str) -> None:
    context = chromium.new_context(base_url=fort.home)
    page = context.new_page()
    _sign_in(page, HERS, f"?next={quote(away, safe='')}")
    assert urlsplit(page.url).netloc == urlsplit(fort.home).netloc
    assert page.evaluate("window.stung") is None
    context.close()


@pytest.mark.parametrize("away", AWAY)
def test_no_form_leads_away(inside: BrowserContext, fort: Fort, away: str) -> None:
    page = inside.new_page()
    page.goto(f"{fort.base}n/{fort.records['need']}")
    page.evaluate(
        """away => { const form = document.querySelector('form[action*="comment"]') || document.querySelector('main form[method=post]');
        const next = document.createElement('input'); next.name = 'next'; next.value = away; form.append(next);
        const text = form.querySelector('[name=text]'); if (text) text.value = 'words'; form.submit(); }""",
        away,
    )
    page.wait_for_load_state()
    assert urlsplit(page.url).netloc == urlsplit(fort.home).netloc


def _sign_in(page: Page, email: str, query: str = "") -> None:
    page.goto(f"/accounts/login/{query}")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit], main form button.button-primary").first.click()
    page.wait_for_load_state()
