"""What texts mean, as vectors. A text is embedded once; its vector is kept by the text's hash and the model's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clew.ground.evidence.models import Embedding
from clew.ground.evidence.pieces import Words
from clew.ground.search.api import embed, embedding_model_name, is_reusable
from clew.ground.workspaces.api import Access, within

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

Progress = Callable[[int, int, str], None]
CHUNK = 512
LOOKUP = 900
STEP = "Reading the words"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of `vectors` for each text, of length 1."""

    vectors: Matrix
    model: str
    warnings: tuple[str, ...]


def meaning_of(access: Access, words: Sequence[Words], *, progress: Progress | None = None) -> Meaning:
    """Vectors of these texts. What a stopped run has embedded is kept, so that the next one goes on from there."""
    expected = embedding_model_name()
    if not is_reusable(expected):
        return _of_these_alone(words)
    texts = {w.text_hash: w.text for w in words}
    known = _known(access, list(texts), expected)
    missing = [key for key in texts if key not in known]
    for start in range(0, len(missing), CHUNK):
        if progress:
            progress(len(known), len(texts), STEP)
        part = missing[start : start + CHUNK]
        known |= _keep(access, part, embed([texts[key] for key in part]).vectors, expected)
    return Meaning(_stack([known[w.text_hash] for w in words]), expected, ())


def meaning_of_these(texts: Sequence[str]) -> Meaning:
    """Vectors of texts that are compared once: nothing is kept, so nothing has to be forgotten."""
    found = embed(texts)
    return Meaning(_unit(found.vectors), found.model, tuple(found.warnings))


def nearness(vectors: Matrix) -> tuple[list[float], float]:
    """How near each text is to the middle of all of them (0 to 1), and the mean of that."""
    import numpy as np

    middle = vectors.mean(axis=0)
    length = float(np.linalg.norm(middle))
    near = np.clip(vectors @ (middle / length), 0, 1) if length else np.zeros(len(vectors))
    return [round(float(x), 3) for x in near], round(float(near.mean()), 3)


def _of_these_alone(words: Sequence[Words]) -> Meaning:
    """Without the model, vectors are made of the very texts that are compared: they mean nothing elsewhere and are not kept."""
    return meaning_of_these([w.text for w in words])


def _known(access: Access, hashes: Sequence[str], model: str) -> dict[str, Matrix]:
    import numpy as np

    known: dict[str, Matrix] = {}
    with within(access):
        for start in range(0, len(hashes), LOOKUP):
            rows = Embedding.objects.filter(model=model, text_hash__in=hashes[start : start + LOOKUP])
            for key, stored in rows.values_list("text_hash", "vector"):
                known[key] = np.frombuffer(stored, dtype=np.float16)
    return known


def _keep(access: Access, hashes: Sequence[str], vectors: Matrix, model: str) -> dict[str, Matrix]:
    """Half precision is plenty for cosines. What was just made is rounded too, so that a second run sees the same numbers."""
    import numpy as np

    rounded = dict(zip(hashes, vectors.astype(np.float16), strict=True))
    with within(access):
        Embedding.objects.bulk_create(
            [
                Embedding(workspace_id=access.workspace_id, text_hash=key, model=model, vector=row.tobytes())
                for key, row in rounded.items()
            ],
            CHUNK,
            ignore_conflicts=True,
        )
    return rounded


def _stack(rows: Sequence[Matrix]) -> Matrix:
    import numpy as np

    return _unit(np.stack(rows)) if rows else np.zeros((0, 1), dtype=np.float32)


def _unit(vectors: Matrix) -> Matrix:
    import numpy as np

    full = vectors.astype(np.float32)
    lengths = np.linalg.norm(full, axis=1, keepdims=True)
    whole: Matrix = np.divide(full, lengths, out=np.zeros_like(full), where=lengths > 0)
    return whole
