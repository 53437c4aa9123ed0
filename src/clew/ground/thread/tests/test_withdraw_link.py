import pytest

from clew.ground.ledger.api import Forbidden, NotFound, history
from clew.ground.thread.api import link, neighbours, withdraw_link
from clew.ground.thread.tests.conftest import Make
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def tied(editor: Access, make: Make) -> tuple[int, int]:
    """The link and its lower end."""
    idea = make("Scan shelves", kind="idea")[0]
    return link(editor, upstream=make("Count stock")[0], verb="addressed_by", downstream=idea).pk, idea


def test_it_stays_visible_with_who_when_and_why(access: Access, tied: tuple[int, int]) -> None:
    withdraw_link(access, link_id=tied[0], reason=" Another need\x00 ")
    [group] = neighbours(access, tied[1]).up
    assert (group.total, group.withdrawn) == (0, 1)
    [shown] = group.items
    assert (shown.tied_by, shown.withdrawn_by, shown.withdrawn_reason) == ("Bob", "Alice", "Another need")
    assert shown.withdrawn_at is not None


def test_it_is_in_the_history(editor: Access, tied: tuple[int, int]) -> None:
    withdraw_link(editor, link_id=tied[0], reason="Another need")
    newest = history(workspace_id=editor.workspace_id, node_id=tied[1])[0]
    assert (newest.act_name, newest.after["withdrawn_reason"]) == ("withdraw a link", "Another need")


def test_withdrawing_twice_keeps_the_first_reason(editor: Access, tied: tuple[int, int]) -> None:
    withdraw_link(editor, link_id=tied[0], reason="First")
    assert withdraw_link(editor, link_id=tied[0], reason="Second").withdrawn_reason == "First"


def test_a_stranger_finds_nothing(elsewhere: Access, tied: tuple[int, int]) -> None:
    with pytest.raises(NotFound):
        withdraw_link(elsewhere, link_id=tied[0])


def test_a_viewer_may_not(viewer: Access, tied: tuple[int, int]) -> None:
    with pytest.raises(Forbidden):
        withdraw_link(viewer, link_id=tied[0])
