"""Sources as a list, and one source with its text and its marks."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Lower

from clew.ground.evidence.kinds import EXCERPT, SOURCE, STANCES
from clew.ground.evidence.models import Excerpt, ImportBatch, Source, SourceVersion, ThemeMember
from clew.ground.evidence.queries.months import Month
from clew.ground.evidence.queries.quotes import CodeTag, Quote, Tie, codes_of, quotes, ties_of
from clew.ground.evidence.queries.spoken import SpeakerRow, speakers_of
from clew.ground.evidence.queries.waiting import unread
from clew.ground.evidence.queries.withheld import (
    QUOTED,
    READ,
    SHARED,
    covered,
    hushed,
    refuse_withheld,
    sentence,
    spans_in,
)
from clew.ground.evidence.turns import TurnRow
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.search.api import matching, numbered
from clew.ground.thread.api import Link, archived
from clew.ground.workspaces.api import TITLE, Access, kept, names_of, read, shown_titles

PAGE_LIMIT = 200
COUNT_LIMIT = 10_000
FACET_LIMIT = 30
VERSION_LIMIT = 100
EXCERPT_LIMIT = 1000
QUOTE_LIMIT = 5000
SORTS = ("newest", "oldest", "said", "title", "longest")
GROUPS = ("kind", "channel", "month", "account", "person", "import")


@dataclass(frozen=True, slots=True)
class SourceRow:
    id: int
    title: str
    kind: str
    channel: str
    said_on: date | None
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    batch_id: int | None
    rating: float | None
    words: int
    excerpts: int
    needs: int
    group: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """`total` counts at most `COUNT_LIMIT`; `capped` says that there are more."""

    rows: tuple[SourceRow, ...]
    total: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Facet:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many sources there are of each kind, channel and import, and how many have marked words."""

    total: int
    marked: int
    kinds: tuple[Facet, ...]
    channels: tuple[Facet, ...]
    imports: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    start: int
    end: int
    speaker: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class MarkedWords:
    quote: Quote
    ties: tuple[Tie, ...]
    codes: tuple[CodeTag, ...]

    @property
    def stance(self) -> str:
        """What colours the words in the text: their one stance, "mixed" for several, nothing for none."""
        found = {tie.stance for tie in self.ties}
        return found.pop() if len(found) == 1 else "mixed" if found else ""


@dataclass(frozen=True, slots=True)
class SourceDetail:
    """One source. `shown` is the version whose text this is; marks are placed in the newest version only.

    `withheld` says why consent does not cover its words today, or some of them; then `text` has only what may be shown.
    """

    id: int
    title: str
    kind: str
    channel: str
    said_on: date | None
    person_id: int | None
    person: str
    account_id: int | None
    account: str
    batch_id: int | None
    batch: str
    rating: float | None
    url: str
    extra: dict[str, str]
    words: int
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[SpeakerRow, ...]
    newest: int
    shown: int
    versions: tuple[Version, ...]
    marks: tuple[MarkedWords, ...]
    withheld: str


_ROW = (
    "pk", "node__title", "kind", "channel", "said_on", "person_id", "person__node__title", "account_id",
    "account__node__title", "batch_id", "rating", "words",
)  # fmt: skip
_ORDER = {
    "newest": ("-pk",),
    "oldest": ("pk",),
    "said": (F("said_on").desc(nulls_last=True), "-pk"),
    "title": (Lower("node__title"), "-pk"),
    "longest": ("-words", "-pk"),
}
_GROUP = {
    "kind": "kind",
    "channel": "channel",
    "month": Month("said_on"),
    "account": "account__node__title",
    "person": "person__node__title",
    "import": "batch__node__title",
}


@kept
@read
def sources(
    access: Access,
    *,
    search: str = "",
    kind: str = "",
    channel: str | None = None,
    batch: int | None = None,
    person: int | None = None,
    account: int | None = None,
    theme: int | None = None,
    marked: bool | None = None,
    is_unread: bool = False,
    sort: str = "newest",
    group: str = "",
    limit: int = 50,
    offset: int = 0,
) -> SourcePage:
    """A page of the sources that fit all that is asked for."""
    found = _that_fit(kind, channel, batch, person, account, theme, marked)
    if is_unread:
        found = found.filter(pk__in=unread())
    if search.strip():
        found = found.filter(pk__in=numbered(matching(access, search, kinds=(SOURCE,))))
    total = found.order_by()[: COUNT_LIMIT + 1].count()
    shown = _page(found, sort, group)[offset : offset + min(limit, PAGE_LIMIT)]
    groups = {pk: _group_label(value) if group in _GROUP else "" for pk, value in shown}
    rows = {row[0]: row for row in Source.objects.filter(pk__in=groups).values_list(*_ROW)}
    titles = shown_titles(access, {pk: row[1] for pk, row in rows.items()})
    counts = _counts(list(groups))
    listed = tuple(_row(rows[pk], titles[pk], label, *counts.get(pk, (0, 0))) for pk, label in groups.items())
    return SourcePage(listed, min(total, COUNT_LIMIT), total > COUNT_LIMIT)


