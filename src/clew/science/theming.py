"""Find themes among texts, without being told how many there are.

A graph ties each text to its nearest neighbours by cosine; the Leiden method (Traag, Waltman & van Eck 2019, Scientific Reports 9) finds communities;
the resolution is the one with the best silhouette (Rousseeuw 1987); names come from class-based TF-IDF (Grootendorst 2022); a theme's
stability says how often the same members come together under other seeds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray

from clew.science.intervals import Estimate

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

NEIGHBOURS = 15
RESOLUTIONS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 11.0, 15.0, 20.0, 28.0)
SEEDS = 5
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
    resolution: float
    k: int
    silhouette: float


@dataclass(frozen=True, slots=True)
class Themes:
    """`labels` (n,) gives each text its theme; `centrality` (n,) its similarity to the theme's middle."""

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
    progress: Callable[[float], None] | None = None,
) -> Themes:
    """Themes of n texts.

    `vectors`: (n, d), rows of any length. `locked`: (n,) labels that stay as they are, -1 where free; new labels begin above them.
    Raises ValueError when the lengths differ. Random with `seed`; memory O(n (d + neighbours)).
    """
    n = len(texts)
    if vectors.shape[0] != n or (locked is not None and len(locked) != n):
        raise ValueError("needs one vector, and one locked label, for each text")
    fixed = np.full(n, -1, dtype=np.int64) if locked is None else np.asarray(locked, dtype=np.int64)
    unit = _unit(np.asarray(vectors, dtype=np.float32))
    free = np.flatnonzero(fixed < 0)
    tell = progress or (lambda share: None)
    found = _cluster(unit[free], seed, tell)
    labels = fixed.copy()
    labels[free] = found.labels + (int(fixed.max()) + 1 if fixed.max(initial=-1) >= 0 else 0)
    return _described(unit, texts, labels, free, found, seed)


def theme_name(terms: Sequence[str], *, most: int = 3) -> str:
    """A readable name of the first terms, none of which repeats another."""
    chosen: list[str] = []
    for term in terms:
        if len(chosen) < most and not any(set(term.split()) & set(other.split()) for other in chosen):
            chosen.append(term)
    return ", ".join(chosen).capitalize() or "Unnamed"


def trend(counts: Sequence[int], *, level: float = 0.9) -> Estimate:
    """Growth as the ratio of the rate in the later half to that in the earlier half; 1 is no change.

    Source: log-normal interval of a ratio of two Poisson rates with half a count added to each (Haldane 1956; Rothman 2012).
    `counts`: events per equal period, at least two periods; of an odd number the middle one is left out.
    """
    if len(counts) < 2 or min(counts) < 0:
        raise ValueError("needs counts of at least two periods")
    from scipy.stats import norm

    half = len(counts) // 2
    before, after = sum(counts[:half]), sum(counts[-half:])
    ratio = (after + 0.5) / (before + 0.5)
    spread = exp(float(norm.ppf(0.5 + level / 2)) * sqrt(1 / (after + 0.5) + 1 / (before + 0.5)))
    warnings = ("Too few to speak of a trend.",) if before + after < 10 else ()
    return Estimate(ratio, ratio / spread, ratio * spread, level, "rate ratio", before + after, warnings)


@dataclass(frozen=True, slots=True)
class _Found:
    labels: Labels
    others: tuple[Labels, ...]
    resolution: float
    silhouette: float | None
    sweep: tuple[SweepPoint, ...]


