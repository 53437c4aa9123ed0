"""Which items stand together in the sets of a MaxDiff questionnaire, and in what order.

Items should appear equally often, each pair should meet equally often, and no item should stand first more often than others. Where all of that
comes out exactly it is a balanced incomplete block design; where it cannot, the figures say how far off.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Sets = Sequence[Sequence[int]]
Node = tuple[str, int, int]  # a set by its number, or an item by its number and how many times over

MOST_ITEMS, MOST_SETS = 200, 2000
TRIES, PATIENCE = 30_000, 4_000


@dataclass(frozen=True, slots=True)
class Balance:
    """Fewest and most over the whole design: appearances of an item, meetings of a pair, times an item stands in one place of a set.

    `is_connected`: whether every item can be compared with every other, by way of further items.
    """

    appearances: tuple[int, int]
    meetings: tuple[int, int]
    places: tuple[int, int]
    is_connected: bool

    @property
    def is_exact(self) -> bool:
        return self.appearances[0] == self.appearances[1] and self.meetings[0] == self.meetings[1]


@dataclass(frozen=True, slots=True)
class Design:
    """`versions`: of the questionnaire, each a tuple of sets, each a tuple of items from 0. Respondents are given versions in turn."""

    versions: tuple[tuple[tuple[int, ...], ...], ...]
    balance: Balance
    seed: int
    warnings: tuple[str, ...]


def sets_needed(items: int, size: int, *, views: int = 3) -> int:
    """Sets in which everyone sees each item about `views` times; three is customary (Orme 2010, Getting started with conjoint analysis)."""
    _check(items, size, 1, 1)
    return -(-items * views // size)


def design(items: int, size: int, sets: int, *, versions: int = 1, seed: int = 0) -> Design:
    """A balanced design: `versions` questionnaires of `sets` sets with `size` of the `items` in each.

    Within each version items appear equally often, or differ by one. Pairs are spread by exchanging items between sets while the sum of squared
    meetings falls (Nguyen 1994, Computational Statistics & Data Analysis 18), over all versions together; places by the best order of each set
    given the others. Random with `seed`, work is bounded. Raises ValueError unless 2 <= size < items, or beyond 200 items or 2,000 sets in all.
    """
    _check(items, size, sets, versions)
    random = np.random.default_rng(seed)
    met, seen = np.zeros((items, items), dtype=np.int64), np.zeros(items, dtype=np.int64)
    made: list[list[list[int]]] = []
    for _ in range(versions):
        dealt = _dealt(items, size, sets, seen, random)
        _spread(dealt, met, random, TRIES // versions + 10 * sets)
        for block in dealt:
            seen[block] += 1
        made.append([dealt[place] for place in random.permutation(sets)])
    ordered = _ordered([block for version in made for block in version], random)
    whole = tuple(tuple(tuple(block) for block in ordered[v * sets : (v + 1) * sets]) for v in range(versions))
    balance = balance_of(whole, items)
    return Design(whole, balance, seed, _warnings(balance, items, size, sets))


def balance_of(versions: Sequence[Sets], items: int) -> Balance:
    """The figures of any design, also of one made elsewhere. Sets may differ in size."""
    blocks = [block for version in versions for block in version]
    met = np.zeros((items, items), dtype=np.int64)
    places = np.zeros((items, max(map(len, blocks))), dtype=np.int64)
    for block in blocks:
        met[np.ix_(block, block)] += 1
        places[block, np.arange(len(block))] += 1
    pairs, appearances = met[np.triu_indices(items, 1)], met.diagonal()
    return Balance(_range(appearances), _range(pairs), _range(places), _is_connected(met))


def _check(items: int, size: int, sets: int, versions: int) -> None:
    if not 2 <= size < items <= MOST_ITEMS:
        raise ValueError(f"a set holds at least two items and not all of them, of at most {MOST_ITEMS}")
    if sets < 1 or versions < 1 or sets * versions > MOST_SETS:
        raise ValueError(f"needs at least one set and one version, and at most {MOST_SETS} sets in all")


def _dealt(items: int, size: int, sets: int, seen: Counts, random: np.random.Generator) -> list[list[int]]:
    """Sets in which no item stands twice and appearances differ by at most one; who was seen least so far comes once more."""
    left = np.full(items, sets * size // items)
    order = np.lexsort((random.random(items), seen))
    left[order[: sets * size % items]] += 1
    dealt = []
    for _ in range(sets):  # taking those with most left never runs dry before the last set
        block = np.lexsort((random.random(items), -left))[:size]
        left[block] -= 1
        dealt.append([int(item) for item in block])
    return dealt


def _spread(blocks: list[list[int]], met: Counts, random: np.random.Generator, tries: int) -> None:
    """Exchanges items between sets, in place, as long as pairs come to meet more evenly; `met` counts the meetings of earlier versions too.

    An exchange that changes nothing is taken as well: it leads out of places where no single one helps.
    """
    for block in blocks:
        met[np.ix_(block, block)] += 1
    if len(blocks) < 2:
        return
    size, idle = len(blocks[0]), 0
    for one, other, a, b in zip(*_random_exchanges(len(blocks), size, tries, random), strict=True):
        first, second = blocks[one], blocks[other]
        leaves, comes = first[a], second[b]
        if one == other or comes in first or leaves in second:
            continue
        rest, others = [i for i in first if i != leaves], [i for i in second if i != comes]
        gained = int(
            met[comes, rest].sum() - met[leaves, rest].sum() + met[leaves, others].sum() - met[comes, others].sum()
        )
        gained += len(rest) + len(others) - 2 * len(set(rest) & set(others))
        idle += 1
        if gained > 0 or (gained == 0 and idle % 2):
            continue
        _exchange(met, leaves, comes, rest, others)
        first[a], second[b] = comes, leaves
        idle = 0 if gained < 0 else idle
        if idle > PATIENCE or (gained < 0 and _is_even(met)):
            return


def _is_even(met: Counts) -> bool:
    """Whether no pair meets more than once more than another: fewer squares there cannot be."""
    low, high = _range(met[np.triu_indices(len(met), 1)])
    return high - low <= 1


def _random_exchanges(blocks: int, size: int, tries: int, random: np.random.Generator) -> tuple[list[int], ...]:
    return tuple(random.integers(0, top, tries).tolist() for top in (blocks, blocks, size, size))


def _exchange(met: Counts, leaves: int, comes: int, rest: list[int], others: list[int]) -> None:
    for item, company, change in ((leaves, rest, -1), (comes, rest, 1), (comes, others, -1), (leaves, others, 1)):
        met[item, company] += change
        met[company, item] += change


def _ordered(blocks: list[list[int]], random: np.random.Generator) -> list[list[int]]:
    """Each set in an order in which every item stands in each place as often as in any other, or once more.

    Kőnig's colouring of the edges of a bipartite graph (1916, Mathematische Annalen 77), places being the colours; an item that appears more often
    than a set has places counts as several.
    """
    size, appeared = len(blocks[0]), Counter[int]()
    taken: dict[Node, dict[int, Node]] = {}
    for number, block in enumerate(blocks):
        for item in random.permutation(block).tolist():
            _put(taken, ("set", number, 0), ("item", item, appeared[item] // size), size, random)
            appeared[item] += 1
    return [[taken["set", number, 0][place][1] for place in range(size)] for number in range(len(blocks))]


def _put(taken: dict[Node, dict[int, Node]], block: Node, item: Node, size: int, random: np.random.Generator) -> None:
    """Ties an item to a place that is free with both; where none is, those along the way change places with each other first."""
    ours, theirs = taken.setdefault(block, {}), taken.setdefault(item, {})
    order = random.permutation(size).tolist()
    place = next(place for place in order if place not in ours)
    other = next((p for p in order if p not in ours and p not in theirs), None)
    if other is not None:
        place = other
    elif place in theirs:
        _flip(taken, item, place, next(p for p in order if p not in theirs))
    ours[place], theirs[place] = item, block


def _flip(taken: dict[Node, dict[int, Node]], start: Node, one: int, other: int) -> None:
    """Swaps both places along the path that leaves `start` by the first of them; it cannot come back to where it would matter."""
    path, place = [start], one
    while place in taken[path[-1]]:
        path.append(taken[path[-1]][place])
        place = other if place == one else one
    places = [one if step % 2 == 0 else other for step in range(len(path) - 1)]
    for (a, b), place in zip(pairwise(path), places, strict=True):
        del taken[a][place], taken[b][place]
    for (a, b), place in zip(pairwise(path), places, strict=True):
        swapped = other if place == one else one
        taken[a][swapped], taken[b][swapped] = b, a


def _is_connected(met: Counts) -> bool:
    from scipy.sparse.csgraph import connected_components

    return int(connected_components(met > 0, directed=False)[0]) == 1


def _range(counts: Counts) -> tuple[int, int]:
    return int(counts.min()), int(counts.max())


def _warnings(balance: Balance, items: int, size: int, sets: int) -> tuple[str, ...]:
    said: tuple[str, ...] = ()
    if sets * size < 2 * items:
        said = (
            f"Each person sees an item only {sets * size / items:.1f} times: two or three make a person's answers readable.",
        )
    if not balance.is_connected:
        said = (*said, "Some items can never be compared with others: add sets.")
    return said
