"""How well search finds what people judged to be relevant: by words, by meaning, and by both, with the real model."""

import csv
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytest_django import Settings

from clew.ground.evidence.api import add_source
from clew.ground.search import embeddings, queries
from clew.ground.search.api import find, read_what_is_new
from clew.ground.search.matrix import forget_matrices
from clew.ground.workspaces.api import Access, within

DATA = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[6] / "shared" / "data"))
JUDGED = DATA / "feedback" / "judged_pairs.csv"
NONSENSE = ("quantum chromodynamics", "how to bake sourdough bread", "kjhsdf asdf", "wolframite mining in portugal")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not JUDGED.is_file(), reason="the judged reviews are not here (CLEW_REFERENCE_DATA)"),
]


@pytest.fixture
def judged(access: Access, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[int, bool]]:
    """For each query its reviews and whether each is relevant."""
    if embeddings.model_name() != embeddings.MODEL:
        pytest.skip(embeddings.model_name())
    monkeypatch.setattr("clew.ground.search.reading.FEW", 1000)
    monkeypatch.setattr("clew.ground.search.reading.REST", 0)
    forget_matrices()
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    known: dict[str, int] = {}
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = " ".join(row["review"].split()).casefold()  # some were judged for two queries
            known[text] = known.get(text) or add_source(access, text=row["review"], kind="feedback").pk
            found[row["query"]][known[text]] = row["relevant"] == "Y"
    read_what_is_new()
    return found


def scores(judged: dict[str, dict[int, bool]], ranked: Callable[[str], Sequence[int]]) -> tuple[float, float]:
    """Mean average precision, what is not found counting as missed, and the share of relevant ones among the first ten."""
    precise, first_ten = [], []
    for query, relevant in judged.items():
        order = [relevant[pk] for pk in ranked(query) if pk in relevant]
        hits = [sum(order[: at + 1]) / (at + 1) for at, is_so in enumerate(order) if is_so]
        precise.append(sum(hits) / sum(relevant.values()))
        first_ten.append(sum(order[:10]) / 10)
    return sum(precise) / len(precise), sum(first_ten) / len(first_ten)


def test_both_find_more_than_words_alone(
    access: Access, judged: dict[str, dict[int, bool]], settings: Settings
) -> None:
    def ranked(query: str) -> list[int]:
        return [hit.node_id for at in (0, 100, 200) for hit in find(access, query, limit=100, offset=at).hits]

    def near(query: str) -> list[int]:
        with within(access):
            return queries._near(access, query, queries._terms(query), ())

    both, meaning = scores(judged, ranked), scores(judged, near)
    settings.CLEW_MEANING = False
    words = scores(judged, ranked)
    for name, (precision, ten) in {"words": words, "meaning": meaning, "both": both}.items():
        print(f"{name}: MAP {precision:.2f}, P@10 {ten:.2f}")
    assert both[0] > words[0] + 0.1
    assert both[0] > meaning[0]
    assert both[1] > words[1]


def test_nonsense_finds_nothing_among_reviews(access: Access, judged: dict[str, dict[int, bool]]) -> None:
    assert {asked: find(access, asked).total for asked in NONSENSE} == dict.fromkeys(NONSENSE, 0)
