"""What waits for somebody's eyes: words nobody marked, needs nobody questioned, quotations that lost their place."""

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet

from clew.ground.evidence.kinds import CONTRADICTS, EXCERPT, NEED, READ
from clew.ground.evidence.models import Excerpt, Source
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link, Node, archived
from clew.ground.workspaces.api import Access, kept, read, shown_titles

COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first few, and how many there are (counted up to `COUNT_LIMIT`)."""

    rows: tuple[tuple[int, str], ...]
    count: int

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_LIMIT


@dataclass(frozen=True, slots=True)
class Beside:
    """Where reading goes on from a source: the unread ones before and after it, and how many there are in all."""

    before: int | None
    after: int | None
    count: int

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_LIMIT


def unread() -> QuerySet[Source]:
    """Called inside a query: sources nobody marked a word in or marked as read."""
    marked = Excerpt.objects.filter(source=OuterRef("pk"), node__archived_at__isnull=True)
    return Source.objects.filter(~Exists(marked), node__archived_at__isnull=True).exclude(node__state=READ)


@kept
@read
def unread_sources(access: Access, *, limit: int = 5) -> Waiting:
    """Those that nobody has read, the newest first."""
    return _shown(access, _waiting(unread().order_by("-pk").values_list("pk", "node__title"), limit))


@kept
@read
def unread_beside(access: Access, source_id: int) -> Beside:
    """In the order of `unread_sources`; after the last one comes the first again."""
    if not Source.objects.filter(pk=source_id).exists():
        raise NotFound("No such source.")
    others = unread().exclude(pk=source_id)
    older, newer = others.filter(pk__lt=source_id).order_by("-pk"), others.filter(pk__gt=source_id).order_by("pk")
    ids = [rows.values_list("pk", flat=True).first() for rows in (newer, older, others.order_by("-pk"))]
    before, after, first = ids
    return Beside(before, after or first, unread().order_by()[:COUNT_LIMIT].count())


@kept
@read
def unheard_needs(access: Access, *, limit: int = 5) -> Waiting:
    """Needs nothing speaks against: nobody looked, or nobody marked it."""
    against = Link.objects.filter(downstream=OuterRef("pk"), verb=CONTRADICTS, withdrawn_at__isnull=True)
    found = Node.objects.filter(~Exists(against), kind=NEED, archived_at__isnull=True).order_by("-pk")
    return _waiting(found.values_list("pk", "title"), limit)


@kept
@read
def broken_excerpts(access: Access, *, limit: int = 5) -> Waiting:
    """Quotations whose words are no longer in their source."""
    broken = Excerpt.objects.filter(status="broken").exclude(pk__in=archived(EXCERPT)).order_by("-pk")
    return _shown(access, _waiting(broken.values_list("pk", "node__title"), limit))


def _shown(access: Access, found: Waiting) -> Waiting:
    return replace(found, rows=tuple(shown_titles(access, dict(found.rows)).items()))


def _waiting(
    found: QuerySet[Source, tuple[int, str]] | QuerySet[Node, tuple[int, str]] | QuerySet[Excerpt, tuple[int, str]],
    limit: int,
) -> Waiting:
    rows = list(found[: min(limit, 50)])
    count = len(rows) if len(rows) < limit else found.order_by()[:COUNT_LIMIT].count()
    return Waiting(tuple(rows), count)
