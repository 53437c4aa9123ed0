"""What programs ask beside a page: HEAD in place of GET, and a host that is not ours."""

import logging
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.evidence.api import needs
from clew.ground.workspaces.api import Access, Scope, User, make_entry_link, make_token

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/health", "/accounts/", "/w/larder/", "/w/larder/needs"])
def test_head_is_answered_as_get_is(access: Access, path: str) -> None:
    browser = SignedIn(access)
    asked, looked = browser.get(path), browser.head(path)
    assert looked.status_code == asked.status_code < 400
    assert looked.get("Location") == asked.get("Location")


def test_head_is_answered_by_the_api(access: Access) -> None:
    secret = make_token(access, name="a script", scope=Scope.READ).secret
    assert Client().head("/api/v1/needs", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert Client().head("/api/v1/needs").status_code == 401


def test_head_does_nothing(access: Access, alice: User) -> None:
    """A form's page takes it for a look, not for the form; and a sign-in link that somebody looks at is still good."""
    browser, stranger = SignedIn(access), Client()
    assert browser.head(browser.path("needs/new")).status_code == 200
    assert not needs(access, on=timezone.localdate())
    link = f"/enter/{make_entry_link(alice)}"
    assert (stranger.head(link).status_code, stranger.get(link).status_code) == (200, 302)


@pytest.mark.parametrize("host", ["evil.example", "evil.example\nAgain"])
def test_a_wrong_host_is_one_line_in_the_log(host: str) -> None:
    """Written as `clew serve` writes it."""
    written = StringIO()
    console = next(h for h in logging.getLogger().handlers if isinstance(h, logging.StreamHandler) and h.filters)
    before = console.setStream(written)
    try:
        assert Client().get("/", headers={"host": host}).status_code == 400
    finally:
        console.setStream(before)
    lines = written.getvalue().splitlines()
    assert len(lines) == 1
    assert "Invalid HTTP_HOST header" in lines[0]
    assert "ALLOWED_HOSTS" not in lines[0]
