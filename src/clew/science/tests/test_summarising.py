"""Central sentences: against the figures of Erkan & Radev, against a solved equation, and what must hold of any text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.summarising import DAMPING, centrality, sentence_spans, similarity, summarised

# Erkan & Radev (2004), figure 2: likenesses of eleven sentences; table 2: LexRank with threshold .1, the greatest set to 1.
ALIKE = """
1.00 0.45 0.02 0.17 0.03 0.22 0.03 0.28 0.06 0.06 0.00
0.45 1.00 0.16 0.27 0.03 0.19 0.03 0.21 0.03 0.15 0.00
0.02 0.16 1.00 0.03 0.00 0.01 0.03 0.04 0.00 0.01 0.00
0.17 0.27 0.03 1.00 0.01 0.16 0.28 0.17 0.00 0.09 0.01
0.03 0.03 0.00 0.01 1.00 0.29 0.05 0.15 0.20 0.04 0.18
0.22 0.19 0.01 0.16 0.29 1.00 0.05 0.29 0.04 0.20 0.03
0.03 0.03 0.03 0.28 0.05 0.05 1.00 0.06 0.00 0.00 0.01
0.28 0.21 0.04 0.17 0.15 0.29 0.06 1.00 0.25 0.20 0.17
0.06 0.03 0.00 0.00 0.20 0.04 0.00 0.25 1.00 0.26 0.38
0.06 0.15 0.01 0.09 0.04 0.20 0.00 0.20 0.26 1.00 0.12
0.00 0.00 0.00 0.01 0.18 0.03 0.01 0.17 0.38 0.12 1.00
"""
PUBLISHED = [0.6007, 0.8466, 0.3491, 0.7520, 0.5907, 0.7993, 0.3548, 1.0, 0.5921, 0.6910, 0.5921]
TEXT = (
    "Anna: We count shelves by hand every Friday. It takes 2.5 hours. Counting shelves is the worst part of Friday!\n"
    "Asker: Why is that so?\nAnna: Because the shelves have no scanner, and counting by hand is slow. The weather was nice."
)


def test_the_published_figures() -> None:
    alike = np.array([[float(x) for x in row.split()] for row in ALIKE.strip().splitlines()])
    found = centrality((alike > 0.1).astype(float))
    assert found / found.max() == pytest.approx(PUBLISHED, abs=0.001)


def test_it_solves_its_equation() -> None:
    alike = similarity([TEXT[a:b] for a, b in sentence_spans(TEXT)])
    n = len(alike)
    walk = DAMPING * alike / alike.sum(axis=1, keepdims=True) + (1 - DAMPING) / n
    solved = np.linalg.solve(np.vstack([(walk.T - np.eye(n))[:-1], np.ones(n)]), [*np.zeros(n - 1), 1])
    assert centrality(alike) == pytest.approx(solved, abs=1e-8)


def test_it_tells_what_most_sentences_tell() -> None:
    found = summarised(TEXT, most=2, skip=("Anna", "Asker"))
    assert [s.text for s in found.sentences] == [
        "We count shelves by hand every Friday.",
        "Counting shelves is the worst part of Friday!",
    ]
    assert all(TEXT[s.start : s.end] == s.text for s in found.sentences)


def test_what_is_said_twice_is_told_once() -> None:
    found = summarised("The export is slow today. The export is slow today. Billing works fine for us.", most=3)
    assert [s.text for s in found.sentences] == ["The export is slow today.", "Billing works fine for us."]


@pytest.mark.parametrize("text", ["", "  \n ", "Yes.", "?!…", "the of and it is was"])
def test_few_words_are_no_error(text: str) -> None:
    assert len(summarised(text).sentences) <= 1


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        summarised(TEXT, most=0)
    for wrong in (np.ones((2, 3)), -np.ones((2, 2))):
        with pytest.raises(ValueError, match="square"):
            centrality(wrong)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.integers(1, 5))
def test_any_text(text: str, most: int) -> None:
    found = summarised(text, most=most)
    assert len(found.sentences) <= most
    assert all(text[s.start : s.end] == s.text and s.text.strip() == s.text for s in found.sentences)
    assert [s.start for s in found.sentences] == sorted(s.start for s in found.sentences)
