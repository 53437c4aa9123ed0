"""How fast ideas are ranked over their distributions, and how fast a new weighing of segments is answered."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time

import numpy as np

from bench.table import Row
from clew.science.ranking import Item, Uncertain, interval, probability, rank, reweighted, rice, three_point, voices

IDEAS, DRAWS, SMALL = 200, 20_000, 500
WEIGHED, SEGMENTS = 1_000, 8
RANK_PROMISE, WEIGH_PROMISE = 0.5, 25.0


def rows(*, small: bool = False) -> list[Row]:
    items = ideas(IDEAS)
    draws = SMALL if small else DRAWS
    rank(items[:2], rice(), k=1, draws=SMALL)  # loads what is needed
    ours, plain = _seconds(lambda: rank(items, rice(), draws=draws)), _seconds(lambda: floor(draws))
    ranked = Row(
        f"ranking {IDEAS} ideas, {draws:,} draws",
        f"{ours:.2f} CPU-s",
        f"normal draws, argsort: {plain:.2f} CPU-s",
        ours / plain,
        f"{RANK_PROMISE:g} CPU-s",
        ours <= RANK_PROMISE,
    )
    return [ranked, _weighing(30 if small else 200)]


def ideas(count: int) -> list[Item]:
    """Every kind of estimate: intervals, three points, probabilities."""
    random = np.random.default_rng(0)
    reach, effort = np.exp(random.normal(7, 1, count)).tolist(), np.exp(random.normal(1.5, 0.7, count)).tolist()
    impact, sure = random.choice([0.5, 1.0, 2.0, 3.0], count).tolist(), random.uniform(0.2, 0.8, count).tolist()
    return [Item(f"idea {at}", _inputs(reach[at], impact[at], sure[at], effort[at])) for at in range(count)]


def floor(draws: int) -> None:
    """The least that could do: three inputs drawn as normal numbers, a score, an order of each draw."""
    random = np.random.default_rng(0)
    score = np.exp(sum(random.standard_normal((draws, IDEAS), dtype=np.float32) for _ in range(3)))
    np.bincount(score.argsort(axis=1)[:, :10].ravel(), minlength=IDEAS)


def _inputs(reach: float, impact: float, sure: float, effort: float) -> dict[str, Uncertain]:
    return {
        "reach": interval(reach / 3, reach * 3),
        "impact": three_point(impact * 0.3, impact, impact * 2),
        "confidence": probability(sure - 0.15, sure + 0.15),
        "effort": interval(effort / 2, effort * 2),
    }


def _weighing(times: int) -> Row:
    items, names = ideas(WEIGHED), [f"segment {at}" for at in range(SEGMENTS)]
    heard = voices(items, rice(), {item.name: dict.fromkeys(names, item.inputs["reach"]) for item in items})
    random, taken = np.random.default_rng(1), []
    for _ in range(times):
        weights = dict(zip(names, random.uniform(1, 100, SEGMENTS).tolist(), strict=True))
        began = perf_counter()
        reweighted(heard, weights)
        taken.append((perf_counter() - began) * 1000)
    late = float(np.quantile(taken, 0.95))
    return Row(
        f"weighing {SEGMENTS} segments of {WEIGHED:,} ideas anew, {heard.reach.shape[2]} draws",
        f"p50 {median(taken):.1f} ms, p95 {late:.1f} ms",
        "",
        None,
        f"p95 {WEIGH_PROMISE:.0f} ms",
        late <= WEIGH_PROMISE,
    )


def _seconds(work: Callable[[], object]) -> float:
    """Of three rounds the middle one."""
    taken = []
    for _ in range(3):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return median(taken)
