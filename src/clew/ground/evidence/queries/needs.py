"""Needs: the tree under outcomes, the list by weight, one need with what speaks for and against it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum

from clew.ground.customers.api import Account, facts_on
from clew.ground.evidence.kinds import ADDRESSED, CONTRADICTS, IDEA, NEED, OUTCOME, STANCES, SUPPORTS, UNDER
from clew.ground.evidence.models import Need, Outcome
from clew.ground.evidence.queries.quotes import Quote, quotes
from clew.ground.evidence.queries.weights import Weight, weight
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, read

TREE_LIMIT = 2000
QUOTE_LIMIT = 300
EACH_LIMIT = 2000
OPTION_LIMIT = 50
SORTS = ("weight", "name", "newest")


@dataclass(frozen=True, slots=True)
class Card:
    id: int
    kind: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A need, outcome or idea of the tree with all that stands under it. `path`: the ids from the top to its parent."""

    id: int
    kind: str
    title: str
    state: str
    weight: Weight
    below: tuple["Branch", ...]
    path: tuple[int, ...]

    @property
    def depth(self) -> int:
        return len(self.path)

    @property
    def needs_below(self) -> int:
        return sum((b.kind == NEED) + b.needs_below for b in self.below)


@dataclass(frozen=True, slots=True)
class Tree:
    """`loose`: needs that stand under nothing yet. `cut`: there are more records than the tree shows."""

    outcomes: tuple[Branch, ...]
    loose: tuple[Branch, ...]
    on: date
    cut: bool

    @property
    def is_empty(self) -> bool:
        return not self.outcomes and not self.loose


