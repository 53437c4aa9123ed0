"""A process that writes as people do, one act after the other; started by the test beside it."""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")


def main(what: str, acts: str = "0", pause: str = "0") -> None:
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django, way_in

    if what == "prepare":
        prepare("")
        return
    start_django()
    from django.db import OperationalError

    from clew.ground.evidence.api import add_need

    access = way_in(None)
    if what == "count":
        count()
        return
    refused = 0
    for number in range(int(acts)):
        try:
            add_need(access, title=f"Need {number} of writer {what}", detail="What is needed, in a sentence or two.")
        except OperationalError as error:
            refused += 1
            print(error, file=sys.stderr)
        time.sleep(float(pause))
    print(f"refused={refused}")


def count() -> None:
    from django.db import connection

    counts = {
        "needs": "SELECT count(*) FROM evidence_need",
        "found": "SELECT count(*) FROM search_document WHERE kind = 'need'",
        "history": "SELECT count(*) FROM ledger_entry WHERE table_name = 'evidence_need' AND operation = 'insert'",
    }
    with connection.cursor() as cursor:
        for name, sql in counts.items():
            cursor.execute(sql)
            print(f"{name}={cursor.fetchone()[0]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
