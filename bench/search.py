"""How quickly words are found among many texts. The peer beside it: the engine's own full text, asked without our port."""

from __future__ import annotations

import random
from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench.engines import ENGINES, measured, open_house, tidy, timed
from bench.table import Row

MANY, SMALL = 50_000, 5_000
PROMISE_MS = 60.0
MEANING_MS = 80.0
READ = 500
TIMES, FEWER_TIMES = 20, 5
STEMS = (
    "pay",
    "check",
    "out",
    "ship",
    "log",
    "bill",
    "cart",
    "stock",
    "team",
    "road",
    "sync",
    "note",
    "plan",
    "price",
    "alarm",
)
ENDS = ("ment", "ing", "er", "map", "in", "ed", "", "able", "ness", "ly", "s", "board", "up", "less")
ASKED = {
    "a common word": "app",
    "a rare word": "zebra",
    "two words": "payment alarming",
    "four words": "payment alarming checkout stockable",
    "a phrase": '"the app keeps"',
    "a phrase and a word": '"keeps me waiting" zebra',
    "a beginning": "alar",
    "what is not there": "quixotic",
    "operators": "\" OR * ( : NEAR/ -- '",
    "a beginning of one letter": "a",
    "four hundred letters": "app " * 100,
}
MEANT = {"a question": "why is payment so slow", "two words": "payment alarming", "a common word": "app"}


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    access = open_house()
    many = SMALL if small else MANY
    _fill(access, many)
    tidy()
    times = FEWER_TIMES if small else TIMES
    works = {f"search for {what} in {many:,} texts ({ENGINES[engine]})": words for what, words in ASKED.items()}
    by_words = [_row(access, engine, work, words, times) for work, words in works.items()]
    return [*by_words, by_meaning(access, many, ENGINES[engine], times)]


def by_meaning(access: Any, many: int, engine: str, times: int) -> Row:
    """The whole query, its own words embedded each time; the floors: that embedding and one product of matrices, or scikit-learn's search."""
    import numpy as np
    from sklearn.neighbors import NearestNeighbors

    from clew.ground.search.api import embed, find
    from clew.ground.search.meaning import meaning_of_query

    rows = _give_meanings(access)

    def ask(words: str) -> Any:
        meaning_of_query.cache_clear()
        return find(access, words)

    first = _once(lambda: ask(MEANT["a question"]))
    taken = {what: timed(lambda words=words: ask(words), times) for what, words in MEANT.items()}  # type: ignore[misc]
    what, (middle, late) = max(taken.items(), key=lambda one: one[1][1])
    floor, _ = timed(lambda: np.argpartition(-(rows @ embed([MEANT[what]]).vectors[0]), 20)[:20], times)
    brute = NearestNeighbors(n_neighbors=20, metric="cosine", algorithm="brute").fit(rows)
    theirs, _ = timed(lambda: brute.kneighbors(embed([MEANT[what]]).vectors), times)
    return Row(
        f"search by words and meaning in {many:,} texts, slowest of {len(MEANT)} kinds ({engine})",
        f"p50 {middle:.1f} ms, p95 {late:.1f} ms ({what}); the first {first:.0f} ms",
        f"embed and numpy product {floor:.1f} ms, scikit-learn {theirs:.1f} ms",
        middle / floor,
        f"p95 {MEANING_MS:.0f} ms",
        late <= MEANING_MS,
    )


def _once(do: Callable[[], Any]) -> float:
    began = perf_counter()
    do()
    return (perf_counter() - began) * 1000


def _give_meanings(access: Any) -> Any:
    """Vectors of some texts by the model, and for the others those with noise: reading all of them would take minutes."""
    import numpy as np
    from django.db import transaction

    from clew.ground.search.api import embed
    from clew.ground.search.models import SearchDocument, SearchVector
    from clew.ground.workspaces.api import within

    chance = np.random.default_rng(1)
    with within(access), transaction.atomic():
        ids = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
        read = embed(list(SearchDocument.objects.filter(pk__in=ids[:READ]).values_list("body", flat=True))).vectors
        rows = read[np.arange(len(ids)) % len(read)] + chance.normal(scale=0.02, size=(len(ids), read.shape[1]))
        rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)
        vectors = [
            SearchVector(workspace_id=access.workspace_id, document_id=pk, vector=row.tobytes())
            for pk, row in zip(ids, rows, strict=True)
        ]
        SearchVector.objects.bulk_create(vectors, 1000)
        SearchDocument.objects.update(is_read=True)
    tidy()
    return rows.astype(np.float32)


def _row(access: Any, engine: str, work: str, words: str, times: int) -> Row:
    from clew.ground.search.api import find

    middle, late = timed(lambda: find(access, words), times)
    peer, _ = timed(lambda: _plain(engine, words), times)
    ours = f"p50 {middle:.1f} ms, p95 {late:.1f} ms"
    return Row(work, ours, f"bare index {peer:.1f} ms", middle / peer, f"p95 {PROMISE_MS:.0f} ms", late <= PROMISE_MS)


def _plain(engine: str, words: str) -> list[Any]:
    """The first twenty by rank, as a tutorial would ask for them."""
    from django.db import connection

    safe = " ".join(w for w in words.replace('"', " ").split() if w.isalnum()) or "none"
    with connection.cursor() as cursor:
        if engine == "sqlite":
            cursor.execute(
                "SELECT rowid FROM search_fts WHERE search_fts MATCH %s ORDER BY rank LIMIT 20",
                [" ".join(f'"{w}"' for w in safe.split())],
            )
        else:
            cursor.execute(
                "SELECT node_id FROM search_document WHERE words @@ plainto_tsquery('english', %s)"
                " ORDER BY ts_rank(words, plainto_tsquery('english', %s)) DESC LIMIT 20",
                [safe, safe],
            )
        return list(cursor.fetchall())


def _fill(access: Any, many: int) -> None:
    from clew.ground.ledger.api import acting
    from clew.ground.thread.api import NewNode, add_nodes
    from clew.ground.workspaces.api import within

    chance = random.Random(1)
    vocabulary = [stem + end for stem in STEMS for end in ENDS]
    with within(access), acting("fill", actor_id=access.user_id):
        for start in range(0, many, 1000):
            texts = [" ".join(chance.choices(vocabulary, k=35)) for _ in range(1000)]
            texts = [f"{t} the app keeps me waiting" if n % 2 else t for n, t in enumerate(texts)]
            add_nodes(
                access,
                [
                    NewNode("source", t[:60], "", t + (" zebra" if not (start + n) % 997 else ""))
                    for n, t in enumerate(texts)
                ],
            )
