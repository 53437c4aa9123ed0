"""Files for the import tests, brought in through the same doors as a person's."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from clew.ground.evidence.api import begin_import, understand
from clew.ground.files.api import store
from clew.ground.runs.api import Run, RunRow, perform, run
from clew.ground.workspaces.api import Access

HEADER = ("Review id", "Date", "Rating", "Author", "Email", "Company", "Content")
REVIEWS = (
    (
        "r1",
        "2026-01-02",
        "5",
        "Anna Keller",
        "anna@bakery.example",
        "Bakery",
        "Counting by voice saves me an hour every Friday.",
    ),
    ("r2", "2026-01-03", "1", "Ben Ortiz", "", "Hotel", "The export stops half way when the list is long."),
    ("r3", "2026-01-04", "3", "Ben Ortiz", "", "Hotel", "I cannot find the button to print the labels."),
    ("r4", "", "4", "", "", "", "Nice, but please let me work without a connection."),
)


def upload(access: Access, content: str | bytes, name: str = "reviews.csv") -> int:
    raw = content.encode() if isinstance(content, str) else content
    return int(store(access, name=name, chunks=[raw]).pk)


def table(rows: Sequence[Sequence[str]] = REVIEWS, header: Sequence[str] = HEADER) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def begin(access: Access, content: str | bytes, name: str = "reviews.csv", **options: Any) -> Run:
    found = understand(access, upload(access, content, name))
    assert found.mapping is not None
    return begin_import(access, file_id=found.file_id, shape=found.shape, mapping=found.mapping, **options)


def bring_in(access: Access, content: str | bytes, name: str = "reviews.csv", **options: Any) -> RunRow:
    made = begin(access, content, name, **options)
    perform(made.key)
    return run(access, made.pk)
