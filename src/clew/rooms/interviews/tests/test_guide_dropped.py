"""A guide that is dropped on the page of imports opens as a guide."""

import pytest
from tests.people import SignedIn

from clew.ground.evidence.formats.tests.test_guides import GUIDE
from clew.ground.evidence.tests.importing import upload
from clew.ground.workspaces.api import Access, within
from clew.rooms.interviews.models import Guide

pytestmark = pytest.mark.django_db


def test_it_is_offered_and_opened(editor: Access) -> None:
    kept, browser = upload(editor, GUIDE.encode(), "counting.md"), SignedIn(editor)
    page = browser.get(browser.path(f"imports/new?file={kept}")).content.decode()
    assert "Open as an interview guide" in page
    assert f"file={kept}&amp;reading=table" in page
    assert "What each column becomes" not in page
    feedback = browser.get(browser.path(f"imports/new?file={kept}&reading=table")).content.decode()
    assert "Open as an interview guide" not in feedback
    assert "Becomes" in feedback
    answer = browser.post(browser.path(f"interviews/guides/from/{kept}"))
    assert answer.status_code in (302, 303)
    with within(editor):
        assert Guide.objects.get().node.title == "counting"


def test_it_is_opened_by_no_stranger_and_no_viewer(editor: Access, viewer: Access, elsewhere: Access) -> None:
    kept = upload(editor, GUIDE.encode(), "counting.md")
    for access, status in ((viewer, 403), (elsewhere, 404)):
        browser = SignedIn(access)
        assert browser.post(browser.path(f"interviews/guides/from/{kept}")).status_code == status
    with within(editor):
        assert not Guide.objects.exists()


def test_what_is_no_guide_is_refused(editor: Access) -> None:
    kept, browser = upload(editor, b"text,who\nToo slow,Ina\n", "feedback.csv"), SignedIn(editor)
    page = browser.get(browser.path(f"imports/new?file={kept}")).content.decode()
    assert "Open as an interview guide" not in page
