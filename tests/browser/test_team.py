"""Two people in two browsers, and a guest in a third: invited by mail, joined, shared by a link, removed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("team")]
WORD = "a long pass phrase"


def sign_up(page: Page, name: str) -> None:
    """With the address that is there already, for whoever was invited."""
    page.get_by_label("Your name").fill(name)
    address = page.get_by_label("Email")
    if address.is_enabled():
        address.fill(f"{name.lower()}@example.org")
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_label("Password (again)").fill(WORD)
    page.get_by_role("button", name="Sign up").click()


def newest_mail(data: Path) -> str:
    return max((data / "outbox").iterdir(), key=lambda file: file.stat().st_mtime_ns).read_text()


def test_invited_joined_shared_and_removed(
    team_page: Callable[[], Page], team_data: Path, accessible: Callable[[Page], None]
) -> None:
    olga, ivan, guest = team_page(), team_page(), team_page()
    olga.goto("/accounts/signup/")
    sign_up(olga, "Olga")
    olga.wait_for_url("**/w/**")
    home = olga.url

    olga.goto(f"{home}settings")
    olga.get_by_label("E-mail address").fill("ivan@example.org")
    olga.get_by_role("button", name="Invite", exact=True).click()
    expect(olga.get_by_text("The mail to ivan@example.org is on its way.")).to_be_visible()
    accessible(olga)

    ivan.goto(re.findall(r"http://localhost:\d+(/invited/\S+)", newest_mail(team_data))[-1])
    accessible(ivan)
    ivan.get_by_role("button", name="Make an account and join").click()
    expect(ivan.get_by_label("Email")).to_have_value("ivan@example.org")
    sign_up(ivan, "Ivan")
    ivan.get_by_role("button", name="Join").click()
    ivan.wait_for_url(home)

    ivan.goto(f"{home}needs/new")
    ivan.get_by_label("Need", exact=True).fill("Read without a connection")
    ivan.get_by_role("button", name="Add need").click()
    ivan.get_by_role("button", name="More acts").click()
    ivan.get_by_role("link", name="Share with a guest").click()
    ivan.get_by_label("Who is it for?").fill("The agency")
    ivan.get_by_role("button", name="Make a link").click()
    accessible(ivan)
    guest.goto(ivan.locator("code").inner_text())
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Read without a connection")
    assert guest.get_by_role("link").count() == 0
    accessible(guest)

    olga.goto(f"{home}settings")
    olga.get_by_role("button", name="Change Ivan").click()
    olga.get_by_role("button", name="Remove…").click()
    olga.get_by_label("Type Ivan to go on").fill("Ivan")
    olga.get_by_role("button", name="Remove", exact=True).click()
    expect(olga.get_by_text("Removed from the workspace.")).to_be_visible()
    olga.goto(f"{home}settings/guests")
    accessible(olga)
    olga.get_by_role("button", name="Withdraw").click()
    expect(olga.get_by_text("Nothing is shared")).to_be_visible()
