"""How quickly the thread is walked. `rows()` gives (work, ours, promise, ratio); run as a script it prints them.

A harsh house: a million records, five million links laid at random, so that every walk meets circles and no two steps lie
near each other on disk; and a hub with a hundred thousand links each way.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

NODES, LINKS, HUB = 1_000_000, 5_000_000, 100_000
SMALL = 100
PROMISE_MS = 50.0
WALKS = 400
ENGINES = ("sqlite", "postgresql")

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


def rows(engine: str = "sqlite", *, small: bool = False) -> list[tuple[str, str, str, str]]:
    """Measured in a process of its own, since an engine is chosen once in a process's life."""
    with tempfile.TemporaryDirectory() as folder, _database(engine, Path(folder)) as address:
        environment = {**os.environ, "CLEW_DATA": folder, "CLEW_DATABASE_URL": address}
        command = [sys.executable, __file__, "measure", engine, "small" if small else "full"]
        out = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [tuple(row) for row in json.loads(out.splitlines()[-1])]


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests import postgres

    folder.chmod(0o711)  # as root the server runs as another user
    server = postgres.start(folder)
    try:
        yield postgres.url(folder, "postgres")
    finally:
        postgres.stop(server)


def _measure(engine: str, scale: int) -> list[tuple[str, str, str, str]]:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "clew.front.settings"
    django.setup()
    from clew.ground.thread.api import neighbours, so_what, why

    nodes, links = NODES // scale, LINKS // scale
    access = _seed(engine, nodes, links, HUB // scale)
    starts = random.Random(7).choices(range(2, nodes), k=WALKS)
    name = f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}, {nodes:,} records, {links:,} links"
    works: list[tuple[str, Callable[[int], Any], list[int]]] = [
        ("why", lambda i: why(access, i), starts),
        ("so what", lambda i: so_what(access, i), starts),
        ("why, with withdrawn links", lambda i: why(access, i, withdrawn=True), starts),
        ("why from the hub", lambda i: why(access, 1), starts[:50]),
        ("so what from the hub", lambda i: so_what(access, 1), starts[:50]),
        ("a record's neighbours", lambda i: neighbours(access, i), starts),
        ("the hub's neighbours", lambda i: neighbours(access, 1), starts[:50]),
    ]
    return [_row(f"{work} ({name})", do, over) for work, do, over in works]


def _row(work: str, do: Callable[[int], Any], over: list[int]) -> tuple[str, str, str, str]:
    for start in over[:20]:
        do(start)
    taken = []
    for start in over:
        began = perf_counter()
        do(start)
        taken.append((perf_counter() - began) * 1000)
    taken.sort()
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    return work, f"p50 {middle:.1f} ms, p95 {late:.1f} ms", f"p95 {PROMISE_MS:.0f} ms", f"{late / PROMISE_MS:.2f}"


def _seed(engine: str, nodes: int, links: int, hub: int) -> Any:
    from django.core.management import call_command
    from django.db import connection

    from clew.ground.ledger.api import drop_triggers, install_triggers
    from clew.ground.workspaces.api import create_user, create_workspace, enter

    call_command("migrate", verbosity=0)
    user = create_user(email="bench@example.org")
    access = enter(user, create_workspace(name="Bench", owner=user).slug)
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
        cursor.execute("ANALYZE" if engine == "sqlite" else "VACUUM ANALYZE")
    install_triggers()
    connection.close()
    return access


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(_measure(sys.argv[2], SMALL if sys.argv[3] == "small" else 1)))
    else:
        for engine in sys.argv[1:] or ENGINES:
            for line in rows(engine):
                print(" | ".join(line))
