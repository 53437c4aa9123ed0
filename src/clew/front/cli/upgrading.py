"""Bring the database up to date. Whoever is killed on the way finds, at the next start, the house as it was before, and tries again.

Django records a migration after the transaction that made its tables, so a process killed between the two would never get past it.
PostgreSQL does it all in one transaction. SQLite cannot (it rebuilds tables outside of one), so a copy of the file is kept meanwhile.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from clew.ground.ledger.api import Refused

ROOM = 64 * 2**20  # beside the copy: what rebuilding tables writes
ADVISORY_LOCK = 0x636C6577


def bring_up_to_date() -> None:
    """Migrate and put the guards on, if anything is missing; a second start should not spend a second on finding out."""
    with _alone(settings.CLEW_DATA):
        if connection.vendor == "sqlite":
            _upgrade_file(Path(connection.settings_dict["NAME"]))
        elif _is_needed():
            _upgrade_server()


def _is_needed() -> bool:
    """The guards and the registry are looked at too, not only the tables."""
    from clew.ground.ledger.api import missing_triggers
    from clew.ground.thread.api import registry_is_complete

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return bool(waiting or missing_triggers() or not registry_is_complete())


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _upgrade_server() -> None:
    """Another machine may serve the same database, so the lock is the database's own."""
    _refuse_while_working()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks outstanding cannot be altered
        if _is_needed():
            _migrate()


def _upgrade_file(database: Path) -> None:
    """Keep a copy of the file while it is upgraded; a copy that is still there means that an upgrade was cut off."""
    before = database.with_name(database.name + ".before-upgrade")
    if before.exists():
        _refuse_while_working()
        _put_back(before, database)
    if not _is_needed():
        return
    _refuse_while_working()
    _copy(database, before)
    _migrate()
    before.unlink()


def _refuse_while_working() -> None:
    """What another process writes meanwhile would be lost with a file that is put back."""
    from clew.ground.runs.api import is_runner_elsewhere

    if is_runner_elsewhere():
        raise Refused(
            f"The database must be upgraded, and Clew is at work in {settings.CLEW_DATA}.",
            remedy="Stop it there first, then start again.",
        )


def _copy(database: Path, before: Path) -> None:
    """A whole copy, under its name only once it is whole. Of no file yet, an empty one, which SQLite reads as an empty database."""
    half = before.with_name(before.name + ".half")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(half)) as target:
        _refuse_without_room(source, database.parent)
        source.backup(target)
    half.touch()
    os.replace(half, before)
    _reaches_the_disk(before.parent)


def _refuse_without_room(source: sqlite3.Connection, folder: Path) -> None:
    size = source.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").fetchone()[0]
    missing = 2 * size + ROOM - shutil.disk_usage(folder).free
    if missing > 0:
        raise Refused(
            f"There is too little room in {folder} to upgrade the database safely.",
            remedy=f"Free {missing // 2**20 + 1:,} MB, then start again.",
        )


def _put_back(before: Path, database: Path) -> None:
    connection.close()
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    os.replace(before, database)
    _reaches_the_disk(database.parent)


def _reaches_the_disk(folder: Path) -> None:
    """The names in a folder survive a loss of power only once the folder itself is written."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One upgrade at a time; a second start waits for the first."""
    with (data / "upgrade.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
