"""Themes as a list with how sure each is, how it grows and who stands behind it; one theme with its members."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from clew.ground.evidence.kinds import GATHERED, SOURCE
from clew.ground.evidence.models import ImportBatch, Source, SourceVersion, Theme, ThemeMember, Theming
from clew.ground.evidence.queries.growth import growth
from clew.ground.evidence.queries.months import Month
from clew.ground.evidence.queries.pieces import said_in_piece
from clew.ground.evidence.queries.theme_told import (
    Backing,
    ThemeDetail,
    ThemeList,
    ThemePiece,
    ThemeQuote,
    ThemeRow,
    ThemeScope,
    ThemingInfo,
    Where,
)
from clew.ground.evidence.queries.tree import Named
from clew.ground.evidence.queries.withheld import QUOTED, covers
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link, archived
from clew.ground.workspaces.api import Access, kept, read, shown_titles, workspace

THEME_LIMIT = 500
SCOPE_LIMIT = 100
PAGE_LIMIT = 200
QUOTES = 3
READ_FOR_QUOTES = 8
HEAD = 600
SORTS = ("size", "trend", "stability", "name")
KEPT_BY_A_PERSON = Q(origin="human") | Q(locked=True) | ~Q(node__title=F("found_title"))


@kept
@read
def themes(
    access: Access,
    *,
    batch_id: int | None = None,
    about: int | None = None,
    sort: str = "size",
    on: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> ThemeList:
    """The themes of one import, of what was noted and said for a record such as a study (`about`), or of all feedback."""
    where = Where(batch_id, about)
    there = _there(where)
    theming = Theming.objects.select_related("batch__node", "about").filter(**where.its).first()
    if theming is None:
        return ThemeList(None, (), 0, there)
    day, sizes = on or timezone.localdate(), _sizes(theming)
    found = _sorted(theming, sizes, sort, day)
    page = _whole(found[offset : offset + min(limit, PAGE_LIMIT)])
    listed = _rows(access, theming, page, sizes, day)
    return ThemeList(_info(theming, there - sizes.sources), tuple(listed), len(found), there)


@read
def theme(access: Access, theme_id: int, *, on: date | None = None, limit: int = 50, offset: int = 0) -> ThemeDetail:
    """One theme with its members, the most central first."""
    row = Theme.objects.select_related("node", "theming__batch__node", "theming__about").filter(pk=theme_id).first()
    if row is None:
        raise NotFound("No such theme.")
    sizes = _sizes(row.theming)
    return ThemeDetail(
        row=_rows(access, row.theming, [row], sizes, on or timezone.localdate())[0],
        theming=_info(row.theming, _there(Where(row.theming.batch_id, row.theming.about_id)) - sizes.sources),
        state=row.node.state,
        archived=row.node.archived_at is not None,
        members=_members(access, theme_id, limit, offset),
        siblings=_siblings(row),
    )


@kept
@read
def theme_scopes(access: Access) -> tuple[ThemeScope, ...]:
    """All feedback, then the newest imports."""
    rows = ImportBatch.objects.filter(node__archived_at__isnull=True).order_by("-pk")
    batches = list(rows.values_list("pk", "node__title")[:SCOPE_LIMIT])
    live = _live(Source.objects.filter(batch__in=[pk for pk, _ in batches])).order_by()
    pieces = dict(live.values_list("batch").annotate(n=Count("pk")))
    found = Theme.objects.filter(node__archived_at__isnull=True, theming__about=None).values_list("theming__batch")
    counts = dict(found.annotate(n=Count("pk")).order_by())
    listed = [ThemeScope(pk, title, pieces.get(pk, 0), counts.get(pk, 0)) for pk, title in batches]
    return (ThemeScope(None, "All feedback", _there(Where()), counts.get(None, 0)), *listed)


def _there(where: Where) -> int:
    """How many sources could be grouped."""
    return _live(Source.objects.filter(where.pieces())).count()


def _live(found: QuerySet[Source]) -> QuerySet[Source]:
    return found.exclude(pk__in=archived(SOURCE))


def _members_of(theming: Theming) -> QuerySet[ThemeMember]:
    return ThemeMember.objects.filter(theming=theming).exclude(source__in=archived(SOURCE))


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How many pieces each theme has, the first and the last day of all of them, and from how many sources they are."""

    of: dict[int, int]
    days: tuple[date, ...]
    sources: int

    @property
    def placed(self) -> int:
        return sum(self.of.values())


