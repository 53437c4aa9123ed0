import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.search.api import find
from clew.ground.thread.api import archive, card, restore
from clew.ground.thread.tests.conftest import Make
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


def test_archived_records_are_put_away_and_brought_back(editor: Access, make: Make) -> None:
    needs = make("Count stock", "Count shelves", "Weigh flour")
    assert archive(editor, node_ids=needs[:2]) == 2
    assert [card(editor, n).archived for n in needs] == [True, True, False]
    assert not find(editor, "count").hits
    assert restore(editor, node_ids=needs) == 2
    assert len(find(editor, "count").hits) == 2


def test_archiving_twice_changes_nothing(editor: Access, make: Make) -> None:
    needs = make("Count stock")
    archive(editor, node_ids=needs)
    entries = len(history(workspace_id=editor.workspace_id, node_id=needs[0]))
    assert archive(editor, node_ids=needs) == 0
    assert len(history(workspace_id=editor.workspace_id, node_id=needs[0])) == entries


def test_both_are_in_the_history(editor: Access, make: Make) -> None:
    [need] = make("Count stock")
    archive(editor, node_ids=[need])
    restore(editor, node_ids=[need])
    assert [c.act_name for c in history(workspace_id=editor.workspace_id, node_id=need)[:2]] == [
        "bring back",
        "archive",
    ]


@pytest.mark.parametrize("act", [archive, restore])
def test_too_many_at_once_are_refused(editor: Access, act: object) -> None:
    with pytest.raises(Refused, match="At most 1000"):
        act(editor, node_ids=range(1, 1002))  # type: ignore[operator]


@pytest.mark.parametrize("act", [archive, restore])
def test_a_stranger_finds_nothing(elsewhere: Access, make: Make, act: object) -> None:
    mine = make("Mine", by=elsewhere)
    theirs = make("Count stock")
    with pytest.raises(NotFound):
        act(elsewhere, node_ids=mine + theirs)  # type: ignore[operator]
    assert not card(elsewhere, mine[0]).archived


@pytest.mark.parametrize("act", [archive, restore])
def test_a_viewer_may_not(viewer: Access, make: Make, act: object) -> None:
    with pytest.raises(Forbidden):
        act(viewer, node_ids=make("Count stock"))  # type: ignore[operator]
