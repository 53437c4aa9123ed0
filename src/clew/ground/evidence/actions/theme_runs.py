"""Find themes while people go on working: the same as `find_themes`, as a run with progress that can be cancelled."""

from typing import Any

from clew.ground.evidence.actions.themes import find_themes
from clew.ground.evidence.models import ImportBatch, Theme, Theming
from clew.ground.evidence.pieces import Askers
from clew.ground.evidence.queries.theme_told import Where
from clew.ground.ledger.api import NotFound
from clew.ground.runs.api import Run, Running, job, retry, start
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, Role, within

THEMES_JOB = "find themes"


def start_finding_themes(
    access: Access,
    *,
    batch_id: int | None = None,
    about: int | None = None,
    askers: Askers | None = None,
    seed: int = 0,
) -> Run:
    """`askers`: by the number of a transcript heard for `about`, who asked there; their words are left out.

    Asking twice before the themes are there is asking once; one that failed or was cancelled is taken up again."""
    access.require(Role.EDITOR)
    with within(access):
        last = Theming.objects.filter(**Where(batch_id, about).its).values_list("made_at", flat=True).first()
        title = _title(batch_id, about)
    run = start(
        access,
        job=THEMES_JOB,
        title=f"Find themes in {title}",
        arguments={"batch_id": batch_id, "about": about, "askers": _told(askers or {}), "seed": seed},
        key=f"themes {batch_id or about or 'all'} {seed} {last.isoformat() if last else 'first'}",
        subject_id=batch_id or about,
    )
    return retry(access, run_id=run.pk) if run.state in ("failed", "cancelled") else run


@job(THEMES_JOB)
def find_as_run(running: Running) -> dict[str, Any]:
    def progress(done: int, total: int, step: str) -> None:
        running.commit(lambda: running.cursor, done=done, total=total, step=step)

    told = dict(running.arguments)
    askers = {int(source_id): names for source_id, names in told.pop("askers", {}).items()}
    theming = find_themes(running.access, progress=progress, askers=askers, **told)
    with within(running.access):
        found = Theme.objects.filter(theming=theming, node__archived_at__isnull=True).count()
    return {"themes": found, "items": theming.items, "batch_id": theming.batch_id}


def _told(askers: Askers) -> dict[str, list[str]]:
    return {str(source_id): list(names) for source_id, names in askers.items()}


def _title(batch_id: int | None, about: int | None) -> str:
    if about is not None:
        return f"“{get_node(about).title}”"
    if batch_id is None:
        return "all feedback"
    batch = ImportBatch.objects.select_related("node").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("No such import.")
    return f"“{batch.node.title}”"
