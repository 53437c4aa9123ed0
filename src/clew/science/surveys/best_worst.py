"""MaxDiff: of a few items at a time people pick the best and the worst; what all of them are worth follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.likelihood import Surface, covariance, most_likely

from .respondents import Numbers, check, estimate, few, weights

SPREAD = 3.0  # of the prior, in logits: between items so far apart one is picked 95 of 100 times
DIVISIVE_SIDE, DIVISIVE_P, SIMULATIONS = 0.25, 0.01, 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One set: the items shown, and those of them that were picked."""

    shown: tuple[int, ...]
    best: int
    worst: int


Answers = Sequence[Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class Item:
    """`counted`: (best - worst) / shown, from -1 to 1. `utility`: logits from the mean of all items. `share`: e^u / sum e^u, 0 to 1.

    `loved`, `hated`: shares of the people who saw it and picked it more often as best than as worst, or the reverse. `disagreement`: how much more
    people differ about it than chance alone would make them, 1 being as chance; `is_divisive`: that is proven, and a quarter stand on each side.
    """

    counted: Estimate
    utility: Estimate
    share: Estimate
    shown: int
    best: int
    worst: int
    loved: float
    hated: float
    disagreement: float
    is_divisive: bool


@dataclass(frozen=True, slots=True)
class MaxDiff:
    items: tuple[Item, ...]
    n: int
    sets: int
    method: str
    warnings: tuple[str, ...]


def maxdiff(
    answers: Answers, items: int, *, spread: float = SPREAD, level: float = 0.9, draws: int = 2000, seed: int = 0
) -> MaxDiff:
    """Counts and the sequential best-worst logit: best by e^u among those shown, then worst by e^-u among the others.

    Sources: Finn & Louviere (1992), Journal of Public Policy & Marketing 11; Marley & Louviere (2005), Journal of Mathematical Psychology 49; the
    model: Marley & Flynn, in Louviere, Flynn & Marley (2015), Best-worst scaling. `answers`: (people, sets of each); items from 0. Counts:
    Bayesian bootstrap of respondents. Utilities: normal prior of standard deviation `spread`, Laplace's approximation widened where people differ
    (see `likelihood.covariance`), shares by draws from it. Random with `seed`. Raises ValueError without answers, for an item outside 0 to `items`,
    a set of fewer than two or with an item twice, or a pick that was not shown or is both.
    """
    check(level, draws)
    told = _told(answers, items)
    top, information = most_likely(_surface(told), items, spread)
    drawn = _drawn(top, covariance(information, _scores(told, top)), draws, seed)
    counted = _counted(told, level, draws, seed)
    split = _split(told, top, seed)
    method = f"sequential best-worst logit, normal prior of spread {spread:g}"
    rows = tuple(
        Item(
            counted=counted[i],
            utility=estimate(float(top[i] - top.mean()), drawn[:, i], level, told.people, method),
            share=estimate(float(_softmax(top[None])[0, i]), _softmax(drawn)[:, i], level, told.people, method),
            shown=int(told.shown[:, i].sum()),
            best=int(told.best[:, i].sum()),
            worst=int(told.worst[:, i].sum()),
            loved=float(split.loved[i]),
            hated=float(split.hated[i]),
            disagreement=float(split.ratio[i]),
            is_divisive=bool(split.divisive[i]),
        )
        for i in range(items)
    )
    return MaxDiff(rows, told.people, len(told.who), method, _warnings(rows, told.people))


@dataclass(frozen=True, slots=True)
class _Told:
    """Of each set: (sets, items) who of the items was shown, and (sets,) the picks and whose they are; (people, items) counts."""

    there: NDArray[np.bool_]
    picked: NDArray[np.int64]
    dropped: NDArray[np.int64]
    who: NDArray[np.int64]
    people: int
    shown: Numbers
    best: Numbers
    worst: Numbers


def _told(answers: Answers, items: int) -> _Told:
    answers = [person for person in answers if person]
    choices = [(who, choice) for who, person in enumerate(answers) for choice in person]
    if not choices:
        raise ValueError("needs at least one answer")
    for _, choice in choices:
        _check(choice, items)
    there = np.zeros((len(choices), items), dtype=bool)
    for row, (_, choice) in enumerate(choices):
        there[row, list(choice.shown)] = True
    who = np.array([who for who, _ in choices])
    picked, dropped = (np.array([getattr(choice, name) for _, choice in choices]) for name in ("best", "worst"))
    return _Told(
        there,
        picked,
        dropped,
        who,
        len(answers),
        _by_person(who, there.astype(float)),
        _by_person(who, np.eye(items)[picked]),
        _by_person(who, np.eye(items)[dropped]),
    )


def _check(choice: Choice, items: int) -> None:
    shown = set(choice.shown)
    if len(shown) < 2 or len(shown) < len(choice.shown) or not all(0 <= item < items for item in shown):
        raise ValueError(f"a set shows at least two different items from 0 to {items - 1}")
    if choice.best == choice.worst or not {choice.best, choice.worst} <= shown:
        raise ValueError("best and worst are two of the items shown")


def _by_person(who: NDArray[np.int64], rows: Numbers) -> Numbers:
    """(people, items) sums of rows that stand person by person."""
    summed: Numbers = np.add.reduceat(rows, np.flatnonzero(np.diff(who, prepend=-1)))
    return summed


def _chances(told: _Told, at: Numbers) -> tuple[Numbers, Numbers]:
    """(sets, items) each: the probability of being picked as best, and, after the best that was picked, as worst."""
    best = _among(told.there, at)
    others = told.there.copy()
    others[np.arange(len(others)), told.picked] = False
    return best, _among(others, -at)


def _among(there: NDArray[np.bool_], at: Numbers) -> Numbers:
    raised = np.where(there, at, -np.inf)
    odds = np.exp(raised - raised.max(axis=1, keepdims=True))
    chances: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return chances


def _surface(told: _Told) -> Surface:
    rows = np.arange(len(told.who))
    won = (told.best - told.worst).sum(axis=0)

    def at(point: Numbers) -> tuple[float, Numbers, Numbers]:
        best, worst = _chances(told, point)
        height = float(np.log(best[rows, told.picked]).sum() + np.log(worst[rows, told.dropped]).sum())
        gradient = won - best.sum(axis=0) + worst.sum(axis=0)
        information = np.diag(best.sum(axis=0) + worst.sum(axis=0)) - best.T @ best - worst.T @ worst
        return height, gradient, information

    return at


def _scores(told: _Told, at: Numbers) -> Numbers:
    """(people, items): what each person adds to the gradient: what they picked less what was expected of them."""
    best, worst = _chances(told, at)
    return told.best - told.worst - _by_person(told.who, best - worst)


def _drawn(top: Numbers, spread: Numbers, draws: int, seed: int) -> Numbers:
    random = np.random.default_rng([seed, 1])
    values, vectors = np.linalg.eigh(spread)
    loose = random.standard_normal((draws, len(top))) * np.sqrt(np.maximum(values, 0))
    around: Numbers = loose @ vectors.T + (top - top.mean())
    return around


def _softmax(points: Numbers) -> Numbers:
    odds = np.exp(points - points.max(axis=1, keepdims=True))
    shares: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _counted(told: _Told, level: float, draws: int, seed: int) -> list[Estimate]:
    """(best - worst) / shown of each item; half a made-up person finds everything best, and half everything worst."""
    people, ends = weights(told.people, [0.5, 0.5], draws, seed)
    net, shown = told.best - told.worst, told.shown
    typical = np.maximum(shown.sum(axis=0) / np.maximum((shown > 0).sum(axis=0), 1), 1)
    up, down = ends[:, :1] * typical, ends[:, 1:] * typical
    drawn = (people @ net + up - down) / (people @ shown + up + down)
    plain = net.sum(axis=0) / np.maximum(shown.sum(axis=0), 1)
    seen = (shown > 0).sum(axis=0)
    return [estimate(float(plain[i]), drawn[:, i], level, int(seen[i])) for i in range(len(plain))]


@dataclass(frozen=True, slots=True)
class _Split:
    loved: Numbers
    hated: Numbers
    ratio: Numbers
    divisive: NDArray[np.bool_]


def _split(told: _Told, top: Numbers, seed: int) -> _Split:
    """How far people differ about each item, against as many people who all have the utilities fitted, made up `SIMULATIONS` times."""
    seen = np.maximum((told.shown > 0).sum(axis=0), 1)
    net = told.best - told.worst
    loved, hated = (net > 0).sum(axis=0) / seen, (net < 0).sum(axis=0) / seen
    apart = (_scores(told, top) ** 2).sum(axis=0)
    alike = np.array([(made**2).sum(axis=0) for made in _of_one_mind(told, top, seed)])
    p = (1 + (alike >= apart - 1e-12).sum(axis=0)) / (1 + SIMULATIONS)
    ratio = apart / np.maximum(alike.mean(axis=0), 1e-12)
    sides = np.minimum(loved, hated)
    return _Split(loved, hated, ratio, (p <= DIVISIVE_P) & (sides >= DIVISIVE_SIDE))


def _of_one_mind(told: _Told, at: Numbers, seed: int) -> Iterator[Numbers]:
    """`_scores` of the same people in the same sets, had all of them the utilities `at`; `SIMULATIONS` times."""
    random, rows, one_each = np.random.default_rng([seed, 2]), np.arange(len(told.who)), np.eye(len(at))
    centred = at - at.mean()
    likes, dislikes = (told.there * np.exp(way * centred) for way in (1, -1))
    best = likes / likes.sum(axis=1, keepdims=True)
    for _ in range(SIMULATIONS):
        picked = _pick(likes, random)
        others = dislikes.copy()
        others[rows, picked] = 0
        dropped = _pick(others, random)
        expected = best - others / others.sum(axis=1, keepdims=True)
        yield _by_person(told.who, one_each[picked] - one_each[dropped] - expected)


def _pick(odds: Numbers, random: np.random.Generator) -> NDArray[np.int64]:
    """(rows,): one of each row's items, each as likely as its odds say."""
    summed = odds.cumsum(axis=1)
    picked: NDArray[np.int64] = (summed <= random.random((len(odds), 1)) * summed[:, -1:]).sum(axis=1)
    return picked


def _warnings(items: Sequence[Item], people: int) -> tuple[str, ...]:
    said = few(people, "respondents")
    divided = [f"{number + 1}" for number, item in enumerate(items) if item.is_divisive]
    if divided:
        said = (*said, f"People are of two minds about {', '.join(divided)}: the mean hides it, so look by segment.")
    unseen = [f"{number + 1}" for number, item in enumerate(items) if not item.shown]
    if unseen:
        said = (*said, f"Never shown: {', '.join(unseen)}. Nothing is known of them.")
    return said
