"""The statements that a page asks of the database do not grow with the rows it lists."""

import pytest
from bench.lists import PAGES, paths
from bench.records import fill
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clew.ground.workspaces.api import Access
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEW, MANY = 10, 300


def test_lists_ask_as_much_for_many_rows_as_for_few(access: Access) -> None:
    few = statements(access, fill(access, FEW))
    many = statements(access, fill(access, MANY - FEW))
    assert {name: (few[name], many[name]) for name in PAGES if many[name] > few[name]} == {}


def statements(access: Access, made: dict[str, list[int]]) -> dict[str, int]:
    client = SignedIn(access)
    return {name: asked(client, path) for name, path in paths(access.slug, made, first_page=True, pages=PAGES).items()}


def asked(client: SignedIn, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(found)
