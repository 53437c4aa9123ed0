"""Needs: the list by weight, one need with what speaks for and against it, an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet, Sum

from clew.ground.customers.api import ACCOUNT, Account, facts_on
from clew.ground.evidence.kinds import ADDRESSED, CONTRADICTS, NEED, STANCES, SUPPORTS, UNDER
from clew.ground.evidence.models import Need, Outcome
from clew.ground.evidence.queries.families import families, family
from clew.ground.evidence.queries.heaviest import listed
from clew.ground.evidence.queries.quotes import Quote, quotes
from clew.ground.evidence.queries.tree import Branch, Named
from clew.ground.evidence.queries.weights import Weight, weight
from clew.ground.evidence.queries.withheld import QUOTED
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link, Node, archived
from clew.ground.workspaces.api import Access, kept, read

AROUND_LIMIT = 2000
QUOTE_LIMIT = 300
EACH_LIMIT = 2000
OPTION_LIMIT = 50


@dataclass(frozen=True, slots=True)
class NeedRow:
    id: int
    title: str
    created_at: datetime
    weight: Weight
    parent: Named | None


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their stance on the need that is asked about; `need`: the need below it which they were tied to."""

    quote: Quote
    stance: str
    note: str
    need_id: int
    need: str


@dataclass(frozen=True, slots=True)
class SaidPage:
    """Some of the quotations of one stance, the newest tie first; `total`: how many there are, each counted once."""

    total: int
    rows: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """How much of all customers has been heard on a need."""

    accounts: int
    of_accounts: int
    revenue_minor: int
    of_revenue_minor: int


@dataclass(frozen=True, slots=True)
class NeedDetail:
    id: int
    title: str
    state: str
    detail: str
    archived: bool
    above: tuple[Named, ...]
    below: tuple[Named, ...]
    ideas: tuple[Named, ...]
    weight: Weight
    heard: Heard
    supporting: tuple[Said, ...]
    contradicting: tuple[Said, ...]
    mentioning: tuple[Said, ...]

    @property
    def nobody_looked(self) -> bool:
        return not self.contradicting


@dataclass(frozen=True, slots=True)
class OutcomeDetail:
    id: int
    title: str
    state: str
    metric: str
    unit: str
    baseline: float | None
    target: float | None
    due_on: date | None
    weight: Weight
    needs: tuple[Branch, ...]


@read
def needs(
    access: Access, *, on: date, search: str = "", sort: str = "weight", limit: int = 50, offset: int = 0
) -> tuple[NeedRow, ...]:
    """Needs as a list. By weight: first who matters to most accounts, then the revenue these pay."""
    rows, weights = listed(access, NEED, on=on, search=search, sort=sort, page=slice(offset, offset + min(limit, 200)))
    parents = _parents([row[0] for row in rows])
    return tuple(NeedRow(pk, title, at, weights[pk], parents.get(pk)) for pk, title, _, at in rows)


def _parents(need_ids: list[int]) -> dict[int, Named]:
    rows = Link.objects.filter(upstream_id__in=need_ids, verb=UNDER, withdrawn_at__isnull=True)
    columns = ("upstream_id", "downstream_id", "downstream__kind", "downstream__title", "downstream__state")
    return {need_id: Named(*card) for need_id, *card in rows.values_list(*columns)}


@kept
@read
def need(access: Access, need_id: int, *, on: date, below: bool = True) -> NeedDetail:
    """One need: what speaks for it and what against it, as equals."""
    row = Need.objects.select_related("node").filter(pk=need_id).first()
    if row is None:
        raise NotFound("No such need.")
    stances = said(access, family(access, [need_id]) if below else [need_id])
    its_weight = weight(access, [need_id], on=on, below=below)[need_id]
    links = Link.objects.filter(
        withdrawn_at__isnull=True, downstream__archived_at__isnull=True, upstream__archived_at__isnull=True
    )
    around = list(
        links.filter(Q(upstream=need_id, verb__in=[UNDER, ADDRESSED]) | Q(downstream=need_id, verb=UNDER))
        .select_related("upstream", "downstream")
        .order_by("pk")[:AROUND_LIMIT]
    )
    return NeedDetail(
        id=need_id,
        title=row.node.title,
        state=row.node.state,
        detail=row.detail,
        archived=row.node.archived_at is not None,
        above=tuple(_card(x.downstream) for x in around if x.upstream_id == need_id and x.verb == UNDER),
        below=tuple(_card(x.upstream) for x in around if x.downstream_id == need_id),
        ideas=tuple(_card(x.downstream) for x in around if x.verb == ADDRESSED),
        weight=its_weight,
        heard=_heard(its_weight, on),
        supporting=tuple(s for s in stances if s.stance == SUPPORTS),
        contradicting=tuple(s for s in stances if s.stance == CONTRADICTS),
        mentioning=tuple(s for s in stances if s.stance not in (SUPPORTS, CONTRADICTS)),
    )


