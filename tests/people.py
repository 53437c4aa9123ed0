"""The standing people of the tests: Alice owns the workspace, Bob edits, Vera only reads, Charlie is a stranger."""

import pytest
from django.test import Client

from clew.ground.workspaces.api import Access, Role, User, Workspace, create_user, create_workspace, enter, join
from clew.ground.workspaces.api import workspace as of_access


@pytest.fixture
def alice(db: None) -> User:
    return create_user(email="alice@example.org", name="Alice", password="correct horse battery")


@pytest.fixture
def workspace(alice: User) -> Workspace:
    return create_workspace(name="Larder", owner=alice)


@pytest.fixture
def access(alice: User, workspace: Workspace) -> Access:
    """Alice's way in."""
    return enter(alice, workspace.slug)


@pytest.fixture
def editor(access: Access) -> Access:
    return _member(access, "bob@example.org", "Bob", Role.EDITOR)


@pytest.fixture
def viewer(access: Access) -> Access:
    return _member(access, "vera@example.org", "Vera", Role.VIEWER)


@pytest.fixture
def elsewhere(access: Access) -> Access:
    """Charlie, a stranger here, in a workspace of his own."""
    charlie = create_user(email="charlie@example.org", name="Charlie", password="correct horse battery")
    return enter(charlie, create_workspace(name="Elsewhere", owner=charlie).slug)


@pytest.fixture
def here(db: None) -> Access:
    """The workspace of the person of this machine, to whom the command line belongs."""
    me = create_user(email="me@clew.local", name="Me")
    return enter(me, create_workspace(name="Mine", owner=me).slug)


@pytest.fixture
def browser_of() -> "type[SignedIn]":
    return SignedIn


class SignedIn(Client):
    """A test client signed in as the person behind an access."""

    def __init__(self, access: Access) -> None:
        super().__init__()
        self.access = access
        self.force_login(User.objects.get(pk=access.user_id or 0), backend="django.contrib.auth.backends.ModelBackend")

    def path(self, rest: str) -> str:
        return f"/w/{self.access.slug}/{rest}"


def _member(access: Access, email: str, name: str, role: Role) -> Access:
    user = create_user(email=email, name=name, password="correct horse battery")
    join(of_access(access), user, role)
    return enter(user, access.slug)
