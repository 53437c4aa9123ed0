"""Reads on people and workspaces."""

from dataclasses import dataclass

from clew.ground.workspaces.access import Access
from clew.ground.workspaces.models import Membership, Role, User, Workspace

MEMBER_LIMIT = 500
MEMBERSHIP_TABLE: str = Membership._meta.db_table


@dataclass(frozen=True, slots=True)
class Member:
    user_id: int
    name: str
    email: str
    role: Role


def members(access: Access) -> list[Member]:
    rows = (
        Membership.objects.filter(workspace_id=access.workspace_id)
        .select_related("user")
        .order_by("user__name", "user__email")
    )
    return [Member(m.user_id, str(m.user), m.user.email, Role(m.role)) for m in rows[:MEMBER_LIMIT]]


def names_of(user_ids: set[int]) -> dict[int, str]:
    """How to call these people."""
    return {u.pk: str(u) for u in User.objects.filter(pk__in=user_ids)[:MEMBER_LIMIT]}


def workspaces_of(user: User) -> list[Workspace]:
    return list(Workspace.objects.filter(memberships__user=user).order_by("name")[:100])


def workspace(access: Access) -> Workspace:
    return Workspace.objects.get(pk=access.workspace_id)


def by_slug(slug: str) -> Workspace | None:
    return Workspace.objects.filter(slug=slug).first()


def still_members(workspace_id: int, user_ids: set[int]) -> set[int]:
    """Those of them who may be here."""
    there = Membership.objects.filter(workspace_id=workspace_id, user_id__in=user_ids, user__is_active=True)
    return set(there.values_list("user_id", flat=True))


def first_owner(workspace_id: int) -> User | None:
    """Whoever has owned it longest and can still sign in; work that nobody asked for is done in their name."""
    found = Membership.objects.filter(workspace_id=workspace_id, role=Role.OWNER, user__is_active=True)
    first = found.select_related("user").order_by("pk").first()
    return None if first is None else first.user
