"""Ideas on the plan's days: when what delivers them is expected; and beside them those for which no days are said."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, kept, read
from clew.rooms.roadmap.kinds import DELIVERED
from clew.rooms.roadmap.models import Item
from clew.rooms.roadmap.queries.fields import fields
from clew.rooms.roadmap.queries.ideas import ListedIdea, listed
from clew.rooms.roadmap.queries.plan import PlannedItem, Tied, items_numbered
from clew.rooms.roadmap.queries.sought import Sought, ideas_of, in_order, page_of, sought_by
from clew.rooms.roadmap.queries.tallies import up_to_date

MOST_BARS, MOST_BESIDE, MOST_ITEMS = 30, 10, 500
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class IdeaOnPlan:
    """`items`: what delivers it, with days. It begins with the first of them and is out with the last; `conflict`: why that cannot hold."""

    idea: ListedIdea
    items: tuple[Tied, ...]
    goals: tuple[Tied, ...]
    starts_on: date | None
    earliest: date
    latest: date
    conflict: str


@dataclass(frozen=True, slots=True)
class IdeasOnPlan:
    """`without_days`: those of which nothing is planned with days; `is_cut`, `has_more`: there are more of the one and of the other."""

    ideas: tuple[IdeaOnPlan, ...]
    without_days: tuple[ListedIdea, ...]
    is_cut: bool
    has_more: bool


@read
def idea_timeline(
    access: Access, *, text: str = "", state: Sequence[str] = (), tag: Sequence[str] = (), owner_id: Sequence[int] = (),
    field: Sequence[str] = (), field_id: int | None = None, value: str = "", segment_id: Sequence[int] = (),
    sort: str = "newest",
) -> IdeasOnPlan:  # fmt: skip
    """The same ideas as in the list: the first thirty that the plan has days for, the first ten that it has none for."""
    up_to_date(access)
    found = _found(access, sought_by(text, state, tag, owner_id, field, field_id, value, segment_id, sort))
    planned, beside = found.planned[:MOST_BARS], found.beside[:MOST_BESIDE]
    rows = {row.id: row for row in listed(access, [*planned, *beside], fields(access))}
    return IdeasOnPlan(
        tuple(_placed(rows[pk], found.items[pk]) for pk in planned if pk in found.items),
        tuple(rows[pk] for pk in beside), len(found.planned) > MOST_BARS, len(found.beside) > MOST_BESIDE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """Numbers of ideas with days and without, one more than are shown; and what delivers the former."""

    planned: tuple[int, ...]
    beside: tuple[int, ...]
    items: Mapping[int, Sequence[PlannedItem]]


@kept
@read
def _found(access: Access, sought: Sought) -> _Found:
    dated = _dated()
    found = ideas_of(access, sought).filter(pk__in=dated.values("upstream"))
    planned = tuple(in_order(found, sought).values_list("pk", flat=True)[: MOST_BARS + 1])
    beside = page_of(access, sought, slice(0, MOST_BESIDE + 1), besides=dated.values("upstream"))
    return _Found(planned, tuple(beside), _items(access, dated, planned[:MOST_BARS]))


def _dated() -> QuerySet[Link]:
    """Which idea is delivered by which item that has days and was not dropped."""
    items = Item.objects.filter(earliest__isnull=False, node__archived_at__isnull=True).exclude(node__state=DROPPED)
    return Link.objects.filter(verb=DELIVERED, withdrawn_at__isnull=True, downstream__in=items.values("pk"))


def _items(access: Access, dated: QuerySet[Link], ideas: Sequence[int]) -> dict[int, list[PlannedItem]]:
    pairs = list(dated.filter(upstream__in=ideas).order_by("pk").values_list("upstream", "downstream")[:MOST_ITEMS])
    rows = {row.id: row for row in items_numbered(access, sorted({item for _, item in pairs}))}
    found: dict[int, list[PlannedItem]] = defaultdict(list)
    for idea, item in pairs:
        found[idea].append(rows[item])
    return dict(found)


def _placed(idea: ListedIdea, items: Sequence[PlannedItem]) -> IdeaOnPlan:
    goals = {goal.id: goal for item in items for goal in item.goals}
    return IdeaOnPlan(
        idea, tuple(Tied(item.id, item.title, item.state) for item in items), tuple(goals.values()),
        min((item.starts_on for item in items if item.starts_on), default=None),
        max(item.earliest for item in items if item.earliest), max(item.latest for item in items if item.latest),
        next((item.conflict for item in items if item.conflict), ""),
    )  # fmt: skip
