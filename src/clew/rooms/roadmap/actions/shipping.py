"""Whoever voted for an idea hears that it went out, as soon as everybody may read of it: whatever was done last of what that takes."""

from collections.abc import Collection

from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.portal import mark_shipped
from clew.rooms.roadmap.kinds import DELIVERED, SHIPPED
from clew.rooms.roadmap.models import Item, Release


def tell_voters(access: Access, item_ids: Collection[int], *, idea_id: int | None = None) -> None:
    """Of those of these items that are out in a release, where both are for everybody; or of one idea that they deliver.

    Called inside the act that made it so, and only there: what a member said on the portal since stays as it is.
    """
    named = Item.objects.filter(pk__in=item_ids, audience="public", node__state="released")
    told = Release.objects.filter(audience="public", released_on__isnull=False, node__archived_at__isnull=True)
    standing = Link.objects.filter(withdrawn_at__isnull=True)
    shipped = standing.filter(upstream__in=named.values("pk"), verb=SHIPPED, downstream__in=told.values("pk"))
    ideas = standing.filter(
        downstream__in=shipped.values("upstream"), verb=DELIVERED, **({} if idea_id is None else {"upstream": idea_id})
    )
    mark_shipped(access, list(ideas.values_list("upstream_id", flat=True).distinct()))
