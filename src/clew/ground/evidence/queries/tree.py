"""The tree: outcomes, the needs under them, the ideas that address these."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from clew.ground.evidence.kinds import ADDRESSED, NEED, OUTCOME, UNDER
from clew.ground.evidence.queries.branches import WHOLE, in_order, shown_of
from clew.ground.evidence.queries.weights import Voices, Weight, voices
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, kept, read

LIMIT = 10_000
PLACES = 500
Order = Callable[[int], tuple[object, ...]]
Cards = dict[int, tuple[str, str, str]]  # kind, title and state of each: ten thousand are held only for a page


@dataclass(frozen=True, slots=True)
class Named:
    id: int
    kind: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A need, outcome or idea of the tree with what stands under it. `path`: the ids from the top to its parent.

    `more`: needs directly under it that are not shown.
    """

    id: int
    kind: str
    title: str
    state: str
    weight: Weight
    below: tuple["Branch", ...]
    path: tuple[int, ...]
    more: int

    @property
    def depth(self) -> int:
        return len(self.path)


@dataclass(frozen=True, slots=True)
class Tree:
    """`loose`: needs that stand under nothing yet; `more`: outcomes and loose needs that are not shown.

    `cut`: only the first of each branch are shown, and no ideas.
    """

    outcomes: tuple[Branch, ...]
    loose: tuple[Branch, ...]
    on: date
    more: int
    cut: bool

    @property
    def is_empty(self) -> bool:
        return not self.outcomes and not self.loose


@kept
@read
def need_tree(access: Access, *, on: date, sort: str = "weight", whole: bool = False) -> Tree:
    """Outcomes, the needs under them, the ideas that address these: each with its weight on a day.

    Of a large tree the first of each branch, unless the `whole` is asked for.
    """
    cards = _cards()
    counted = voices(access, on=on, ideas=whole or len(cards) <= WHOLE)
    order, below = _order(sort, cards, counted), _below(access, cards)
    tops = _tops(cards, below, order)
    shown = shown_of(list(cards), tops, below, order, whole=whole)
    is_whole = len(shown) == len(cards)
    grow = _Grower(cards, below, _ideas(shown) if is_whole else {}, shown, counted, order)
    grown = [grow.one(i, ()) for i in tops if i in shown]
    outcomes, loose = (tuple(b for b in grown if b.kind == kind) for kind in (OUTCOME, NEED))
    return Tree(outcomes, loose, on, len(tops) - len(grown), not is_whole)


@kept
@read
def need_places(access: Access) -> tuple[tuple[int, str, int], ...]:
    """Outcomes and needs as (id, title, depth), in the order of the tree by name: where a need could stand."""
    cards = _cards()
    order, below = _order("name", cards, None), _below(access, cards)
    places = in_order(_tops(cards, below, order), below, order, PLACES)
    return tuple((i, cards[i][1], depth) for i, depth in places)


def _tops(cards: Cards, below: dict[int, list[int]], order: Order) -> list[int]:
    """Outcomes, then needs that stand under nothing."""
    under = {child for some in below.values() for child in some}
    return sorted((i for i in cards if i not in under), key=lambda i: (cards[i][0] == NEED, order(i)))


def _cards() -> Cards:
    rows = Node.objects.filter(kind__in=[NEED, OUTCOME], archived_at__isnull=True)
    found = rows.order_by("pk").values_list("pk", "kind", "title", "state")[:LIMIT]
    return {pk: (kind, title, state) for pk, kind, title, state in found}


def _below(access: Access, cards: Cards) -> dict[int, list[int]]:
    """Which needs stand directly under which record. Asked by the needs: these are few beside all links there are."""
    needs = {"upstream__workspace": access.workspace_id, "upstream__kind": NEED, "upstream__archived_at__isnull": True}
    rows = Link.objects.filter(verb=UNDER, withdrawn_at__isnull=True, **needs)
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent in rows.values_list("upstream_id", "downstream_id")[:LIMIT]:
        if child in cards and parent in cards:
            below[parent].append(child)
    return below


def _ideas(need_ids: Iterable[int]) -> dict[int, list[Named]]:
    rows = Link.objects.filter(
        upstream__in=need_ids, verb=ADDRESSED, withdrawn_at__isnull=True, downstream__archived_at__isnull=True
    )
    columns = ("upstream_id", "downstream_id", "downstream__kind", "downstream__title", "downstream__state")
    found: dict[int, list[Named]] = defaultdict(list)
    for need_id, *card in rows.values_list(*columns)[:LIMIT]:
        found[need_id].append(Named(*card))
    return found


def _order(sort: str, cards: Cards, counted: Voices | None) -> Order:
    if sort == "newest":
        return lambda i: (-i,)
    if sort == "name" or counted is None:
        return lambda i: (cards[i][1].casefold(), i)
    return lambda i: (*counted.rank(i), cards[i][1].casefold())


@dataclass(frozen=True, slots=True)
class _Grower:
    cards: Cards
    below: dict[int, list[int]]
    ideas: dict[int, list[Named]]
    shown: set[int]
    counted: Voices
    order: Order

    def one(self, pk: int, path: tuple[int, ...]) -> Branch:
        below = [i for i in self.below.get(pk, ()) if i not in path]
        here = sorted((i for i in below if i in self.shown), key=self.order)
        inside = (*path, pk)
        ideas = sorted(self.ideas.get(pk, ()), key=lambda c: (*self.counted.rank(c.id), c.title.casefold()))
        branches = [self.one(i, inside) for i in here] + [self._branch(c, inside, (), 0) for c in ideas]
        return self._branch(Named(pk, *self.cards[pk]), path, tuple(branches), len(below) - len(here))

    def _branch(self, card: Named, path: tuple[int, ...], below: tuple[Branch, ...], more: int) -> Branch:
        return Branch(card.id, card.kind, card.title, card.state, self.counted.weight(card.id), below, path, more)
