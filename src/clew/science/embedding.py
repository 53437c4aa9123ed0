"""Vectors of texts without a model: the fallback when the embedding model is absent."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def tfidf_vectors(texts: Sequence[str], *, dims: int = 128, seed: int = 0) -> NDArray[np.float32]:
    """Latent semantic analysis: TF-IDF with sublinear counts, then truncated SVD; rows of unit length (or zero for an empty text).

    Source: Deerwester et al. (1990), JASIS 41. Shape: (n, d) with d <= `dims`, or d = the words where there are no more than two texts. Random with `seed`.
    Raises ValueError when `dims` is below 1.
    """
    if dims < 1:
        raise ValueError("dims is at least 1")
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    try:
        counts = TfidfVectorizer(
            stop_words="english", sublinear_tf=True, ngram_range=(1, 2), min_df=2 if len(texts) > 50 else 1
        ).fit_transform(texts)
    except ValueError:  # nothing but stop words
        return np.zeros((len(texts), 1), dtype=np.float32)
    rank = min(dims, counts.shape[1] - 1, counts.shape[0] - 1)
    dense = TruncatedSVD(rank, random_state=seed).fit_transform(counts) if rank >= 2 else counts.toarray()
    return np.asarray(normalize(dense), dtype=np.float32)
