"""Jobs: what a run does, in bounded chunks, and what it leaves behind when it ends."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.models import Run
from clew.ground.workspaces.api import Access, Role, User, Workspace, enter

logger = logging.getLogger(__name__)
Work = Callable[["Running"], dict[str, Any]]
Ended = Callable[[Access, "Ending"], None]
TRIES = 3
GAP = 0.01  # between two chunks, so that whoever waits to write has their turn


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended, for what it was about."""

    subject_id: int | None
    state: str
    cursor: dict[str, Any]
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Job:
    work: Work
    ended: Ended | None


class Cancelled(Exception):
    """Somebody asked to cancel; what is in stays in."""


class Stopping(Exception):
    """The runner is being stopped; the run goes on when another starts."""


_jobs: dict[str, Job] = {}
stopping = threading.Event()


def job(name: str, *, ended: Ended | None = None) -> Callable[[Work], Work]:
    """Register what a run of this name does: bounded chunks, each given to `Running.commit`.

    `ended` is called in the transaction in which the run ends, however it ends.
    """

    def register(work: Work) -> Work:
        _jobs[name] = Job(work, ended)
        return work

    return register


def is_job(name: str) -> bool:
    return name in _jobs


class Running:
    """A run at work: what it was asked, where it stands, and how it writes a chunk down."""

    def __init__(self, run: Run) -> None:
        self._run_id = run.pk
        self.access = _way_in(run)
        self.arguments: dict[str, Any] = run.arguments
        self.subject_id = run.subject_id
        self.cursor: dict[str, Any] = run.cursor

    def commit(
        self, chunk: Callable[[], dict[str, Any]], *, done: int, total: int = 0, step: str = "", tries: int = TRIES
    ) -> None:
        """Do one chunk; what it returns is the new cursor. Data, progress and cursor are one transaction.

        Somebody may have written the same at the same moment: the chunk is then done again, and sees it.
        """
        if stopping.is_set():
            raise Stopping
        try:
            with transaction.atomic():
                self._look()
                cursor = chunk()
                values = {"done": done, "total": max(done, total) if total else 0, "step": step[:200], "cursor": cursor}
                self._rows().update(**values)
        except (IntegrityError, OperationalError):
            if tries <= 1:
                raise
            self.commit(chunk, done=done, total=total, step=step, tries=tries - 1)
        else:
            self.cursor = cursor
            time.sleep(GAP)

    def _look(self) -> None:
        """Between two chunks: was it cancelled, and may this person still do it?"""
        with scopes_disabled():
            run = Run.objects.select_related("asked_by", "workspace").get(pk=self._run_id)
        if run.cancel_asked:
            raise Cancelled
        self.access = _way_in(run)

    def _rows(self) -> Any:
        with scopes_disabled():
            return Run.objects.filter(pk=self._run_id)


def perform(key: str) -> None:
    """Do a run's work here and now, from where it stands. One that is over is left alone."""
    run = _take(key)
    if run is None:
        return
    try:
        result = _jobs[run.job].work(Running(run))
    except Cancelled:
        finish(run.pk, "cancelled")
    except Stopping:
        _put_back(run.pk)
    except (Refused, Forbidden, NotFound) as error:
        finish(run.pk, "failed", error=str(error))
    except Exception:
        logger.exception("The run %s failed", run.pk)
        finish(run.pk, "failed", error="Something went wrong on our side. What is in stays in; try again.")
    else:
        finish(run.pk, "done", result=result)


def finish(run_id: int, state: str, *, result: dict[str, Any] | None = None, error: str = "") -> bool:
    """The end of a run, once. What it was about is told in the same transaction."""
    with scopes_disabled(), transaction.atomic():
        open_runs = Run.objects.filter(pk=run_id, state__in=["queued", "running"])
        if not open_runs.update(state=state, result=result, error=error, ended_at=timezone.now()):
            return False
        run = Run.objects.select_related("workspace").get(pk=run_id)
        ended = _jobs[run.job].ended if run.job in _jobs else None
        if ended is not None:
            ended(_house(run.workspace), Ending(run.subject_id, state, run.cursor, result))
    return True


def _take(key: str) -> Run | None:
    with scopes_disabled():
        open_runs = Run.objects.filter(key=key, state__in=["queued", "running"])
        open_runs.update(state="running", started_at=Coalesce(F("started_at"), Value(timezone.now())), error="")
        return open_runs.select_related("asked_by", "workspace").first()


def _put_back(run_id: int) -> None:
    with scopes_disabled():
        Run.objects.filter(pk=run_id, state="running").update(state="queued", attempt=F("attempt") + 1)


def _way_in(run: Run) -> Access:
    """The access of whoever asked, as it is now."""
    user: User | None = run.asked_by
    try:
        access = enter(user, run.workspace.slug)
        access.require(Role.EDITOR)
    except (NotFound, Forbidden) as error:
        raise Refused(
            "Whoever asked for this may no longer do it here.",
            remedy="Somebody with the role editor can start it again.",
        ) from error
    return access


def _house(workspace: Workspace) -> Access:
    """The house itself says how a run ended: whoever asked may have left."""
    return Access(None, workspace.pk, workspace.slug, Role.EDITOR)
