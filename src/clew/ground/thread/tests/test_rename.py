import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.search.api import find
from clew.ground.thread.api import card, rename
from clew.ground.thread.tests.conftest import Make
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


def test_a_record_gets_another_title(editor: Access, make: Make) -> None:
    [need] = make("Count stock")
    assert rename(editor, node_id=need, title="  Count \n stock\x00 quickly ").title == "Count stock quickly"
    assert card(editor, need).title == "Count stock quickly"


def test_it_leaves_its_traces(editor: Access, make: Make) -> None:
    [need] = make("Count stock")
    rename(editor, node_id=need, title="Weigh flour")
    newest = history(workspace_id=editor.workspace_id, node_id=need)[0]
    assert (newest.act_name, newest.actor_id) == ("rename", editor.user_id)
    assert (newest.before, newest.after) == ({"title": "Count stock"}, {"title": "Weigh flour"})
    assert [h.node_id for h in find(editor, "flour").hits] == [need]
    assert not find(editor, "stock").hits


def test_a_long_title_is_shortened(editor: Access, make: Make) -> None:
    [need] = make("Count stock")
    assert len(rename(editor, node_id=need, title="long " * 100).title) == 300


@pytest.mark.parametrize("title", ["", "  \n\t ", "\x00"])
def test_an_empty_title_is_refused(editor: Access, make: Make, title: str) -> None:
    [need] = make("Count stock")
    with pytest.raises(Refused) as refusal:
        rename(editor, node_id=need, title=title)
    assert refusal.value.field == "title"
    assert refusal.value.remedy


@pytest.mark.parametrize("kind", ["excerpt", "prediction", "resolution"])
def test_quotations_and_promises_keep_their_words(editor: Access, make: Make, kind: str) -> None:
    [node] = make("I count by hand", kind=kind)
    with pytest.raises(Refused, match="stay as they are"):
        rename(editor, node_id=node, title="I count by machine")


def test_a_stranger_finds_nothing(elsewhere: Access, make: Make) -> None:
    [need] = make("Count stock")
    with pytest.raises(NotFound):
        rename(elsewhere, node_id=need, title="Mine now")


def test_a_viewer_may_not(viewer: Access, make: Make) -> None:
    [need] = make("Count stock")
    with pytest.raises(Forbidden):
        rename(viewer, node_id=need, title="Mine now")
