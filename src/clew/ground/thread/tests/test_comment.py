import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused, history
from clew.ground.thread.api import comment, comments, withdraw_comment
from clew.ground.thread.tests.conftest import Make
from clew.ground.workspaces.api import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(make: Make) -> int:
    return make("Count stock")[0]


def test_comments_are_read_in_order(access: Access, editor: Access, need: int) -> None:
    comment(editor, node_id=need, text=" Is this so?\x00 ")
    comment(access, node_id=need, text="Ask the hotel.")
    assert [(c.author, c.text) for c in comments(access, need)] == [("Bob", "Is this so?"), ("Alice", "Ask the hotel.")]
    assert [c.author for c in comments(access, need, limit=1, offset=1)] == ["Alice"]


def test_a_withdrawn_comment_keeps_its_place_without_its_words(editor: Access, need: int) -> None:
    said = comment(editor, node_id=need, text="Nonsense")
    withdraw_comment(editor, comment_id=said.pk)
    [shown] = comments(editor, need)
    assert shown.text == ""
    assert shown.withdrawn_at is not None


def test_both_are_in_the_history(editor: Access, need: int) -> None:
    withdraw_comment(editor, comment_id=comment(editor, node_id=need, text="Nonsense").pk)
    acts = [c.act_name for c in history(workspace_id=editor.workspace_id, node_id=need)[:2]]
    assert acts == ["withdraw a comment", "comment"]


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "x" * 10_001])
def test_empty_and_endless_comments_are_refused(editor: Access, need: int, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        comment(editor, node_id=need, text=text)
    assert refusal.value.field == "text"


def test_only_its_author_withdraws_a_comment(access: Access, editor: Access, need: int) -> None:
    said = comment(editor, node_id=need, text="Mine")
    with pytest.raises(NotFound):
        withdraw_comment(access, comment_id=said.pk)


def test_a_stranger_finds_nothing(editor: Access, elsewhere: Access, need: int) -> None:
    said = comment(editor, node_id=need, text="Mine")
    with pytest.raises(NotFound):
        comment(elsewhere, node_id=need, text="Hello")
    with pytest.raises(NotFound):
        withdraw_comment(elsewhere, comment_id=said.pk)
    with pytest.raises(NotFound):
        comments(elsewhere, need)


def test_a_viewer_may_not(viewer: Access, need: int) -> None:
    with pytest.raises(Forbidden):
        comment(viewer, node_id=need, text="Hello")
    with pytest.raises(Forbidden):
        withdraw_comment(viewer, comment_id=1)
