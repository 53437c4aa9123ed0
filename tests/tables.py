"""An empty database with all tables, made once in a round of tests and copied for whoever needs one: to migrate takes seconds."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from tests import place, postgres

ON_POSTGRES = os.environ.get("CLEW_TEST_DATABASE", "sqlite") == "postgres"
FILE, DATABASE = "clew.sqlite3", "tables"


def copy_file(to: Path) -> None:
    shutil.copyfile(prepare() / FILE, to)
    to.chmod(0o600)


def copy_database(name: str) -> None:
    prepare()
    tell_server(f'create database "{name}" template "{DATABASE}"')


def tell_server(statement: str) -> None:
    with psycopg.connect(postgres.url(place.folder(), "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def prepare() -> Path:
    """The first process that asks makes it; the others wait."""
    made = place.folder() / DATABASE
    with (place.folder() / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            half = made.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)  # left by a round that was stopped
            _make(half)
            half.rename(made)
    return made


def _make(folder: Path) -> None:
    folder.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CLEW_", "PYTEST_"))}
    environment |= {"CLEW_DATA": str(folder), "CLEW_NO_POOL": "1", "CLEW_SECRET_KEY": "only for tests"}
    if ON_POSTGRES:
        tell_server(f'drop database if exists "{DATABASE}"')
        tell_server(f'create database "{DATABASE}"')
        environment["CLEW_DATABASE_URL"] = postgres.url(place.folder(), DATABASE)
    migrate = [sys.executable, "-m", "django", "migrate", "-v0", "--settings", "clew.front.settings"]
    subprocess.run(migrate, env=environment, check=True, timeout=240)
