"""Find themes among texts, without being told how many there are.

A graph ties each text to its nearest neighbours by cosine; the Leiden method (Traag, Waltman & van Eck 2019, Scientific Reports 9) finds communities.
How fine they are is settled by two measures at once: the silhouette (Rousseeuw 1987), and whether the same groups come again when half of the
graph's edges is left out (Ben-Hur, Elisseeff & Guyon 2002; Lange et al. 2004): the silhouette alone keeps rising while groups fall to pieces.
Resolutions within a few standard errors of the best cannot be told apart (after Breiman et al. 1984), so their middle is taken.
A theme's stability says how often the same members come together under other seeds. For its terms see `naming`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, compress
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clew.science.estimates import Estimate
from clew.science.naming import telling_terms

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]
Edges = list[tuple[str, str, float]]

# Few texts have few neighbours that mean anything.
NEIGHBOURS, FEWER_NEIGHBOURS, FEW_TEXTS = 15, 8, 500
RESOLUTIONS = tuple(0.5 * 1.4**step for step in range(14))
HALVES, MANY_TEXTS = 4, 20_000
STANDARD_ERRORS = 3.0
SEEDS = 5
# Halves of a graph of pure noise agree to less than 0.2, of loose reviews to about 0.4.
LEAST_AGREEMENT = 0.3
BLOCK = 1024
SILHOUETTE_SAMPLE = 10_000
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Theme:
    """One group: its label, size, telling terms, the member nearest its middle, mean similarity to the middle, stability in [0, 1]."""

    label: int
    size: int
    terms: tuple[str, ...]
    medoid: int
    cohesion: float
    stability: float


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """One resolution tried: how many groups, their silhouette, and how well halves of the graph agree on them (adjusted Rand index)."""

    resolution: float
    k: int
    silhouette: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Themes:
    """`labels` (n,) gives each text its theme; `centrality` (n,) its similarity to the theme's middle, 0 to 1.

    `silhouette` and `stability` (mean adjusted Rand index between seeds) are None where there were too few texts to group.
    """

    labels: tuple[int, ...]
    centrality: tuple[float, ...]
    themes: tuple[Theme, ...]
    resolution: float
    silhouette: float | None
    stability: float | None
    sweep: tuple[SweepPoint, ...]
    seed: int
    method: str
    warnings: tuple[str, ...]

    @property
    def k(self) -> int:
        return len(self.themes)


def find_themes(
    vectors: Vectors,
    texts: Sequence[str],
    *,
    seed: int = 0,
    locked: Sequence[int] | None = None,
    names: Collection[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Themes:
    """Themes of n texts.

    `vectors`: (n, d), rows of any length. `locked`: (n,) labels that stay as they are, -1 where free; new labels begin above them.
    `names`: words of people's and firms' names, which are no terms of a theme (see `naming.telling_terms`).
    `progress` is told the share done, up to 1. Sources: see the module. Texts with the same vector always share a theme, unless locked.
    Raises ValueError when the lengths differ or a vector is not finite. Random with `seed`; memory O(n (d + neighbours)).
    """
    n = len(texts)
    if vectors.shape[0] != n or (locked is not None and len(locked) != n):
        raise ValueError("needs one vector, and one locked label, for each text")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector holds what is not a number")
    fixed = np.full(n, -1, dtype=np.int64) if locked is None else np.asarray(locked, dtype=np.int64)
    unit = _unit(np.asarray(vectors, dtype=np.float32))
    free = np.flatnonzero(fixed < 0)
    tell = progress or (lambda share: None)
    found = _cluster_distinct(unit[free], seed, tell)
    labels = fixed.copy()
    labels[free] = found.labels + (int(fixed.max()) + 1 if fixed.max(initial=-1) >= 0 else 0)
    themes = _described(unit, telling_terms(texts, labels, names=names), labels, free, found, seed)
    tell(1.0)
    return themes


def trend(counts: Sequence[int], *, level: float = 0.9) -> Estimate:
    """Growth as the ratio of the rate in the later half to that in the earlier half; 1 is no change.

    Source: log-normal interval of a ratio of two Poisson rates with half a count added to each (Haldane 1956; Rothman 2012).
    `counts`: events per equal period, at least two periods; of an odd number the middle one is left out.
    Raises ValueError below two periods, or for a count below 0.
    """
    if len(counts) < 2 or min(counts) < 0:
        raise ValueError("needs counts of at least two periods")
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    half = len(counts) // 2
    before, after = sum(counts[:half]), sum(counts[-half:])
    ratio = (after + 0.5) / (before + 0.5)
    spread = exp(NormalDist().inv_cdf(0.5 + level / 2) * sqrt(1 / (after + 0.5) + 1 / (before + 0.5)))
    warnings = ("Too few to speak of a trend.",) if before + after < 10 else ()
    return Estimate(ratio, ratio / spread, ratio * spread, level, "rate ratio", before + after, warnings)


@dataclass(frozen=True, slots=True)
class _Found:
    labels: Labels
    others: tuple[Labels, ...]
    resolution: float
    silhouette: float | None
    sweep: tuple[SweepPoint, ...]


@dataclass(frozen=True, slots=True)
class _Tried:
    """One resolution: its groups on the whole graph, and how good they are."""

    resolution: float
    k: int
    silhouette: float
    error: float
    agreement: float

    @property
    def worth(self) -> float:
        return self.silhouette * self._reliability

    @property
    def doubt(self) -> float:
        return self.error * self._reliability

    @property
    def _reliability(self) -> float:
        """The root of the agreement of two halves: what one of them agrees with the truth, as in test theory (Spearman 1910)."""
        return sqrt(max(self.agreement, 0.0))


def _cluster_distinct(unit: Vectors, seed: int, tell: Callable[[float], None]) -> _Found:
    """Groups of the distinct vectors, given to all that share one."""
    if not len(unit):
        return _cluster(unit, seed, tell)
    _, first, place = np.unique(unit, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)  # distinct vectors in the order of the texts
    place = np.argsort(order)[place.ravel()]
    found = _cluster(unit[first[order]], seed, tell)
    return replace(found, labels=found.labels[place], others=tuple(other[place] for other in found.others))


def _cluster(unit: Vectors, seed: int, tell: Callable[[float], None]) -> _Found:
    n = unit.shape[0]
    if n < FEWEST:
        return _Found(np.zeros(n, dtype=np.int64), (), 0.0, None, ())
    neighbours = NEIGHBOURS if n >= FEW_TEXTS else FEWER_NEIGHBOURS
    edges = _edges(unit, min(neighbours, max(3, n // 8), n - 1))
    tell(0.2)
    tried = _tried(unit, edges, seed, tell)
    resolution = _settled(tried)
    runs = [_leiden(edges, n, resolution, seed + other) for other in range(SEEDS)]
    chosen = _most_typical(runs)
    others = tuple(run for place, run in enumerate(runs) if place != chosen)
    sweep = tuple(SweepPoint(t.resolution, t.k, t.silhouette, t.agreement) for t in tried)
    tell(0.9)
    return _Found(runs[chosen], others, resolution, _silhouette(unit, runs[chosen], seed)[0], sweep)


def _tried(unit: Vectors, edges: Edges, seed: int, tell: Callable[[float], None]) -> list[_Tried]:
    n, random = unit.shape[0], np.random.default_rng(seed)
    masks = [random.random(len(edges)) < 0.5 for _ in range(HALVES if n <= MANY_TEXTS else 2)]
    halves = [list(compress(edges, mask)) for mask in masks]
    tried: list[_Tried] = []
    for index, resolution in enumerate(RESOLUTIONS):
        labels = _leiden(edges, n, resolution, seed)
        k = int(labels.max()) + 1
        if tried and k > n / 3:  # from here on there are more themes than a person could use
            break
        value, error = _silhouette(unit, labels, seed)
        runs = [_leiden(half, n, resolution, seed + place) for place, half in enumerate(halves)]
        tried.append(_Tried(resolution, k, value, error, _agreement(runs)))
        tell(0.2 + 0.6 * (index + 1) / len(RESOLUTIONS))
    return tried


def _settled(tried: Sequence[_Tried]) -> float:
    """The geometric middle of the resolutions that cannot be told from the best one."""
    best = max(tried, key=lambda t: t.worth)
    near = [t.resolution for t in tried if t.worth >= best.worth - STANDARD_ERRORS * best.doubt]
    return float(np.exp(np.log(near).mean()))


def _agreement(runs: Sequence[Labels]) -> float:
    """Mean adjusted Rand index (Hubert & Arabie 1985) over all pairs."""
    from sklearn.metrics import adjusted_rand_score

    return float(np.mean([adjusted_rand_score(a, b) for a, b in combinations(runs, 2)]))


def _most_typical(runs: Sequence[Labels]) -> int:
    """The run that agrees best with the others."""
    from sklearn.metrics import adjusted_rand_score

    totals = np.zeros(len(runs))
    for a, b in combinations(range(len(runs)), 2):
        score = adjusted_rand_score(runs[a], runs[b])
        totals[a] += score
        totals[b] += score
    return int(totals.round(9).argmax())


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


def _edges(unit: Vectors, neighbours: int) -> Edges:
    """Undirected edges of the nearest-neighbour graph; a pair that chose each other counts twice."""
    n = unit.shape[0]
    sources, targets, weights = [], [], []
    for start in range(0, n, BLOCK):
        similar = unit[start : start + BLOCK] @ unit.T
        rows = np.arange(similar.shape[0])
        similar[rows, rows + start] = -2.0
        nearest = np.argpartition(similar, -neighbours, axis=1)[:, -neighbours:]
        sources.append(np.repeat(rows + start, neighbours))
        targets.append(nearest.ravel())
        weights.append(np.take_along_axis(similar, nearest, axis=1).ravel())
    a, b, w = np.concatenate(sources), np.concatenate(targets), np.maximum(np.concatenate(weights), 0.0)
    low, high = np.minimum(a, b), np.maximum(a, b)
    pairs, place = np.unique(low * np.int64(n) + high, return_inverse=True)
    total = np.bincount(place, weights=w)
    keep = total > 1e-6
    return [
        (str(p // n), str(p % n), float(t)) for p, t in zip(pairs[keep].tolist(), total[keep].tolist(), strict=True)
    ]


def _leiden(edges: Edges, n: int, resolution: float, seed: int) -> Labels:
    import graspologic_native

    labels = np.arange(n, dtype=np.int64) + n  # a text without edges stays alone
    if edges:
        _, found = graspologic_native.leiden(
            edges=edges, resolution=resolution, seed=seed + 1, use_modularity=True, iterations=2, randomness=0.001
        )
        for name, community in found.items():
            labels[int(name)] = community
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _silhouette(unit: Vectors, labels: Labels, seed: int) -> tuple[float, float]:
    """Mean silhouette by cosine distance on a seeded sample, and its standard error; -1 when there is one group, or as many as members."""
    chosen = np.arange(len(labels))
    if len(labels) > SILHOUETTE_SAMPLE:
        chosen = np.random.default_rng(seed).choice(len(labels), SILHOUETTE_SAMPLE, replace=False)
    groups, place = np.unique(labels[chosen], return_inverse=True)
    if not 1 < len(groups) < len(chosen):
        return -1.0, 0.0
    rows, sample = np.arange(len(chosen)), unit[chosen]
    member = np.zeros((len(chosen), len(groups)), dtype=np.float32)
    member[rows, place] = 1.0
    sizes = member.sum(axis=0)
    sums = sizes - sample @ (sample.T @ member)  # distances to all members of each group
    own = sums[rows, place] / np.maximum(sizes[place] - 1, 1)
    means = sums / sizes
    means[rows, place] = np.inf
    nearest = means.min(axis=1)
    value = (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-9)
    value[sizes[place] == 1] = 0.0
    return float(value.mean()), float(value.std()) / sqrt(len(chosen))


def _described(
    unit: Vectors, terms: Mapping[int, tuple[str, ...]], labels: Labels, free: Labels, found: _Found, seed: int
) -> Themes:
    centrality = np.zeros(len(labels), dtype=np.float32)
    themes = []
    for label, telling in terms.items():
        members = np.flatnonzero(labels == label)
        middle = _unit(unit[members].mean(axis=0, keepdims=True))[0]
        near = unit[members] @ middle
        centrality[members] = near
        themes.append(
            Theme(
                label,
                len(members),
                telling,
                int(members[int(near.argmax())]),
                float(near.mean()),
                _holds(members, free, found.others),
            )
        )
    return Themes(
        labels=tuple(labels.tolist()),
        centrality=tuple(float(c) for c in np.clip(centrality, 0, 1)),
        themes=tuple(sorted(themes, key=lambda t: (-t.size, t.label))),
        resolution=found.resolution,
        silhouette=found.silhouette,
        stability=_agreement([found.labels, *found.others]) if found.others else None,
        sweep=found.sweep,
        seed=seed,
        method="nearest neighbours, Leiden; resolution by silhouette and agreement of halves",
        warnings=_warnings(len(free), found),
    )


def _holds(members: Labels, free: Labels, others: tuple[Labels, ...]) -> float:
    """How well a theme comes together again under other seeds: the mean over them of its best overlap (Jaccard)."""
    inside = np.isin(free, members)
    if not others or not inside.any():
        return 1.0
    overlaps = []
    for other in others:
        shared = np.bincount(other[inside], minlength=int(other.max()) + 1)
        sizes = np.bincount(other, minlength=len(shared))
        overlaps.append(float((shared / (inside.sum() + sizes - shared)).max()))
    return float(np.mean(overlaps))


def _warnings(n: int, found: _Found) -> tuple[str, ...]:
    said = []
    if n < FEWEST:
        said.append("Too few texts to find themes among.")
    elif n < 60:
        said.append("Few texts: read the themes as suggestions.")
    near = min(found.sweep, key=lambda point: abs(point.resolution - found.resolution), default=None)
    if near is not None and near.k > 1 and (near.silhouette < 0.05 or near.agreement < LEAST_AGREEMENT):
        said.append("The texts hardly fall into groups; the borders between themes are soft.")
    return tuple(said)
