"""A machine that loses power while Clew is being set up: whatever the moment, the next start finishes the work."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.databases import NewHouse
from tests.endurance.often import often

TIMES = {
    "init": often(sqlite=12, postgres=6, short=3),
    "demo": often(sqlite=4, postgres=2, short=1),
}
HALVES = [(what, half) for what in TIMES for half in range(min(2, TIMES[what]))]  # so that two workers share them
CLEW = Path(sys.prefix) / "bin" / "clew"

pytestmark = [pytest.mark.endurance]


@pytest.mark.parametrize(("what", "half"), HALVES)
def test_it_may_be_killed_at_any_moment(new_house: NewHouse, what: str, half: int) -> None:
    calm = _ready_for(what, new_house)
    seconds = _run(what, calm)
    expected = _content(calm)
    for time_of_death in range(half, TIMES[what], 2):
        house = _ready_for(what, new_house)
        _killed(house, what, after=seconds * (time_of_death + 0.5) / TIMES[what])
        _run(what, house)
        assert _content(house) == expected, f"killed after {time_of_death + 0.5}/{TIMES[what]} of the time"


def _ready_for(what: str, new_house: NewHouse) -> dict[str, str]:
    if what == "init":
        return new_house()
    house = new_house(with_tables=True)
    _run("init", house)
    return house


def _run(what: str, house: dict[str, str]) -> float:
    began = time.monotonic()
    ended = subprocess.run([CLEW, what], env=house, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode == 0, ended.stderr
    return time.monotonic() - began


def _killed(house: dict[str, str], what: str, after: float) -> None:
    process = subprocess.Popen(
        [CLEW, what], env=house, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _content(house: dict[str, str]) -> dict[str, int]:
    """How many rows each table has, and which triggers guard them."""
    with _cursor(house) as (cursor, tables, triggers):
        names = [name for (name,) in cursor.execute(tables).fetchall()]
        content = {name: cursor.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}
        return content | {f"trigger {name}": 1 for (name,) in cursor.execute(triggers).fetchall()}


@contextmanager
def _cursor(house: dict[str, str]) -> Iterator[tuple[Any, str, str]]:
    if url := house.get("CLEW_DATABASE_URL"):
        with psycopg.connect(url) as connection:
            tables = "select tablename from pg_tables where schemaname = 'public'"
            yield connection.cursor(), tables, "select tgname from pg_trigger where not tgisinternal"
    else:
        with closing(sqlite3.connect(Path(house["CLEW_DATA"]) / "clew.sqlite3")) as connection:
            # Without the tables that a search index keeps for itself: their sizes depend on how it was filled.
            tables = "select name from pragma_table_list where type = 'table' and name not like 'sqlite%'"
            yield connection.cursor(), tables, "select name from sqlite_master where type = 'trigger'"
