"""The workspace's members and roles; switching between workspaces; making another one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clew.front import typed
from clew.front.routes import Route, WorkRequest, done, url
from clew.ground.ledger.api import Refused
from clew.ground.workspaces import api as workspaces
from clew.ground.workspaces.api import Role


def show(request: WorkRequest, **_: int) -> HttpResponse:
    return render(
        request, "settings/index.html", {"members": workspaces.members(request.access), "roles": Role.choices}
    )


def set_role(request: WorkRequest) -> HttpResponse:
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        raise Refused("There is no such role.", field="role", remedy="Choose owner, editor or viewer.")
    workspaces.set_role(request.access, email=typed.words(request.POST, "email", most=254), role=Role(wanted))
    return done(request, "Role set.", url(request, "settings"))


def remove(request: WorkRequest, user: int) -> HttpResponse:
    """It is not undone, so whoever does it types the name."""
    name = next((m.name for m in workspaces.members(request.access) if m.user_id == user), "")
    if name and typed.words(request.POST, "name", most=300).casefold() != name.casefold():
        raise Refused("That is not their name. Nobody was removed.", remedy=f"Type {name} to remove them.")
    workspaces.remove_member(request.access, user_id=user)
    return done(request, "Removed from the workspace.", url(request, "settings"))


def create(request: WorkRequest) -> HttpResponse:
    made = workspaces.create_workspace(name=typed.words(request.POST, "name", most=120), owner=request.user)
    return redirect(reverse("today", kwargs={"slug": made.slug}))


ROUTES = [
    Route("settings", "settings", show, get=Role.VIEWER),
    Route("settings/role", "role_set", set_role, post=Role.OWNER, again=show),
    Route("settings/members/<int:user>/remove", "member_remove", remove, post=Role.OWNER, again=show),
    Route("settings/new-workspace", "workspace_new", create, post=Role.VIEWER, again=show),
]
