"""Which of two is better? From many such answers: how strong each item is, how sure that is, and which pair to ask about next."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.likelihood import Surface, covariance, most_likely

Numbers = NDArray[np.float64]
Answers = Sequence[tuple[int, int]]  # of each: the item that was better, and the other

SPREAD = 1.5  # of the prior, in logits: of two items drawn from it the better one wins 80 of 100 times
FEW_ANSWERS, NODES, EXAMPLES = 10, 21, 5


@dataclass(frozen=True, slots=True)
class Triads:
    """Of the threesomes in which every pair has a clear winner (`decided`), how many go round in a circle; answers by coin would make `by_chance`.

    `examples`: some of them, each a, b, c with a better than b, b than c, c than a.
    """

    circular: int
    decided: int
    by_chance: float
    examples: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Strengths:
    """`items`: of each item the logit by which it stands above the mean of all. `asked`: (items, items) how often each pair was.

    `groups`: items that comparisons tie together; between groups nothing is known. `triads`: of all answers taken together.
    """

    items: tuple[Estimate, ...]
    groups: tuple[tuple[int, ...], ...]
    triads: Triads
    n: int
    level: float
    method: str
    warnings: tuple[str, ...]
    asked: NDArray[np.int64] = field(compare=False, repr=False)
    covariance: Numbers = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NextPair:
    """Two items and what an answer is expected to tell about the strengths, in bits (at most 1)."""

    first: int
    second: int
    bits: float


def strengths(
    answers: Answers,
    items: int,
    *,
    people: Sequence[Hashable] | None = None,
    spread: float = SPREAD,
    level: float = 0.9,
) -> Strengths:
    """Bradley and Terry's model: i is better than j with probability 1 / (1 + e^(u_j - u_i)); the u have normal priors of deviation `spread`.

    Sources: Bradley & Terry (1952), Biometrika 39; without a prior no fit exists where some items never lost to the others (Ford 1957, American
    Mathematical Monthly 64). `answers`: (n, 2) items from 0, the better one first; `people`: (n,) who answered, where that is known. Intervals:
    Laplace's approximation, widened where people differ (see `likelihood.covariance`). Without answers all are alike and wide. Raises ValueError
    below two items, for an item outside 0 to `items`, one compared with itself, or another number of people than of answers.
    """
    pairs = _pairs(answers, items)
    if not 0 < level < 1 or (people is not None and len(people) != len(pairs)):
        raise ValueError("needs a level between 0 and 1, and a person for each answer")
    won = np.zeros((items, items), dtype=np.int64)
    np.add.at(won, (pairs[:, 0], pairs[:, 1]), 1)
    top, information = most_likely(_surface(won), items, spread)
    around = covariance(information, None if people is None else _by_person(pairs, people, top))
    reach, method = NormalDist().inv_cdf(0.5 + level / 2), f"Bradley-Terry, normal prior of spread {spread:g}"
    centred, asked, groups = top - top.mean(), won + won.T, _groups(won)
    found = tuple(
        _estimate(float(centred[i]), reach * sqrt(around[i, i]), level, method, int(asked[i].sum()))
        for i in range(items)
    )
    triads = circular_triads(answers, items)
    return Strengths(
        found, groups, triads, len(pairs), level, method, _warnings(groups, triads, len(pairs)), asked, around
    )


def chance_to_win(fitted: Strengths, one: int, other: int) -> Estimate:
    """The probability that one item is found better than another, with its interval at the fit's level. `n`: how often they were compared."""
    if one == other:
        raise ValueError("needs two different items")
    ahead = fitted.items[one].value - fitted.items[other].value
    reach = NormalDist().inv_cdf(0.5 + fitted.level / 2) * sqrt(_apart(fitted.covariance)[one, other])
    value, low, high = (1 / (1 + exp(-logit)) for logit in (ahead, ahead - reach, ahead + reach))
    return Estimate(value, low, high, fitted.level, fitted.method, int(fitted.asked[one, other]))


def next_pairs(fitted: Strengths, *, count: int = 1, without: Collection[tuple[int, int]] = ()) -> tuple[NextPair, ...]:
    """The pairs whose answers are expected to tell most, those of `without` (asked already, in either order) left out.

    What is expected is the mutual information between the answer and the strengths (Lindley 1956, Annals of Mathematical Statistics 27; Houlsby et
    al. 2011, arXiv:1112.5745), by Gauss and Hermite's quadrature over the normal approximation. Of equal pairs the one asked least comes first,
    then the items asked least. Each pair of an answer is judged by itself: ask for several only where people answer at the same time.
    """
    if count < 1:
        raise ValueError("needs a count of at least one")
    first, second = np.triu_indices(len(fitted.items), 1)
    bits = np.round(_information(fitted)[first, second], 9)
    seen = fitted.asked.sum(axis=1)
    order = np.lexsort((seen[first] + seen[second], fitted.asked[first, second], -bits))
    barred = {frozenset(pair) for pair in without}
    left = (place for place in order if frozenset((int(first[place]), int(second[place]))) not in barred)
    return tuple(
        NextPair(int(first[p]), int(second[p]), float(bits[p])) for p, _ in zip(left, range(count), strict=False)
    )


