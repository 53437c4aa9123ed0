"""How well and how fast themes are found. `rows()` gives (work, ours, floor or peer, ratio); run as a script it prints them.

Banking77's test questions (Casanueva et al. 2020): 3,080 texts in 77 classes. The number of themes is not told to ours; the peer, k-means,
is told. Both work on the same vectors, and the time is that after embedding.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from clew.ground.evidence.embeddings import embed
from clew.science.theming import find_themes

REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[2] / "shared" / "data"))
BANKING = REFERENCE / "theming" / "banking77_test.csv"
SEEDS = range(3)
SMALL_SETS, CLASSES, LEAST, MOST = 8, 12, 5, 25


@dataclass(frozen=True, slots=True)
class Score:
    rand: float
    information: float
    k: float
    seconds: float


def rows() -> list[tuple[str, str, str, str]]:
    if not BANKING.is_file():
        return [("themes of banking77", "not measured", "the file is not here (CLEW_REFERENCE_DATA)", "-")]
    with BANKING.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    texts, truth = [line["text"] for line in lines], np.array([line["category"] for line in lines])
    began = process_time()
    embedded = embed(texts)
    rate = len(texts) / (process_time() - began)
    find_themes(embedded.vectors[:50], texts[:50])  # what is loaded once is not measured
    return [
        (f"embedding, {embedded.model}", f"{rate:,.0f} texts/CPU-s", "-", "-"),
        *_whole(embedded.vectors, texts, truth),
        _interviews(embedded.vectors, texts, truth),
    ]


def _whole(vectors: Any, texts: Sequence[str], truth: Any) -> list[tuple[str, str, str, str]]:
    ours = _mean([_score(truth, _ours(vectors, texts, seed)) for seed in SEEDS])
    peer = _mean([_score(truth, _peer(vectors, len(set(truth)), seed)) for seed in SEEDS])
    name, told = f"themes of banking77, {len(texts):,} texts", "k-means told k"
    our_rate, peer_rate = len(texts) / ours.seconds, len(texts) / peer.seconds
    return [
        (f"{name}: ARI", f"{ours.rand:.3f}", f"{told} {peer.rand:.3f}", f"{ours.rand / peer.rand:.2f}"),
        (
            f"{name}: NMI",
            f"{ours.information:.3f}",
            f"{told} {peer.information:.3f}",
            f"{ours.information / peer.information:.2f}",
        ),
        (f"{name}: number of themes", f"{ours.k:.0f}", f"truth {peer.k:.0f}", f"{ours.k / peer.k:.2f}"),
        (
            f"{name}: CPU after embedding",
            f"{ours.seconds:.2f} s",
            f"{told} {peer.seconds:.2f} s",
            f"{ours.seconds / peer.seconds:.2f}",
        ),
        (f"{name}: texts per CPU-s", f"{our_rate:,.0f}", f"{told} {peer_rate:,.0f}", f"{our_rate / peer_rate:.2f}"),
    ]


def _interviews(vectors: Any, texts: Sequence[str], truth: Any) -> tuple[str, str, str, str]:
    ours, peer = [], []
    for seed in range(SMALL_SETS):
        chosen = _some(truth, seed)
        ours.append(_score(truth[chosen], _ours(vectors[chosen], [texts[i] for i in chosen], 0)))
        peer.append(_score(truth[chosen], _peer(vectors[chosen], CLASSES, 0)))
    mine, theirs = _mean(ours), _mean(peer)
    return (
        f"themes of an interview study ({CLASSES} themes, {LEAST}-{MOST} texts each): ARI",
        f"{mine.rand:.3f}",
        f"k-means told k {theirs.rand:.3f}",
        f"{mine.rand / theirs.rand:.2f}",
    )


def _some(truth: Any, seed: int) -> Any:
    random = np.random.default_rng(seed)
    classes = random.choice(sorted(set(truth)), CLASSES, replace=False)
    return np.concatenate(
        [random.permutation(np.where(truth == c)[0])[: random.integers(LEAST, MOST + 1)] for c in classes]
    )


def _ours(vectors: Any, texts: Sequence[str], seed: int) -> Callable[[], Sequence[int]]:
    return lambda: find_themes(vectors, texts, seed=seed).labels


def _peer(vectors: Any, k: int, seed: int) -> Callable[[], Sequence[int]]:
    return lambda: KMeans(k, n_init=10, random_state=seed).fit_predict(vectors).tolist()


def _score(truth: Any, work: Callable[[], Sequence[int]]) -> Score:
    began = process_time()
    labels = work()
    taken = process_time() - began
    return Score(
        adjusted_rand_score(truth, labels), normalized_mutual_info_score(truth, labels), len(set(labels)), taken
    )


def _mean(scores: Sequence[Score]) -> Score:
    values = np.mean([(s.rand, s.information, s.k, s.seconds) for s in scores], axis=0)
    return Score(*(float(value) for value in values))


if __name__ == "__main__":
    for line in rows():
        print(" | ".join(line))
