"""Reads on long work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clew.ground.ledger.api import NotFound
from clew.ground.runs.models import Run
from clew.ground.workspaces.api import Access, read

RUN_LIMIT = 200
_WORDS = {
    "queued": "Waiting to begin",
    "running": "Beginning",
    "done": "Done",
    "cancelled": "Cancelled",
    "failed": "Failed",
}


@dataclass(frozen=True, slots=True)
class RunRow:
    """`text` says in words where it stands; `cursor` is the job's own note of where to go on."""

    id: int
    job: str
    title: str
    state: str
    done: int
    total: int
    text: str
    error: str
    result: dict[str, Any]
    cursor: dict[str, Any]
    subject_id: int | None
    asked_by: str
    created_at: datetime
    ended_at: datetime | None
    cancel_asked: bool

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    @property
    def percent(self) -> int | None:
        """None while the total is not known."""
        return 100 * self.done // self.total if self.total else None


@read
def run(access: Access, run_id: int) -> RunRow:
    found = Run.objects.select_related("asked_by").filter(pk=run_id).first()
    if found is None:
        raise NotFound("No such run.")
    return _row(found)


@read
def runs(access: Access, *, state: str = "", job: str = "", limit: int = 50, offset: int = 0) -> list[RunRow]:
    """The newest long work first."""
    asked = {name: value for name, value in (("state", state), ("job", job)) if value}
    rows = Run.objects.select_related("asked_by").filter(**asked).order_by("-id")
    return [_row(r) for r in rows[offset : offset + min(limit, RUN_LIMIT)]]


@read
def runs_about(access: Access, subject_ids: Sequence[int], *, jobs: Sequence[str]) -> dict[int, RunRow]:
    """The newest run of one of these jobs about each of these records."""
    rows = (
        Run.objects.select_related("asked_by")
        .filter(subject_id__in=subject_ids[:RUN_LIMIT], job__in=jobs)
        .order_by("id")
    )
    return {int(r.subject_id): _row(r) for r in rows if r.subject_id is not None}


def _row(run: Run) -> RunRow:
    return RunRow(
        id=run.pk,
        job=run.job,
        title=run.title,
        state=run.state,
        done=run.done,
        total=run.total,
        text=_text(run),
        error=run.error,
        result=run.result or {},
        cursor=run.cursor,
        subject_id=run.subject_id,
        asked_by=str(run.asked_by or ""),
        created_at=run.created_at,
        ended_at=run.ended_at,
        cancel_asked=run.cancel_asked,
    )


def _text(run: Run) -> str:
    if run.state == "running":
        return "Stopping after this part" if run.cancel_asked else run.step or _WORDS["running"]
    if run.state == "failed":
        return run.error or _WORDS["failed"]
    if run.state == "cancelled" and run.step:
        return f"Cancelled at {run.step}"
    return _WORDS[run.state]
