"""Themes: planted groups are found, nothing odd breaks it, and a public set of questions falls apart as it should."""

import csv
import os
from math import exp, sqrt
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from numpy.typing import NDArray

from clew.science.theming import Themes, find_themes, trend

REFERENCE = Path(os.environ.get("CLEW_REFERENCE_DATA", Path(__file__).parents[5] / "shared" / "data"))
BANKING = REFERENCE / "theming" / "banking77_test.csv"
WORDS = ("export stops", "login fails", "invoice wrong", "search slow", "colours bright", "phone crashes")


def planted(
    sizes: list[int], *, spread: float = 0.5, seed: int = 0
) -> tuple[NDArray[np.float32], list[str], list[int]]:
    random = np.random.default_rng(seed)
    middles = np.linalg.qr(random.normal(size=(32, 32)))[0][: len(sizes)]
    truth = [group for group, size in enumerate(sizes) for _ in range(size)]
    vectors = middles[truth] + random.normal(size=(len(truth), 32)) * spread / sqrt(32)
    return vectors.astype(np.float32), [f"the {WORDS[g % 6]} on day {i}" for i, g in enumerate(truth)], truth


def agreement(truth: object, found: Themes) -> float:
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(truth, found.labels))


@pytest.mark.parametrize("sizes", [[20, 20, 20], [40, 10, 25, 15, 30, 12], [200, 200, 150, 60, 120]])
def test_planted_groups_are_found(sizes: list[int]) -> None:
    vectors, texts, truth = planted(sizes)
    found = find_themes(vectors, texts)
    assert agreement(truth, found) > 0.97
    assert [theme.size for theme in found.themes] == sorted((theme.size for theme in found.themes), reverse=True)
    assert sum(theme.size for theme in found.themes) == len(texts)
    assert found.stability is not None
    assert found.stability > 0.95
    assert all(0 <= theme.stability <= 1 for theme in found.themes)
    assert all(0 <= near <= 1 for near in found.centrality)


def test_terms_and_medoid_tell_what_a_theme_is_about() -> None:
    vectors, texts, truth = planted([30, 30, 30])
    found = find_themes(vectors, texts)
    for theme in found.themes:
        members = [i for i, label in enumerate(found.labels) if label == theme.label]
        assert theme.medoid in members
        assert found.centrality[theme.medoid] == max(found.centrality[i] for i in members)
        assert set(WORDS[truth[theme.medoid]].split()) & set(" ".join(theme.terms[:3]).split())


def test_a_seed_gives_the_same_themes() -> None:
    vectors, texts, _ = planted([30, 25, 20], spread=2.0)
    assert find_themes(vectors, texts, seed=7) == find_themes(vectors, texts, seed=7)


def test_the_length_of_a_vector_does_not_matter() -> None:
    vectors, texts, _ = planted([30, 25, 20])
    longer = vectors * np.float32(4.0)
    assert find_themes(longer, texts).labels == find_themes(vectors, texts).labels


def test_locked_labels_stay() -> None:
    vectors, texts, truth = planted([30, 30, 30])
    locked = [5 if i % 3 == 0 and group == 0 else -1 for i, group in enumerate(truth)]
    found = find_themes(vectors, texts, locked=locked)
    assert all(found.labels[i] == 5 for i, label in enumerate(locked) if label == 5)
    assert min(found.labels[i] for i, label in enumerate(locked) if label < 0) == 6
    assert find_themes(vectors, texts, locked=[3] * 90).labels == (3,) * 90


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5, 9])
def test_few_texts(n: int) -> None:
    vectors, texts, _ = planted([n])
    found = find_themes(vectors, texts)
    assert len(found.labels) == len(found.centrality) == n
    assert sum(theme.size for theme in found.themes) == n
    assert found.warnings
    if n < 4:
        assert found.k == min(n, 1)
        assert found.stability is None


