"""How quickly the thread is walked. The peer: the walk as one would write it by hand, without the limits that say where they cut.

A harsh house: a million records, five million links laid at random, so that every walk meets circles and no two steps lie
near each other on disk; and a hub with a hundred thousand links each way.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import cycle
from typing import Any

from bench.engines import ENGINES, measured, open_house, tidy, timed
from bench.table import Row

NODES, LINKS, HUB = 1_000_000, 5_000_000, 100_000
SMALL = 100
PROMISE_MS = 50.0
STARTS, WALKS, HUB_WALKS, FEWER = 400, 130, 15, 5

_SERIES = {
    "sqlite": "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {n}) SELECT i FROM s) s",
    "postgresql": "generate_series(1, {n}::bigint) s(i)",
}
_NODES = (
    "INSERT INTO thread_node (id, workspace_id, kind, title, state, created_at) SELECT i, {w}, 'need',"
    " 'Record number ' || i || ', with a title as long as titles are', 'open', '2026-01-01 00:00:00+00' FROM {series}"
)
# Knuth's multiplicative hash: the same links on both engines, without a random function.
_LINKS = (
    "INSERT INTO thread_link (workspace_id, upstream_id, verb, downstream_id, note, created_at, withdrawn_at, withdrawn_reason)"
    " SELECT {w}, up, 'under', down, '', '2026-01-01 00:00:00+00',"
    " CASE WHEN i % 100 = 0 THEN {day} END, '' FROM (SELECT i, 1 + (i * 2654435761) % {nodes} AS up,"
    " 1 + i * {nodes} / {links} % {nodes} AS down FROM {series}) pairs WHERE up <> down ON CONFLICT DO NOTHING"
)
_HUB = (
    "INSERT INTO thread_link (workspace_id, upstream_id, verb, downstream_id, note, created_at, withdrawn_reason)"
    " SELECT {w}, {up}, 'mentions', {down}, '', '2026-01-01 00:00:00+00', '' FROM {series} WHERE i > 1 ON CONFLICT DO NOTHING"
)


# Up to eight links and three hundred records, as our own walk by default.
_BY_HAND = (
    "WITH RECURSIVE reach(node, depth) AS (SELECT CAST(%s AS bigint), 0 UNION SELECT l.{far}, r.depth + 1 FROM reach r"
    " JOIN thread_link l ON l.{near} = r.node AND l.withdrawn_at IS NULL WHERE r.depth < {depth}),"
    " met AS (SELECT DISTINCT node FROM reach LIMIT 300)"
    " SELECT n.id, n.title, l.id, l.{far} FROM met m JOIN thread_node n ON n.id = m.node"
    " LEFT JOIN thread_link l ON l.{near} = m.node AND l.withdrawn_at IS NULL"
)
_UP, _DOWN = {"near": "downstream_id", "far": "upstream_id"}, {"near": "upstream_id", "far": "downstream_id"}
# PostgreSQL makes the whole reach first: at four links by hand it takes ten seconds, at eight it does not end.
HAND_DEPTH, HAND_WALKS = 3, 5


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    scale = SMALL if small else 1
    nodes, links = NODES // scale, LINKS // scale
    access = _seed(engine, nodes, links, HUB // scale)
    from clew.ground.thread.api import neighbours, so_what, why

    starts = random.Random(7).choices(range(2, nodes), k=STARTS)
    name = f"{ENGINES[engine]}, {nodes:,} records, {links:,} links"
    walks: list[tuple[str, Callable[[int], Any], dict[str, str] | None]] = [
        ("why", lambda i: why(access, i), _UP),
        ("so what", lambda i: so_what(access, i), _DOWN),
        ("why, with withdrawn links", lambda i: why(access, i, withdrawn=True), None),
        ("a record's neighbours", lambda i: neighbours(access, i), None),
    ]
    hub: list[tuple[str, Callable[[int], Any]]] = [
        ("why from the hub", lambda _: why(access, 1)),
        ("so what from the hub", lambda _: so_what(access, 1)),
        ("the hub's neighbours", lambda _: neighbours(access, 1)),
    ]
    fewer = FEWER if small else 1
    return [
        *(_row(f"{work} ({name})", do, starts, WALKS // fewer, by_hand) for work, do, by_hand in walks),
        *(_row(f"{work} ({name})", do, starts, HUB_WALKS, None) for work, do in hub),
    ]


def _row(work: str, do: Callable[[int], Any], starts: list[int], times: int, by_hand: dict[str, str] | None) -> Row:
    over = cycle(starts)
    middle, late = timed(lambda: do(next(over)), times)
    peer, ratio = "", None
    if by_hand:
        theirs, their_late = timed(lambda: _walk_by_hand(next(over), by_hand), HAND_WALKS, warm=1)
        peer, ratio = f"by hand, {HAND_DEPTH} links: p95 {their_late:.1f} ms", middle / theirs
    ours = f"p50 {middle:.1f} ms, p95 {late:.1f} ms"
    return Row(work, ours, peer, ratio, f"p95 {PROMISE_MS:.0f} ms", late <= PROMISE_MS)


def _walk_by_hand(start: int, way: dict[str, str]) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BY_HAND.format(depth=HAND_DEPTH, **way), [start])
        return list(cursor.fetchall())


def _seed(engine: str, nodes: int, links: int, hub: int) -> Any:
    access = open_house()
    from django.db import connection

    from clew.ground.ledger.api import drop_triggers, install_triggers

    drop_triggers()
    common = {"w": access.workspace_id, "nodes": nodes, "links": links}
    day = "'2026-02-01 00:00:00'" + ("::timestamptz" if engine == "postgresql" else "")
    series = {n: _SERIES[engine].format(n=n) for n in (nodes, links, hub)}
    with connection.cursor() as cursor:
        if engine == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-4000000")
        cursor.execute(_NODES.format(series=series[nodes], **common))
        cursor.execute(_LINKS.format(series=series[links], day=day, **common))
        cursor.execute(_HUB.format(series=series[hub], up=1, down="i", **common))
        cursor.execute(_HUB.format(series=series[hub], up="i", down=1, **common))
    install_triggers()
    tidy()
    return access
