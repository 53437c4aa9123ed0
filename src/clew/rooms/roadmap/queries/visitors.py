"""Whom the portal lets in: whoever knows its address, and signed in by a link that was mailed."""

from dataclasses import dataclass

from django.utils import timezone

from clew.ground.customers.api import Person
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, Role, hash_of
from clew.rooms.roadmap.models import Portal, PortalSession


@dataclass(frozen=True, slots=True)
class Visitor:
    """`access` reads the workspace for the page's sake and belongs to no member. `person_id`: who is signed in, if anybody is."""

    access: Access
    slug: str
    title: str
    intro: str
    accent: str
    is_public: bool
    holds_comments: bool
    person_id: int | None
    name: str

    @property
    def may_look(self) -> bool:
        return self.is_public or self.person_id is not None


def enter_portal(slug: str, secret: str = "") -> Visitor:
    """A portal that is off is as good as none."""
    found = Portal._base_manager.select_related("workspace").filter(slug=slug, is_on=True).first()
    if found is None:
        raise NotFound("There is nothing here.")
    house = found.workspace
    person = _signed_in(house.pk, secret) if secret else None
    return Visitor(
        Access(None, house.pk, house.slug, Role.VIEWER), found.slug, found.title, found.intro, found.accent,
        found.is_public, found.holds_comments, person.pk if person else None, person.node.title if person else "",
    )  # fmt: skip


def _signed_in(workspace_id: int, secret: str) -> Person | None:
    live = PortalSession._base_manager.filter(
        workspace=workspace_id, secret_hash=hash_of(secret), expires_at__gt=timezone.now(),
        person__node__archived_at__isnull=True,
    )  # fmt: skip
    session = live.select_related("person__node").first()
    return session.person if session else None
