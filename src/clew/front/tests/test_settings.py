"""Members and workspaces: roles, the name that is typed before somebody is removed, making and renaming workspaces."""

import pytest
from tests.people import SignedIn

from clew.ground.workspaces.api import Access, Role, User, members, workspace, workspaces_of

pytestmark = pytest.mark.django_db


def remove(by: Access, whom: Access, name: str) -> int:
    browser = SignedIn(by)
    return browser.post(browser.path(f"settings/members/{whom.user_id}/remove"), {"name": name}).status_code


def test_the_name_removes(access: Access, editor: Access) -> None:
    assert remove(access, editor, "bob") == 303
    assert [m.name for m in members(access)] == ["Alice"]


@pytest.mark.parametrize("name", ["", "Bo", "Alice", "Bob Bob"])
def test_another_name_removes_nobody(access: Access, editor: Access, name: str) -> None:
    assert remove(access, editor, name) == 422
    assert len(members(access)) == 2


def test_only_owners(access: Access, editor: Access, viewer: Access, elsewhere: Access) -> None:
    assert (remove(viewer, editor, "Bob"), remove(editor, viewer, "Vera")) == (403, 403)
    assert remove(elsewhere, editor, "Bob") == 404 or len(members(access)) == 3


def set_role(by: Access, whom: Access, role: str) -> int:
    browser = SignedIn(by)
    return browser.post(browser.path(f"settings/members/{whom.user_id}/role"), {"role": role}).status_code


def test_a_role_is_set(access: Access, editor: Access) -> None:
    assert set_role(access, editor, "viewer") == 303
    assert {m.name: m.role for m in members(access)}["Bob"] is Role.VIEWER
    assert set_role(access, editor, "king") == 422
    assert set_role(access, access, "viewer") == 422
    assert set_role(editor, editor, "owner") == 403


def test_a_person_makes_several_workspaces_and_goes_from_one_to_another(access: Access, alice: User) -> None:
    browser = SignedIn(access)
    answer = browser.post(browser.path("settings/new-workspace"), {"new_name": "Side project"})
    assert answer["Location"] == "/w/side-project/"
    assert [w.name for w in workspaces_of(alice)] == ["Larder", "Side project"]
    switcher = browser.get(browser.path("settings")).content.decode()
    assert 'href="/w/side-project/"' in switcher


def test_a_workspace_needs_a_name_and_what_was_typed_is_kept(access: Access) -> None:
    browser = SignedIn(access)
    assert browser.post(browser.path("settings/new-workspace"), {"new_name": " "}).status_code == 422
    assert browser.post(browser.path("settings/name"), {"name": " "}).status_code == 422
    assert workspace(access).name == "Larder"


def test_renaming_keeps_the_address(access: Access, editor: Access) -> None:
    browser = SignedIn(access)
    assert browser.post(browser.path("settings/name"), {"name": "Pantry"}).status_code == 303
    assert browser.get(browser.path("")).context["workspace"].name == "Pantry"
    assert SignedIn(editor).post(browser.path("settings/name"), {"name": "Mine"}).status_code == 403
