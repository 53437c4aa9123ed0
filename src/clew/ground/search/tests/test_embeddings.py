"""Texts as vectors: with the model where it is, by words where it is not, and the result says which."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from clew.ground.search import embeddings

TEXTS = [
    "The export stops half way.",
    "Downloading the spreadsheet breaks before it is complete.",
    "Our team loves the new colours.",
]


@pytest.fixture(autouse=True)
def _fresh_model() -> Iterator[None]:
    embeddings._model.cache_clear()
    yield
    embeddings._model.cache_clear()


@pytest.fixture
def _no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEW_MODEL_DIR", str(tmp_path))


def with_model() -> None:
    if embeddings.model_name() != embeddings.MODEL:
        pytest.skip(embeddings.model_name())


def test_vectors_have_unit_length_and_like_meanings_are_near() -> None:
    with_model()
    found = embeddings.embed(TEXTS)
    assert found.vectors.shape == (3, 384)
    assert found.vectors.dtype == np.float32
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    near = found.vectors @ found.vectors.T
    assert near[0, 1] > near[0, 2] + 0.2
    assert (found.model, found.warnings) == (embeddings.MODEL, ())
    assert embeddings.is_reusable(found.model)


def test_a_text_has_nearly_the_same_vector_in_whatever_company() -> None:
    with_model()
    alone = embeddings.embed(TEXTS[:1]).vectors[0]
    among = embeddings.embed([*("other words " * n for n in range(1, 30)), TEXTS[0]]).vectors[-1]
    assert alone @ among > 0.98


def test_empty_long_and_no_texts() -> None:
    with_model()
    found = embeddings.embed(["", "word " * 20_000, "\0\ud800"[:1]])
    assert np.isfinite(found.vectors).all()
    assert embeddings.embed([]).vectors.shape == (0, 384)


def test_progress_rises_to_the_end() -> None:
    with_model()
    told: list[float] = []
    embeddings.embed([f"text {n}" for n in range(130)], progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.usefixtures("_no_model")
def test_without_a_model_words_decide_and_the_warning_says_so() -> None:
    found = embeddings.embed([*TEXTS, "The export stops again."])
    assert found.model == embeddings.FALLBACK
    assert "words alone" in found.warnings[0]
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert found.vectors[0] @ found.vectors[3] > found.vectors[0] @ found.vectors[2] + 0.2
    assert embeddings.model_name() == f"{embeddings.FALLBACK}: {found.warnings[0]}"
    assert not embeddings.is_reusable(found.model)


@pytest.mark.usefixtures("_no_model")
def test_without_a_model_progress_is_told_too() -> None:
    told: list[float] = []
    embeddings.embed(TEXTS, progress=told.append)
    assert told[-1] == 1.0


def test_a_broken_model_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    monkeypatch.setenv("CLEW_MODEL_DIR", str(tmp_path))
    found = embeddings.embed(TEXTS)
    assert found.model == embeddings.FALLBACK
    assert "could not be read" in found.warnings[0]


def test_a_changed_model_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with_model()
    embeddings._model.cache_clear()
    monkeypatch.delenv("CLEW_MODEL_DIR", raising=False)
    monkeypatch.setattr(embeddings, "MODEL_HASH", "0" * 64)
    assert "not the one it should be" in embeddings.embed(TEXTS).warnings[0]
