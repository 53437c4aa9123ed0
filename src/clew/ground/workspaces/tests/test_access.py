"""The gate: who is let in, what a role covers, what a scope hides."""

import pytest
from django_scopes.exceptions import ScopeError

from clew.ground.ledger.api import Forbidden, NotFound
from clew.ground.thread.api import NewNode, Node, add_nodes
from clew.ground.workspaces.api import Access, Role, User, Workspace, act, acts_of, enter, read, within

pytestmark = pytest.mark.django_db


@act("make a need")
def make(access: Access, *, title: str) -> int:
    return add_nodes(access, [NewNode("need", title)])[0].pk


@read
def titles(access: Access) -> list[str]:
    return list(Node.objects.order_by("pk").values_list("title", flat=True))


def test_a_member_is_let_in_with_their_role(alice: User, workspace: Workspace) -> None:
    found = enter(alice, workspace.slug)
    assert (found.user_id, found.workspace_id, found.role) == (alice.pk, workspace.pk, Role.OWNER)


def test_for_a_stranger_there_is_no_workspace(access: Access, elsewhere: Access) -> None:
    charlie = User.objects.get(pk=elsewhere.user_id or 0)
    for user, slug in ((charlie, access.slug), (charlie, "no-such"), (None, access.slug)):
        with pytest.raises(NotFound):
            enter(user, slug)


def test_who_left_is_not_let_in(alice: User, workspace: Workspace) -> None:
    alice.is_active = False
    with pytest.raises(NotFound):
        enter(alice, workspace.slug)


@pytest.mark.parametrize(
    ("role", "covers"),
    [(Role.VIEWER, {Role.VIEWER}), (Role.EDITOR, {Role.VIEWER, Role.EDITOR}), (Role.OWNER, set(Role))],
)
def test_each_role_may_do_what_the_one_before_may(role: Role, covers: set[Role]) -> None:
    assert {needed for needed in Role if role.covers(needed)} == covers


def test_an_act_asks_for_its_role(viewer: Access) -> None:
    with pytest.raises(Forbidden, match=r"editor.*viewer"):
        make(viewer, title="Mine")


def test_a_scope_shows_one_workspace(access: Access, elsewhere: Access) -> None:
    make(access, title="Here")
    make(elsewhere, title="There")
    assert (titles(access), titles(elsewhere)) == (["Here"], ["There"])


def test_outside_a_scope_nothing_is_read(access: Access) -> None:
    with pytest.raises(ScopeError, match="outside a workspace"):
        Node.objects.count()
    with within(access):
        assert Node.objects.count() == 0


def test_acts_are_known_by_name() -> None:
    from clew.ground.workspaces import actions

    assert {"set_role", "remove_member"} <= set(acts_of(actions))
    assert actions.set_role.act_name == "change a member's role"  # type: ignore[attr-defined]
