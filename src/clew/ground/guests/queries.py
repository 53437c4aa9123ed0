"""Which links for guests stand, and what one of them opens."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from clew.ground.guests.models import GuestKey, GuestLink
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Card, cards
from clew.ground.workspaces.api import Access, Role, hash_of, read, shown_titles

MOST_LINKS = 200
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class GuestLinkRow:
    id: int
    name: str
    record: Card
    made_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever follows a link: they see this record until this day, and may do nothing."""

    access: Access
    record: Card
    until: datetime


@read
def guest_links(access: Access, *, node_id: int | None = None) -> list[GuestLinkRow]:
    """Those that open the door still, the newest first; of one record or of all. Every member may know what is shown outside."""
    rows = list(standing(access, node_id).select_related("key", "made_by").order_by("-pk")[:MOST_LINKS])
    found = cards(access, [row.node_id for row in rows])
    return [
        GuestLinkRow(r.pk, r.name, found[r.node_id], str(r.made_by), r.created_at, r.expires_at, r.key.used_at)
        for r in rows
    ]


def standing(access: Access, node_id: int | None = None) -> QuerySet[GuestLink]:
    rows = GuestLink.objects.filter(
        workspace_id=access.workspace_id, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
    )
    return rows if node_id is None else rows.filter(node_id=node_id)


def enter_by_guest_link(secret: str) -> Guest:
    """A link that is over, withdrawn or to an archived record is as good as none."""
    now = timezone.now()
    key = (
        GuestKey.objects.select_related("link__workspace")
        .filter(secret_hash=hash_of(secret), link__withdrawn_at__isnull=True, link__expires_at__gt=now)
        .first()
    )
    if key is None:
        raise NotFound("This link is unknown, over or was withdrawn.")
    access = Access(None, key.link.workspace_id, key.link.workspace.slug, Role.VIEWER)
    record = cards(access, [key.link.node_id]).get(key.link.node_id)
    if record is None or record.archived:
        raise NotFound("This record was put away.")
    if key.used_at is None or key.used_at < now - USE_NOTED_EVERY:
        GuestKey.objects.filter(pk=key.pk).update(used_at=now)
    title = shown_titles(access, {record.id: record.title}, outside=True)[record.id]
    return Guest(access, replace(record, title=title), key.link.expires_at)