def _sizes(theming: Theming) -> _Sizes:
    rows = _members_of(theming).values_list("theme_id").order_by()
    found = list(rows.annotate(n=Count("pk"), first=Min("source__said_on"), last=Max("source__said_on")))
    days = [day for _, _, first, last in found for day in (first, last) if day]
    sources = _members_of(theming).aggregate(n=Count("source", distinct=True))["n"]
    return _Sizes({theme_id: n for theme_id, n, _, _ in found}, (min(days), max(days)) if days else (), sources)


def _sorted(theming: Theming, sizes: _Sizes, sort: str, on: date) -> list[int]:
    """The numbers of the themes in order; what is said of each is fetched for those that are shown."""
    found = Theme.objects.filter(theming=theming, node__archived_at__isnull=True).order_by("pk")
    themes = [
        _Known(pk, title.casefold(), sizes.of.get(pk, 0), stability)
        for pk, title, stability in found.values_list("pk", "node__title", "stability")[:THEME_LIMIT]
    ]
    ranks: dict[int, float] = {}
    if sort == "trend":
        months = _months(theming, [t.id for t in themes])
        ranks = {t.id: growth(months.get(t.id, {}), sizes.days, on).rank for t in themes}
    themes.sort(key=lambda t: _key(sort, t, ranks))
    return [t.id for t in themes]


@dataclass(frozen=True, slots=True)
class _Known:
    """What themes are sorted by."""

    id: int
    title: str
    size: int
    stability: float | None


def _whole(ids: Sequence[int]) -> list[Theme]:
    rows = Theme.objects.filter(pk__in=ids).select_related("node").in_bulk()
    return [rows[pk] for pk in ids]


def _info(theming: Theming, new: int) -> ThemingInfo:
    return ThemingInfo(
        id=theming.pk, about=theming.about_id, batch_id=theming.batch_id, batch=_place_of(theming),
        model=theming.model, seed=theming.seed, items=theming.items, stability=theming.stability,
        silhouette=theming.silhouette, made_at=theming.made_at, warnings=tuple(theming.warnings),
        inputs_hash=theming.inputs_hash, new=max(0, new),
    )  # fmt: skip


def _place_of(theming: Theming) -> str:
    if theming.about is not None:
        return theming.about.title
    return theming.batch.node.title if theming.batch else "All feedback"


def _rows(access: Access, theming: Theming, found: Sequence[Theme], sizes: _Sizes, on: date) -> list[ThemeRow]:
    """Five statements, however many themes."""
    ids, placed = [t.pk for t in found], sizes.placed
    months = _months(theming, ids)
    quotes, needs, backing = _quotes(access, ids), _needs(ids), _backing(access, ids, on)
    return [
        ThemeRow(
            id=t.pk, title=t.node.title, is_human=t.origin == "human" or t.node.title != t.found_title, locked=t.locked, terms=tuple(t.terms), size=sizes.of.get(t.pk, 0),
            share=sizes.of.get(t.pk, 0) / placed if placed else 0.0, stability=t.stability, cohesion=t.cohesion,
            growth=growth(months.get(t.pk, {}), sizes.days, on), backing=backing[t.pk],
            quotes=quotes.get(t.pk, ()), needs=needs.get(t.pk, ()),
        )
        for t in found
    ]  # fmt: skip


def _key(sort: str, theme: _Known, ranks: dict[int, float]) -> tuple[object, ...]:
    if sort == "name":
        return (theme.title, theme.id)
    if sort == "trend":
        return (-ranks[theme.id], -theme.size, theme.id)
    if sort == "stability":
        return (-(theme.stability if theme.stability is not None else 2.0), -theme.size, theme.id)
    return (-theme.size, theme.title, theme.id)


def _months(theming: Theming, ids: Sequence[int]) -> dict[int, dict[date | None, int]]:
    """How many pieces each of these themes has from each month; None for those without a day."""
    rows = _members_of(theming).filter(theme__in=ids).annotate(month=Month("source__said_on")).order_by()
    found: dict[int, dict[date | None, int]] = defaultdict(dict)
    for theme_id, month, n in rows.values_list("theme_id", "month").annotate(n=Count("pk")):
        found[theme_id][month] = n
    return found


def _quotes(access: Access, ids: Sequence[int]) -> dict[int, tuple[ThemeQuote, ...]]:
    """The most central words of each theme, each said once; too short ones only if there is nothing else."""
    place = Window(
        RowNumber(), partition_by="theme", order_by=[F("centrality").desc(), F("source_id").asc(), F("start").asc()]
    )
    central = (
        ThemeMember.objects.filter(theme__in=ids, source__node__archived_at__isnull=True)
        .annotate(place=place)
        .filter(place__lte=READ_FOR_QUOTES)
        .order_by("theme_id", "place")
        .values_list("theme_id", "pk")
    )
    members = list(central)
    said = _said(access, [member for _, member in members])
    found: dict[int, list[ThemeQuote]] = defaultdict(list)
    for theme_id, member in members:
        found[theme_id].append(said[member])
    return {theme_id: _speaking(quotes) for theme_id, quotes in found.items()}


