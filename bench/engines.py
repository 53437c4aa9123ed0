"""A measuring process of its own on one of the two engines, in a temporary folder: an engine is chosen once in a process's life."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Row = tuple[str, str, str, str]


def measured(script: str, engine: str, size: str) -> list[Row]:
    """Run `script measure ENGINE SIZE` and read the rows it prints as JSON on its last line."""
    with tempfile.TemporaryDirectory() as folder, _database(engine, Path(folder)) as url:
        environment = {**os.environ, "CLEW_DATA": folder, "CLEW_DATABASE_URL": url, "CLEW_NO_POOL": "1"}
        command = [sys.executable, script, "measure", engine, size]
        out = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return [tuple(row) for row in json.loads(out.splitlines()[-1])]


def workspace() -> Any:
    """A migrated house with one workspace; the way into it."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "clew.front.settings"
    django.setup()
    from django.core.management import call_command

    from clew.ground.workspaces.api import create_user, create_workspace, enter

    call_command("migrate", verbosity=0)
    user = create_user(email="bench@example.org")
    return enter(user, create_workspace(name="Bench", owner=user).slug)


def timed(do: Callable[[], Any], times: int, *, warm: int = 5) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    for _ in range(warm):
        do()
    taken = []
    for _ in range(times):
        began = perf_counter()
        do()
        taken.append((perf_counter() - began) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.95))]


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    folder.chmod(0o711)  # as root the server runs as another user
    server = postgres.start(folder)
    try:
        yield postgres.url(folder, "postgres")
    finally:
        postgres.stop(server)