@dataclass(frozen=True, slots=True)
class NeedRow:
    id: int
    title: str
    created_at: datetime
    weight: Weight
    parent: Card | None


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their stance on the need that is asked about; `need`: the need below it which they were tied to."""

    quote: Quote
    stance: str
    note: str
    need_id: int
    need: str


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
    above: tuple[Card, ...]
    below: tuple[Card, ...]
    ideas: tuple[Card, ...]
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
def need_tree(access: Access, *, on: date, sort: str = "weight") -> Tree:
    """Outcomes, the needs under them, the ideas that address these: each with its weight on a day."""
    nodes, cut = _cards()
    parents, ideas = _ties()
    weights = weight(access, list(nodes), on=on)
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent in parents.items():
        if child in nodes and parent in nodes:
            below[parent].append(child)
    for need_id, idea_id in ideas:
        if need_id in nodes and idea_id in nodes:
            below[need_id].append(idea_id)
    grow = _Grower(nodes, weights, below, sort)
    tops = [n for n in nodes.values() if n.kind == OUTCOME]
    loose = [n for n in nodes.values() if n.kind == NEED and parents.get(n.id) not in nodes]
    return Tree(grow.all(n.id for n in tops), grow.all(n.id for n in loose), on, cut)


@dataclass(frozen=True, slots=True)
class _Grower:
    nodes: dict[int, Card]
    weights: dict[int, Weight]
    below: dict[int, list[int]]
    sort: str

    def all(self, ids: Iterable[int], path: tuple[int, ...] = ()) -> tuple[Branch, ...]:
        grown = [self.one(i, path) for i in ids if i not in path]
        return tuple(sorted(grown, key=lambda b: (b.kind == IDEA, _sort_key(self.sort)(b))))

    def one(self, node_id: int, path: tuple[int, ...]) -> Branch:
        card = self.nodes[node_id]
        below = self.all(self.below.get(node_id, ()), (*path, node_id))
        return Branch(card.id, card.kind, card.title, card.state, self.weights[node_id], below, path)


def _sort_key(sort: str) -> Callable[[Branch | NeedRow], tuple[object, ...]]:
    if sort == "name":
        return lambda x: (x.title.casefold(), x.id)
    if sort == "newest":
        return lambda x: (-x.id,)
    return lambda x: (
        -x.weight.accounts,
        -x.weight.revenue_minor,
        -x.weight.people,
        -x.weight.excerpts,
        x.title.casefold(),
    )


def _cards() -> tuple[dict[int, Card], bool]:
    rows = Node.objects.filter(kind__in=[NEED, OUTCOME, IDEA], archived_at__isnull=True).order_by("pk")
    found = [Card(*row) for row in rows.values_list("pk", "kind", "title", "state")[: TREE_LIMIT + 1]]
    return {card.id: card for card in found[:TREE_LIMIT]}, len(found) > TREE_LIMIT


def _ties() -> tuple[dict[int, int], list[tuple[int, int]]]:
    """Where each need stands, and which ideas address which needs."""
    rows = Link.objects.filter(verb__in=[UNDER, ADDRESSED], withdrawn_at__isnull=True).order_by("pk")
    links = list(rows.values_list("upstream_id", "verb", "downstream_id")[: TREE_LIMIT * 5])
    return {u: d for u, verb, d in links if verb == UNDER}, [(u, d) for u, verb, d in links if verb == ADDRESSED]


@read
def needs(
    access: Access, *, on: date, search: str = "", sort: str = "weight", limit: int = 50, offset: int = 0
) -> tuple[NeedRow, ...]:
    """Needs as a list. By weight: first who matters to most accounts, then the revenue these pay."""
    found = Node.objects.filter(kind=NEED, archived_at__isnull=True, title__icontains=search.strip()[:100])
    rows = list(found.order_by("-pk").values_list("pk", "title", "created_at")[:TREE_LIMIT])
    weights = weight(access, [pk for pk, _, _ in rows], on=on)
    parents = _parents([pk for pk, _, _ in rows])
    listed = [NeedRow(pk, title, at, weights[pk], parents.get(pk)) for pk, title, at in rows]
    listed.sort(key=_sort_key(sort))
    return tuple(listed[offset : offset + min(limit, 200)])


def _parents(need_ids: list[int]) -> dict[int, Card]:
    rows = Link.objects.filter(upstream_id__in=need_ids, verb=UNDER, withdrawn_at__isnull=True)
    columns = ("upstream_id", "downstream_id", "downstream__kind", "downstream__title", "downstream__state")
    return {need_id: Card(*card) for need_id, *card in rows.values_list(*columns)}


@read
def need(access: Access, need_id: int, *, on: date, below: bool = True) -> NeedDetail:
    """One need: what speaks for it and what against it, as equals."""
    row = Need.objects.select_related("node").filter(pk=need_id).first()
    if row is None:
        raise NotFound("No such need.")
    stances = said(family([need_id]) if below else [need_id])
    its_weight = weight(access, [need_id], on=on, below=below)[need_id]
    links = Link.objects.filter(
        withdrawn_at__isnull=True, downstream__archived_at__isnull=True, upstream__archived_at__isnull=True
    )
    around = list(
        links.filter(Q(upstream=need_id, verb__in=[UNDER, ADDRESSED]) | Q(downstream=need_id, verb=UNDER))
        .select_related("upstream", "downstream")
        .order_by("pk")[:TREE_LIMIT]
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


def said(need_ids: Sequence[int], limit: int = QUOTE_LIMIT) -> tuple[Said, ...]:
    """What was said for and against these needs, the newest tie first. Called inside a query; two statements."""
    rows = Link.objects.filter(
        downstream_id__in=need_ids,
        verb__in=STANCES,
        withdrawn_at__isnull=True,
        upstream__archived_at__isnull=True,
        upstream__excerpt__source__node__archived_at__isnull=True,
    ).order_by("-pk")
    found = list(rows.values_list("upstream_id", "verb", "note", "downstream_id", "downstream__title")[:limit])
    words = quotes([row[0] for row in found])
    return tuple(Said(words[i], verb, note, n, title) for i, verb, note, n, title in found if i in words)


def said_of_each(need_ids: Sequence[int]) -> dict[int, list[Said]]:
    """The same for each of these needs with what stands under it. Called inside a query; three statements."""
    below = _below()
    families = {i: set(_family(below, [i])) for i in need_ids}
    stances = said(list(set().union(*families.values())), EACH_LIMIT)
    return {i: [s for s in stances if s.need_id in family] for i, family in families.items()}


def family(need_ids: Sequence[int]) -> list[int]:
    """These needs and all that stand under them. Called inside a query; one statement."""
    return _family(_below(), need_ids)


def _below() -> dict[int, list[int]]:
    rows = Link.objects.filter(verb=UNDER, withdrawn_at__isnull=True, upstream__archived_at__isnull=True)
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent in rows.values_list("upstream_id", "downstream_id")[: TREE_LIMIT * 5]:
        below[parent].append(child)
    return below


def _family(below: dict[int, list[int]], need_ids: Sequence[int]) -> list[int]:
    found = dict.fromkeys(need_ids)
    waiting = list(found)
    while waiting:
        new = [child for child in below.get(waiting.pop(), ()) if child not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return list(found)


def _heard(its: Weight, on: date) -> Heard:
    paid = facts_on(on).filter(kind="arr", account__node__archived_at__isnull=True).aggregate(sum=Sum("amount"))["sum"]
    return Heard(
        accounts=its.accounts,
        of_accounts=Account.objects.filter(node__archived_at__isnull=True).count(),
        revenue_minor=its.revenue_minor,
        of_revenue_minor=int(paid or 0),
    )


def _card(node: Node) -> Card:
    return Card(node.pk, node.kind, node.title, node.state)


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
        Card(*c)
        for c in under.values_list("upstream_id", "upstream__kind", "upstream__title", "upstream__state")[:TREE_LIMIT]
    ]
    weights = weight(access, [outcome_id, *(c.id for c in cards)], on=on)
    branches = [Branch(c.id, c.kind, c.title, c.state, weights[c.id], (), (outcome_id,)) for c in cards]
    return OutcomeDetail(
        outcome_id, row.node.title, row.node.state, row.metric, row.unit, row.baseline, row.target, row.due_on,
        weights[outcome_id], tuple(sorted(branches, key=_sort_key("weight"))),
    )  # fmt: skip


@read
def need_options(
    access: Access, *, search: str = "", kinds: tuple[str, ...] = (NEED,), limit: int = 20
) -> tuple[Card, ...]:
    """Needs (or outcomes) whose name holds what was typed, for a picker: those that begin with it first."""
    typed = search.strip()[:100]
    rows = Node.objects.filter(kind__in=kinds, archived_at__isnull=True, title__icontains=typed)
    found = [Card(*row) for row in rows.order_by("-pk").values_list("pk", "kind", "title", "state")[: OPTION_LIMIT * 4]]
    found.sort(key=lambda c: (not c.title.casefold().startswith(typed.casefold()), c.title.casefold()))
    return tuple(found[: min(limit, OPTION_LIMIT)])
