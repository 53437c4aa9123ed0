"""The plan as a certain audience sees it."""

from dataclasses import dataclass

from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read
from clew.rooms.roadmap.models import PlanView
from clew.rooms.roadmap.queries.plan import MOST, PUBLIC, PlannedItem, planned_items

NOT_FOR_ALL = ("goal", "team")  # arrangements that would show everybody nothing


@dataclass(frozen=True, slots=True)
class PlanViewRow:
    """`shows_words`: whoever holds a link to it may read customers' words behind its items, as far as consent covers sharing."""

    id: int
    title: str
    audience: str
    arrangement: str
    team: str
    shows_words: bool


@read
def plan_views(access: Access) -> tuple[PlanViewRow, ...]:
    """The views of the plan, by name."""
    rows = PlanView.objects.filter(node__archived_at__isnull=True).select_related("node")
    return tuple(_row(view) for view in rows.order_by("node__title", "pk")[:MOST])


@read
def plan_view(access: Access, view_id: int) -> PlanViewRow:
    found = PlanView.objects.filter(pk=view_id).select_related("node").first()
    if found is None:
        raise NotFound("No such view of the plan.")
    return _row(found)


def items_seen(access: Access, view: PlanViewRow) -> tuple[PlannedItem, ...]:
    """What that view shows today."""
    return planned_items(access, audience=view.audience, team=view.team, limit=MOST)


def _row(view: PlanView) -> PlanViewRow:
    # Some were made before it was refused.
    is_hidden = view.audience == PUBLIC and view.arrangement in NOT_FOR_ALL
    arrangement = "horizon" if is_hidden else view.arrangement
    return PlanViewRow(view.pk, view.node.title, view.audience, arrangement, view.team, view.shows_words)
