"""The portal from a stranger's first look to a vote, with a script and without; and what they left, settled by keys."""

import gzip
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CLEW, PATIENCE
from tests.browser.hands import Hands
from tests.serving import as_a_user, begin_house, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST = 60_000


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The sign-in link of a server with the demo, and the folder in which its mails lie."""
    data = begin_house(tmp_path_factory, "demo")
    with serving(CLEW, as_a_user(data), tmp_path_factory.mktemp("log") / "serve.log") as link:
        yield link, data / "outbox"


@pytest.fixture(scope="module")
def member(chromium: Browser, begun: tuple[str, Path]) -> Iterator[Page]:
    link, _ = begun
    context = chromium.new_context(base_url=link.split("/enter/")[0], reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(link)
    page.goto("/w/larder-demo/roadmap/portal")
    yield page
    context.close()


@pytest.fixture(scope="module")
def place(member: Page) -> str:
    """The portal's address."""
    return member.get_by_role("link", name="Open", exact=True).get_attribute("href") or ""


def mailed_link(outbox: Path) -> str:
    newest = max(outbox.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    text = message_from_bytes(newest.read_bytes(), policy=policy.default).get_content()
    return re.findall(r"http\S+/enter/\S+", str(text))[-1]


@pytest.fixture
def visitor(chromium: Browser, place: str) -> Iterator[Callable[..., Page]]:
    contexts, foreign = [], list[str]()

    def one(**how: Any) -> Page:
        contexts.append(chromium.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce", **how))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.on("request", lambda asked: foreign.append(asked.url) if not place.startswith(asked.url[:20]) else None)
        page.goto(place)
        return page

    yield one
    for context in contexts:
        context.close()
    assert foreign == [], "no other server is asked for anything"


@pytest.mark.parametrize("with_script", [True, False])
def test_from_a_first_look_to_a_vote_a_comment_and_a_wish(
    visitor: Callable[..., Page], begun: tuple[str, Path], place: str, with_script: bool
) -> None:
    page = visitor(java_script_enabled=with_script)
    idea = "Count without a signal"
    page.get_by_role("button", name=f"Vote for {idea}").click()
    page.get_by_label("Your e-mail address").fill(f"dora{with_script}@example.org")
    page.get_by_label("Your e-mail address").press("Enter")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(mailed_link(begun[1]))
    page.get_by_label("How to call you").fill("Dora Vogt")
    page.get_by_label("How to call you").press("Enter")
    expect(page.get_by_role("heading", name=idea)).to_be_visible()
    page.get_by_role("button", name=f"Vote for {idea}").press("Enter")
    page.get_by_role("button", name=f"Take back your vote for {idea}").press("Enter")
    page.get_by_role("button", name=f"Vote for {idea}").press("Enter")
    page.get_by_label("Your comment").fill("Our cellar, too.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("is looked at before everybody sees it")).to_be_visible()
    page.get_by_role("link", name="Suggest an idea").click()
    page.get_by_label("In a few words").fill("Counting where there is no signal")
    if not with_script:
        page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name=idea)).to_be_visible()
    page.locator("button[form=suggest]").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"{place}?sort=mine")
    expect(page.get_by_role("link", name=idea)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_light_and_can_be_used_by_all(
    visitor: Callable[..., Page], accessible: Callable[[Page], None], place: str, scheme: str
) -> None:
    page = visitor(color_scheme=scheme)
    bodies: dict[str, bytes] = {}
    page.on(
        "response", lambda answer: bodies.setdefault(answer.url.partition("#")[0], answer.body()) if answer.ok else None
    )
    page.reload()
    page.wait_for_load_state("networkidle")
    assert sum(len(gzip.compress(body)) for body in bodies.values()) < MOST
    for name in ("", "ideas/1", "roadmap", "changelog", "sign-in"):
        page.goto(place + name)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_what_they_left_is_settled_by_keys(member: Page, accessible: Callable[[Page], None]) -> None:
    hands = Hands(member, accessible)
    member.reload()
    rows = member.locator(".queue > li")
    before = rows.count()
    assert before >= 2, "the demo leaves a suggestion and a comment"
    second = rows.nth(1).get_attribute("id") or ""
    hands.press("j")
    hands.press("r")
    hands.read("Refused.")
    expect(rows).to_have_count(before - 1)
    expect(member.locator(f"#{second}")).to_be_focused()
    hands.press("z")
    expect(rows).to_have_count(before)
    hands.check()
    comment = member.locator(".queue > li[id^=comment]").first
    at = [rows.nth(n).get_attribute("id") for n in range(before)].index(comment.get_attribute("id"))
    for _ in range(at + 1):
        hands.press("j")
    hands.press("a")
    hands.read("Shown.")
    expect(rows).to_have_count(before - 1)
