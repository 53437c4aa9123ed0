from collections.abc import Callable

import pytest
from tests.people import SignedIn

from clew.ground.evidence.tests.importing import begin, bring_in, table
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db
Browser = Callable[[Access], SignedIn]


def test_an_empty_list_teaches(viewer: Access, browser_of: Browser) -> None:
    browser = browser_of(viewer)
    assert "Nothing is running" in browser.get(browser.path("runs")).content.decode()


def test_the_list_and_its_progress(editor: Access, viewer: Access, browser_of: Browser) -> None:
    made = bring_in(editor, table())
    browser = browser_of(viewer)
    assert "Import reviews.csv" in browser.get(browser.path("runs")).content.decode()
    answer = browser.get(browser.path(f"runs/{made.id}/progress"))
    assert answer.json() == {"done": 4, "total": 4, "state": "done", "text": "Done"}


def test_cancel_and_go_on(editor: Access, browser_of: Browser) -> None:
    made, browser = begin(editor, table()), browser_of(editor)
    assert browser.post(browser.path(f"runs/{made.pk}/cancel")).status_code == 303
    assert "Go on" in browser.get(browser.path("runs")).content.decode()
    assert browser.post(browser.path(f"runs/{made.pk}/cancel")).status_code == 422
    assert browser.post(browser.path(f"runs/{made.pk}/retry")).status_code == 303
    assert "Waiting to begin" in browser.get(browser.path("runs")).content.decode()


def test_strangers_and_viewers(editor: Access, viewer: Access, elsewhere: Access, browser_of: Browser) -> None:
    made = begin(editor, table())
    stranger, reader = browser_of(elsewhere), browser_of(viewer)
    assert stranger.get(stranger.path(f"runs/{made.pk}/progress")).status_code == 404
    assert stranger.post(stranger.path(f"runs/{made.pk}/cancel")).status_code == 404
    assert reader.post(reader.path(f"runs/{made.pk}/cancel")).status_code == 403
