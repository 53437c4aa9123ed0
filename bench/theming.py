"""How well and how fast themes are found.

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

from bench.table import Row
from clew.ground.search.embeddings import embed
from clew.science.theming import find_themes

REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[2] / "shared" / "data"))
BANKING = REFERENCE / "theming" / "banking77_test.csv"
PROMISE_RAND, PROMISE_SECONDS = 0.60, 4.0
BERTOPIC = "BERTopic .417"  # its default pipeline on the same texts and vectors, 14 to 30 CPU-s
SMALL = 400
SEEDS = range(3)
TRANSCRIPTS, PASSAGES, SEARCHES, SPREAD, TALKS_SECONDS = 50, 100, 100, 0.02, 10.0
SMALL_SETS, CLASSES, LEAST, MOST = 8, 12, 5, 25


@dataclass(frozen=True, slots=True)
class Score:
    rand: float
    information: float
    k: float
    seconds: float


def rows(*, small: bool = False) -> list[Row]:
    if not BANKING.is_file():
        return [Row("themes of banking77", "not measured", "the file is not here (CLEW_REFERENCE_DATA)")]
    texts, truth = _read(SMALL if small else None)
    began = process_time()
    embedded = embed(texts)
    rate = len(texts) / (process_time() - began)
    find_themes(embedded.vectors[:50], texts[:50])  # what is loaded once is not measured
    rows = [
        Row(f"embedding, {embedded.model}", f"{rate:,.0f} texts/CPU-s", ""),
        *_whole(embedded.vectors, texts, truth),
    ]
    return [*rows, _transcripts(embedded.vectors, small)] if small else [
        *rows, _interviews(embedded.vectors, texts, truth), _transcripts(embedded.vectors, small),
    ]  # fmt: skip


def _read(most: int | None) -> tuple[list[str], Any]:
    with BANKING.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))[:most]
    return [line["text"] for line in lines], np.array([line["category"] for line in lines])


def _whole(vectors: Any, texts: Sequence[str], truth: Any) -> list[Row]:
    ours = _mean([_score(truth, _ours(vectors, texts, seed)) for seed in SEEDS])
    peer = _mean([_score(truth, _peer(vectors, len(set(truth)), seed)) for seed in SEEDS])
    name, told = f"themes of banking77, {len(texts):,} texts", "k-means told k"
    found = f"{ours.k:.0f} themes, NMI {ours.information:.3f}"
    as_good, as_fast = ours.rand >= PROMISE_RAND, ours.seconds <= PROMISE_SECONDS
    return [
        Row(
            f"{name}: ARI, number of themes not told",
            f"{ours.rand:.3f} ({found})",
            f"{told} {peer.rand:.3f}; {BERTOPIC}",
            ours.rand / peer.rand,
            f"at least {PROMISE_RAND:.2f}",
            as_good,
        ),
        Row(
            f"{name}: CPU after embedding",
            f"{ours.seconds:.2f} s",
            f"{told} {peer.seconds:.2f} s",
            ours.seconds / peer.seconds,
            f"{PROMISE_SECONDS:.0f} CPU-s",
            as_fast,
        ),
    ]


def _interviews(vectors: Any, texts: Sequence[str], truth: Any) -> Row:
    ours, peer = [], []
    for seed in range(SMALL_SETS):
        chosen = _some(truth, seed)
        ours.append(_score(truth[chosen], _ours(vectors[chosen], [texts[i] for i in chosen], 0)))
        peer.append(_score(truth[chosen], _peer(vectors[chosen], CLASSES, 0)))
    mine, theirs = _mean(ours), _mean(peer)
    work = f"themes of an interview study ({CLASSES} themes, {LEAST}-{MOST} texts each): ARI"
    return Row(work, f"{mine.rand:.3f}", f"k-means told k {theirs.rand:.3f}", mine.rand / theirs.rand)


def _transcripts(vectors: Any, small: bool) -> Row:
    """Fifty transcripts of 10,000 words, in passages of a hundred: grouped, then searched by meaning a hundred times.

    The passages lie around those of banking77, as far from them as these are from each other within a class.
    """
    count = SMALL if small else TRANSCRIPTS * PASSAGES
    random = np.random.default_rng(0)
    near = vectors[random.integers(0, len(vectors), count)] + random.normal(0, SPREAD, (count, vectors.shape[1]))
    passages = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    texts = [f"passage {number}" for number in range(count)]
    began = process_time()
    found = find_themes(passages, texts, seed=0)
    for asked in passages[:SEARCHES]:
        np.argsort(-(passages @ asked))[:50]
    taken = process_time() - began
    work = f"themes and {SEARCHES} searches by meaning in {count:,} passages of transcripts: CPU after embedding"
    return Row(
        work,
        f"{taken:.2f} s ({len(found.themes)} themes)",
        "",
        None,
        f"{TALKS_SECONDS:.0f} CPU-s",
        taken <= TALKS_SECONDS,
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
