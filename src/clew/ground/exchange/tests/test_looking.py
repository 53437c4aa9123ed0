"""A database's own file is looked into without taking its locks: what is written afterwards is not lost when another command ends."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from clew.ground.exchange.proving import holds_words
from clew.ground.exchange.words import Said

NAME = "Anna Keller"


def another_command(place: Path) -> int:
    """How many rows it sees; with its end it closes the database as `clew why` does."""
    program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute('SELECT count(*) FROM t').fetchone()[0]); c.close()"
    asked = subprocess.run([sys.executable, "-c", program, str(place)], check=True, capture_output=True, text=True)
    return int(asked.stdout)


def test_what_is_written_after_a_look_is_not_lost(tmp_path: Path) -> None:
    place = tmp_path / "clew.sqlite3"
    with closing(sqlite3.connect(place, isolation_level=None)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("CREATE TABLE t (word TEXT)")
        server.execute("INSERT INTO t VALUES (?)", [NAME])
        server.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert holds_words(place, Said([NAME], []))
        assert not holds_words(place, Said(["Ben Ortiz"], []))
        assert another_command(place) == 1
        server.execute("INSERT INTO t VALUES ('later')")
        assert another_command(place) == 2


def test_a_file_that_has_gone_holds_nothing(tmp_path: Path) -> None:
    assert not holds_words(tmp_path / "clew.sqlite3", Said([NAME], []))
