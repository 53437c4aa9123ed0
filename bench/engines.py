"""A measuring process of its own on one of the two engines, in a temporary folder: an engine is chosen once in a process's life."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.table import Row, to_json

ROOT = Path(__file__).parents[1]
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ROUNDS = 3
LAST = "rows: "


def measured(module: str, engine: str, *, small: bool) -> list[Row]:
    """The rows that `measure(engine, small)` of the module gives in that process."""
    with tempfile.TemporaryDirectory() as folder, database(engine, Path(folder)) as url:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEW_")}
        environment |= {"CLEW_DATA": folder, "CLEW_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
        environment |= (
            {} if module == "bench.search" else {"CLEW_MEANING": "off"}
        )  # no texts are read while pages are timed
        command = [sys.executable, "-m", "bench.engines", module, engine, "small" if small else "full"]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"It ended with {done.returncode}.\n{done.stderr}")
    last = next(line for line in reversed(done.stdout.splitlines()) if line.startswith(LAST))
    return [Row(**row) for row in json.loads(last.removeprefix(LAST))]


def open_house() -> Any:
    """A migrated house with one workspace, as `clew serve` would make it; the way into it."""
    from clew.front.cli.house import prepare

    prepare("")
    from clew.ground.doors.commands import way_in

    return way_in(None)


def tidy() -> None:
    """The planner's figures, as a database has them after a while; and no connection left open."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    connection.close()


def timed(do: Callable[[], Any], times: int, *, warm: int = 5) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    for _ in range(warm):
        do()
    return spread([[_taken(do) for _ in range(times)] for _ in range(ROUNDS)])


def _taken(do: Callable[[], Any]) -> float:
    began = perf_counter()
    do()
    return (perf_counter() - began) * 1000


def spread(rounds: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Median and 95th percentile of a round, each the middle one of all rounds: what the neighbours do in one of them is left out."""
    ordered = [sorted(taken) for taken in rounds]
    middles = sorted(taken[len(taken) // 2] for taken in ordered)
    lates = sorted(taken[ceil(len(taken) * 0.95) - 1] for taken in ordered)  # by the nearest rank
    return middles[len(middles) // 2], lates[len(lates) // 2]


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    from tests import postgres

    folder.chmod(0o711)  # as root the server runs as another user
    server = postgres.start(folder)
    try:
        yield postgres.url(folder, "postgres")
    finally:
        postgres.stop(server)


def _main(module: str, engine: str, size: str) -> None:
    from importlib import import_module

    rows = import_module(module).measure(engine, size == "small")
    print(LAST + json.dumps(to_json(rows)))


if __name__ == "__main__":
    _main(*sys.argv[1:4])
