"""The one process of a data folder that does long work: a lock, DBOS, and a sweep that hands it what waits.

DBOS keeps which workflow was handed out and takes up what a killed process left; how far a run is stands in its own row.
It is imported when a runner is launched and not before.
"""

import fcntl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, connections
from django.db.models import F
from django_scopes import scopes_disabled

from clew.ground.runs.jobs import logger, perform, stopping
from clew.ground.runs.models import Run
from clew.ground.runs.queries import RunRow, run
from clew.ground.workspaces.api import Access

AT_ONCE = 2
SWEEP_SECONDS = 0.5
STOP_SECONDS = 10.0
NOTE_SECONDS = 3
BATCH = 200


@dataclass(slots=True)
class _Runner:
    lock: IO[str]
    workflow: Any
    sweeper: threading.Thread | None = None
    awake: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    handed: set[str] = field(default_factory=set)


_runner: _Runner | None = None
_busy: set[str] = set()
_last_end = float("-inf")
_gate = threading.Lock()


def launch_runner() -> bool:
    """Become the runner of this data folder, unless another process is; says whether this process is it now."""
    global _runner
    with _gate:
        if _runner is not None:
            return True
        lock = _lock()
        if lock is None:
            return False
        stopping.clear()
        _busy.clear()
        try:
            _runner = _Runner(lock, _launch_dbos())
        except BaseException:
            lock.close()
            raise
        _runner.sweeper = threading.Thread(target=_sweep_on, args=(_runner,), name="clew-sweep", daemon=True)
        _runner.sweeper.start()
        return True


def stop_runner() -> None:
    """Let what runs come to the end of its part; it goes on when a runner starts again."""
    global _runner
    with _gate:
        if _runner is None:
            return
        stopping.set()
        _runner.over.set()
        _runner.awake.set()
        if _runner.sweeper is not None:
            _runner.sweeper.join(STOP_SECONDS)
        deadline = time.monotonic() + STOP_SECONDS
        while _busy and time.monotonic() < deadline:
            time.sleep(0.02)
        from dbos import DBOS

        # What ended just now is still being noted as ended, and must find DBOS there; a wait costs a second at least.
        is_noting = time.monotonic() - _last_end < NOTE_SECONDS
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=NOTE_SECONDS if is_noting else 0)
        _runner.lock.close()
        _runner = None


def is_runner_elsewhere() -> bool:
    """Whether another process does the long work of this data folder."""
    if _runner is not None:
        return False
    lock = _lock()
    if lock is None:
        return True
    lock.close()
    return False


def wake() -> None:
    """Something was queued: look now and not at the next sweep."""
    if _runner is not None:
        _runner.awake.set()


def follow(access: Access, run_id: int, *, every: float = 0.2) -> Iterator[RunRow]:
    """How a run goes, until it is over. Works in whatever process: if no runner is alive, this one becomes it."""
    while True:
        found = run(access, run_id)
        yield found
        if found.is_over:
            return
        launch_runner()
        time.sleep(every)


def _lock() -> IO[str] | None:
    """Held until the file is closed, which the end of the process does whatever its cause."""
    file = (Path(settings.CLEW_DATA) / "runner.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _launch_dbos() -> Any:
    from dbos import DBOS, DBOSConfig

    # One version for ever: what an older Clew left unfinished is taken up by the newer one.
    config: DBOSConfig = {
        "name": "clew",
        "system_database_url": _system_database(),
        "application_version": "1",
        "executor_id": "clew",
        "log_level": "ERROR",
        "sys_db_pool_size": 5,
    }
    DBOS(config=config)
    workflow = DBOS.workflow(name="perform", max_recovery_attempts=None)(_workflow)
    DBOS.launch()
    return workflow


def _system_database() -> str:
    """DBOS's own tables: the schema `dbos` of the same PostgreSQL, or a file beside the other."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(settings.CLEW_DATA) / 'runs.sqlite3'}"
    from sqlalchemy import URL

    it = connection.settings_dict
    host, port = str(it["HOST"]), int(it["PORT"]) if it["PORT"] else None
    by_socket = host.startswith("/")
    made = URL.create(
        "postgresql+psycopg",
        username=str(it["USER"]) or None,
        password=str(it["PASSWORD"]) or None,
        host=None if by_socket else host or None,
        port=port,
        database=str(it["NAME"]),
        query={"host": host} if by_socket else {},
    )
    return made.render_as_string(hide_password=False)


def _workflow(key: str) -> None:
    """What DBOS runs, and runs again after a kill. The row knows how far it is, so nothing is done twice."""
    global _last_end
    _busy.add(key)
    try:
        perform(key)
    finally:
        connections.close_all()
        _last_end = time.monotonic()
        _busy.discard(key)
        wake()


def _sweep_on(runner: _Runner) -> None:
    """At the start everything unfinished, then whatever is queued, by this process or another."""
    states = ["queued", "running"]
    while not runner.over.is_set():
        runner.awake.clear()
        try:
            _hand_over(runner, states)
            states = ["queued"]
        except Exception:  # the database may be away for a moment; the next sweep looks again
            logger.exception("The sweep of long work failed")
            connections.close_all()
        runner.awake.wait(SWEEP_SECONDS)
    connections.close_all()


def _hand_over(runner: _Runner, states: list[str]) -> None:
    """As many as may run at once; the end of each wakes the sweep. A queue of DBOS would ask the database five times a second,
    which took half of what an idle server does and came between pages."""
    from dbos import DBOS

    with scopes_disabled():
        waiting = list(Run.objects.filter(state__in=states).order_by("id").values_list("pk", "key", "attempt")[:BATCH])
    for pk, key, attempt in waiting:
        workflow_id = f"{key}.{attempt}"
        if workflow_id in runner.handed:
            continue
        if len(_busy) >= AT_ONCE:
            return
        known = DBOS.get_workflow_status(workflow_id)
        if known is not None and known.status not in ("PENDING", "ENQUEUED", "DELAYED"):
            # DBOS holds it to be over, the row does not: the row is right.
            with scopes_disabled():
                Run.objects.filter(pk=pk).update(attempt=F("attempt") + 1)
            continue
        if known is None:
            _start(runner, workflow_id, key)
        runner.handed.add(workflow_id)


def _start(runner: _Runner, workflow_id: str, key: str) -> None:
    from dbos import DBOS, SetWorkflowID

    _busy.add(key)  # from now on, although its thread begins a moment later
    try:
        with SetWorkflowID(workflow_id):
            DBOS.start_workflow(runner.workflow, key)
    except BaseException:
        _busy.discard(key)
        raise