def _cluster(unit: Vectors, seed: int, tell: Callable[[float], None]) -> _Found:
    n = unit.shape[0]
    if n < FEWEST:
        return _Found(np.zeros(n, dtype=np.int64), (), 0.0, None, ())
    neighbours = min(NEIGHBOURS, max(3, n // 8), n - 1)
    edges = _edges(unit, neighbours)
    tell(0.4)
    tried: dict[float, tuple[Labels, float]] = {}
    for index, resolution in enumerate(RESOLUTIONS):
        labels = _leiden(edges, n, resolution, seed)
        tried[resolution] = labels, _silhouette(unit, labels, seed)
        tell(0.4 + 0.4 * (index + 1) / len(RESOLUTIONS))
        if labels.max() + 1 > n / 3:  # from here on there are more themes than a person could use
            break
    best = max(tried, key=lambda r: tried[r][1])
    others = tuple(_leiden(edges, n, best, seed + other) for other in range(1, SEEDS))
    sweep = tuple(SweepPoint(r, int(labels.max()) + 1, value) for r, (labels, value) in tried.items())
    tell(0.9)
    return _Found(tried[best][0], others, best, tried[best][1], sweep)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


def _edges(unit: Vectors, neighbours: int) -> list[tuple[str, str, float]]:
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


def _leiden(edges: list[tuple[str, str, float]], n: int, resolution: float, seed: int) -> Labels:
    import graspologic_native

    labels = np.arange(n, dtype=np.int64) + n  # a text without edges stays alone
    if edges:
        _, found = graspologic_native.leiden(
            edges=edges, resolution=resolution, seed=seed + 1, use_modularity=True, iterations=2, randomness=0.001
        )
        for name, community in found.items():
            labels[int(name)] = community
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _silhouette(unit: Vectors, labels: Labels, seed: int) -> float:
    """Mean silhouette by cosine distance on a seeded sample; -1 when there is one group, or as many as members."""
    chosen = np.arange(len(labels))
    if len(labels) > SILHOUETTE_SAMPLE:
        chosen = np.random.default_rng(seed).choice(len(labels), SILHOUETTE_SAMPLE, replace=False)
    groups, place = np.unique(labels[chosen], return_inverse=True)
    if not 1 < len(groups) < len(chosen):
        return -1.0
    sample = unit[chosen]
    member = np.zeros((len(chosen), len(groups)), dtype=np.float32)
    member[np.arange(len(chosen)), place] = 1.0
    sizes = member.sum(axis=0)
    sums = (1.0 - sample @ (sample.T @ member) / 1.0 / np.maximum(sizes, 1)) * sizes
    own = sums[np.arange(len(chosen)), place] / np.maximum(sizes[place] - 1, 1)
    means = sums / np.maximum(sizes, 1)
    means[np.arange(len(chosen)), place] = np.inf
    nearest = means.min(axis=1)
    value = (nearest - own) / np.maximum(np.maximum(nearest, own), 1e-9)
    value[sizes[place] == 1] = 0.0
    return float(value.mean())


def _described(unit: Vectors, texts: Sequence[str], labels: Labels, free: Labels, found: _Found, seed: int) -> Themes:
    from sklearn.metrics import adjusted_rand_score

    names = np.unique(labels)
    terms = _terms(texts, labels, names)
    centrality = np.zeros(len(texts), dtype=np.float32)
    themes = []
    for label, telling in zip(names.tolist(), terms, strict=True):
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
    scores = [adjusted_rand_score(found.labels, other) for other in found.others]
    return Themes(
        labels=tuple(labels.tolist()),
        centrality=tuple(float(c) for c in np.clip(centrality, 0, 1)),
        themes=tuple(sorted(themes, key=lambda t: (-t.size, t.label))),
        resolution=found.resolution,
        silhouette=found.silhouette,
        stability=float(np.mean(scores)) if scores else None,
        sweep=found.sweep,
        seed=seed,
        method=f"{NEIGHBOURS} nearest neighbours, Leiden, silhouette",
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


def _terms(texts: Sequence[str], labels: Labels, names: Labels, *, most: int = 8) -> list[tuple[str, ...]]:
    """Class-based TF-IDF: how much more often a theme uses a term than the average theme does."""
    from sklearn.feature_extraction.text import CountVectorizer

    try:
        vectorizer = CountVectorizer(
            stop_words="english", ngram_range=(1, 2), max_features=20_000, token_pattern=r"(?u)\b[^\W\d_]{3,}\b"
        )
        counts = vectorizer.fit_transform([t[:5000] for t in texts])
    except ValueError:  # no words at all
        return [() for _ in names]
    words = vectorizer.get_feature_names_out()
    per_class = np.vstack(
        [np.asarray(counts[np.flatnonzero(labels == label)].sum(axis=0)).ravel() for label in names]
    ).astype(np.float64)
    share = per_class / np.maximum(per_class.sum(axis=1, keepdims=True), 1)
    weight = share * np.log1p(per_class.sum() / len(names) / np.maximum(per_class.sum(axis=0), 1))
    return [tuple(str(words[i]) for i in np.argsort(-row)[:most] if row[i] > 0) for row in weight]


def _warnings(n: int, found: _Found) -> tuple[str, ...]:
    said = []
    if n < FEWEST:
        said.append("Too few texts to find themes among.")
    elif n < 60:
        said.append("Few texts: read the themes as suggestions.")
    if found.silhouette is not None and found.silhouette < 0.05:
        said.append("The texts hardly fall into groups; the borders between themes are soft.")
    return tuple(said)
