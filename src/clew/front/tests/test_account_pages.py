"""One's own account: the name others see, and where one is signed in; nobody ends another's session."""

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.people import SignedIn

from clew.front.devices import device
from clew.ground.workspaces.api import Access, User, make_entry_link

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"


@pytest.fixture(autouse=True)
def counts() -> Iterator[None]:
    caches["here"].clear()
    yield
    caches["here"].clear()


def enter(user: User, agent: str, address: str) -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.get(f"/enter/{make_entry_link(user)}")
    return client


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Mac"),
        ("curl/8", "An unknown program"),
        ("", "An unknown program"),
    ],
)
def test_devices_are_called_as_people_call_them(agent: str, said: str) -> None:
    assert device(agent) == said


def test_sessions_are_listed_and_one_is_ended(alice: User) -> None:
    here, there = enter(alice, FIREFOX, "10.0.0.1"), enter(alice, SAFARI, "10.0.0.2")
    page = here.get("/accounts/sessions/").content.decode()
    assert [
        part
        for part in ("Firefox on Windows", "10.0.0.1", "Safari on iPhone", "10.0.0.2", "this one")
        if part not in page
    ] == []
    other = UserSession.objects.get(ip="10.0.0.2")
    assert here.post(f"/accounts/sessions/{other.pk}/end").status_code == 302
    assert there.get("/").status_code == 404
    assert here.get("/").status_code == 302
    assert here.get("/styleguide")["Location"].endswith("/styleguide")
    assert "Safari on iPhone" not in here.get("/accounts/sessions/").content.decode()


def test_all_others_are_ended(alice: User) -> None:
    here, *others = (enter(alice, FIREFOX, f"10.0.0.{n}") for n in range(1, 5))
    assert here.post("/accounts/sessions/end-others").status_code == 302
    assert [client.get("/").status_code for client in others] == [404, 404, 404]
    assert here.get("/").status_code == 302


def test_many_ask_the_database_no_more_than_few_and_what_a_new_password_ended_is_forgotten(alice: User) -> None:
    here = enter(alice, FIREFOX, "10.0.0.1")
    with CaptureQueriesContext(connection) as few:
        here.get("/accounts/sessions/")
    for n in range(2, 9):
        enter(alice, SAFARI, f"10.0.0.{n}")
    with CaptureQueriesContext(connection) as many:
        assert here.get("/accounts/sessions/").content.count(b"Safari on iPhone") == 7
    assert len(many) == len(few)
    alice.set_password("another long phrase")
    alice.save()
    again = enter(alice, EDGE, "10.0.0.20")
    page = again.get("/accounts/sessions/").content
    assert (page.count(b"Safari on iPhone"), page.count(b"Edge on Mac")) == (0, 1)


def test_nobody_ends_anothers_session(alice: User, elsewhere: Access) -> None:
    mine = enter(alice, FIREFOX, "10.0.0.1")
    own = UserSession.objects.get(ip="10.0.0.1")
    charlie = SignedIn(elsewhere)
    assert charlie.post(f"/accounts/sessions/{own.pk}/end").status_code == 404
    charlie.post("/accounts/sessions/end-others")
    assert mine.get("/").status_code == 302
    assert "10.0.0.1" not in charlie.get("/accounts/sessions/").content.decode()


def test_without_a_session_there_is_nothing(alice: User) -> None:
    for path in ("/accounts/", "/accounts/sessions/"):
        assert Client().get(path)["Location"].startswith("/accounts/login/")
    assert Client().post("/accounts/sessions/end-others")["Location"].startswith("/accounts/login/")


def test_when_it_was_seen_is_noted_now_and_then(alice: User, access: Access) -> None:
    client = enter(alice, FIREFOX, "10.0.0.1")
    UserSession.objects.update(last_seen_at="2026-01-01T00:00:00Z")
    client.get(f"/w/{access.slug}/", REMOTE_ADDR="10.0.0.9")
    seen = UserSession.objects.get()
    assert (seen.last_seen_at.isoformat() > "2026-01-02", seen.ip) == (True, "10.0.0.9")
    UserSession.objects.update(last_seen_at="2026-01-01T00:00:00Z")
    client.get(f"/w/{access.slug}/")
    assert UserSession.objects.get().last_seen_at.isoformat() < "2026-01-02"


def test_the_name_is_changed_and_bad_names_are_kept_typed(access: Access, alice: User) -> None:
    browser = SignedIn(access)
    assert browser.post("/accounts/", {"name": " Alice Liddell "}).status_code == 302
    alice.refresh_from_db()
    assert alice.name == "Alice Liddell"
    for name in (" ", "x" * 121):
        answer = browser.post("/accounts/", {"name": name})
        assert (answer.status_code, b"1 to 120 letters" in answer.content) == (422, True)
    assert b"Two steps" not in browser.get("/accounts/").content


def test_a_team_sees_what_needs_a_password(access: Access, settings: Settings) -> None:
    settings.LOCAL = False
    page = SignedIn(access).get("/accounts/").content
    assert [part for part in (b"Two steps", b"E-mail", b"Password", b"alice@example.org") if part not in page] == []
