"""What the portal shows, and what waits there for a member."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, names_of, read
from clew.rooms.roadmap.kinds import SHIPPED
from clew.rooms.roadmap.models import Portal, PortalComment, PublishedIdea, Release, Suggestion, Vote
from clew.rooms.roadmap.models.portal import STATUSES
from clew.rooms.roadmap.queries.plan import PUBLIC, open_to, shipped_to

MOST, MOST_COMMENTS, MOST_WORDS = 200, 200, 8
WORDS = dict(STATUSES)
SORTS = ("votes", "new")


@dataclass(frozen=True, slots=True)
class PortalSettings:
    slug: str
    title: str
    intro: str
    accent: str
    is_on: bool
    is_public: bool
    holds_comments: bool
    logo_id: int | None
    logo_alt: str


@dataclass(frozen=True, slots=True)
class PublicIdea:
    """`has_voted`: whether the person who looks has. `reason`: why it has this status. `comments`: how many are shown."""

    id: int
    title: str
    detail: str
    status: str
    reason: str
    votes: int
    comments: int
    published_at: datetime
    has_voted: bool

    @property
    def status_words(self) -> str:
        return WORDS[self.status]


@dataclass(frozen=True, slots=True)
class PublicComment:
    id: int
    who: str
    is_member: bool
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PublicItem:
    id: int
    title: str
    horizon: str
    state: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """`items`: the names of those that everybody may see."""

    id: int
    title: str
    version: str
    released_on: date
    notes: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingComment:
    id: int
    idea_id: int
    idea: str
    person_id: int | None
    person: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingSuggestion:
    id: int
    person_id: int | None
    person: str
    title: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PortalQueue:
    comments: tuple[WaitingComment, ...]
    suggestions: tuple[WaitingSuggestion, ...]


@read
def portal(access: Access) -> PortalSettings | None:
    found = Portal.objects.first()
    if found is None:
        return None
    return PortalSettings(
        found.slug, found.title, found.intro, found.accent, found.is_on, found.is_public, found.holds_comments,
        found.logo_id, found.logo_alt,
    )  # fmt: skip


@read
def published_ideas(
    access: Access,
    *,
    status: str = "",
    sort: str = "votes",
    words: str = "",
    person_id: int | None = None,
    voted_by: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[PublicIdea, ...]:
    """As the portal shows them; `words`: that all stand in their title or description; `person_id`: says which of them this person

    voted for; `voted_by`: only those that this person voted for.
    """
    found = shown_ideas()
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(Q(title__icontains=word) | Q(detail__icontains=word))
    if voted_by is not None:
        standing = Vote.objects.filter(person=voted_by, withdrawn_at__isnull=True)
        found = found.filter(pk__in=standing.values("idea"))
    if status:
        found = found.filter(status=status)
    ordered = found.order_by("-published_at", "-pk") if sort == "new" else by_votes(found)
    return as_shown(list(ordered[offset : offset + min(limit, MOST)]), person_id)


@read
def published_idea(access: Access, idea_id: int, *, person_id: int | None = None) -> PublicIdea:
    found = as_shown(list(shown_ideas().filter(pk=idea_id)), person_id)
    if not found:
        raise NotFound("This idea is not on the portal.")
    return found[0]


@read
def merged_into(access: Access, idea_id: int) -> int | None:
    """The idea that this one was merged into on the portal, while that is shown."""
    gone = PublishedIdea.objects.filter(pk=idea_id, into__is_shown=True, into__idea__node__archived_at__isnull=True)
    return gone.values_list("into_id", flat=True).first()


@read
def public_comments(access: Access, idea_id: int) -> tuple[PublicComment, ...]:
    """Those that are shown, the oldest first."""
    if not PublishedIdea.objects.filter(idea=idea_id, is_shown=True).exists():
        raise NotFound("No such idea is published.")
    shown = PortalComment.objects.filter(idea=idea_id, idea__is_shown=True, state="shown").order_by("-pk")
    columns = ("pk", "person__node__title", "author_id", "text", "made_at")
    rows = list(shown.values_list(*columns)[:MOST_COMMENTS])[::-1]
    names = names_of({author for _, _, author, _, _ in rows if author})
    return tuple(
        PublicComment(pk, names.get(author or 0) or _called(person), author is not None, text, at)
        for pk, person, author, text, at in rows
    )


@read
def public_items(access: Access) -> tuple[PublicItem, ...]:
    """What is planned for everybody's eyes; the ideas and words behind it are not among it."""
    found = open_to(PUBLIC)
    columns = ("pk", "node__title", "horizon", "node__state", "earliest", "latest")
    return tuple(PublicItem(*row) for row in found.order_by("place", "pk").values_list(*columns)[:MOST])


