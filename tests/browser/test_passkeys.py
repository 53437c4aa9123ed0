"""Signing in to a team's Clew in a real browser: a passkey of a virtual authenticator, codes of an app, codes written down."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("team")]
WORD = "a long pass phrase"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(team_page: Callable[[], Page]) -> Page:
    return team_page()


@pytest.fixture
def authenticator(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return session


def sign_up(page: Page, team_data: Path, email: str) -> None:
    """An account whose address is confirmed by the mail that lies in the outbox."""
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill("Dora")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_label("Password (again)").fill(WORD)
    page.get_by_role("button", name="Sign up").click()
    page.wait_for_url("**/w/**")
    page.goto("/accounts/email/")
    page.get_by_role("button", name="Send it again").click()
    page.goto(newest_link(team_data))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.goto("/accounts/email/")
    expect(page.get_by_text("confirmed", exact=True)).to_be_visible()


def newest_link(team_data: Path) -> str:
    mail = max((team_data / "outbox").iterdir(), key=lambda file: file.stat().st_mtime_ns).read_text()
    return re.findall(r"http://localhost:\d+(/accounts/confirm-email/\S+)", mail)[-1]


def prove(page: Page, to: str, accessible: Callable[[Page], None]) -> None:
    """What changes how one signs in is asked the password first."""
    page.goto(to)
    accessible(page)
    page.get_by_label("Password").fill(WORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**{to}")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


def by_password(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(WORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_of(secret: str) -> str:
    """RFC 6238, by hand."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_a_passkey_signs_in_alone(
    page: Page, team_data: Path, authenticator: CDPSession, accessible: Callable[[Page], None]
) -> None:
    sign_up(page, team_data, "dora@example.org")
    prove(page, "/accounts/2fa/webauthn/add/", accessible)
    accessible(page)
    page.get_by_label("What to call it").fill("Dora's laptop")
    expect(page.get_by_label("Sign me in by it alone")).to_be_checked()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Codes to write down")).to_be_visible()
    accessible(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Dora's laptop")).to_be_visible()
    expect(page.get_by_text("signs you in alone")).to_be_visible()
    accessible(page)
    sign_out(page)
    accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/w/**")
    sign_out(page)
    by_password(page, "dora@example.org")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/w/**")


def test_without_the_key_nothing_comes_of_it_and_it_is_said(page: Page, authenticator: CDPSession) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing came of it")
    expect(page).to_have_url(re.compile("/accounts/login/$"))


def test_codes_of_an_app_and_codes_written_down(
    page: Page, team_data: Path, accessible: Callable[[Page], None]
) -> None:
    sign_up(page, team_data, "emil@example.org")
    for place in ("", "sessions/", "email/", "password/change/", "2fa/"):
        page.goto(f"/accounts/{place}")
        accessible(page)
    prove(page, "/accounts/2fa/totp/activate/", accessible)
    accessible(page)
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Authenticator code").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Turn on").click()
    written = page.locator("pre").inner_text().split()
    assert len(written) == 10
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("on", exact=True)).to_be_visible()
    accessible(page)
    sign_out(page)
    by_password(page, "emil@example.org")
    for tried in ("123456", written[0]):
        page.get_by_label("Code").fill(tried)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if tried == "123456":
            expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.wait_for_url("**/w/**")
    prove(page, "/accounts/2fa/recovery-codes/", accessible)
    expect(page.get_by_text("9 of 10 are left")).to_be_visible()


@pytest.mark.parametrize("page_of", ["login/", "signup/", "password/reset/"])
def test_the_entrance_is_sound(page: Page, page_of: str, accessible: Callable[[Page], None]) -> None:
    page.goto(f"/accounts/{page_of}")
    accessible(page)
