"""Start, cancel and retry long work."""

from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.jobs import finish, is_job
from clew.ground.runs.models import Run
from clew.ground.runs.runner import wake
from clew.ground.workspaces.api import Access, act

KEY_LIMIT = 60


@act("start long work")
def start(
    access: Access, *, job: str, title: str, arguments: dict[str, Any], key: str, subject_id: int | None = None
) -> Run:
    """Queue a job once this transaction is through. The same key in the same workspace is the same run, whatever became of it."""
    if not is_job(job):
        raise LookupError(f"No job is called “{job}”.")
    whole_key = _whole(access, key)
    wanted = {
        "workspace_id": access.workspace_id,
        "job": job,
        "title": title[:200],
        "arguments": arguments,
        "subject_id": subject_id,
        "asked_by_id": access.user_id,
    }
    try:
        with transaction.atomic():
            run = Run.objects.filter(key=whole_key).first() or Run.objects.create(key=whole_key, **wanted)
    except IntegrityError:  # somebody asked for the same at the same moment
        run = Run.objects.get(key=whole_key)
    transaction.on_commit(wake)
    return run


def asked_before(access: Access, key: str) -> Run | None:
    """The run of this key, if there is one. Called inside an act."""
    return Run.objects.filter(key=_whole(access, key)).first()


@act("cancel long work")
def cancel(access: Access, *, run_id: int) -> None:
    """It stops after the part it is at; what is in stays in. One that has not begun is over at once."""
    run = _get(run_id)
    if run.state not in ("queued", "running"):
        raise Refused("This is over already.", remedy="Nothing is left to cancel.")
    Run.objects.filter(pk=run_id).update(cancel_asked=True)
    if run.state == "queued":
        finish(run_id, "cancelled")


@act("take up long work again")
def retry(access: Access, *, run_id: int) -> Run:
    """Go on with a cancelled or failed run where it stopped, in the name of whoever asks now."""
    _get(run_id)
    stopped = Run.objects.filter(pk=run_id, state__in=["failed", "cancelled"])
    again = {"state": "queued", "error": "", "ended_at": None, "result": None, "cancel_asked": False}
    if not stopped.update(attempt=F("attempt") + 1, asked_by_id=access.user_id, **again):
        raise Refused("This did not stop.", remedy="Only what failed or was cancelled can be taken up again.")
    transaction.on_commit(wake)
    return _get(run_id)


def _whole(access: Access, key: str) -> str:
    """Workspaces do not meet, not even in their keys."""
    return f"w{access.workspace_id}-{key if len(key) <= KEY_LIMIT else sha256(key.encode()).hexdigest()[:48]}"


def _get(run_id: int) -> Run:
    found = Run.objects.filter(pk=run_id).first()
    if found is None:
        raise NotFound("No such run.")
    return found
