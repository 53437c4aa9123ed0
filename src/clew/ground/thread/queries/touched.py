"""Which records a run of changes touches, for whoever follows the ledger."""

from collections.abc import Collection
from dataclasses import dataclass

from clew.ground.thread import registry
from clew.ground.thread.models import Link, Node
from clew.ground.workspaces.api import Access, read, shown_titles

LINK_TABLE: str = Link._meta.db_table
MOST = 2000


@dataclass(frozen=True, slots=True)
class Touched:
    """`title`; and `place`, the address of the list the record stands in (empty for kinds that have none)."""

    title: str
    place: str


@read
def touched(access: Access, node_ids: Collection[int]) -> dict[int, Touched]:
    rows = list(Node.objects.filter(pk__in=list(node_ids)[:MOST]).values_list("pk", "kind", "title"))
    titles = shown_titles(access, {pk: title for pk, _, title in rows})
    return {pk: Touched(titles[pk], registry.kind(kind).path) for pk, kind, _ in rows}


@read
def nearer_ends(access: Access, link_ids: Collection[int]) -> dict[int, int]:
    """The upstream record of each link; the ledger names the downstream one."""
    return dict(Link.objects.filter(pk__in=list(link_ids)[:MOST]).values_list("pk", "upstream_id"))
