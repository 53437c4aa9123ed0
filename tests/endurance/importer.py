"""A process that imports a file and says after every chunk how many rows are in; started, and killed, by the test beside it."""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")
CHUNK = 50  # small, so that there are many moments to be killed at


def main(file: Path, what: str = "") -> None:
    from clew.front.cli.house import prepare

    prepare("")
    if what == "prepare":
        return
    from clew.ground.doors.commands import way_in
    from clew.ground.evidence import jobs
    from clew.ground.evidence.api import begin_import, understand
    from clew.ground.files.api import store
    from clew.ground.runs.api import follow, stop_runner

    jobs.CHUNK = CHUNK
    access = way_in(None)
    found = understand(access, store(access, name=file.name, chunks=[file.read_bytes()]).pk)
    assert found.mapping is not None
    run = begin_import(access, file_id=found.file_id, shape=found.shape, mapping=found.mapping)
    for row in follow(access, run.pk, every=0.01):
        print(f"in={row.done}", flush=True)
    if what == "finish":
        report(access, run.pk)
    stop_runner()


def report(access: object, run_id: int) -> None:
    from django.db import connection

    from clew.ground.runs.api import run

    row = run(access, run_id)  # type: ignore[arg-type]
    print(f"done={row.done}", *(f"{name}={row.result[name]}" for name in ("added", "duplicates", "failed")))
    counts = {
        "sources": "SELECT count(*) FROM evidence_source",
        "versions": "SELECT count(*) FROM evidence_source_version",
        "texts": "SELECT count(DISTINCT text) FROM evidence_source_version",
        "nodes": "SELECT count(*) FROM thread_node WHERE kind = 'source'",
        "search": "SELECT count(*) FROM search_document WHERE kind = 'source'",
        "inserts": "SELECT count(*) FROM ledger_entry l JOIN thread_node n ON n.id = l.row_id"
        " WHERE l.table_name = 'thread_node' AND l.operation = 'insert' AND n.kind = 'source'",
        "errors": "SELECT count(*) FROM evidence_import_error",
        "people": "SELECT count(*) FROM customers_person",
        "accounts": "SELECT count(*) FROM customers_account",
        "state": "SELECT state FROM thread_node WHERE kind = 'import'",
    }
    with connection.cursor() as cursor:
        for name, sql in counts.items():
            cursor.execute(sql)
            print(f"{name}={cursor.fetchone()[0]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
