"""The only door to people, workspaces and access."""

from clew.ground.workspaces.access import Access, act, acts_of, enter, read, within
from clew.ground.workspaces.actions import (
    bring_people,
    bring_workspace,
    create_user,
    create_workspace,
    ensure_home_workspace,
    join,
    make_entry_link,
    remove_member,
    set_role,
    use_entry_link,
)
from clew.ground.workspaces.idempotency import answered_before, keep_answer
from clew.ground.workspaces.kept import kept, kept_whole
from clew.ground.workspaces.models import Role, Scope, User, Workspace, WorkspaceModel
from clew.ground.workspaces.queries import (
    MEMBERSHIP_TABLE,
    Member,
    by_slug,
    first_owner,
    members,
    names_of,
    still_members,
    workspace,
    workspaces_of,
)
from clew.ground.workspaces.tokens import NewToken, TokenRow, enter_by_token, make_token, revoke_token, tokens

__all__ = [
    "MEMBERSHIP_TABLE",
    "Access",
    "Member",
    "NewToken",
    "Role",
    "Scope",
    "TokenRow",
    "User",
    "Workspace",
    "WorkspaceModel",
    "act",
    "acts_of",
    "answered_before",
    "bring_people",
    "bring_workspace",
    "by_slug",
    "create_user",
    "create_workspace",
    "ensure_home_workspace",
    "enter",
    "enter_by_token",
    "first_owner",
    "join",
    "keep_answer",
    "kept",
    "kept_whole",
    "make_entry_link",
    "make_token",
    "members",
    "names_of",
    "read",
    "remove_member",
    "revoke_token",
    "set_role",
    "still_members",
    "tokens",
    "use_entry_link",
    "within",
    "workspace",
    "workspaces_of",
]
