"""What waits for somebody's eyes: words nobody marked, needs nobody questioned, quotations that lost their place."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from clew.ground.evidence.kinds import CONTRADICTS, NEED
from clew.ground.evidence.models import Excerpt, Source
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, read

COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first few, and how many there are (counted up to `COUNT_LIMIT`)."""

    rows: tuple[tuple[int, str], ...]
    count: int

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_LIMIT


@read
def unread_sources(access: Access, *, limit: int = 5) -> Waiting:
    """Sources nobody marked a word in, the newest first."""
    marked = Excerpt.objects.filter(source=OuterRef("pk"))
    unread = Source.objects.filter(~Exists(marked), node__archived_at__isnull=True).order_by("-said_on", "-pk")
    return _waiting(unread.values_list("pk", "node__title"), limit)


@read
def unheard_needs(access: Access, *, limit: int = 5) -> Waiting:
    """Needs nothing speaks against: nobody looked, or nobody marked it."""
    against = Link.objects.filter(downstream=OuterRef("pk"), verb=CONTRADICTS, withdrawn_at__isnull=True)
    found = Node.objects.filter(~Exists(against), kind=NEED, archived_at__isnull=True).order_by("-pk")
    return _waiting(found.values_list("pk", "title"), limit)


@read
def broken_excerpts(access: Access, *, limit: int = 5) -> Waiting:
    """Quotations whose words are no longer in their source."""
    broken = Excerpt.objects.filter(status="broken", node__archived_at__isnull=True).order_by("-pk")
    return _waiting(broken.values_list("pk", "node__title"), limit)


def _waiting(
    found: QuerySet[Source, tuple[int, str]] | QuerySet[Node, tuple[int, str]] | QuerySet[Excerpt, tuple[int, str]],
    limit: int,
) -> Waiting:
    rows = list(found[: min(limit, 50)])
    count = len(rows) if len(rows) < limit else found[:COUNT_LIMIT].count()
    return Waiting(tuple(rows), count)