def _page(found: QuerySet[Source], sort: str, group: str) -> QuerySet[Source, tuple[int, object]]:
    """Only numbers are sorted; names are fetched for the rows that are shown."""
    by = _GROUP.get(group, "pk")
    order = _ORDER.get(sort, _ORDER["newest"])
    way = F("grouped").desc(nulls_last=True) if group == "month" else F("grouped").asc(nulls_last=True)
    first = (way,) if group in _GROUP else ()
    grouped = found.annotate(grouped=F(by) if isinstance(by, str) else by).order_by(*first, *order)
    return grouped.values_list("pk", "grouped")


def _that_fit(
    kind: str,
    channel: str | None,
    batch: int | None,
    person: int | None,
    account: int | None,
    theme: int | None,
    marked: bool | None,
) -> QuerySet[Source]:
    asked = {"kind": kind or None, "channel": channel, "batch": batch, "person": person, "account": account}
    found = Source.objects.filter(**{k: v for k, v in asked.items() if v is not None})
    found = found.exclude(pk__in=archived(SOURCE))
    if theme is not None:
        found = found.filter(Exists(ThemeMember.objects.filter(theme=theme, source=OuterRef("pk"))))
    if marked is not None:
        has_marks = Exists(Excerpt.objects.filter(source=OuterRef("pk"), node__archived_at__isnull=True))
        found = found.filter(has_marks if marked else ~has_marks)
    return found


def _row(row: tuple, title: str, group: str, excerpts: int, needs: int) -> SourceRow:  # type: ignore[type-arg]
    pk, _, kind, channel, said_on, person_id, person, account_id, account, batch_id, rating, words = row
    return SourceRow(
        pk, title, kind, channel, said_on, person_id, person or "", account_id, account or "", batch_id, rating, words,
        excerpts, needs, group,
    )  # fmt: skip


