"""`clew doctor`: is everything here that Clew needs?"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import click

from clew.ground.doors.commands import AS_JSON, print_json, start_django

Finding = tuple[str, bool, str]


@click.command()
@AS_JSON
def doctor(as_json: bool) -> None:
    """Check this installation and say what to mend. Ends with 1 when something needs mending."""
    findings = [check() for check in CHECKS]
    if as_json:
        print_json([{"check": name, "ok": ok, "said": said} for name, ok, said in findings])
    else:
        for name, ok, said in findings:
            click.echo(f"{'ok  ' if ok else 'MEND'}  {name:<16} {said}")
    sys.exit(0 if all(ok for _, ok, _ in findings) else 1)


def _python() -> Finding:
    return "Python", (3, 11) <= sys.version_info[:2] < (3, 14), sys.version.split()[0]


def _sqlite() -> Finding:
    ok = sqlite3.sqlite_version_info >= (3, 39)
    return "SQLite", ok, sqlite3.sqlite_version + ("" if ok else ": 3.39 or newer is needed")


def _data_folder() -> Finding:
    folder = Path(os.environ.get("CLEW_DATA", "data")).resolve()
    if not folder.is_dir():
        return "Data folder", False, f"{folder} is absent: run `clew init`"
    free = shutil.disk_usage(folder).free // 2**20
    return "Data folder", os.access(folder, os.W_OK) and free > 200, f"{folder}, {free:,} MB free"


def _database() -> Finding:
    start_django()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        return "Database", False, f"{connection.vendor}: {error}"
    return (
        "Database",
        not waiting,
        f"{connection.vendor}" + (f": {waiting} migrations wait, run `clew init`" if waiting else ", up to date"),
    )


def _guards() -> Finding:
    start_django()
    from django.db import DatabaseError

    from clew.ground.ledger.api import missing_triggers

    try:
        missing = missing_triggers()
    except DatabaseError:
        return "Guards", False, "no database yet: run `clew init`"
    return "Guards", not missing, "on" if not missing else f"{len(missing)} are missing: run `clew init`"


def _assets() -> Finding:
    built = (Path(__file__).parents[1] / "static" / "dist" / "app.js").is_file()
    return "Page assets", built, "built" if built else "absent: run ./run once, or install the wheel"


def _model() -> Finding:
    start_django()
    from clew.ground.search.api import embedding_model_name

    name = embedding_model_name()
    return "Meaning model", True, name


def _mail() -> Finding:
    start_django()
    from django.conf import settings
    from django.core.mail import get_connection

    if settings.MAIL_SERVER is None:
        return "Mail", True, f"written to {settings.EMAIL_FILE_PATH}; set CLEW_SMTP_URL to send it"
    place = f"{settings.MAIL_SERVER.host}:{settings.MAIL_SERVER.port}"
    try:
        with get_connection():
            return "Mail", True, f"{place} takes it, from {settings.DEFAULT_FROM_EMAIL}"
    except OSError as error:
        return "Mail", False, f"{place}: {error}"


CHECKS: tuple[Callable[[], Finding], ...] = (_python, _sqlite, _data_folder, _database, _guards, _assets, _model, _mail)
