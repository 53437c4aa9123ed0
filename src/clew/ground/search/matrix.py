"""The vectors of a workspace in memory, as one matrix; kept up to date by what the table says is new or gone.

Cosines are exact: every vector is compared. What is found is looked up in the table again, so a vector that is gone finds nothing.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_TEXTS = 200_000  # of a workspace, the newest; 1.5 kB each in memory
MOST_TOGETHER = 300_000  # of all workspaces that were searched last
SIZE, AT_ONCE = 384, 2000
LOOK_AGAIN = 10.0


class Matrix:
    """`rows[:size]` are the vectors, the rest is room to grow. A reader keeps the arrays it took, whatever is changed meanwhile."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._empty()

    def _empty(self) -> None:
        import numpy as np

        self.size, self.newest = 0, 0
        self.rows: NDArray[np.float32] = np.empty((0, SIZE), dtype=np.float32)
        self.numbers: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self.kinds: NDArray[np.str_] = np.empty(0, dtype="U24")

    def near(self, query: NDArray[np.float32], *, kinds: Sequence[str], **bounds: Any) -> list[int]:
        """Numbers in the table, nearest first; `bounds` as for `nearest`."""
        import numpy as np

        from clew.science.nearest import nearest

        with self._lock:
            self._sync()
            rows, numbers, of_kind = self.rows[: self.size], self.numbers[: self.size], self.kinds[: self.size]
        among = np.isin(of_kind, list(kinds)) if kinds else None
        return [int(n) for n in numbers[nearest(rows, query, among=among, **bounds)[0]]]

    def alike(self, passages: NDArray[np.float32], *, kinds: Sequence[str], most: int) -> list[tuple[int, float, int]]:
        """Numbers in the table with the cosine to the nearest of the passages (n, d), and which that is; nearest first."""
        import numpy as np

        with self._lock:
            self._sync()
            rows, numbers, of_kind = self.rows[: self.size], self.numbers[: self.size], self.kinds[: self.size]
        among = np.flatnonzero(np.isin(of_kind, list(kinds)))
        if not len(among) or not len(passages):
            return []
        cosines = rows[among] @ passages.T
        best = cosines.max(axis=1)
        order = np.argsort(-best, kind="stable")[:most]
        return [(int(numbers[among[at]]), float(best[at]), int(cosines[at].argmax())) for at in order]

    def _sync(self) -> None:
        """What is new is added at once. What is gone is no longer found anyway, and leaves the memory a little later.

        Counting 50,000 rows takes as long as comparing them, so it is not done for each query.
        """
        if _newest(self.workspace_id) > self.newest:
            self._add_new()
        if time.monotonic() < self._looked_at + LOOK_AGAIN:
            return
        self._looked_at, count = time.monotonic(), _count(self.workspace_id)
        if self.size > count:
            self._drop_gone()
        elif self.size < min(count, MOST_TEXTS) or self.size > MOST_TEXTS + MOST_TEXTS // 10:
            self._empty()  # an older number came in later, or too many new ones
            self._add_new()

    def _add_new(self) -> None:
        import numpy as np

        for some in _newer(self.workspace_id, self.newest):
            end = self.size + len(some)
            self._make_room(end)
            vectors = np.frombuffer(b"".join(bytes(v) for *_, v in some), dtype=np.float16)
            self.rows[self.size : end] = vectors.reshape(len(some), SIZE)
            self.numbers[self.size : end] = [number for number, *_ in some]
            self.kinds[self.size : end] = [kind for _, kind, _ in some]
            self.size, self.newest = end, some[-1][0]

    def _make_room(self, wanted: int) -> None:
        import numpy as np

        if wanted <= len(self.rows):
            return
        more = max(AT_ONCE, wanted + wanted // 4) - len(self.rows)
        self.rows = np.concatenate([self.rows, np.empty((more, SIZE), dtype=np.float32)])
        self.numbers = np.concatenate([self.numbers, np.empty(more, dtype=np.int64)])
        self.kinds = np.concatenate([self.kinds, np.empty(more, dtype="U24")])

    def _drop_gone(self) -> None:
        import numpy as np

        stay = np.flatnonzero(np.isin(self.numbers[: self.size], _numbers(self.workspace_id)))
        self.rows, self.numbers, self.kinds = self.rows[stay], self.numbers[stay], self.kinds[stay]
        self.size = len(stay)


_matrices: OrderedDict[int, Matrix] = OrderedDict()
_gate = threading.Lock()


def matrix_of(workspace_id: int) -> Matrix:
    """The workspaces searched last are kept, until they are too much together."""
    with _gate:
        found = _matrices.pop(workspace_id, None) or Matrix(workspace_id)
        _matrices[workspace_id] = found
        while len(_matrices) > 1 and sum(m.size for m in _matrices.values()) > MOST_TOGETHER:
            _matrices.popitem(last=False)
        return found


def forget_matrices() -> None:
    """What was taken out leaves the memory too."""
    with _gate:
        _matrices.clear()


def _newest(workspace_id: int) -> int:
    return _number("SELECT max(id) FROM search_vector WHERE workspace_id = %s", workspace_id)


def _count(workspace_id: int) -> int:
    return _number("SELECT count(*) FROM search_vector WHERE workspace_id = %s", workspace_id)


def _number(question: str, workspace_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, [workspace_id])
        return cursor.fetchone()[0] or 0


def _newer(workspace_id: int, than: int) -> Iterator[list[tuple[int, str, Any]]]:
    """In the order of their numbers, no more than may be kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM search_vector WHERE workspace_id = %s ORDER BY id DESC LIMIT 1 OFFSET %s",
            [workspace_id, MOST_TEXTS],
        )
        too_old = cursor.fetchone()
    after = max(than, too_old[0] if too_old else 0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT v.id, d.kind, v.vector FROM search_vector v JOIN search_document d ON d.node_id = v.document_id"
                " WHERE v.workspace_id = %s AND v.id > %s ORDER BY v.id LIMIT %s",
                [workspace_id, after, AT_ONCE],
            )
            some = cursor.fetchall()
        if not some:
            return
        after = some[-1][0]
        yield some


def _numbers(workspace_id: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM search_vector WHERE workspace_id = %s", [workspace_id])
        return [row[0] for row in cursor.fetchall()]
