"""The only door to search."""

from clew.ground.search.actions import Document, add, compact, hide, put, rename
from clew.ground.search.meaning import embed, embedding_model_name, is_reusable
from clew.ground.search.queries import (
    CANDIDATES,
    MOST_PASSAGES,
    Hit,
    Hits,
    MeaningProgress,
    find,
    matching,
    meaning_progress,
    nearest_to,
    numbered,
    words_around,
)
from clew.ground.search.reading import FEW, READ_JOB, read_what_is_new, read_what_waits

__all__ = [
    "CANDIDATES",
    "FEW",
    "MOST_PASSAGES",
    "READ_JOB",
    "Document",
    "Hit",
    "Hits",
    "MeaningProgress",
    "add",
    "compact",
    "embed",
    "embedding_model_name",
    "find",
    "hide",
    "is_reusable",
    "matching",
    "meaning_progress",
    "nearest_to",
    "numbered",
    "put",
    "read_what_is_new",
    "read_what_waits",
    "rename",
    "words_around",
]
