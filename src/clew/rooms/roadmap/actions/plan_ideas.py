"""An idea goes onto the plan by the quarter in which it is expected."""

from datetime import date, timedelta

from django.utils import timezone

from clew.ground.evidence.api import IDEA
from clew.ground.ledger.api import Refused
from clew.ground.thread.api import Link, get_node
from clew.ground.workspaces.api import Access, act, shown_titles
from clew.rooms.roadmap.actions.plan import LEFT, OUT, add_item, move_item
from clew.rooms.roadmap.kinds import DELIVERED
from clew.rooms.roadmap.models import Item
from clew.rooms.roadmap.timeline import quarters_from

MOST_QUARTERS = 12


@act("put an idea on the plan")
def plan_idea(access: Access, *, idea_id: int, day: date) -> Item:
    """Into the quarter of a day, which becomes the range in which it is out. What is planned of it and has no days yet gets them;
    otherwise an item is made that delivers it."""
    node = get_node(idea_id, kind=IDEA)
    starts = [first for first, _ in quarters_from(timezone.localdate(), MOST_QUARTERS + 1)]
    place = next((n for n in range(MOST_QUARTERS) if starts[n] <= day < starts[n + 1]), None)
    if place is None:
        raise Refused(
            "That quarter is over, or too far off.",
            field="day",
            remedy=f"One of the next {MOST_QUARTERS}, with this one.",
        )
    horizon = ("now", "next", "later")[min(place, 2)]
    earliest, latest = max(starts[place], timezone.localdate()), starts[place + 1] - timedelta(days=1)
    items = list(_items_of(idea_id))
    if any(item.earliest for item in items):
        raise Refused("It is on the plan already.", field="idea", remedy="Move what is planned of it.")
    if item := next((item for item in items if item.node.state != OUT), None):
        return move_item(
            access, item_id=item.pk, horizon=horizon, starts_on=item.starts_on, earliest=earliest, latest=latest
        )
    title = shown_titles(access, {node.pk: node.title})[node.pk]
    return add_item(access, title=title, idea_ids=[idea_id], horizon=horizon, earliest=earliest, latest=latest)


def _items_of(idea_id: int) -> list[Item]:
    ties = Link.objects.filter(upstream=idea_id, verb=DELIVERED, withdrawn_at__isnull=True)
    found = Item.objects.select_related("node").filter(pk__in=ties.values("downstream"), node__archived_at__isnull=True)
    return list(found.exclude(node__state=LEFT).order_by("earliest", "place", "pk")[:50])