def _group_label(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%B %Y")
    return dict(Source.KINDS).get(str(value), str(value)) if value else "None"


def _counts(source_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Excerpts of each source, and the needs these speak of; two statements.

    Apart, since one that asks for links in a condition of its count has SQLite build an index over all links first.
    """
    excerpts = Excerpt.objects.filter(source__in=source_ids, node__archived_at__isnull=True).order_by()
    counted = dict(excerpts.values_list("source_id").annotate(n=Count("pk")))
    ties = Link.objects.filter(upstream__excerpt__in=excerpts, verb__in=STANCES, withdrawn_at__isnull=True)
    rows = ties.order_by().values_list("upstream__excerpt__source").annotate(n=Count("downstream", distinct=True))
    needs = dict(rows)
    return {source: (n, needs.get(source, 0)) for source, n in counted.items()}


@kept
@read
def source_facets(access: Access) -> Facets:
    """What the list can be narrowed by, with counts."""
    there = Source.objects.exclude(pk__in=archived(SOURCE)).order_by()
    rows = list(there.values_list("kind", "channel", "batch_id").annotate(n=Count("pk")))
    marked = Excerpt.objects.exclude(pk__in=archived(EXCERPT)).exclude(source__in=archived(SOURCE))
    kinds, channels, batches = Counter[str](), Counter[str](), Counter[int]()
    for kind, channel, batch, n in rows:
        kinds[kind] += n
        channels[channel] += n
        batches[batch or 0] += n
    names = ImportBatch.objects.filter(pk__in=batches).order_by("-pk").values_list("pk", "node__title")
    return Facets(
        total=sum(kinds.values()),
        marked=marked.order_by().values("source_id").distinct().count(),
        kinds=tuple(Facet(value, label, kinds[value]) for value, label in Source.KINDS if kinds[value]),
        channels=tuple(Facet(c, c, n) for c, n in channels.most_common(FACET_LIMIT) if c),
        imports=tuple(Facet(str(pk), title, batches[pk]) for pk, title in names[:FACET_LIMIT]),
    )


@read
def source(access: Access, source_id: int, *, version: int | None = None, is_outside: bool = False) -> SourceDetail:
    """One source with the text of its newest version (or of the one asked for), and every mark in it.

    `is_outside`: for people who are no members, or another machine; words that may not be shared are withheld.
    """
    row = (
        Source.objects.select_related("node", "person__node", "account__node", "batch__node")
        .filter(pk=source_id)
        .first()
    )
    if row is None:
        raise NotFound("No such source.")
    shown = SourceVersion.objects.filter(source=row, number=version or row.version).first()
    if shown is None:
        raise NotFound("No such version.")
    found = SourceDetail(
        id=row.pk, title=row.node.title, kind=row.kind, channel=row.channel, said_on=row.said_on,
        person_id=row.person_id, person=row.person.node.title if row.person else "",
        account_id=row.account_id, account=row.account.node.title if row.account else "",
        batch_id=row.batch_id, batch=row.batch.node.title if row.batch else "",
        rating=row.rating, url=row.url, extra={str(k): str(v) for k, v in row.extra.items()}, words=row.words,
        text=shown.text, turns=tuple(_turn(t) for t in shown.turns),
        speakers=speakers_of(row.pk, shown.turns), newest=row.version, shown=shown.number,
        versions=_versions(row.pk), marks=_marks(access, row.pk, SHARED if is_outside else QUOTED), withheld="",
    )  # fmt: skip
    return _as_may_be_shown(access, found, row.about_id, shown, SHARED if is_outside else READ)


def _as_may_be_shown(
    access: Access, found: SourceDetail, about: int | None, shown: SourceVersion, needed: tuple[str, ...]
) -> SourceDetail:
    to_read = hushed(access, needed)
    if why := to_read.why_source(found.person_id, about):
        words = sentence(why, needed)
        marks = tuple(replace(m, quote=replace(m.quote, start=None, end=None)) for m in found.marks)
        return replace(
            found, title=TITLE, text=words, turns=(), speakers=(), url="", extra={}, marks=marks, withheld=words
        )
    part = to_read.partly.get(found.id)
    if part is None:
        return found
    spans = part.spans if shown.number == found.newest else spans_in(access, to_read, shown, about)
    title, words = TITLE if part.title else found.title, sentence(part.why, needed)
    return replace(found, title=title, text=covered(found.text, spans), url="", extra={}, withheld=words)


@read
def place_of_words(access: Access, source_id: int, words: str) -> tuple[int, int, str]:
    """Where these words stand in the newest version, however their white space was pasted; refused unless in one place."""
    row = SourceVersion.objects.filter(source=source_id, number=F("source__version")).first()
    if row is None:
        raise NotFound("No such source.")
    refuse_withheld(access, source_id)
    pattern = r"\s+".join(re.escape(word) for word in words[:QUOTE_LIMIT].split())
    found = [m.span() for m in itertools.islice(re.finditer(pattern, row.text), 2)] if pattern else []
    if not found:
        raise Refused(
            "These words do not stand in the text.", field="exact", remedy="Copy them from the text as they are."
        )
    if len(found) > 1:
        raise Refused("These words stand in several places.", field="exact", remedy="Paste a few words more.")
    start, end = found[0]
    return start, end, row.text[start:end]


def _turn(turn: TurnRow) -> Turn:
    return Turn(turn["start"], turn["end"], str(turn.get("speaker") or ""), turn.get("start_ms"), turn.get("end_ms"))


def _versions(source_id: int) -> tuple[Version, ...]:
    rows = list(
        SourceVersion.objects.filter(source_id=source_id)
        .order_by("-number")
        .values_list("number", "created_at", "created_by_id")[:VERSION_LIMIT]
    )
    names = names_of({by for _, _, by in rows if by})
    return tuple(Version(number, at, names.get(by or 0, "")) for number, at, by in rows)


@kept
@read
def _marks(access: Access, source_id: int, needed: tuple[str, ...]) -> tuple[MarkedWords, ...]:
    ids = list(
        Excerpt.objects.filter(source_id=source_id, node__archived_at__isnull=True)
        .order_by(F("now_start").asc(nulls_last=True), "pk")
        .values_list("pk", flat=True)[:EXCERPT_LIMIT]
    )
    words, ties, codes = quotes(access, ids, needed=needed), ties_of(ids), codes_of(ids)
    return tuple(MarkedWords(words[i], ties.get(i, ()), codes.get(i, ())) for i in ids)


@read
def excerpt(access: Access, excerpt_id: int) -> MarkedWords:
    """One excerpt with its ties and codes."""
    words = quotes(access, [excerpt_id])
    if excerpt_id not in words:
        raise NotFound("No such excerpt.")
    return MarkedWords(
        words[excerpt_id], ties_of([excerpt_id]).get(excerpt_id, ()), codes_of([excerpt_id]).get(excerpt_id, ())
    )
