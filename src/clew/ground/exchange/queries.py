"""What a workspace would lose, and what it keeps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from clew.ground.evidence.api import Excerpt, Source
from clew.ground.exchange.models import RetentionRule
from clew.ground.ledger.api import Over, Refused, Table, tables
from clew.ground.thread.api import Link
from clew.ground.workspaces.api import Access, read, shown_titles

MOST_DAYS = 36_500
NEVER = date.min  # nothing was said before
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Rule:
    days: int
    spares_grounds: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What a rule would take today: `kept` are old enough too, but decisions rest on them. `titles` are the oldest few."""

    before: date
    sources: int
    words: int
    kept: int
    titles: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    name: str
    about: str
    erased: str
    left_out: str


@read
def retention(access: Access) -> Rule | None:
    found = RetentionRule.objects.first()
    return None if found is None else Rule(found.days, found.spares_grounds)


@read
def due(access: Access, *, days: int, spares_grounds: bool) -> Due:
    """A dry run: nothing is changed."""
    check_days(days)
    before = timezone.localdate() - timedelta(days=days)
    old = old_sources(before, spares_grounds=False)
    going = old_sources(before, spares_grounds=spares_grounds)
    some = going.select_related("node").order_by("day", "pk")[:SHOWN]
    titles = shown_titles(access, {s.pk: s.node.title for s in some})
    words = going.aggregate(n=Sum("words"))["n"] or 0
    return Due(before, going.count(), words, old.count() - going.count(), tuple(titles.items()))


def check_days(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise Refused("Days are a whole number from 1.", field="days", remedy="Type for example 730 for two years.")


def described_tables() -> list[TableRow]:
    """Every table of the house, in the order of their names."""
    return [_row(table) for table in sorted(tables(), key=lambda t: t.name)]


def old_sources(before: date, *, spares_grounds: bool, over: Sequence[Over] = ()) -> QuerySet[Any, Any]:
    """Sources said (or brought in) before a day, or of records whose time is over, that still have words. Called inside a query or an act."""
    found = Source.objects.annotate(day=Coalesce("said_on", TruncDate("node__created_at")))
    going = _sparing(Q(day__lt=before), spares_grounds)
    for one in over:
        going |= _sparing(one.sources, one.spares_grounds)
    return found.filter(going).exclude(content_hash__startswith="erased-")


def sources_of(over: Over) -> tuple[QuerySet[Any, Any], int]:
    """Those that would lose their words, and how many are kept since a decision rests on them. Called inside a query."""
    going = old_sources(NEVER, spares_grounds=True, over=(over,))
    every = old_sources(NEVER, spares_grounds=True, over=(replace(over, spares_grounds=False),))
    return going, every.count() - going.count()


def all_over(today: date) -> tuple[Over, ...]:
    """Whose own time for words is over, as the tables say. Called inside a query or an act."""
    told = [one for table in tables() if table.over is not None for one in table.over(today)]
    return tuple(one for one in told if one.records)


def _sparing(going: Q, spares_grounds: bool) -> Q:
    return going & ~Q(pk__in=_grounds()) if spares_grounds else going


def _grounds() -> QuerySet[Any, Any]:
    """Sources that a taken decision rests on: directly, by an excerpt, or by a need that an excerpt speaks for or against."""
    rests = Link.objects.filter(verb="rests_on", withdrawn_at=None, downstream__decision__decided_at__isnull=False)
    grounds = rests.values("upstream_id")
    ties = Link.objects.filter(withdrawn_at=None, downstream__in=grounds).values("upstream_id")
    excerpts = Excerpt.objects.filter(Q(pk__in=grounds) | Q(pk__in=ties))
    return Source.objects.filter(Q(pk__in=grounds) | Q(pk__in=excerpts.values("source_id"))).values("pk")


def _row(table: Table) -> TableRow:
    return TableRow(table.name, table.about, table.erased, table.left_out)
