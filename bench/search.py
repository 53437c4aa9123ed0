"""How quickly words are found among many texts. The peer beside it: the engine's own full text, asked without our port."""

from __future__ import annotations

import random
from typing import Any

from bench.engines import ENGINES, measured, open_house, tidy, timed
from bench.table import Row

MANY, SMALL = 50_000, 5_000
PROMISE_MS = 60.0
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


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    access = open_house()
    many = SMALL if small else MANY
    _fill(access, many)
    tidy()
    times = FEWER_TIMES if small else TIMES
    works = {f"search for {what} in {many:,} texts ({ENGINES[engine]})": words for what, words in ASKED.items()}
    return [_row(access, engine, work, words, times) for work, words in works.items()]


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
