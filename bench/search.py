"""How quickly words are found among many texts. The peer beside it: the engine's own full text, asked without our port."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.engines import ENGINES, Row, measured, timed, workspace

MANY, SMALL = 50_000, 5_000
PROMISE_MS = 60.0
TIMES = 40
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
    "a phrase": '"the app keeps"',
    "a beginning": "alar",
    "what is not there": "quixotic",
    "hostile": "\" OR * ( : NEAR/ -- '",
}


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__file__, engine, "small" if small else "full")


def _measure(engine: str, size: str) -> list[Row]:
    access = workspace()
    many = SMALL if size == "small" else MANY
    _fill(access, many)
    from clew.ground.search.api import find

    made = []
    for what, words in ASKED.items():
        middle, late = timed(lambda words=words: find(access, words), TIMES)
        peer, _ = timed(lambda words=words: _plain(engine, words), TIMES)
        work = f"search for {what} in {many:,} texts ({ENGINES[engine]})"
        made.append(
            (
                work,
                f"p50 {middle:.1f} ms, p95 {late:.1f} ms",
                f"p95 {PROMISE_MS:.0f} ms; bare index {peer:.1f} ms",
                f"{late / PROMISE_MS:.2f}",
            )
        )
    return made


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
    from django.db import connection

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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(_measure(sys.argv[2], sys.argv[3])))
    else:
        for engine in sys.argv[1:] or ENGINES:
            for line in rows(engine):
                print(" | ".join(line))