@read
def public_releases(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[PublicRelease, ...]:
    """What went out for everybody, the newest first."""
    out = Release.objects.filter(audience="public", node__archived_at__isnull=True, released_on__isnull=False)
    columns = ("pk", "node__title", "version", "released_on", "notes")
    rows = list(out.order_by("-released_on", "-pk").values_list(*columns)[offset : offset + min(limit, MOST)])
    ties = Link.objects.filter(downstream__in=[row[0] for row in rows], verb=SHIPPED, withdrawn_at__isnull=True)
    pairs = list(ties.order_by("pk").values_list("downstream_id", "upstream_id")[: MOST * 100])
    open_to_all = shipped_to(PUBLIC).filter(pk__in={item for _, item in pairs})
    titles = dict(open_to_all.values_list("pk", "node__title"))
    items: dict[int, list[str]] = defaultdict(list)
    for release, item in pairs:
        if item in titles:
            items[release].append(titles[item])
    return tuple(
        PublicRelease(pk, title, version, day, notes, tuple(items[pk]))
        for pk, title, version, day, notes in rows
        if day
    )


@read
def portal_queue(access: Access, *, limit: int = 50) -> PortalQueue:
    """What waits for a member, the oldest first."""
    most = min(limit, MOST)
    held = PortalComment.objects.filter(state="held").order_by("pk")
    columns = ("pk", "idea_id", "idea__title", "person_id", "person__node__title", "text", "made_at")
    comments = tuple(
        WaitingComment(pk, idea, title, person, name or "", text, at)
        for pk, idea, title, person, name, text, at in held.values_list(*columns)[:most]
    )
    told = ("pk", "person_id", "person__node__title", "title", "text", "made_at")
    wanted = Suggestion.objects.filter(state="held").order_by("pk").values_list(*told)
    suggestions = tuple(
        WaitingSuggestion(pk, person, name or "", title, text, at)
        for pk, person, name, title, text, at in wanted[:most]
    )
    return PortalQueue(comments, suggestions)


def shown_ideas() -> QuerySet[PublishedIdea]:
    rows = PublishedIdea.objects.filter(is_shown=True, idea__node__archived_at__isnull=True)
    return rows.annotate(n=Coalesce(F("idea__tally__votes"), 0))


def by_votes(rows: QuerySet[PublishedIdea]) -> QuerySet[PublishedIdea]:
    return rows.order_by(F("n").desc(), "-pk")


def as_shown(rows: Sequence[PublishedIdea], person_id: int | None) -> tuple[PublicIdea, ...]:
    ids, mine = [row.pk for row in rows], set[int]()
    if person_id is not None:
        standing = Vote.objects.filter(person=person_id, idea__in=ids, withdrawn_at__isnull=True)
        mine = set(standing.values_list("idea_id", flat=True))
    said = PortalComment.objects.filter(idea__in=ids, state="shown").order_by()
    comments = dict(said.values_list("idea").annotate(n=Count("pk")))
    return tuple(
        PublicIdea(
            r.pk, r.title, r.detail, r.status, r.reason,
            r.n,  # type: ignore[attr-defined]  # counted along
            comments.get(r.pk, 0), r.published_at, r.pk in mine,
        )
        for r in rows
    )  # fmt: skip


def _called(name: str | None) -> str:
    """Their first name: strangers read it."""
    return (name or "").split()[0][:40] if (name or "").strip() else "Somebody"
