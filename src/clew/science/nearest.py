"""Which vectors are nearest to one, by comparing all of them."""

import numpy as np
from numpy.typing import NDArray


def nearest(
    rows: NDArray[np.float32],
    query: NDArray[np.float32],
    *,
    floor: float,
    share: float,
    most: int,
    among: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Places in `rows` (n, d) and cosines with `query` (d,), best first, of equals the later row first.

    Rows and query are of unit length. At least `floor`, and at least `share` of the best: what is near is told from what is merely
    least far. At most `most` of them. Where `among` is given, only rows for which it is true. Exact: no index, n·d multiplications.
    """
    if not len(rows):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    cosines = rows @ query
    if among is not None:
        cosines = np.where(among, cosines, np.float32(-np.inf))
    found = np.flatnonzero(cosines >= max(floor, share * max(0.0, float(cosines.max()))))
    if len(found) > most:
        found = found[np.argpartition(-cosines[found], most - 1)[:most]]
    best = found[np.lexsort((-found, -cosines[found]))]
    return best, cosines[best]
