from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clew.ground.ledger.api import Forbidden, NotFound, Refused, drop_triggers, history, install_triggers, last_act_id
from clew.ground.search.api import find
from clew.ground.thread.api import (
    add_option,
    archive,
    card,
    comment,
    comments,
    decide,
    decision,
    edit_decision,
    link,
    neighbours,
    open_decision,
    register_prediction,
    remove_option,
    rename,
    restore,
    undo,
    withdraw_comment,
    withdraw_link,
    withdraw_prediction,
)
from clew.ground.thread.tests.conftest import Make
from clew.ground.workspaces.api import Access, Role, set_role

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def need(make: Make) -> int:
    return make("Count stock")[0]


def test_a_title_comes_back_and_search_follows(editor: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    assert undo(editor, act=last_act_id()) == "rename"
    assert card(editor, need).title == "Count stock"
    assert [h.node_id for h in find(editor, "stock").hits] == [need]
    assert not find(editor, "flour").hits


def test_undoing_is_an_act_and_can_be_undone(editor: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    undo(editor, act=last_act_id())
    newest = history(workspace_id=editor.workspace_id, node_id=need)[0]
    assert (newest.act_name, newest.actor_id) == ("undo: rename", editor.user_id)
    undo(editor, act=last_act_id())
    assert card(editor, need).title == "Weigh flour"


def test_archived_records_come_back_and_go_again(editor: Access, make: Make) -> None:
    needs = make("Count stock", "Count shelves")
    archive(editor, node_ids=needs)
    undo(editor, act=last_act_id())
    assert len(find(editor, "count").hits) == 2
    archive(editor, node_ids=needs)
    restore(editor, node_ids=needs)
    undo(editor, act=last_act_id())
    assert all(card(editor, n).archived for n in needs)
    assert not find(editor, "count").hits


def test_new_records_are_archived(editor: Access) -> None:
    made = open_decision(editor, title="Offline first")
    undo(editor, act=last_act_id())
    assert card(editor, made.pk).archived
    assert not find(editor, "offline").hits


def test_a_new_link_is_withdrawn(editor: Access, need: int, make: Make) -> None:
    idea = make("Scan", kind="idea")[0]
    link(editor, upstream=need, verb="addressed_by", downstream=idea)
    undo(editor, act=last_act_id())
    [group] = neighbours(editor, idea).up
    assert (group.total, group.items[0].withdrawn_reason) == (0, "undone")


def test_a_withdrawn_link_is_tied_again(editor: Access, need: int, make: Make) -> None:
    idea = make("Scan", kind="idea")[0]
    tie = link(editor, upstream=need, verb="addressed_by", downstream=idea, note="Three said so")
    withdraw_link(editor, link_id=tie.pk)
    undo(editor, act=last_act_id())
    [group] = neighbours(editor, idea).up
    assert (group.total, group.withdrawn, group.items[0].note) == (1, 1, "Three said so")


def test_a_tie_made_again_meanwhile_is_not_doubled(editor: Access, need: int, make: Make) -> None:
    idea = make("Scan", kind="idea")[0]
    withdraw_link(editor, link_id=link(editor, upstream=need, verb="addressed_by", downstream=idea).pk)
    withdrawing = last_act_id()
    link(editor, upstream=need, verb="addressed_by", downstream=idea)
    with pytest.raises(Refused, match="cannot be undone"):
        undo(editor, act=withdrawing)


def test_comments_go_and_come_back(editor: Access, need: int) -> None:
    said = comment(editor, node_id=need, text="Hm")
    undo(editor, act=last_act_id())
    assert comments(editor, need)[0].withdrawn_at is not None
    said = comment(editor, node_id=need, text="Hm again")
    withdraw_comment(editor, comment_id=said.pk)
    undo(editor, act=last_act_id())
    assert [c.text for c in comments(editor, need)] == ["", "", "Hm again"]


def test_other_rows_are_deleted_and_inserted_again(editor: Access) -> None:
    made = open_decision(editor, title="Offline first")
    option = add_option(editor, decision_id=made.pk, title="Do nothing")
    undo(editor, act=last_act_id())
    assert decision(editor, made.pk).options == ()
    option = add_option(editor, decision_id=made.pk, title="Do nothing")
    remove_option(editor, option_id=option.pk)
    undo(editor, act=last_act_id())
    assert [(o.id, o.title, o.chosen) for o in decision(editor, made.pk).options] == [(option.pk, "Do nothing", False)]


def test_fields_of_a_records_own_table_come_back(editor: Access) -> None:
    made = open_decision(editor, title="Offline first", question="Which “first”?", flips="Few\nlosses")
    edit_decision(editor, decision_id=made.pk, question="Else?", flips="")
    undo(editor, act=last_act_id())
    found = decision(editor, made.pk)
    assert (found.question, found.flips) == ("Which “first”?", "Few\nlosses")


def test_what_was_changed_since_stays(access: Access, editor: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    first = last_act_id()
    rename(access, node_id=need, title="Weigh sugar")
    with pytest.raises(Refused, match="changed since by Alice"):
        undo(editor, act=first)
    assert card(editor, need).title == "Weigh sugar"


def test_twice_is_refused(editor: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    first = last_act_id()
    undo(editor, act=first)
    with pytest.raises(Refused, match="changed since by you"):
        undo(editor, act=first)
    comment(editor, node_id=need, text="Hm")
    second = last_act_id()
    undo(editor, act=second)
    with pytest.raises(Refused, match="nothing left"):
        undo(editor, act=second)


def test_a_decision_taken_stays(access: Access) -> None:
    made = open_decision(access, title="Offline first", flips="Few losses")
    options = [add_option(access, decision_id=made.pk, title=t).pk for t in ("Do it", "Do nothing")]
    register_prediction(access, decision_id=made.pk, question="Shipped?", probability=0.5, resolve_by=SOON)
    decide(access, decision_id=made.pk, chosen=options[0], reasons=dict.fromkeys(options, "Because."))
    with pytest.raises(Refused, match="stays as it was taken"):
        undo(access, act=last_act_id())
    assert decision(access, made.pk).state == "decided"


def test_a_prediction_is_withdrawn_not_undone(access: Access) -> None:
    made = register_prediction(access, question="Shipped?", probability=0.5, resolve_by=SOON)
    with pytest.raises(Refused, match="never undone"):
        undo(access, act=last_act_id())
    withdraw_prediction(access, prediction_id=made.pk, reason="Wrong question")
    with pytest.raises(Refused, match="never undone"):
        undo(access, act=last_act_id())


def test_a_role_is_not_undone(access: Access, editor: Access) -> None:
    set_role(access, user_id=editor.user_id or 0, role=Role.VIEWER)
    with pytest.raises(Refused, match="not undone"):
        undo(access, act=last_act_id())


def test_after_ten_minutes_it_stays(editor: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET at = %s", [timezone.now() - timedelta(minutes=11)])
    install_triggers()
    with pytest.raises(Refused, match="more than 10 minutes"):
        undo(editor, act=last_act_id())


def test_an_owner_undoes_what_others_did(access: Access, editor: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    undo(access, act=last_act_id())
    assert card(access, need).title == "Count stock"


def test_an_editor_does_not_undo_what_others_did(access: Access, editor: Access, need: int) -> None:
    rename(access, node_id=need, title="Weigh flour")
    with pytest.raises(Forbidden, match="owner"):
        undo(editor, act=last_act_id())


def test_a_stranger_finds_nothing(editor: Access, elsewhere: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    with pytest.raises(NotFound):
        undo(elsewhere, act=last_act_id())


@pytest.mark.parametrize("act", ["", "0" * 32, "' OR 1=1", "x" * 5000])
def test_nonsense_finds_nothing(editor: Access, need: int, act: str) -> None:
    with pytest.raises(NotFound):
        undo(editor, act=act)


def test_a_viewer_may_not(editor: Access, viewer: Access, need: int) -> None:
    rename(editor, node_id=need, title="Weigh flour")
    with pytest.raises(Forbidden):
        undo(viewer, act=last_act_id())
