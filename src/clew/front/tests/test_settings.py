"""Members: whoever removes one types the name, since it is not undone."""

import pytest
from tests.people import SignedIn

from clew.ground.workspaces.api import Access, members

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
