"""What a guest sees by a link: the record, for and against, and nothing else of the workspace."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django_scopes import scopes_disabled
from pytest_django import Settings
from tests.people import SignedIn

from clew.front.demo.load import load_demo
from clew.front.pages.guest_views import VIEWS
from clew.ground.customers.api import add_person
from clew.ground.doors.bodies import SHOWN
from clew.ground.evidence.api import add_need
from clew.ground.guests.api import guest_links, share_with_guest
from clew.ground.thread.api import Node, kinds
from clew.ground.workspaces.api import Access, User, enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def link_of(browser: SignedIn, node: int) -> str:
    """Made on the page, as a person does; the path of the link."""
    answer = browser.post(browser.path(f"n/{node}/share"), {"name": "Ines", "days": "7"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert "data-live" not in answer.content.decode()
    [link] = set(re.findall(r"http://testserver(/guest/[\w-]+)", answer.content.decode()))
    return str(link)


@pytest.fixture
def demo(alice: User) -> Access:
    return enter(alice, str(load_demo(alice)["slug"]))


def names(access: Access) -> set[str]:
    with scopes_disabled():
        rows = Node.objects.filter(workspace_id=access.workspace_id, kind__in=("person", "account"))
        return {title for title in rows.values_list("title", flat=True) if len(title) > 5}


def some(access: Access, kind: str, most: int) -> list[Node]:
    with scopes_disabled():
        nodes = Node.objects.filter(workspace_id=access.workspace_id, kind=kind, archived_at__isnull=True)
        return list(nodes.order_by("pk")[:most])


@pytest.mark.slow
def test_a_guest_sees_the_record_and_no_way_on(demo: Access) -> None:
    """One test, since the demo workspace is dear to load."""
    browser, customers, sides = SignedIn(demo), names(demo), set()
    for record in [node for kind in VIEWS for node in some(demo, kind, 6)]:
        answer = Client().get(link_of(browser, record.pk))
        html = unescape(answer.content.decode())
        assert answer.status_code == 200
        assert record.title in html
        assert [part for part in ("<a ", "<form", "<script", demo.slug) if part in html] == []
        assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex, nofollow", "no-store")
        assert not answer.cookies
        beside_words = " ".join(re.findall(r"<figcaption>.*?</figcaption>", html, re.DOTALL))
        assert [name for name in customers if name in beside_words] == []
        sides |= {side for side in ("quote-supports", "quote-contradicts") if side in html}
    assert sides == {"quote-supports", "quote-contradicts"}


def test_every_shared_kind_has_its_view() -> None:
    assert {kind.name for kind in kinds() if kind.shared} == {*VIEWS, *SHOWN}


def test_wrong_and_withdrawn_is_404_and_an_account_changes_nothing(access: Access) -> None:
    browser = SignedIn(access)
    link = link_of(browser, add_need(access, title="Read offline").pk)
    assert Client().get(f"{link}x")["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get(f"{link}x").status_code == 404
    assert Client().post(link).status_code == 405
    [row] = guest_links(access)
    assert "Ines" in browser.get(browser.path("settings/guests")).content.decode()
    assert browser.post(browser.path(f"guests/{row.id}/withdraw")).status_code == 303
    assert Client().get(link).status_code == 404
    assert browser.get(link).status_code == 404


def test_what_is_wrong_is_said_and_kept(access: Access) -> None:
    browser, need = SignedIn(access), add_need(access, title="Read offline").pk
    answer = browser.post(browser.path(f"n/{need}/share"), {"name": "", "days": "7"})
    assert (answer.status_code, b"needs a name" in answer.content) == (422, True)
    answer = browser.post(browser.path(f"n/{need}/share"), {"name": "Ines", "days": "9999"})
    assert (answer.status_code, b"Ines" in answer.content) == (422, True)
    assert browser.get(browser.path(f"n/{add_person(access, name='Ada').pk}/share")).status_code == 404
    assert guest_links(access) == []


def test_knocking_is_slowed_down_and_the_count_is_in_the_database(access: Access, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"public_link": "3/m/ip"}
    made = share_with_guest(access, node_id=add_need(access, title="Read offline").pk, name="Ines")
    assert [Client().get(f"/guest/{n}").status_code for n in range(3)] == [404, 404, 404]
    assert Client().get(f"/guest/{made.secret}").status_code == 429
    assert Client().get(f"/guest/{made.secret}", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_secret_is_not_in_the_log(access: Access, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"public_link": "1/m/ip"}
    made = share_with_guest(access, node_id=add_need(access, title="Read offline").pk, name="Ines")
    doors = ("guest/{}", "guest/{}", "invited/{}", "enter/{}", "asked/{}/decline", "screen/{}")
    paths = [f"/{door.format(made.secret)}" for door in doors]
    assert [Client().get(path).status_code for path in paths] == [200, 429, 429, 404, 429, 429]
    assert [record.getMessage() for record in caplog.records] == [
        "Too Many Requests: /guest/…",
        "Too Many Requests: /invited/…",
        "Not Found: /enter/…",
        "Too Many Requests: /asked/…/decline",
        "Too Many Requests: /screen/…",
    ]
