"""The nearest of many names."""

import numpy as np
import pytest

from clew.science.suggesting import suggested

PASSAGES = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)


def test_each_name_gets_its_nearest_passage_above_the_bar() -> None:
    names = np.array([[1, 0], [0, 1], [-1, 0], [0.6, 0.8]], dtype=np.float32)
    found = suggested(PASSAGES, names)
    assert [(n.passage, n.name, round(n.cosine, 2)) for n in found] == [(0, 0, 1.0), (2, 1, 1.0), (1, 3, 0.96)]
    assert suggested(PASSAGES, names, most=1) == found[:1]
    assert suggested(PASSAGES, names, least=1.01) == ()


def test_nothing_is_near_to_nothing() -> None:
    none = np.zeros((0, 2), dtype=np.float32)
    assert suggested(none, PASSAGES) == suggested(PASSAGES, none) == ()
    assert suggested(np.zeros((2, 2), dtype=np.float32), PASSAGES) == ()


def test_widths_must_agree() -> None:
    with pytest.raises(ValueError, match="widths"):
        suggested(PASSAGES, np.ones((1, 3), dtype=np.float32))
