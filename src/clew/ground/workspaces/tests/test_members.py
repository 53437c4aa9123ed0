import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.workspaces.api import (
    Access,
    Role,
    User,
    enter,
    members,
    names_of,
    remove_member,
    rename_workspace,
    set_role,
    workspace,
)

pytestmark = pytest.mark.django_db


def test_a_person_gets_a_role(access: Access, viewer: Access) -> None:
    set_role(access, user_id=viewer.user_id or 0, role=Role.EDITOR)
    assert [(m.name, m.role) for m in members(access)] == [("Alice", Role.OWNER), ("Vera", Role.EDITOR)]


def test_it_is_in_the_ledger(access: Access, viewer: Access) -> None:
    set_role(access, user_id=viewer.user_id or 0, role=Role.EDITOR)
    newest = LedgerEntry.objects.filter(table_name="workspaces_membership").latest("pk")
    assert (newest.act_name, newest.before, newest.after) == (
        "change a member's role",
        {"role": "viewer"},
        {"role": "editor"},
    )


def test_who_is_no_member_gets_no_role(access: Access, elsewhere: Access) -> None:
    with pytest.raises(NotFound):
        set_role(access, user_id=elsewhere.user_id or 0, role=Role.VIEWER)
    assert [m.name for m in members(access)] == ["Alice"]


def test_the_last_owner_stays(access: Access, editor: Access) -> None:
    with pytest.raises(Refused, match="at least one owner"):
        set_role(access, user_id=access.user_id or 0, role=Role.EDITOR)
    with pytest.raises(Refused, match="at least one owner"):
        remove_member(access, user_id=access.user_id or 0)
    assert members(access)[0].role is Role.OWNER
    set_role(access, user_id=editor.user_id or 0, role=Role.OWNER)
    remove_member(access, user_id=access.user_id or 0)


def test_who_is_removed_is_a_stranger(access: Access, editor: Access) -> None:
    remove_member(access, user_id=editor.user_id or 0)
    with pytest.raises(NotFound):
        enter(User.objects.get(pk=editor.user_id or 0), access.slug)


def test_strangers_are_not_members(access: Access, elsewhere: Access) -> None:
    with pytest.raises(NotFound):
        remove_member(access, user_id=elsewhere.user_id or 0)
    assert "Charlie" not in [m.name for m in members(access)]


def test_only_owners_say_who_is_who(editor: Access) -> None:
    with pytest.raises(Forbidden):
        set_role(editor, user_id=editor.user_id or 0, role=Role.OWNER)
    with pytest.raises(Forbidden):
        remove_member(editor, user_id=editor.user_id or 0)


def test_people_are_called_by_name_or_address(access: Access, alice: User) -> None:
    alice.name = ""
    alice.save()
    assert names_of({alice.pk}) == {alice.pk: "alice@example.org"}


def test_a_workspace_is_renamed_and_its_history_says_so(access: Access) -> None:
    rename_workspace(access, name="  Pantry ")
    assert (workspace(access).name, workspace(access).slug) == ("Pantry", "larder")
    entry = LedgerEntry.objects.get(table_name="workspaces_workspace")
    assert (entry.act_name, entry.workspace_id, entry.before, entry.after) == (
        "rename the workspace",
        access.workspace_id,
        {"name": "Larder"},
        {"name": "Pantry"},
    )


def test_a_name_is_needed_and_given_by_owners(access: Access, editor: Access) -> None:
    with pytest.raises(Refused, match="needs a name"):
        rename_workspace(access, name=" ")
    with pytest.raises(Forbidden):
        rename_workspace(editor, name="Mine")
    assert workspace(access).name == "Larder"
