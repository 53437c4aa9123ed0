"""How quickly a file of feedback becomes sources. `rows()` gives (work, ours, floor, ratio); run as a script it prints them.

End to end: the file is read, people are found or made, every record gets its node, its search entry, its history and its
versioned text, behind all triggers. The floor is what SQLite itself takes to write the same texts into one bare table.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

COUNT, SMALL = 100_000, 5_000
HEADER = ("Review id", "Date", "Rating", "Author", "Company", "Content")
SENTENCE = "The export stops half way when the list is long, and I have to begin again; please let it resume. "


def rows(*, small: bool = False) -> list[tuple[str, str, str, str]]:
    """Measured in a process of its own, since a database is chosen once in a process's life."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "CLEW_DATA": folder,
            "CLEW_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "clew.front.settings",
        }
        command = [sys.executable, __file__, "measure", folder, str(SMALL if small else COUNT)]
        out = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return [tuple(row) for row in json.loads(out.splitlines()[-1])]


def _measure(folder: Path, count: int) -> list[tuple[str, str, str, str]]:
    file = _file(folder, count)
    ours, floor = count / _import(file), count / _bare(file, folder)
    work = f"feedback from CSV to sources, {count:,} rows (SQLite)"
    return [(work, f"{ours:,.0f} rows/s", f"bare inserts {floor:,.0f} rows/s", f"{ours / floor:.2f}")]


def _file(folder: Path, count: int) -> Path:
    path = folder / "feedback.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for n in range(count):
            day = f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}"
            writer.writerow(
                (f"r{n}", day, n % 5 + 1, f"Person {n % 977}", f"Account {n % 977 % 211}", SENTENCE + str(n))
            )
    return path


def _import(file: Path) -> float:
    from clew.front.cli.house import prepare

    prepare("")
    from clew.front.cli.setup import way_in
    from clew.ground.evidence.api import begin_import, understand
    from clew.ground.files.api import store
    from clew.ground.runs.api import perform, run

    access = way_in(None)
    began = perf_counter()
    found = understand(access, store(access, name=file.name, chunks=[file.read_bytes()]).pk)
    assert found.mapping is not None
    made = begin_import(access, file_id=found.file_id, shape=found.shape, mapping=found.mapping)
    perform(made.key)
    taken = perf_counter() - began
    assert run(access, made.pk).result["failed"] == 0
    return taken


def _bare(file: Path, folder: Path) -> float:
    with file.open(newline="", encoding="utf-8") as lines:
        records = list(csv.reader(lines))[1:]
    database = sqlite3.connect(folder / "bare.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, day TEXT, rating REAL, who TEXT, account TEXT, text TEXT)"
    )
    began = perf_counter()
    with database:
        database.executemany(
            "INSERT INTO t (day, rating, who, account, text) VALUES (?, ?, ?, ?, ?)", (r[1:] for r in records)
        )
    taken = perf_counter() - began
    database.close()
    return taken


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(_measure(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        for line in rows():
            print(" | ".join(line))
