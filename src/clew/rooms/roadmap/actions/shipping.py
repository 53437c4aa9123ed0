"""An idea goes out with the last item that delivers it, and whoever voted for it hears so as soon as everybody may read of it: whatever was done last of what that takes."""

from collections.abc import Collection

from django.db.models import QuerySet

from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access
from clew.rooms.roadmap.actions.portal import mark_shipped
from clew.rooms.roadmap.kinds import IN_WORK, PLANNED, RELEASED, SHIPPED
from clew.rooms.roadmap.models import Item, Release
from clew.rooms.roadmap.queries.parts import IS_OPEN, IS_OUT, delivering, whole


def follow_items(access: Access, item_ids: Collection[int]) -> None:
    """These items are out, or no longer planned: what they deliver is released where nothing else of it is to come, and its voters hear of it.

    Called inside the act that made it so, as the others are.
    """
    delivered = _ideas_of(item_ids)
    held = Node.objects.select_for_update().filter(pk__in=delivered).order_by("pk")
    list(held.values_list("pk"))  # where two last parts go out at the same moment, one waits and sees the other
    ideas = whole(delivered)
    _release(ideas)
    shown = delivering().filter(upstream__in=ideas, downstream__in=_read_by_all().values("pk"))
    mark_shipped(access, list(shown.values_list("upstream_id", flat=True).distinct()))


def follow_tie(access: Access, *, item_id: int, idea_id: int) -> None:
    """An item delivers this idea too, as is said only now."""
    if Item.objects.filter(pk=item_id, node__state=RELEASED).exists():
        _release(whole([idea_id]))
        tell_voters(access, [item_id], idea_id=idea_id)


def take_back(item_ids: Collection[int]) -> None:
    """These items are out no longer: what they deliver is not released, but in work where a part of it is out. Who heard of it heard of it."""
    ties = delivering().filter(upstream__in=_ideas_of(item_ids), upstream__state=RELEASED)
    again = set(ties.filter(IS_OPEN).values_list("upstream_id", flat=True))
    begun = set(ties.filter(IS_OUT, upstream__in=again).values_list("upstream_id", flat=True))
    Node.objects.filter(pk__in=begun).update(state=IN_WORK)
    Node.objects.filter(pk__in=again - begun).update(state=PLANNED)


def tell_voters(access: Access, item_ids: Collection[int], *, idea_id: int | None = None) -> None:
    """These items are shown to everybody, or their release is: of those that are out in one, the voters for what is out whole; or for one idea of theirs.

    Only there: what a member said on the portal since stays as it is.
    """
    read = _read_by_all().filter(pk__in=item_ids)
    ideas = whole(_ideas_of(read.values_list("pk", flat=True)))
    mark_shipped(access, [pk for pk in sorted(ideas) if idea_id in (None, pk)])


def _release(ideas: Collection[int]) -> None:
    Node.objects.filter(pk__in=ideas, archived_at__isnull=True).exclude(state=RELEASED).update(state=RELEASED)


def _ideas_of(item_ids: Collection[int]) -> list[int]:
    return list(delivering().filter(downstream__in=item_ids).values_list("upstream_id", flat=True).distinct())


def _read_by_all() -> QuerySet[Item]:
    """Items that are out in a release, where both are for everybody."""
    told = Release.objects.filter(audience="public", released_on__isnull=False, node__archived_at__isnull=True)
    shipped = Link.objects.filter(verb=SHIPPED, withdrawn_at__isnull=True, downstream__in=told.values("pk"))
    return Item.objects.filter(audience="public", node__state=RELEASED, pk__in=shipped.values("upstream"))
