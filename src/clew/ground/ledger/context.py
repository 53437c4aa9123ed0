"""Who is acting, and under which name: read by the database triggers that write the ledger."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db import connection, transaction

from clew.ground.ledger.unchanged import forget_marks


@dataclass(frozen=True, slots=True)
class ActContext:
    act: str = ""
    name: str = ""
    actor_id: int | None = None
    maintenance: bool = False
    recorded: bool = True


_current: ContextVar[ActContext] = ContextVar("clew_act", default=ActContext())
_last_act: ContextVar[str] = ContextVar("clew_last_act", default="")
# Asked with the act's identifier when all is written and nothing committed; may refuse (see `overtaken`).
before_commit: ContextVar[Callable[[str], None] | None] = ContextVar("clew_before_commit", default=None)


def current() -> ActContext:
    return _current.get()


def last_act_id() -> str:
    """The identifier of the act that finished last in this request or command; what Undo needs."""
    return _last_act.get()


@contextmanager
def acting(name: str, *, actor_id: int | None) -> Iterator[ActContext]:
    """Open one transaction whose writes the ledger records as one act; an act inside an act joins the outer one."""
    if current().act:
        with transaction.atomic():
            yield current()
        return
    current_outside = current()
    context = replace(current_outside, act=uuid.uuid4().hex, name=name, actor_id=actor_id)
    is_inside = connection.in_atomic_block
    with _entered(context), transaction.atomic():
        _tell_database(context)
        yield context
        if check := before_commit.get():
            check(context.act)
        if is_inside:  # the transaction goes on after this act, whose name must not stay behind
            _tell_database(current_outside)
    forget_marks()
    _last_act.set(context.act)


@contextmanager
def maintenance(*, recorded: bool = True) -> Iterator[None]:
    """Lift the append-only guards: for erasing words, for bringing in history that was written elsewhere, for emptying
    test databases. Nothing else may. Borders between workspaces hold all the same.

    Not `recorded`: the ledger does not write either, since what comes in brings its own history.
    """
    before = current()
    after = replace(before, maintenance=True, recorded=recorded)
    with _entered(after), transaction.atomic():
        _tell_database(after)
        yield
        _tell_database(before)


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, while others go on writing. Inside a transaction it is that transaction's view."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the write lock
            cursor.execute("SELECT count(*) FROM sqlite_master")  # the view begins with the first read
        try:
            yield
        finally:
            connection.cursor().execute("ROLLBACK")
    else:
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _entered(context: ActContext) -> Iterator[None]:
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)


def _tell_database(context: ActContext) -> None:
    """PostgreSQL's triggers read transaction settings; SQLite's call back into this process (see `sqlite.base`)."""
    if connection.vendor != "postgresql":
        return
    actor = "" if context.actor_id is None else str(context.actor_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('clew.act', %s, true), set_config('clew.act_name', %s, true),"
            " set_config('clew.actor', %s, true), set_config('clew.maintenance', %s, true)",
            [context.act, context.name, actor, _lifted(context)],
        )


def _lifted(context: ActContext) -> str:
    if not context.maintenance:
        return ""
    return "on" if context.recorded else "unrecorded"
