"""An idea that several items deliver is out with the last of them; until then so many of its parts are."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from clew.ground.evidence.api import Idea
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, read, shown_titles
from clew.rooms.roadmap.kinds import DELIVERED, RELEASED, SHIPPED
from clew.rooms.roadmap.models import Release

MOST = 500
IS_OUT = Q(downstream__state=RELEASED)
IS_OPEN = Q(downstream__archived_at__isnull=True) & ~Q(downstream__state__in=(RELEASED, "dropped"))


@dataclass(frozen=True, slots=True)
class IdeaParts:
    """`parts`: the items that deliver it, without those that were dropped, or archived before they were out; `out`: how many of these are released."""

    id: int
    title: str
    parts: int
    out: int

    @property
    def is_whole(self) -> bool:
        return self.out == self.parts

    @property
    def words(self) -> str:
        return f"{self.out} of {self.parts} part{'' if self.parts == 1 else 's'} released"


@read
def idea_parts(access: Access, idea_id: int) -> IdeaParts:
    """How much of an idea is released: it is out with the last of the items that deliver it."""
    title = Idea.objects.filter(pk=idea_id).values_list("node__title", flat=True).first()
    if title is None:
        raise NotFound("No such idea.")
    return _counted(access, {idea_id: title})[0]


@read
def release_ideas(access: Access, release_id: int) -> tuple[IdeaParts, ...]:
    """What the items of a release deliver, and how much of each idea is released: an idea in several parts is out with the last of them."""
    if not Release.objects.filter(pk=release_id).exists():
        raise NotFound("No such release.")
    items = Link.objects.filter(downstream=release_id, verb=SHIPPED, withdrawn_at__isnull=True)
    ties = delivering().filter(downstream__in=items.values("upstream")).order_by("upstream")
    return _counted(access, dict(ties.values_list("upstream_id", "upstream__title").distinct()[:MOST]))


def delivering() -> QuerySet[Link]:
    """Which item delivers which idea."""
    return Link.objects.filter(verb=DELIVERED, withdrawn_at__isnull=True)


def whole(ideas: Collection[int]) -> set[int]:
    """Those of these ideas of which all parts are out. Called inside an act or a query."""
    ties = delivering().filter(upstream__in=ideas)
    is_open = set(ties.filter(IS_OPEN).values_list("upstream_id", flat=True))
    return set(ties.filter(IS_OUT).values_list("upstream_id", flat=True)) - is_open


def _counted(access: Access, named: dict[int, str]) -> tuple[IdeaParts, ...]:
    """Two statements, however many they are."""
    titles = shown_titles(access, named)
    out = Count("pk", filter=IS_OUT)
    rows = (
        delivering()
        .filter(upstream__in=named)
        .values_list("upstream_id")
        .annotate(out=out, rest=Count("pk", filter=IS_OPEN))
    )
    counted = {idea: (done + rest, done) for idea, done, rest in rows.order_by()}
    return tuple(IdeaParts(pk, titles[pk], *counted.get(pk, (0, 0))) for pk in named)
