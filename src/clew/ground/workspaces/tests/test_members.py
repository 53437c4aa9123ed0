import pytest

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.ledger.models import LedgerEntry
from clew.ground.workspaces.api import Access, Role, User, enter, members, names_of, remove_member, set_role

pytestmark = pytest.mark.django_db


def test_a_person_gets_a_role(access: Access, viewer: Access) -> None:
    set_role(access, email=" Vera@Example.org ", role=Role.EDITOR)
    assert [(m.name, m.role) for m in members(access)] == [("Alice", Role.OWNER), ("Vera", Role.EDITOR)]


def test_it_is_in_the_ledger(access: Access, viewer: Access) -> None:
    set_role(access, email="vera@example.org", role=Role.EDITOR)
    newest = LedgerEntry.objects.filter(table_name="workspaces_membership").latest("pk")
    assert (newest.act_name, newest.before, newest.after) == (
        "change a member's role",
        {"role": "viewer"},
        {"role": "editor"},
    )


def test_who_has_no_account_is_refused(access: Access) -> None:
    with pytest.raises(Refused) as refusal:
        set_role(access, email="nobody@example.org", role=Role.VIEWER)
    assert refusal.value.field == "email"


def test_the_last_owner_stays(access: Access, editor: Access) -> None:
    with pytest.raises(Refused, match="at least one owner"):
        set_role(access, email="alice@example.org", role=Role.EDITOR)
    with pytest.raises(Refused, match="at least one owner"):
        remove_member(access, user_id=access.user_id or 0)
    assert members(access)[0].role is Role.OWNER
    set_role(access, email="bob@example.org", role=Role.OWNER)
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
        set_role(editor, email="bob@example.org", role=Role.OWNER)
    with pytest.raises(Forbidden):
        remove_member(editor, user_id=editor.user_id or 0)


def test_people_are_called_by_name_or_address(access: Access, alice: User) -> None:
    alice.name = ""
    alice.save()
    assert names_of({alice.pk}) == {alice.pk: "alice@example.org"}
