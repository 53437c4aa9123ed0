"""Whatever way a row is written, the ledger hears of it, by whom and under which name."""

import pytest
from django.db import connection

from clew.ground.ledger.api import (
    acting,
    changes_of_act,
    current,
    drop_triggers,
    history,
    install_triggers,
    last_act_id,
    last_change_of_row,
    put_back,
    still_as_left,
)
from clew.ground.ledger.models import LedgerEntry
from clew.ground.thread.api import NewNode, Node, add_nodes
from clew.ground.workspaces.api import Access, act, within

pytestmark = pytest.mark.django_db


@act("make a need")
def make(access: Access, *, title: str = "Count stock") -> int:
    return add_nodes(access, [NewNode("need", title)])[0].pk


@act("fail")
def make_and_fail(access: Access) -> None:
    make(access)
    raise ZeroDivisionError


def newest(access: Access, node_id: int) -> tuple[str, dict[str, object], dict[str, object]]:
    change = history(workspace_id=access.workspace_id, node_id=node_id)[0]
    return change.operation, change.before, change.after


def test_an_insert_is_kept_whole(editor: Access) -> None:
    need = make(editor)
    operation, before, after = newest(editor, need)
    assert (operation, before) == ("insert", {})
    assert (after["title"], after["kind"], after["workspace_id"]) == ("Count stock", "need", editor.workspace_id)


def test_an_update_keeps_what_differs(editor: Access) -> None:
    need = make(editor)
    with within(editor), acting("rename", actor_id=editor.user_id):
        Node.objects.filter(pk=need).update(title="Weigh “flour”")
    assert newest(editor, need) == ("update", {"title": "Count stock"}, {"title": "Weigh “flour”"})


def test_an_update_that_changes_nothing_is_not_told(editor: Access) -> None:
    need = make(editor)
    with within(editor):
        Node.objects.filter(pk=need).update(title="Count stock")
    assert len(history(workspace_id=editor.workspace_id, node_id=need)) == 1


def test_raw_statements_are_told_too(editor: Access) -> None:
    need = make(editor)
    with acting("by hand", actor_id=None), connection.cursor() as cursor:
        cursor.execute("UPDATE thread_node SET state = 'open' WHERE id = %s", [need])
    assert newest(editor, need) == ("update", {"state": ""}, {"state": "open"})
    assert history(workspace_id=editor.workspace_id, node_id=need)[0].act_name == "by hand"


def test_an_act_has_a_number_a_name_and_a_person(editor: Access) -> None:
    need = make(editor)
    [change] = changes_of_act(workspace_id=editor.workspace_id, act=last_act_id())
    assert (change.row_id, change.act_name, change.actor_id) == (need, "make a need", editor.user_id)


def test_an_act_inside_an_act_joins_it(editor: Access) -> None:
    with within(editor), acting("outer", actor_id=editor.user_id):
        make(editor)
        make(editor)
    changes = changes_of_act(workspace_id=editor.workspace_id, act=last_act_id())
    assert [c.act_name for c in changes] == ["outer", "outer"]


def test_a_failed_act_leaves_nothing(editor: Access) -> None:
    before = LedgerEntry.objects.count(), last_act_id()
    with pytest.raises(ZeroDivisionError):
        make_and_fail(editor)
    assert (LedgerEntry.objects.count(), last_act_id()) == before
    assert current().act == ""


def test_what_is_written_outside_an_act_has_no_name(editor: Access) -> None:
    with within(editor):
        node = Node.objects.create(workspace_id=editor.workspace_id, kind="need", title="Nobody")
    change = history(workspace_id=editor.workspace_id, node_id=node.pk)[0]
    assert (change.act, change.act_name, change.actor_id) == ("", "", None)


def test_another_workspace_reads_none_of_it(editor: Access, elsewhere: Access) -> None:
    need, its_act = make(editor), last_act_id()
    assert history(workspace_id=elsewhere.workspace_id, node_id=need) == []
    assert changes_of_act(workspace_id=elsewhere.workspace_id, act=its_act) == []


def test_triggers_can_be_taken_off_and_put_on_again(editor: Access) -> None:
    drop_triggers()
    silent = make(editor)
    assert history(workspace_id=editor.workspace_id, node_id=silent) == []
    install_triggers()
    install_triggers()
    assert len(history(workspace_id=editor.workspace_id, node_id=make(editor))) == 1


def test_a_row_is_put_back_as_it_was(editor: Access) -> None:
    need = make(editor)
    with within(editor), acting("rename", actor_id=editor.user_id):
        Node.objects.filter(pk=need).update(title="Weigh flour")
    change = history(workspace_id=editor.workspace_id, node_id=need)[0]
    assert still_as_left(change)
    assert last_change_of_row(change, workspace_id=editor.workspace_id) == change
    put_back(change)
    assert not still_as_left(change)
    with within(editor):
        assert Node.objects.get(pk=need).title == "Count stock"
