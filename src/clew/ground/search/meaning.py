"""What texts mean, for whoever asks. The model behind it is loaded at the first text and not before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from clew.ground.search.embeddings import Embedded

KEPT = 256


def embed(texts: Sequence[str], *, progress: Callable[[float], None] | None = None) -> Embedded:
    """One vector of length 1 for each text; `warnings` say when the better model was not there."""
    from clew.ground.search import embeddings

    return embeddings.embed(texts, progress=progress)


def embedding_model_name() -> str:
    """Which model tells what texts mean, or why there is none and words alone are compared."""
    from clew.ground.search import embeddings

    return embeddings.model_name()


def is_reusable(model: str) -> bool:
    """Whether a vector may be kept: those of the fallback mean something only among the texts they were made with."""
    from clew.ground.search import embeddings

    return embeddings.is_reusable(model)


def has_model() -> bool:
    """Whether texts can be found by what they mean."""
    return is_reusable(embedding_model_name())


@lru_cache(maxsize=KEPT)
def meaning_of_query(text: str) -> NDArray[np.float32]:
    """People page through what they found, so what was asked last is kept."""
    row: NDArray[np.float32] = embed([text]).vectors[0]
    return row
