"""Bring the database up to date. Whoever is killed on the way finds, at the next start, the house as it was before, and tries again.

Django records a migration after the transaction that made its tables, so a process killed between the two would never get past it.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date() -> None:
    """Migrate and put the guards on, if anything is missing; a second start should not spend a second on finding out."""
    with _alone(settings.CLEW_DATA):
        if connection.vendor == "sqlite":
            _upgrade_file(Path(connection.settings_dict["NAME"]))
        elif _is_needed():
            with transaction.atomic():
                call_command("migrate", verbosity=0, interactive=False)


def _is_needed() -> bool:
    """The guards and the registry are looked at too, not only the tables."""
    from clew.ground.ledger.api import missing_triggers
    from clew.ground.thread.api import registry_is_complete

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return bool(waiting or missing_triggers() or not registry_is_complete())


def _upgrade_file(database: Path) -> None:
    """Keep a copy of the file while it is upgraded; a copy that is still there means that an upgrade was cut off."""
    before = database.with_name(database.name + ".before-upgrade")
    if before.exists():
        _put_back(before, database)
    if not _is_needed():
        return
    _copy(database, before)
    call_command("migrate", verbosity=0, interactive=False)
    before.unlink()


def _copy(database: Path, before: Path) -> None:
    """A whole copy, under its name only once it is whole. Of no file yet, an empty one, which SQLite reads as an empty database."""
    half = before.with_name(before.name + ".half")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.touch()
    os.replace(half, before)


def _put_back(before: Path, database: Path) -> None:
    connection.close()
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    os.replace(before, database)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One upgrade at a time; a second start waits for the first."""
    with (data / "upgrade.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
