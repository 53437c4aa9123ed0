"""Things to do in a house from a process of its own, with real transactions; the tests beside it start this one."""

import random
import sys
import threading
import time
from typing import Any

from tests.live.child import in_thread, need, way_in

READERS, WRITERS, ACTS = 3, 3, 40


def again() -> None:
    """What did not change is not looked for again; what changed is seen at once, whoever changed it."""
    from clew.ground.thread.api import count_kinds

    need("first")
    once = quiet(count_kinds)
    assert count_kinds(way_in()) is once
    in_thread(lambda: need("second")).join()
    assert count_kinds(way_in())["need"] == once["need"] + 1


def inside() -> None:
    """What a transaction wrote and took back was never true for anybody else."""
    from django.db import transaction

    from clew.ground.thread.api import count_kinds

    need("first")
    before = dict(quiet(count_kinds))
    try:
        with transaction.atomic():
            need("taken back")
            assert count_kinds(way_in())["need"] == before["need"] + 1
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert dict(count_kinds(way_in())) == before
    need("second")  # on SQLite with the numbers of the one that was taken back
    assert count_kinds(way_in())["need"] == before["need"] + 1


def consent() -> None:
    """Words are withheld at once when consent is withdrawn, and on the day it ends, though nothing is written then."""
    from datetime import timedelta
    from unittest.mock import patch

    from django.utils import timezone

    from clew.ground.customers import api as customers
    from clew.ground.evidence import api as evidence

    access, said = way_in(), "I count the shelves by hand."
    anna = customers.add_person(access, name="Anna").pk
    source = evidence.add_source(access, text=said, person_id=anna).pk
    words = evidence.mark(access, source_id=source, start=0, end=len(said), exact=said).pk
    customers.write_consent_text(access, title="Interviews", body="We quote what you say.")
    asked = customers.ask_for_consent(access, person_id=anna, scopes=["quote"]).pk
    ends = timezone.localdate() + timedelta(days=30)
    customers.give_consent(access, consent_id=asked, scopes=["quote"], how="form", expires_on=ends)

    def shown(someone: Any) -> Any:
        return evidence.quotations(someone, [words])

    assert quiet(shown)[words].exact == said
    then = timezone.now() + timedelta(days=31)
    with patch("django.utils.timezone.now", lambda: then):
        assert "expired" in quiet(shown)[words].exact
    assert quiet(shown)[words].exact == said
    in_thread(lambda: customers.withdraw_consent(access, consent_id=asked)).join()
    assert "withdrawn" in shown(access)[words].exact


def late() -> None:
    """A transaction that got an older number and commits last is seen, though the newest number stays what it was."""
    from django.db import transaction

    from clew.ground.ledger.api import lasting_mark_of, mark_of
    from clew.ground.thread.api import count_kinds

    began, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            need("slow")
            began.set()
            assert go.wait(30)

    writer = in_thread(slow)
    assert began.wait(30)
    need("quick")
    here = way_in().workspace_id
    mark, seen = mark_of(here), count_kinds(way_in())["need"]
    assert lasting_mark_of(here) is None, "somebody is writing with an older number"
    go.set()
    writer.join()
    assert mark_of(here) == mark
    assert count_kinds(way_in())["need"] == seen + 1


def moment() -> None:
    """A page is of one moment and asks the ledger once; what its own request writes is seen in it, what others write in the next."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from clew.ground.ledger.api import one_moment
    from clew.ground.thread.api import count_kinds

    need("first")
    at_first = quiet(count_kinds)["need"]
    access = way_in()
    with one_moment():
        with CaptureQueriesContext(connection) as asked:
            assert [count_kinds(access)["need"] for _ in range(3)] == [at_first] * 3
        assert len(asked) == 1
        in_thread(lambda: need("of another")).join()
        assert count_kinds(access)["need"] == at_first
        need("of my own")
        assert count_kinds(access)["need"] == at_first + 2
    in_thread(lambda: need("later")).join()
    with one_moment():
        assert count_kinds(access)["need"] == at_first + 3


def crowd() -> None:
    """Readers who ask all the time never see fewer than were committed before they asked."""
    from clew.ground.thread.api import count_kinds

    need("first")
    committed, lock, over = [1], threading.Lock(), threading.Event()

    def write() -> None:
        for turn in range(ACTS):
            need(f"need {turn}")
            with lock:
                committed[0] += 1
            time.sleep(random.Random(turn).random() / 100)

    def read() -> None:
        while not over.is_set():
            with lock:
                at_least = committed[0]
            assert count_kinds(way_in())["need"] >= at_least

    readers = [in_thread(read) for _ in range(READERS)]
    for writer in [in_thread(write) for _ in range(WRITERS)]:
        writer.join()
    over.set()
    for reader in readers:
        reader.join()
    assert count_kinds(way_in())["need"] == 1 + WRITERS * ACTS


def quiet(query: Any) -> Any:
    """Its answer once it is kept: PostgreSQL counts who is writing in all of a server's databases."""
    for _ in range(600):
        found = query(way_in())
        if query(way_in()) is found:
            return found
        time.sleep(0.1)
    raise AssertionError("it is never kept")


if __name__ == "__main__":
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django

    start_django()
    prepare("")
    {f.__name__: f for f in (again, inside, consent, moment, late, crowd)}[sys.argv[1]]()
