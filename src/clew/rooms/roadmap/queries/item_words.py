"""The customers' words behind a roadmap item and against it, through its ideas and the needs that these address."""

from dataclasses import dataclass

from clew.ground.evidence.api import SaidPage, said_for_or_against
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.roadmap.queries.plan import PlannedItem, planned_item
from clew.rooms.roadmap.queries.views import PlanViewRow, items_seen

NOTHING = SaidPage(0, ())


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item as an audience may see it."""

    row: PlannedItem
    detail: str


@kept
@read
def item_words(
    access: Access,
    item_id: int,
    *,
    stance: str = "supports",
    limit: int = 10,
    offset: int = 0,
    is_outside: bool = False,
) -> SaidPage:
    """Quotations for an item or against it, the newest first. `is_outside`: for people who are no members."""
    ideas = [idea.id for idea in planned_item(access, item_id).row.ideas]
    if not ideas:
        return NOTHING
    return said_for_or_against(access, ideas, stance=stance, limit=limit, offset=offset, is_outside=is_outside)


def item_in_view(access: Access, view: PlanViewRow, item_id: int) -> ShownItem:
    """An item that a view shows, if the view shows customers' words; its description is not for everybody."""
    row = next((row for row in items_seen(access, view) if row.id == item_id), None)
    if row is None or not view.shows_words:
        raise NotFound("This link does not show that.")
    detail = "" if view.audience == "public" else planned_item(access, item_id).detail
    return ShownItem(row, detail)
