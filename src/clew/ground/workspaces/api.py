"""The only door to people, workspaces and access."""

from clew.ground.workspaces.access import Access, act, acts_of, enter, read, within
from clew.ground.workspaces.actions import (
    create_user,
    create_workspace,
    ensure_home_workspace,
    join,
    make_entry_link,
    remove_member,
    set_role,
    use_entry_link,
)
from clew.ground.workspaces.models import Role, User, Workspace, WorkspaceModel
from clew.ground.workspaces.queries import Member, by_slug, members, names_of, workspace, workspaces_of

__all__ = [
    "Access",
    "Member",
    "Role",
    "User",
    "Workspace",
    "WorkspaceModel",
    "act",
    "acts_of",
    "by_slug",
    "create_user",
    "create_workspace",
    "ensure_home_workspace",
    "enter",
    "join",
    "make_entry_link",
    "members",
    "names_of",
    "read",
    "remove_member",
    "set_role",
    "use_entry_link",
    "within",
    "workspace",
    "workspaces_of",
]
