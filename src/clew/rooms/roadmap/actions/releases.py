"""Releases: what went out, when, and what is said of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from clew.ground.ledger.api import Refused
from clew.ground.search import api as search
from clew.ground.thread.api import Link, NewNode, add_node, get_node, link, set_state, withdraw_link
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.actions.plan import LEFT, OUT, PLANNED, told_to
from clew.rooms.roadmap.actions.shipping import follow_items, take_back, tell_voters
from clew.rooms.roadmap.kinds import ITEM, RELEASE, SHIPPED
from clew.rooms.roadmap.models import Item, Release

NOTES_LIMIT, VERSION_LIMIT, MOST_ITEMS = 20_000, 40, 100


@act("prepare a release")
def add_release(
    access: Access,
    *,
    title: str,
    version: str = "",
    notes: str = "",
    audience: str = "team",
    item_ids: Sequence[int] = (),
) -> Release:
    """What will go out together. Nothing is out yet."""
    told = _told(version, notes, audience)
    if len(set(item_ids)) > MOST_ITEMS:
        raise Refused(f"These are more than {MOST_ITEMS} items.", field="items", remedy="Release them apart.")
    node = add_node(access, NewNode(RELEASE, title, state="prepared", text=notes))
    made = Release.objects.create(node=node, workspace_id=access.workspace_id, **told)
    for item in dict.fromkeys(item_ids):
        ship(access, release_id=made.pk, item_id=item)
    return made


@act("write release notes")
def write_release(
    access: Access, *, release_id: int, version: str = "", notes: str = "", audience: str = "team"
) -> Release:
    found = _release(release_id)
    before = found.audience
    for name, value in _told(version, notes, audience).items():
        setattr(found, name, value)
    found.save(update_fields=["version", "notes", "audience"])
    search.put(access.workspace_id, [search.Document(found.pk, RELEASE, found.node.title, found.notes)])
    if found.audience != before:
        items = Link.objects.filter(downstream=release_id, verb=SHIPPED, withdrawn_at__isnull=True)
        tell_voters(access, items.values_list("upstream_id", flat=True))
    return found


@act("put an item into a release")
def ship(access: Access, *, release_id: int, item_id: int) -> Link:
    """An item goes out once."""
    release = _release(release_id)
    node = get_node(item_id, kind=ITEM)
    if node.state == LEFT:
        raise Refused("This item was dropped.", field="item", remedy="Plan it again first.")
    elsewhere = Link.objects.filter(upstream=item_id, verb=SHIPPED, withdrawn_at__isnull=True).exclude(
        downstream=release_id
    )
    if other := elsewhere.select_related("downstream").first():
        raise Refused(f"It is in “{other.downstream.title}” already.", field="item", remedy="Take it out there first.")
    made = link(access, upstream=item_id, verb=SHIPPED, downstream=release_id)
    if release.released_on is not None:
        set_state(node, OUT)
        follow_items(access, [item_id])
    return made


@act("take an item out of a release")
def unship(access: Access, *, release_id: int, item_id: int) -> None:
    found = Link.objects.filter(
        upstream=item_id, verb=SHIPPED, downstream=release_id, withdrawn_at__isnull=True
    ).first()
    if found is None:
        raise Refused("It is not in this release.", field="item", remedy="Choose one that is.")
    withdraw_link(access, link_id=found.pk)
    if found.upstream.state == OUT:
        set_state(get_node(item_id, kind=ITEM), PLANNED)
        take_back([item_id])


@act("release")
def release(access: Access, *, release_id: int, released_on: date) -> Release:
    """It went out on that day, with all its items but those that were put into the archive before: they do not come. An idea is released with the last item that delivers it."""
    found = _release(release_id)
    if found.released_on is not None:
        raise Refused("It is out already.", field="released_on", remedy="Prepare another release.")
    items = Link.objects.filter(downstream=release_id, verb=SHIPPED, withdrawn_at__isnull=True)
    wanted = Item.objects.filter(node__archived_at__isnull=True, pk__in=items.values("upstream_id"))
    shipped = list(wanted.select_related("node"))
    if not shipped:
        raise Refused("Nothing is in it.", field="items", remedy="Put an item into it first.")
    found.released_on = released_on
    found.save(update_fields=["released_on"])
    set_state(found.node, "out")
    for item in shipped:
        set_state(item.node, OUT)
    follow_items(access, [item.pk for item in shipped])
    return found


def _release(release_id: int) -> Release:
    return Release.objects.select_related("node").get(node=get_node(release_id, kind=RELEASE))


def _told(version: str, notes: str, audience: str) -> dict[str, Any]:
    return told_to(audience, version=(version, VERSION_LIMIT), notes=(notes, NOTES_LIMIT))
