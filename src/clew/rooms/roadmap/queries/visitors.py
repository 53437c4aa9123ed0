"""Whom the portal lets in: whoever knows its address, and signed in by a link that was mailed."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, Role, hash_of

# Asked before every page and every vote, and so written by hand: putting them together costs ten times what running them does.
_PORTAL = """
SELECT p.workspace_id, w.slug, p.slug, p.title, p.intro, p.accent, p.is_public, p.holds_comments, p.logo_id, p.logo_alt
FROM roadmap_portal p JOIN workspaces_workspace w ON w.id = p.workspace_id WHERE p.slug = %s AND p.is_on
"""
_SIGNED_IN = """
SELECT s.person_id, n.title FROM roadmap_portal_session s JOIN thread_node n ON n.id = s.person_id
WHERE s.workspace_id = %s AND s.secret_hash = %s AND s.expires_at > %s AND n.archived_at IS NULL
"""
_OPENS = """
SELECT 1 FROM roadmap_portal_key WHERE workspace_id = %s AND secret_hash = %s AND used_at IS NULL AND expires_at > %s
"""


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
    logo_id: int | None
    logo_alt: str
    person_id: int | None
    name: str

    @property
    def may_look(self) -> bool:
        return self.is_public or self.person_id is not None


def enter_portal(slug: str, secret: str = "") -> Visitor:
    """A portal that is off is as good as none."""
    found = _row(_PORTAL, slug)
    if found is None:
        raise NotFound("There is nothing here.")
    house, home, slug, title, intro, accent, is_public, holds, logo, alt = found
    person, name = (_row(_SIGNED_IN, house, hash_of(secret), _now()) if secret else None) or (None, "")
    reader = Access(None, house, home, Role.VIEWER)
    return Visitor(reader, slug, title, intro, accent, bool(is_public), bool(holds), logo, alt, person, name)


def link_opens(visitor: Visitor, secret: str) -> bool:
    """Whether a link that was mailed still lets somebody in; asking does not use it up."""
    return _row(_OPENS, visitor.access.workspace_id, hash_of(secret), _now()) is not None


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _row(statement: str, *values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found
