import pytest

from clew.ground.customers.api import add_account
from clew.ground.ledger.api import Forbidden
from clew.ground.ledger.models import LedgerEntry
from clew.ground.thread.api import AuditRow, archive, audit, people_of_audit, rename
from clew.ground.workspaces.api import Access, remove_member

pytestmark = pytest.mark.django_db


def names(rows: list[AuditRow]) -> list[tuple[str, str]]:
    return [(row.who, row.name) for row in rows]


def test_the_newest_act_comes_first_however_many_rows_it_changed(access: Access, editor: Access) -> None:
    made = [add_account(editor, name=f"Kitchen {n}").pk for n in range(3)]
    archive(access, node_ids=made)
    rows = audit(access)
    assert names(rows)[:2] == [("Alice", "archive"), ("Bob", "add an account")]
    assert {card.id for card in rows[0].cards} == set(made)
    assert not rows[0].more


def test_pages_neither_skip_nor_repeat(access: Access, editor: Access) -> None:
    for number in range(5):
        pk = add_account(editor, name=f"Kitchen {number}").pk
        rename(access, node_id=pk, title=f"Kitchen no. {number}")
    whole, found = audit(access, limit=100), list(audit(access, limit=3))
    while rows := audit(access, limit=3, before=found[-1].id):
        found += rows
    assert [r.id for r in found] == [r.id for r in whole]
    assert len({r.act for r in found}) == len(found)


def test_acts_that_lie_between_each_other_are_each_told_once(access: Access) -> None:
    node = add_account(access, name="Kitchen").pk
    newest = LedgerEntry.objects.latest("pk")
    for act in ("a", "b", "a", "b", "a"):
        LedgerEntry.objects.create(
            at=newest.at, act=act * 8, act_name=f"act {act}", workspace_id=access.workspace_id, node_id=node,
            table_name="thread_node", row_id=node, operation="update",
        )  # fmt: skip
    first = audit(access, limit=1)
    assert [r.name for r in first] == ["act a"]
    assert [r.name for r in audit(access, limit=2, before=first[-1].id)] == ["act b", "add an account"]


def test_it_is_narrowed_to_a_person_who_may_have_left(access: Access, editor: Access) -> None:
    add_account(editor, name="Kitchen")
    remove_member(access, user_id=editor.user_id or 0)
    assert (editor.user_id, "Bob") in people_of_audit(access)
    assert names(audit(access, person=editor.user_id)) == [("Bob", "add an account"), ("Bob", "join a workspace")]


def test_only_owners_look(editor: Access, viewer: Access) -> None:
    for access in (editor, viewer):
        with pytest.raises(Forbidden):
            audit(access)
        with pytest.raises(Forbidden):
            people_of_audit(access)


def test_workspaces_do_not_meet(access: Access, elsewhere: Access) -> None:
    add_account(elsewhere, name="Theirs")
    assert "Charlie" not in {row.who for row in audit(access)}
