import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from clew.science.nearest import nearest


def unit(n: int, d: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(n, d))
    made: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return made


@given(st.integers(1, 60), st.integers(1, 20), st.floats(0.0, 0.9), st.floats(0.0, 1.0), st.integers(0, 2**31 - 1))
def test_as_comparing_one_by_one_says(n: int, most: int, floor: float, share: float, seed: int) -> None:
    rows = unit(n, 8, seed)
    places, cosines = nearest(rows, rows[0], floor=floor, share=share, most=most)
    each = np.array([float(np.dot(row, rows[0])) for row in rows])
    least = max(floor, share * each.max())
    assert places[0] == 0
    assert len(places) == min(most, len(places))
    assert (each[places] >= least - 1e-5).all()
    assert (np.diff(cosines) <= 0).all()
    left_out = sorted(set(np.flatnonzero(each >= least + 1e-5)) - set(places.tolist()))
    assert not left_out or len(places) == most
    assert all(each[i] <= cosines[-1] + 1e-5 for i in left_out)


def test_as_scikit_learn_says() -> None:
    rows, query = unit(500, 32, 1), unit(1, 32, 2)[0]
    places, cosines = nearest(rows, query, floor=-1.0, share=0.0, most=20)
    far, theirs = NearestNeighbors(n_neighbors=20, metric="cosine", algorithm="brute").fit(rows).kneighbors([query])
    assert places.tolist() == theirs[0].tolist()
    assert np.allclose(cosines, 1 - far[0], atol=1e-5)


def test_none_of_none() -> None:
    places, cosines = nearest(np.zeros((0, 8), np.float32), np.ones(8, np.float32), floor=0.3, share=0.7, most=5)
    assert (len(places), len(cosines)) == (0, 0)


def test_of_equals_the_later_first() -> None:
    rows = np.repeat(unit(1, 4, 3), 5, axis=0)
    assert nearest(rows, rows[0], floor=0.5, share=0.5, most=5)[0].tolist() == [4, 3, 2, 1, 0]


def test_only_among_those_wanted() -> None:
    rows = unit(50, 8, 4)
    wanted = np.arange(50) % 2 == 1
    places, _ = nearest(rows, rows[0], floor=0.0, share=0.0, most=50, among=wanted)
    assert len(places)
    assert wanted[places].all()
    assert not len(nearest(rows, rows[0], floor=0.0, share=0.0, most=50, among=wanted & False)[0])