def said(
    access: Access,
    need_ids: Sequence[int],
    limit: int = QUOTE_LIMIT,
    *,
    needed: tuple[str, ...] = QUOTED,
    source_ids: Sequence[int] = (),
) -> tuple[Said, ...]:
    """What was said for and against these needs (in these sources alone), the newest tie first.

    Called inside a query; two statements.
    """
    rows = _stances(need_ids).order_by("-pk")
    if source_ids:
        rows = rows.filter(upstream__excerpt__source__in=source_ids)
    found = list(rows.values_list("upstream_id", "verb", "note", "downstream_id", "downstream__title")[:limit])
    return _told(access, found, needed)


def said_page(
    access: Access, need_ids: Sequence[int], stance: str, page: slice, *, needed: tuple[str, ...] = QUOTED
) -> SaidPage:
    """Words tied to several of these needs come once. Called inside a query; four statements."""
    once = _stances(need_ids).filter(verb=stance).values("upstream").annotate(newest=Max("pk"))
    ties = Link.objects.filter(pk__in=list(once.order_by("-newest").values_list("newest", flat=True)[page]))
    found = ties.order_by("-pk").values_list("upstream_id", "verb", "note", "downstream_id", "downstream__title")
    return SaidPage(once.count(), _told(access, list(found), needed))


def _stances(need_ids: Sequence[int]) -> QuerySet[Link]:
    return Link.objects.filter(
        downstream_id__in=need_ids,
        verb__in=STANCES,
        withdrawn_at__isnull=True,
        upstream__archived_at__isnull=True,
        upstream__excerpt__source__node__archived_at__isnull=True,
    )


def _told(access: Access, ties: Sequence[tuple[int, str, str, int, str]], needed: tuple[str, ...]) -> tuple[Said, ...]:
    words = quotes(access, [row[0] for row in ties], needed=needed)
    return tuple(Said(words[i], verb, note, n, title) for i, verb, note, n, title in ties if i in words)


def said_of_each(
    access: Access, need_ids: Sequence[int], *, needed: tuple[str, ...] = QUOTED, source_ids: Sequence[int] = ()
) -> dict[int, list[Said]]:
    """The same for each of these needs with what stands under it. Called inside a query; three statements."""
    of_each = {i: set(some) for i, some in families(access, need_ids).items()}
    stances = said(access, list(set().union(*of_each.values())), EACH_LIMIT, needed=needed, source_ids=source_ids)
    return {i: [s for s in stances if s.need_id in family] for i, family in of_each.items()}


@read
def said_in(access: Access, need_ids: Sequence[int], source_ids: Sequence[int]) -> dict[int, list[Said]]:
    """What was said in these sources on each of these needs with what stands under it."""
    return said_of_each(access, need_ids[:QUOTE_LIMIT], source_ids=source_ids) if source_ids else {}


def _heard(its: Weight, on: date) -> Heard:
    paying = facts_on(on).filter(kind="arr").exclude(account__in=archived(ACCOUNT))
    paid = paying.aggregate(sum=Sum("amount"))["sum"]
    return Heard(
        accounts=its.accounts,
        of_accounts=Account.objects.exclude(pk__in=archived(ACCOUNT)).count(),
        revenue_minor=its.revenue_minor,
        of_revenue_minor=int(paid or 0),
    )


def _card(node: Node) -> Named:
    return Named(node.pk, node.kind, node.title, node.state)


@kept
@read
def outcome(access: Access, outcome_id: int, *, on: date) -> OutcomeDetail:
    """One outcome and the needs that stand directly under it."""
    row = Outcome.objects.select_related("node").filter(pk=outcome_id).first()
    if row is None:
        raise NotFound("No such outcome.")
    under = Link.objects.filter(
        downstream=outcome_id, verb=UNDER, withdrawn_at__isnull=True, upstream__archived_at__isnull=True
    )
    cards = [
        Named(*c)
        for c in under.values_list("upstream_id", "upstream__kind", "upstream__title", "upstream__state")[:AROUND_LIMIT]
    ]
    weights = weight(access, [outcome_id, *(c.id for c in cards)], on=on)
    branches = [Branch(c.id, c.kind, c.title, c.state, weights[c.id], (), (outcome_id,), 0) for c in cards]
    return OutcomeDetail(
        outcome_id, row.node.title, row.node.state, row.metric, row.unit, row.baseline, row.target, row.due_on,
        weights[outcome_id], tuple(sorted(branches, key=_heaviest_first)),
    )  # fmt: skip


def _heaviest_first(branch: Branch) -> tuple[object, ...]:
    its = branch.weight
    return -its.accounts, -its.revenue_minor, -its.people, -its.excerpts, branch.title.casefold()


@read
def need_options(
    access: Access, *, search: str = "", kinds: tuple[str, ...] = (NEED,), limit: int = 20
) -> tuple[Named, ...]:
    """Needs (or outcomes) whose name holds what was typed, for a picker: those that begin with it first."""
    typed = search.strip()[:100]
    rows = Node.objects.filter(kind__in=kinds, archived_at__isnull=True, title__icontains=typed)
    found = [
        Named(*row) for row in rows.order_by("-pk").values_list("pk", "kind", "title", "state")[: OPTION_LIMIT * 4]
    ]
    found.sort(key=lambda c: (not c.title.casefold().startswith(typed.casefold()), c.title.casefold()))
    return tuple(found[: min(limit, OPTION_LIMIT)])
