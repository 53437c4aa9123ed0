"""How well feedback is matched to what it asks for: reviews judged by people as speaking of a feature or not.

For each feature the reviews are ordered by how much they belong to it, as the inbox does; the peer is BM25 over the same reviews.
"""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from bench.table import Row
from clew.ground.search.embeddings import embed
from clew.science.belonging import Rarity, belonging, passages_of, rarity_in, share_of, stems_of

REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[2] / "shared" / "data"))
JUDGED = REFERENCE / "feedback" / "judged_pairs.csv"
PROMISE, PASSAGES, FIRST = 0.78, 24, 10
WORK = "feedback matched to features: 279 judged reviews, 6 features"
Pairs = dict[str, list[tuple[str, bool]]]
Score = Callable[[str, Sequence[str]], Sequence[float]]


def rows(*, small: bool = False) -> list[Row]:
    if not JUDGED.is_file():
        return [Row(WORK, "not measured", "the file is not here (CLEW_REFERENCE_DATA)")]
    pairs = judged()
    reviews = [text for of in pairs.values() for text, _ in of]
    began = process_time()
    ours, ten = scores(pairs, by_belonging(reviews))
    taken = process_time() - began
    words, words_ten = scores(pairs, by_bm25(reviews))
    return [
        Row(
            WORK,
            f"MAP {ours:.2f}, P@10 {ten:.2f}; {taken / len(reviews) * 1000:.0f} CPU-ms a review",
            f"BM25: MAP {words:.2f}, P@10 {words_ten:.2f}; at best P@10 {_best(pairs):.2f}",
            None,
            f"MAP {PROMISE}",
            ours >= PROMISE,
        )
    ]


def judged() -> Pairs:
    found: Pairs = defaultdict(list)
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["query"]].append((row["review"], row["relevant"] == "Y"))
    return found


def scores(pairs: Pairs, score: Score) -> tuple[float, float]:
    """Mean average precision, and the share of relevant ones among the first ten."""
    precise, first = [], []
    for query, of in pairs.items():
        order = np.argsort(-np.asarray(score(query, [text for text, _ in of])), kind="stable")
        hits = [of[at][1] for at in order]
        precise.append(sum(n / (at + 1) for at, n in enumerate(accumulate(hits)) if hits[at]) / sum(hits))
        first.append(sum(hits[:FIRST]) / FIRST)
    return sum(precise) / len(precise), sum(first) / len(first)


def by_belonging(reviews: Sequence[str]) -> Score:
    rarity = rarity_in(reviews)

    def score(query: str, texts: Sequence[str]) -> Sequence[float]:
        shares = [share_of(stems_of(query), stems_of(text), rarity) for text in texts]
        return belonging(shares, [_nearest(query, text) for text in texts])

    return score


def _nearest(query: str, text: str) -> float:
    read = embed([query, *(passage.text for passage in passages_of(text, most=PASSAGES))]).vectors
    return float((read[1:] @ read[0]).max(initial=0.0))


def by_bm25(reviews: Sequence[str], k: float = 1.2, b: float = 0.75) -> Score:
    """Robertson & Zaragoza (2009), with the same stems."""
    rarity: Rarity = rarity_in(reviews)
    usual = sum(len(text.split()) for text in reviews) / len(reviews)

    def score(query: str, texts: Sequence[str]) -> Sequence[float]:
        return [
            _bm25(stems_of(query), _counted(text), rarity, k * (1 - b + b * len(text.split()) / usual), k)
            for text in texts
        ]

    return score


def _counted(text: str) -> Counter[str]:
    return Counter(stem for word in text.split() for stem in stems_of(word))


def _bm25(query: frozenset[str], text: Counter[str], rarity: Rarity, damp: float, k: float) -> float:
    return sum(rarity.of(stem) * text[stem] * (k + 1) / (text[stem] + damp) for stem in query)


def _best(pairs: Any) -> float:
    """What a perfect order would reach: two features have fewer than ten relevant reviews."""
    return sum(min(FIRST, sum(hit for _, hit in of)) / FIRST for of in pairs.values()) / len(pairs)
