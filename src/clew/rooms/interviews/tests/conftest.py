"""What several tests of interviews begin with."""

import pytest

from clew.ground.workspaces.api import Access
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.studies import add_study


@pytest.fixture
def talk(access: Access) -> int:
    """An interview of a study, about to be held."""
    return int(add_interview(access, study_id=add_study(access, title="Counting").pk, title="Talk with Anna").pk)