def circular_triads(answers: Answers, items: int) -> Triads:
    """Inconsistency: a better than b, b than c, c than a. Of one person's answers a slip; of many people's, a sign that no single order fits.

    Source: Kendall & Babington Smith (1940), Biometrika 31, for comparisons of which some may be missing; a pair with as many wins on each side is
    undecided. Shapes and errors as in `strengths`.
    """
    pairs = _pairs(answers, items)
    won = np.zeros((items, items), dtype=np.int64)
    np.add.at(won, (pairs[:, 0], pairs[:, 1]), 1)
    beats = (won > won.T).astype(np.int64)
    tied = beats + beats.T
    decided = int(np.einsum("ij,ji->", tied @ tied, tied)) // 6
    ahead = beats @ beats  # by how many ways of one item between
    circular = int((ahead * beats.T).sum()) // 3
    return Triads(circular, decided, decided / 4, _examples(beats, ahead))


def _pairs(answers: Answers, items: int) -> NDArray[np.int64]:
    if items < 2:
        raise ValueError("needs at least two items")
    pairs = np.asarray(answers, dtype=np.int64).reshape(-1, 2)
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= items or (pairs[:, 0] == pairs[:, 1]).any()):
        raise ValueError(f"an answer names two different items from 0 to {items - 1}")
    return pairs


def _surface(won: NDArray[np.int64]) -> Surface:
    asked = won + won.T

    def at(point: Numbers) -> tuple[float, Numbers, Numbers]:
        ahead = np.subtract.outer(point, point)
        height = -float((won * np.logaddexp(0, -ahead)).sum())
        chance = _wins(ahead)
        weight = asked * chance * (1 - chance)
        return height, (won - asked * chance).sum(axis=1), np.diag(weight.sum(axis=1)) - weight

    return at


def _wins(ahead: Numbers) -> Numbers:
    chance: Numbers = 1 / (1 + np.exp(-np.clip(ahead, -500, 500)))
    return chance


def _by_person(pairs: NDArray[np.int64], people: Sequence[Hashable], top: Numbers) -> Numbers:
    """(people, items): what each one's answers add to the gradient."""
    place = {person: row for row, person in enumerate(dict.fromkeys(people))}
    rows = np.array([place[person] for person in people], dtype=np.int64)
    surprise = 1 - _wins(top[pairs[:, 0]] - top[pairs[:, 1]])
    added = np.zeros((len(place), len(top)))
    np.add.at(added, (rows, pairs[:, 0]), surprise)
    np.add.at(added, (rows, pairs[:, 1]), -surprise)
    return added


def _estimate(value: float, half: float, level: float, method: str, n: int) -> Estimate:
    few = (f"Compared only {n} times.",) if n < FEW_ANSWERS else ()
    return Estimate(value, value - half, value + half, level, method, n, few)


def _groups(won: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    from scipy.sparse.csgraph import connected_components

    count, labels = connected_components(won, directed=False)
    return tuple(tuple(int(item) for item in np.flatnonzero(labels == label)) for label in range(count))


def _apart(around: Numbers) -> Numbers:
    """(items, items) variance of the difference between two items."""
    own = around.diagonal()
    return np.maximum(np.add.outer(own, own) - 2 * around, 0.0)


def _information(fitted: Strengths) -> Numbers:
    """(items, items) bits: how unsure the answer is, less how unsure it would stay if the strengths were known."""
    at = np.array([item.value for item in fitted.items])
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights /= weights.sum()
    ahead, loose = np.subtract.outer(at, at), np.sqrt(_apart(fitted.covariance))
    mean, doubt = np.zeros_like(ahead), np.zeros_like(ahead)
    for node, weight in zip(nodes, weights, strict=True):
        chance = _wins(ahead + node * loose)
        mean += weight * chance
        doubt += weight * _entropy(chance)
    gained: Numbers = np.maximum(_entropy(mean) - doubt, 0.0)
    return gained


def _entropy(chance: Numbers) -> Numbers:
    inside = np.clip(chance, 1e-300, 1 - 1e-16)
    bits: Numbers = -(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside))
    return bits


def _examples(beats: NDArray[np.int64], ahead: NDArray[np.int64]) -> tuple[tuple[int, int, int], ...]:
    found = []
    for a, c in np.argwhere(ahead * beats.T > 0).tolist():
        between = np.flatnonzero(beats[a] & beats[:, c])
        found += [(a, b, c) for b in between.tolist() if a < min(b, c)]
        if len(found) >= EXAMPLES:
            break
    return tuple(found[:EXAMPLES])


def _warnings(groups: Sequence[Sequence[int]], triads: Triads, n: int) -> tuple[str, ...]:
    said: tuple[str, ...] = ()
    if len(groups) > 1:
        said = (
            f"The items fall into {len(groups)} groups that nobody compared with each other: which of them is better is not known.",
        )
    if triads.decided >= FEW_ANSWERS and triads.circular > triads.by_chance / 2:
        said = (
            *said,
            f"{triads.circular} of {triads.decided} groups of three contradict themselves: one order hardly fits.",
        )
    if n == 0:
        said = (*said, "Nothing was compared yet.")
    return said
