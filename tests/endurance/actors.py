"""What people, an assistant and a script do to a served house in the closing scene, each as they would: by page, MCP and API."""

import asyncio
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import httpx2
from mcp import Client, Implementation
from mcp.client.streamable_http import streamable_http_client
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reader import ready, select

PASSWORD = "a long pass phrase"
ASSISTANT = "Scribe"
PATIENCE = 40_000  # milliseconds
PAUSE = 0.1  # a token may write 300 times a minute


class Person:
    """Somebody at a browser of their own. `complaints`: what its pages said that they should not."""

    def __init__(self, browser: Browser, name: str, address: str) -> None:
        self.name, self.email, self.home = name, f"{name.lower()}@example.org", ""
        context = browser.new_context(
            base_url=address, viewport={"width": 1280, "height": 800}, reduced_motion="reduce", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> Page:
        """To a page of the workspace, heard by whoever else is there."""
        answer = self.page.goto(f"{self.home}{path}")
        assert answer is not None
        assert answer.ok, f"{answer.status} at {answer.url}"
        return self.page

    def open(self, name: str) -> str:
        """The record of this name, by its link on this page, as in a new tab: a click would only peek."""
        link = self.page.locator("main").get_by_role("link", name=name, exact=True).first
        self.page.goto(link.get_attribute("href") or "")
        expect(self.page.locator("h1")).to_contain_text(name)
        return self.here()

    def stay(self, path: str) -> Page:
        """There from now on: the page listens, and is marked so that a reload would be seen."""
        page = self.go(path)
        page.wait_for_function(
            "async () => (await navigator.locks.query()).held.some((l) => l.name.startsWith('clew-live'))"
        )
        page.evaluate("document.querySelector('main').dataset.same = '1'")
        return page

    def stayed(self) -> None:
        assert self.page.evaluate("document.querySelector('main').dataset.same") == "1", "the page was loaded anew"

    def sign_up(self) -> None:
        self.page.get_by_label("Your name").fill(self.name)
        if self.page.get_by_label("Email").is_enabled():  # an invitation says which address
            self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_label("Password (again)").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign up").click()

    def sign_in(self) -> None:
        self.page.get_by_role("link", name="Sign in").click()
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def make_workspace(self, name: str) -> None:
        self.page.goto("/accounts/signup/")
        self.sign_up()
        self.page.wait_for_url("**/w/**")
        self.page.goto(f"{self.page.url}settings")
        self.page.get_by_role("button", name="New workspace").last.click()
        self.page.locator("#new-workspace").get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Make it").click()
        self.page.wait_for_url(re.compile("/w/(?!alice)"))
        self.home = self.page.url

    def invite(self, email: str) -> None:
        page = self.go("settings")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_role("button", name="Invite", exact=True).click()
        expect(page.get_by_text(f"The mail to {email} is on its way.")).to_be_visible()

    def follow_the_mail(self, data: Path) -> None:
        mail = max((data / "outbox").iterdir(), key=lambda file: file.stat().st_mtime_ns).read_text()
        self.page.goto(re.findall(r"http://localhost:\d+(/invited/\S+)", mail)[-1])
        self.page.get_by_role("button", name="Make an account and join").click()
        self.sign_up()
        self.page.get_by_role("button", name="Join").click()
        self.page.wait_for_url("**/w/**")
        self.home = self.page.url

    def add_customer(self, name: str) -> str:
        page = self.go("people")
        page.get_by_role("button", name="Add person").first.click()
        page.get_by_label("Name").fill(name)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("h1")).to_contain_text(name)
        return self.here()

    def add_interview(self, title: str, who: str, text: str) -> str:
        page = self.go("sources/new")
        page.get_by_label("What was said").fill(text)
        page.get_by_label("Title").fill(title)
        page.get_by_label("Person").select_option(label=who)
        page.get_by_role("button", name="Add source").click()
        expect(page.locator("h1")).to_contain_text(title)
        return self.here()

    def mark(self, source: str, words: str, need: str, stance: str) -> None:
        if self.here() != source:
            self.go(source)
        page = self.page
        ready(page)
        select(page, words)
        page.locator("[data-text]").dispatch_event("pointerup")
        form = page.locator("form.marker")
        form.get_by_text(stance, exact=True).click()
        form.get_by_label("Need").fill(need)
        form.get_by_role("button", name="Mark").click()
        expect(page.locator(".toast").first).to_contain_text("Marked.")
        expect(page.locator("[data-text] mark").filter(has_text=words)).to_be_visible()

    def make_token(self, name: str) -> str:
        page = self.go("settings/tokens")
        page.get_by_label("Name").fill(name)
        page.get_by_label("What it may do").select_option("write")
        page.get_by_role("button", name="Make a token").click()
        return page.locator(".note code").inner_text()

    def here(self) -> str:
        """The path of this page inside the workspace."""
        return self.page.url.removeprefix(self.home)


class Writer(threading.Thread):
    """A script that adds needs, one after the other, until nobody answers. `acknowledged`: what it was told is kept."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__(daemon=True)
        self.address, self.token = address, token
        self.acknowledged, self.refused = list[str](), ""
        self.start()

    def run(self) -> None:
        headers, timeout = {"Authorization": f"Bearer {self.token}"}, PATIENCE / 1000
        with httpx.Client(base_url=self.address, headers=headers, timeout=timeout) as http:
            for number in range(10_000):
                title = f"Written while others work, {number}"
                try:
                    answer = http.post("/api/v1/needs", json={"title": title})
                except httpx.TransportError:
                    return
                if not answer.is_success:
                    self.refused = answer.text
                    return
                self.acknowledged.append(title)
                time.sleep(PAUSE)

    def go_on(self, more: int) -> None:
        """Wait until so many more are in."""
        until, deadline = len(self.acknowledged) + more, time.monotonic() + PATIENCE / 1000
        while len(self.acknowledged) < until:
            assert self.is_alive(), self.refused
            assert time.monotonic() < deadline, "nothing is acknowledged"
            time.sleep(0.02)


def ask_by_mcp(address: str, token: str, quotations: dict[str, str], need: str) -> list[dict[str, Any]]:
    """An assistant finds the need and the source of each quotation, and asks to add it as evidence: the answers it got."""

    async def work() -> list[dict[str, Any]]:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
            Client(
                streamable_http_client(f"{address}/mcp", http_client=http),
                client_info=Implementation(name=ASSISTANT, version="1"),
            ) as client,
        ):
            found = await _told(client, "find", words=need, kinds=["need"])
            need_id = found["records"][0]["node_id"]
            answers = []
            for words, stance in quotations.items():
                sources = await _told(client, "find", words=words, kinds=["source"])
                asked = {"source_id": sources["records"][0]["node_id"], "quotation": words, "stance": stance}
                answers.append(await _told(client, "add_evidence", **asked, need_id=need_id))
            return answers

    with ThreadPoolExecutor(1) as thread:  # the browser's loop runs in this one
        return thread.submit(asyncio.run, work()).result()


async def _told(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    assert answer.structured_content is not None
    return dict(answer.structured_content)
