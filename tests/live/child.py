"""Things to do in a house from a process of its own; the tests beside it start this one."""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

WRITERS, ACTS = 10, 12


def late() -> None:
    """A transaction that began first commits last: its entries are told all the same, once, and after those seen before."""
    from django.db import transaction

    from clew.ground.ledger.api import Follower, Position

    follower, began, go = Follower(), threading.Event(), threading.Event()
    start = follower.position.top

    def slow() -> None:
        with transaction.atomic():
            need("slow")
            began.set()
            assert go.wait(30)

    writer = in_thread(slow)
    assert began.wait(30)
    need("quick")
    quick = follower.news()
    assert quick, "what is committed is told at once"
    assert follower.position.missing, "the numbers of the slow one are looked for"
    assert Position.read(str(follower.position)) == follower.position
    resumed = Follower(Position.read(str(follower.position)))
    assert follower.news() == []
    go.set()
    writer.join()
    told = follower.news()
    assert {e.id for e in told}.isdisjoint(e.id for e in quick)
    assert sorted(e.id for e in [*quick, *told]) == list(range(start + 1, follower.position.top + 1))
    assert resumed.news() == told, "whoever comes back with this position misses nothing and hears nothing twice"
    settled(follower)


def settled(follower: Any) -> None:
    """Nothing more comes and nothing is looked for, once what else runs on this server has ended too: PostgreSQL counts for all its databases."""
    for _ in range(600):
        assert follower.news() == []
        if not follower.position.missing:
            return
        time.sleep(0.1)
    raise AssertionError(f"still looked for: {follower.position}")


def undone() -> None:
    """Numbers of a transaction that was rolled back are looked for until they cannot come any more."""
    from django.db import transaction

    from clew.ground.ledger.api import Follower

    follower = Follower()
    try:
        with transaction.atomic():
            need("undone")
            raise ZeroDivisionError
    except ZeroDivisionError:
        need("done")
    assert follower.news()
    settled(follower)


def writers() -> None:
    """Ten write at once, to records of their own and to one that all share."""
    from clew.ground.ledger.api import Follower
    from clew.ground.ledger.models import LedgerEntry
    from clew.ground.thread.api import rename

    shared, follower = need("shared"), Follower()
    start, told, over, ready = follower.position.top, [], threading.Event(), threading.Event()

    def write(number: int) -> Callable[[], None]:
        def work() -> None:
            own = need(f"own {number}")
            for turn in range(ACTS):
                rename(way_in(), node_id=own, title=f"own {number}, {turn}")
                rename(way_in(), node_id=shared, title=f"shared {number}, {turn}")

        return work

    def follow() -> None:
        mine = Follower()
        ready.set()
        assert mine.position.top == start
        while not over.is_set() or mine.position.missing:
            told.extend(mine.news())
            time.sleep(0.003)
        told.extend(mine.news())

    reader = in_thread(follow)
    assert ready.wait(60)
    some = [in_thread(write(n)) for n in range(WRITERS)]
    for one in some:
        one.join()
    over.set()
    reader.join()
    written = LedgerEntry.objects.filter(id__gt=start).order_by("id").values_list("id", "table_name", "row_id")
    assert Counter(e.id for e in told) == Counter(pk for pk, _, _ in written)
    for table, row in {(t, r) for _, t, r in written}:
        ids = [e.id for e in told if (e.table, e.row_id) == (table, row)]
        assert ids == sorted(ids)
    shown = [e.id for e in told if (e.table, e.row_id) == ("thread_node", shared)]
    assert len(shown) == WRITERS * ACTS


def together() -> None:
    """Ten press Save in the same moment on what they all saw: one is kept, nine are shown both versions."""
    from clew.ground.ledger.api import Overtaken, drawn_from, drawn_version
    from clew.ground.thread.api import rename

    shared, workspace_id = need("shared"), way_in().workspace_id
    seen, ready = drawn_version(workspace_id=workspace_id, node_id=shared), threading.Barrier(WRITERS)
    kept, refused = list[int](), list[int]()

    def press(number: int) -> Callable[[], None]:
        def work() -> None:
            access = way_in()
            ready.wait(30)
            try:
                with drawn_from(seen, workspace_id=workspace_id):
                    rename(access, node_id=shared, title=f"shared {number}")
                kept.append(number)
            except Overtaken:
                refused.append(number)

        return work

    for one in [in_thread(press(n)) for n in range(WRITERS)]:
        one.join()
    assert (len(kept), len(refused)) == (1, WRITERS - 1)


def people() -> None:
    """Ines edits, Vera reads, Stran is a stranger; prints a link for each that signs in once, and the workspace."""
    from clew.ground.workspaces.api import Role, create_user, create_workspace, join, make_entry_link, workspace

    access = way_in()
    links = {}
    for name, role in (("Ines", Role.EDITOR), ("Vera", Role.VIEWER), ("Stran", None)):
        user = create_user(email=f"{name.lower()}@example.org", name=name)
        create_workspace(name=f"{name}'s own", owner=user)
        if role:
            join(workspace(access), user, role)
        links[name] = make_entry_link(user)
    print(json.dumps({"slug": access.slug, "links": links}))


def write(title: str, times: str = "1") -> None:
    for number in range(int(times)):
        print(need(f"{title} {number}"))


def many(count: str) -> None:
    from clew.ground.thread.api import NewNode, add_nodes
    from clew.ground.workspaces.api import act

    act("make records")(lambda access: add_nodes(access, [NewNode("need", f"old {n}") for n in range(int(count))]))(
        way_in()
    )


def rename(number: str, title: str) -> None:
    from clew.ground.thread.api import rename

    rename(way_in(), node_id=int(number), title=title)


def describe(number: str, detail: str) -> None:
    from clew.ground.evidence.api import describe_need

    describe_need(way_in(), need_id=int(number), detail=detail)


def remove(name: str) -> None:
    from clew.ground.workspaces.api import User, remove_member

    remove_member(way_in(), user_id=User.objects.get(name=name).pk)


def need(title: str) -> int:
    from clew.ground.evidence.api import add_need

    return int(add_need(way_in(), title=title).pk)


def way_in() -> Any:
    from clew.ground.doors.commands import way_in

    return way_in(None)


def in_thread(work: Callable[[], None]) -> "Raising":
    thread = Raising(target=work)
    thread.start()
    return thread


class Raising(threading.Thread):
    """What fails in it fails where it is joined."""

    error: BaseException | None = None

    def run(self) -> None:
        from django.db import connection

        try:
            super().run()
        except BaseException as error:
            self.error = error
        finally:
            connection.close()

    def join(self, timeout: float | None = 60) -> None:
        super().join(timeout)
        assert not self.is_alive()
        if self.error:
            raise self.error


if __name__ == "__main__":
    from clew.front.cli.house import prepare
    from clew.ground.doors.commands import start_django

    start_django()
    prepare("")
    {f.__name__: f for f in (late, undone, writers, together, people, write, many, rename, describe, remove)}[
        sys.argv[1]
    ](*sys.argv[2:])
