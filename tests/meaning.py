"""For the tests of themes: a heap of feedback about three things, and a quick stand-in for the model of meaning."""

from datetime import date
from types import SimpleNamespace

import pytest

from clew.ground.evidence.api import add_source
from clew.ground.search.matrix import forget_matrices
from clew.ground.search.meaning import meaning_of_query
from clew.ground.workspaces.api import Access

EXPORT = (
    "The export to spreadsheet fails",
    "Export to spreadsheet loses columns",
    "I need the spreadsheet export every week",
    "Export spreadsheet file is broken again",
    "Our spreadsheet export takes an hour",
    "Cannot export the spreadsheet on Fridays",
    "The spreadsheet export has no dates",
    "Export a spreadsheet with all rows please",
)
LOGIN = (
    "The password login is refused",
    "Login with my password fails on the phone",
    "Password reset before every login",
    "I forget the password at login",
    "Login password is asked twice",
    "The login screen hides the password",
    "My password login stopped working",
    "Login needs a new password each month",
)
COUNTING = (
    "Counting the shelves takes two hours",
    "We count shelves by hand on Friday",
    "Shelves are counted twice by mistake",
    "Counting shelves with paper lists",
    "Nobody likes counting the shelves",
    "A scanner for counting shelves would help",
    "Shelves counting is never finished",
    "Two people counting shelves all day",
)
PILES = (EXPORT, LOGIN, COUNTING)


def pour(access: Access, *piles: tuple[str, ...], person_id: int | None = None) -> list[int]:
    """Add these pieces, one a fortnight from January on."""
    made = []
    for pile in piles or PILES:
        for place, text in enumerate(pile):
            day = date(2025, 1 + place // 2, 1 + 14 * (place % 2))
            made.append(add_source(access, text=text, kind="feedback", said_on=day, person_id=person_id).pk)
    return made


@pytest.fixture
def calls() -> list[int]:
    """How many texts were embedded, call by call."""
    return []


@pytest.fixture
def meaning(monkeypatch: pytest.MonkeyPatch, calls: list[int]) -> str:
    """In place of the model: texts are alike when they share words. Answers with the model's name."""
    from sklearn.feature_extraction.text import HashingVectorizer

    forget_matrices()
    meaning_of_query.cache_clear()
    words = HashingVectorizer(n_features=384, alternate_sign=False, stop_words="english")

    def embed(texts: list[str], progress: object = None) -> SimpleNamespace:
        calls.append(len(texts))
        return SimpleNamespace(vectors=words.transform(texts).toarray().astype("float32"), model="words", warnings=())

    monkeypatch.setattr("clew.ground.search.embeddings.embed", embed)
    monkeypatch.setattr("clew.ground.search.embeddings.model_name", lambda: "words")
    monkeypatch.setattr("clew.ground.search.embeddings.is_reusable", lambda model: True)
    return "words"