def _speaking(quotes: Sequence[ThemeQuote]) -> tuple[ThemeQuote, ...]:
    once = list({" ".join(q.text.casefold().split()): q for q in reversed(quotes)}.values())[::-1]
    return tuple(sorted(once, key=lambda q: len(q.text.split()) < 4)[:QUOTES])


def _said(access: Access, member_ids: Sequence[int]) -> dict[int, ThemeQuote]:
    """The beginnings of these members' words, as they may be quoted; one statement."""
    rows = SourceVersion.objects.filter(source__themes__in=member_ids, number=F("source__version"))
    columns = (
        "source__themes", "source_id", "source__themes__start", "head", "source__person__node__title",
        "source__account__node__title", "source__said_on",
    )  # fmt: skip
    found = list(rows.annotate(head=said_in_piece(HEAD + 1)).values_list(*columns))
    shown = covers(access, [(source, start, head) for _, source, start, head, *_ in found], QUOTED)
    return {
        member: ThemeQuote(
            source, words[:HEAD], len(head) > HEAD and words == head, person or "", account or "", said_on
        )
        for words, (member, source, _, head, person, account, said_on) in zip(shown, found, strict=True)
    }


def _needs(ids: Sequence[int]) -> dict[int, tuple[Named, ...]]:
    rows = Link.objects.filter(
        upstream__in=ids, verb=GATHERED, withdrawn_at__isnull=True, downstream__archived_at__isnull=True
    ).order_by("pk")
    columns = ("upstream_id", "downstream_id", "downstream__kind", "downstream__title", "downstream__state")
    found: dict[int, list[Named]] = defaultdict(list)
    for theme_id, *card in rows.values_list(*columns):
        found[theme_id].append(Named(*card))
    return {k: tuple(v) for k, v in found.items()}


# An account counts once per theme, with the revenue that holds on the day.
_ACCOUNTS = """
WITH heard AS (
  SELECT DISTINCT m.theme_id AS theme, coalesce(p.account_id, s.account_id) AS account
  FROM evidence_theme_member m
    JOIN evidence_source s ON s.node_id = m.source_id
    JOIN thread_node n ON n.id = s.node_id AND n.archived_at IS NULL
    LEFT JOIN customers_person p ON p.node_id = s.person_id
  WHERE m.workspace_id = %s AND m.theme_id IN ({ids})
)
SELECT h.theme, count(h.account), sum(coalesce(c.amount, 0)) FROM heard h
  LEFT JOIN customers_fact c ON c.account_id = h.account AND c.kind = 'arr' AND c.starts_on <= %s
    AND (c.ends_on IS NULL OR c.ends_on > %s)
GROUP BY h.theme
"""


def _backing(access: Access, ids: Sequence[int], on: date) -> dict[int, Backing]:
    currency = workspace(access).currency
    rows: list[Any] = []
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_ACCOUNTS.format(ids=", ".join(["%s"] * len(ids))), [access.workspace_id, *ids, on, on])
            rows = cursor.fetchall()
    found = {theme_id: Backing(int(n), int(paid or 0), currency) for theme_id, n, paid in rows}
    return {i: found.get(i, Backing(0, 0, currency)) for i in ids}


def _members(access: Access, theme_id: int, limit: int, offset: int) -> tuple[ThemePiece, ...]:
    rows = ThemeMember.objects.filter(theme=theme_id, source__node__archived_at__isnull=True)
    page = list(
        rows.order_by("-centrality", "source_id", "start").values_list(
            "pk", "source_id", "start", "end", "source__node__title", "centrality"
        )[offset : offset + min(limit, PAGE_LIMIT)]
    )
    said = _said(access, [pk for pk, *_ in page])
    titles = shown_titles(access, {source: title for _, source, _, _, title, _ in page})
    return tuple(
        _member((pk, source, start, end), said[pk], titles[source], near) for pk, source, start, end, _, near in page
    )


def _member(place: tuple[int, int, int, int], said: ThemeQuote, title: str, near: float) -> ThemePiece:
    return ThemePiece(*place, title, said.text, said.cut, said.person, said.account, said.said_on, near)


def _siblings(row: Theme) -> tuple[Named, ...]:
    """The other themes found in the same place: where a member could be moved to."""
    others = Theme.objects.filter(theming=row.theming_id, node__archived_at__isnull=True).exclude(pk=row.pk)
    rows = others.order_by("node__title").values_list("pk", "node__kind", "node__title", "node__state")
    return tuple(Named(*card) for card in rows[:PAGE_LIMIT])
