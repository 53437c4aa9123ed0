"""Walk the access table: every route, every method, every role. A route without its row fails."""

import re
from collections.abc import Iterator
from zlib import crc32

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from clew.front.pages.table import ROUTES
from clew.ground.doors.api import PublicPage, Route, rooms
from clew.ground.workspaces.api import Access, Role
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

# Doors before any workspace, and what somebody without a session gets there in local mode.
PUBLIC = {
    "": 404,
    "styleguide": 404,
    "enter/<str:token>": 404,
    "health": 200,
    "guest/<str:secret>": 404,
    "invited/<str:secret>": 404,  # for a team, and with a true link: tried in front/tests/test_invited.py
    "invited/<str:secret>/begin": 405,
    "invited/<str:secret>/accept": 405,
    "api/v1/": None,  # a table of its own, tried in front/tests/test_api.py
    "accounts/sessions/": 302,  # these four: to the sign-in page; tried in front/tests/test_account_pages.py
    "accounts/sessions/<int:session>/end": 302,
    "accounts/sessions/end-others": 302,
    "accounts/2fa/": None,  # its second steps, tried in tests/browser/test_passkeys.py and test_accounts.py
    "accounts/": None,  # django-allauth's own pages, tried in test_accounts.py
}

# The rooms' pages for participants: whoever holds no link is told of nothing.
LINKED = {page.path: page for room in rooms() for page in room.public_pages}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern | URLResolver]]:
    for entry in resolver.url_patterns:
        yield prefix + str(entry.pattern), entry


def address(route: Route, slug: str) -> str:
    path = re.sub(r"<int:\w+>", "987654321", route.path)
    path = re.sub(r"<str:\w+>", "0" * 32, path)
    assert "<" not in path, f"teach this test the parameter in {route.path}"
    return f"/w/{slug}/{path}"


def test_every_address_has_its_row() -> None:
    rows = {f"w/<slug:slug>/{route.path}" for route in ROUTES} | set(PUBLIC) | set(LINKED)
    assert {path for path, _ in patterns(get_resolver())} == rows


def test_names_and_paths_are_given_once() -> None:
    assert len({r.name for r in ROUTES}) == len(ROUTES)
    assert len({r.path for r in ROUTES}) == len(ROUTES)
    assert all(r.methods for r in ROUTES)


@pytest.mark.parametrize("path", [p for p, status in PUBLIC.items() if status])
def test_public_doors(path: str) -> None:
    assert (
        Client().get("/" + re.sub(r"<int:\w+>", "1", re.sub(r"<str:\w+>", "x" * 32, path))).status_code == PUBLIC[path]
    )


@pytest.mark.parametrize("page", LINKED.values(), ids=lambda page: page.name)
def test_pages_for_participants(page: PublicPage) -> None:
    path = "/" + re.sub(r"<int:\w+>", "1", re.sub(r"<str:\w+>", "x" * 32, page.path))
    for method in ("get", "post", "put", "delete", "patch"):
        response = getattr(Client(), method)(path)
        assert response.status_code == (404 if method.upper() in page.methods else 405)
        if response.status_code == 404:
            assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "no-store")


def asked_by(route: Route) -> list[str]:
    """Every method that it has, what a browser sends, and one of the others: these are all refused at the same door."""
    rare = ("put", "delete", "patch")
    one = rare[crc32(route.name.encode()) % len(rare)]
    return ["get", "post", *(method for method in rare if method.upper() in route.methods or method == one)]


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r.name)
def test_roles(route: Route, access: Access, editor: Access, viewer: Access, elsewhere: Access) -> None:
    path = address(route, access.slug)
    strangers = (Client(), SignedIn(elsewhere))
    members = {Role.OWNER: SignedIn(access), Role.EDITOR: SignedIn(editor), Role.VIEWER: SignedIn(viewer)}
    for method in asked_by(route):
        for stranger in strangers:
            assert getattr(stranger, method)(path).status_code == 404
        needed = route.methods.get(method.upper())
        for role, client in members.items():
            status = getattr(client, method)(path).status_code
            if needed is None:
                assert status == 405
            elif not role.covers(needed):
                assert status == 403
            else:
                assert status in {200, 204, 302, 303, 404, 422}, (method, role, status)
