"""How quickly a file of feedback becomes sources.

End to end: the file is read, people are found or made, every record gets its node, its search entry, its history and its
versioned text, behind all triggers. The floor: the csv module and `executemany` into one bare table of the same database.
Then the sources are taken into the inbox, at most 5,000 at once; beside it, how much longer the last time took than the first.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from time import perf_counter, process_time

from bench.engines import ENGINES, measured, open_house
from bench.table import Row

COUNT, SMALL = 100_000, 5_000
PROMISE = 5_000
INBOX, INBOX_SECONDS = 1_255, 2.0
HEADER = ("Review id", "Date", "Rating", "Author", "Company", "Content")
SENTENCE = "The export stops half way when the list is long, and I have to begin again; please let it resume. "


def rows(engine: str = "sqlite", *, small: bool = False) -> list[Row]:
    return measured(__name__, engine, small=small)


def measure(engine: str, small: bool) -> list[Row]:
    count = SMALL if small else COUNT
    file = _file(Path(os.environ["CLEW_DATA"]), count)
    cpu = process_time()
    ours = count / _import(file)
    cpu, floor = process_time() - cpu, count / _bare(file)
    work = f"feedback from CSV to sources, {count:,} rows ({ENGINES[engine]})"
    promised = engine == "sqlite"
    return [
        Row(
            work,
            f"{ours:,.0f} rows/s, {count / cpu:,.0f} per CPU-s",
            f"csv and executemany {floor:,.0f} rows/s",
            floor / ours,
            f"{PROMISE:,} rows/s" if promised else "",
            ours >= PROMISE if promised else None,
        ),
        _into_inbox(engine, count),
    ]


def _into_inbox(engine: str, count: int) -> Row:
    from clew.ground.doors.commands import way_in
    from clew.rooms.roadmap.actions.feedback import MOST_IMPORTED, take_in_sources

    access, taken = way_in(None), []
    for _ in range(count // MOST_IMPORTED):
        began = perf_counter()
        assert take_in_sources(access) == MOST_IMPORTED
        taken.append(perf_counter() - began)
    rate = count / sum(taken)
    return Row(
        f"feedback from sources into the inbox, {count:,} rows ({ENGINES[engine]})",
        f"{rate:,.0f} rows/s",
        f"the last {MOST_IMPORTED:,} in {taken[-1]:.2f} s, the first in {taken[0]:.2f} s",
        None,
        f"{INBOX:,} in {INBOX_SECONDS:.0f} s",
        rate >= INBOX / INBOX_SECONDS,
    )


def _file(folder: Path, count: int) -> Path:
    path = folder / "feedback.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_line(n) for n in range(count))
    return path


def _line(n: int) -> tuple[str, ...]:
    day = f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}"
    return f"r{n}", day, str(n % 5 + 1), f"Person {n % 977}", f"Account {n % 977 % 211}", SENTENCE + str(n)


def _import(file: Path) -> float:
    access = open_house()
    from clew.ground.evidence.api import begin_import, understand
    from clew.ground.files.api import store
    from clew.ground.runs.api import perform, run

    began = perf_counter()
    found = understand(access, store(access, name=file.name, chunks=[file.read_bytes()]).pk)
    assert found.mapping is not None
    made = begin_import(access, file_id=found.file_id, shape=found.shape, mapping=found.mapping)
    perform(made.key)
    taken = perf_counter() - began
    assert run(access, made.pk).result["failed"] == 0
    return taken


def _bare(file: Path) -> float:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (day TEXT, rating TEXT, who TEXT, account TEXT, words TEXT)")
    began = perf_counter()
    with file.open(newline="", encoding="utf-8") as lines, transaction.atomic(), connection.cursor() as cursor:
        records = [line[1:] for line in csv.reader(lines)][1:]
        cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s, %s, %s)", records)
    return perf_counter() - began
