"""A session that cannot be saved, once the page has done its work: nothing is claimed that may be untrue."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from tests.people import SignedIn

from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


def test_what_was_done_is_not_called_undone(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = SignedIn(access)

    def busy(*_: object, **__: object) -> None:
        raise UpdateError

    monkeypatch.setattr(SessionStore, "save", busy)
    answer = browser.post(browser.path("needs/new"), {"title": "Weigh without a scale"})
    monkeypatch.undo()
    assert answer.status_code == 503
    assert "may have been done" in answer.content.decode()
    assert "Nothing was changed" not in answer.content.decode()
    assert "Weigh without a scale" in browser.get(browser.path("needs")).content.decode()


def test_an_address_that_makes_no_sense_changes_nothing(access: Access) -> None:
    answer = SignedIn(access).get("/", headers={"host": "not a host"})
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()
