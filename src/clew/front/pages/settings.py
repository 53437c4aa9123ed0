"""The workspace's members and roles; switching between workspaces; making another one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clew.ground.doors.api import Route, WorkRequest, done, typed, url
from clew.ground.ledger.api import Refused
from clew.ground.workspaces import api as workspaces
from clew.ground.workspaces.api import Role


def show(request: WorkRequest, **_: int) -> HttpResponse:
    is_owner = request.access.role is Role.OWNER
    shown = {
        "members": workspaces.members(request.access),
        "roles": Role.choices,
        "invitations": workspaces.invitations(request.access) if is_owner else [],
    }
    return render(request, "settings/index.html", shown)


def set_role(request: WorkRequest, user: int) -> HttpResponse:
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        raise Refused("There is no such role.", remedy="Choose owner, editor or viewer.")
    workspaces.set_role(request.access, user_id=user, role=Role(wanted))
    return done(request, "Role set.", url(request, "settings"))


def remove(request: WorkRequest, user: int) -> HttpResponse:
    """It is not undone, so whoever does it types the name."""
    name = next((m.name for m in workspaces.members(request.access) if m.user_id == user), "")
    if name and typed.words(request.POST, "name", most=300).casefold() != name.casefold():
        raise Refused("That is not their name. Nobody was removed.", remedy=f"Type {name} to remove them.")
    workspaces.remove_member(request.access, user_id=user)
    return done(request, "Removed from the workspace.", url(request, "settings"))


def rename(request: WorkRequest) -> HttpResponse:
    workspaces.rename_workspace(request.access, name=typed.words(request.POST, "name", most=120))
    return done(request, "Renamed.", url(request, "settings"))


def create(request: WorkRequest) -> HttpResponse:
    try:
        name = typed.words(request.POST, "new_name", most=120)
        made = workspaces.create_workspace(name=name, owner=request.user)
    except Refused as error:  # beside its own field, since the page has two names
        raise Refused(error.message, field="new_name", remedy=error.remedy) from error
    return redirect(reverse("today", kwargs={"slug": made.slug}))


ROUTES = [
    Route("settings", "settings", show, get=Role.VIEWER),
    Route("settings/name", "workspace_rename", rename, post=Role.OWNER, again=show),
    Route("settings/members/<int:user>/role", "role_set", set_role, post=Role.OWNER, again=show),
    Route("settings/members/<int:user>/remove", "member_remove", remove, post=Role.OWNER, again=show),
    Route("settings/new-workspace", "workspace_new", create, post=Role.VIEWER, again=show),
]