def test_identical_vectors_are_one_theme() -> None:
    found = find_themes(np.ones((50, 8), dtype=np.float32), ["great app"] * 50)
    assert found.k == 1
    assert find_themes(np.zeros((50, 8), dtype=np.float32), [""] * 50).k == 1


def test_duplicates_share_a_theme() -> None:
    vectors, texts, truth = planted([30, 30, 30])
    again = find_themes(np.repeat(vectors, 12, axis=0), [text for text in texts for _ in range(12)])
    labels = np.array(again.labels).reshape(90, 12)
    assert (labels == labels[:, :1]).all()
    assert agreement([group for group in truth for _ in range(12)], again) > 0.97


def test_texts_without_meaning_do_no_harm() -> None:
    vectors, texts, _ = planted([30, 30])
    vectors[:5] = 0.0
    found = find_themes(vectors, ["" for _ in texts])
    assert len(found.labels) == 60
    assert all(theme.terms == () for theme in found.themes)


def test_noise_is_said_to_be_noise() -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 64)).astype(np.float32)
    assert any("hardly fall into groups" in warning for warning in find_themes(vectors, ["word"] * 300).warnings)


def test_progress_rises_to_the_end() -> None:
    vectors, texts, _ = planted([30, 30])
    told: list[float] = []
    find_themes(vectors, texts, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_bad_input_is_refused() -> None:
    vectors, texts, _ = planted([6])
    with pytest.raises(ValueError, match="one vector"):
        find_themes(vectors, texts[:-1])
    with pytest.raises(ValueError, match="locked label"):
        find_themes(vectors, texts, locked=[0])
    vectors[0, 0] = np.nan
    with pytest.raises(ValueError, match="not a number"):
        find_themes(vectors, texts)


def test_trend_by_hand() -> None:
    found = trend([4, 6, 100, 15, 15])
    ratio, spread = 30.5 / 10.5, exp(1.6448536 * sqrt(1 / 30.5 + 1 / 10.5))
    assert (found.value, found.low, found.high) == pytest.approx((ratio, ratio / spread, ratio * spread), rel=1e-6)
    assert (found.n, found.warnings) == (40, ())
    assert "Too few" in trend([0, 3]).warnings[0]


@pytest.mark.parametrize(("counts", "level"), [([3], 0.9), ([], 0.9), ([3, -1], 0.9), ([3, 4], 1.0)])
def test_what_has_no_trend_is_refused(counts: list[int], level: float) -> None:
    with pytest.raises(ValueError, match=r"periods|level"):
        trend(counts, level=level)


def banking() -> tuple[list[str], NDArray[np.str_]]:
    from clew.ground.search.embeddings import MODEL, model_name

    if not BANKING.is_file():
        pytest.skip("banking77 is not in the reference data (CLEW_REFERENCE_DATA)")
    if model_name() != MODEL:
        pytest.skip(model_name())
    with BANKING.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], np.array([row["category"] for row in rows])


@pytest.mark.slow
def test_interview_sized_sets_fall_apart_as_they_should() -> None:
    from clew.ground.search.embeddings import embed

    texts, truth = banking()
    scores = []
    for seed in range(3):
        random = np.random.default_rng(seed)
        classes = random.choice(sorted(set(truth)), 12, replace=False)
        chosen = [i for c in classes for i in random.permutation(np.where(truth == c)[0])[: random.integers(5, 26)]]
        some = [texts[i] for i in chosen]
        scores.append(agreement(truth[chosen], find_themes(embed(some).vectors, some)))
    assert np.mean(scores) > 0.7


@pytest.mark.slow
def test_banking_questions_reach_the_floor_of_our_methods() -> None:
    from clew.ground.search.embeddings import embed

    texts, truth = banking()
    vectors = embed(texts).vectors
    for seed in range(3):
        began = process_time()
        found = find_themes(vectors, texts, seed=seed)
        assert process_time() - began < 8  # 3 where nobody else works
        assert agreement(truth, found) >= 0.60
        assert 60 <= found.k <= 130
