"""Vectors without a model."""

import numpy as np
import pytest

from clew.science.embedding import tfidf_vectors

TEXTS = [
    "the card was declined at the shop",
    "my card is declined in every shop",
    "the invoice shows the wrong tax",
    "wrong tax on my last invoice",
]


def test_rows_have_unit_length_and_similar_texts_are_nearer() -> None:
    vectors = tfidf_vectors(TEXTS)
    assert vectors.dtype == np.float32
    assert len(vectors) == 4
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    near = vectors @ vectors.T
    assert near[0, 1] > near[0, 2] + 0.2
    assert near[2, 3] > near[1, 3] + 0.2


@pytest.mark.parametrize("count", [0, 1, 2, 3, 60])
def test_any_number_of_texts(count: int) -> None:
    vectors = tfidf_vectors([TEXTS[i % 4] + f" {chr(97 + i % 26) * 4}" for i in range(count)])
    assert vectors.shape[0] == count
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("texts", [[""], ["", "the of and"], ["?!", "12"], ["", *TEXTS], ["same words"] * 60])
def test_texts_without_words_and_texts_alike(texts: list[str]) -> None:
    vectors = tfidf_vectors(texts)
    assert vectors.shape[0] == len(texts)
    lengths = np.linalg.norm(vectors, axis=1)
    assert all(length == pytest.approx(1, abs=1e-5) or length == pytest.approx(0, abs=1e-5) for length in lengths)


def test_the_same_seed_gives_the_same_vectors_of_at_most_the_dimensions_asked() -> None:
    texts = [f"{a} {b} report" for a in TEXTS for b in ("slow", "export", "login", "refund", "delay")]
    first = tfidf_vectors(texts, dims=8, seed=1)
    assert first.shape == (20, 8)
    assert np.array_equal(first, tfidf_vectors(texts, dims=8, seed=1))


def test_dimensions_are_at_least_one() -> None:
    with pytest.raises(ValueError, match="dims"):
        tfidf_vectors(TEXTS, dims=0)
