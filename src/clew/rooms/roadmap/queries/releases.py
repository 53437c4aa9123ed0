"""Releases and the changelog: what went out, when, with which items and ideas."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, read
from clew.rooms.roadmap.kinds import SHIPPED
from clew.rooms.roadmap.models import Release
from clew.rooms.roadmap.queries.plan import SEEN, TEAM, Tied, shipped_to

MOST = 200


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    id: int
    title: str
    version: str
    released_on: date | None
    notes: str
    audience: str
    items: tuple[Tied, ...]


@read
def releases(
    access: Access, *, only_out: bool = False, audience: str = "team", limit: int = 50, offset: int = 0
) -> tuple[ReleaseRow, ...]:
    """What is prepared first, then what went out, the newest first. `audience`: only what these may see."""
    found = Release.objects.filter(node__archived_at__isnull=True, audience__in=SEEN.get(audience, ()))
    if only_out:
        found = found.filter(released_on__isnull=False)
    newest = F("released_on").desc(nulls_first=True)
    rows = list(found.select_related("node").order_by(newest, "-pk")[offset : offset + min(limit, MOST)])
    return _rows(rows, audience)


@read
def one_release(access: Access, release_id: int, *, is_outside: bool = False) -> ReleaseRow:
    """`is_outside`: as guests see it, who are told what its audience may know."""
    found = Release.objects.select_related("node").filter(pk=release_id).first()
    if found is None:
        raise NotFound("No such release.")
    return _rows([found], found.audience if is_outside else TEAM, is_outside=is_outside)[0]


def kept_back(access: Access, row: ReleaseRow) -> tuple[Tied, ...]:
    """Of a release for everybody the items that are not: the changelog leaves them out, and no voter hears of them."""
    if row.audience != "public":
        return ()
    told = {item.id for item in one_release(access, row.id, is_outside=True).items}
    return tuple(item for item in row.items if item.id not in told)


def _rows(found: Sequence[Release], audience: str, *, is_outside: bool = False) -> tuple[ReleaseRow, ...]:
    """A release for everybody may take along items for the team alone; these are not named to everybody."""
    ties = Link.objects.filter(downstream__in=[r.pk for r in found], verb=SHIPPED, withdrawn_at__isnull=True)
    if audience != TEAM or is_outside:
        ties = ties.filter(upstream__in=shipped_to(audience, is_outside=is_outside).values("pk"))
    items: dict[int, list[Tied]] = defaultdict(list)
    columns = ("downstream_id", "upstream_id", "upstream__title", "upstream__state")
    for release, item, title, state in ties.order_by("pk").values_list(*columns)[: MOST * 100]:
        items[release].append(Tied(item, title, state))
    return tuple(
        ReleaseRow(row.pk, row.node.title, row.version, row.released_on, row.notes, row.audience, tuple(items[row.pk]))
        for row in found
    )
