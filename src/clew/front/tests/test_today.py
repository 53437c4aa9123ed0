"""Today shows what waits for a person, and no more."""

import pytest
from django.utils import timezone
from tests.people import SignedIn

from clew.ground.evidence.tests.importing import begin, table
from clew.ground.runs.api import Run, start
from clew.ground.search.api import READ_JOB
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db
READING = "Read texts for search by meaning"


def today(access: Access) -> str:
    page = SignedIn(access)
    return page.get(page.path("")).content.decode()


def test_work_that_somebody_asked_for_is_shown_while_it_goes_on(editor: Access) -> None:
    begin(editor, table(), title="January")
    assert "Import January" in today(editor)


def test_work_that_clew_begins_by_itself_is_shown_only_once_it_failed(access: Access) -> None:
    made = start(access, job=READ_JOB, title=READING, arguments={}, key="meaning 0")
    for state in ("queued", "running"):
        Run._base_manager.filter(pk=made.pk).update(state=state)
        assert READING not in today(access)
    Run._base_manager.filter(pk=made.pk).update(state="failed", ended_at=timezone.now(), error="The model is away.")
    assert "The model is away." in today(access)
