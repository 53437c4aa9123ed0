"""Begin to bring in a file. The work itself is a job, in chunks (`jobs.py`); asked twice for the same file, it is done once."""

import json
from collections.abc import Mapping as Columns
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from clew.ground.evidence.actions.undo_import import bring_import_back
from clew.ground.evidence.formats import FileShape, FormatError, Mapping, check_mapping
from clew.ground.evidence.kinds import IMPORT
from clew.ground.evidence.models import ImportBatch, Source
from clew.ground.evidence.plans import (
    FEEDBACK_JOB,
    FINDINGS_JOB,
    IMPORT_COUNTS,
    INTERVIEWS_JOB,
    PROJECT_JOB,
    PROJECTS,
    TABLES,
    TRANSCRIPTS,
    mapping_to_json,
    shape_to_json,
)
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, asked_before, retry, start
from clew.ground.thread.api import NewNode, add_node, set_state
from clew.ground.workspaces.api import Access, act

MOST_TRANSCRIPTS = 100


@dataclass(frozen=True, slots=True)
class TranscriptPlan:
    """One transcript. `people` says who a speaker is, by name; the others stay what the file calls them."""

    file_id: int
    shape: FileShape
    title: str = ""
    people: Columns[str, str] = field(default_factory=dict)
    said_on: date | None = None


@act("begin an import")
def begin_import(
    access: Access,
    *,
    file_id: int,
    shape: FileShape,
    mapping: Mapping,
    join: str = "",
    continued: bool = False,
    title: str = "",
    kind: str = "feedback",
) -> Run:
    """Bring in a table of feedback. The same file read in the same way is the same import: it adds nothing, or goes on where it stopped."""
    file = _file(file_id)
    if shape.kind not in TABLES:
        raise Refused(
            "This file is not a table.", field="file", remedy="Bring it in as a transcript or a findings sheet."
        )
    problems = check_mapping(mapping, shape.header)
    if problems:
        raise Refused(" ".join(problems), field="map_text", remedy="Correct the choice of columns.")
    if join and join not in shape.header:
        raise Refused(f"There is no column “{join}”.", field="join", remedy="Choose another column, or none.")
    if kind not in dict(Source.KINDS):
        raise Refused("This kind of source is not known.", field="kind", remedy="Choose one of the list.")
    how = {
        "mapping": mapping_to_json(mapping),
        "join": join,
        "continued": continued,
        "kind": kind,
        "sheet": shape.sheet,
    }
    return _begin(access, FEEDBACK_JOB, [file], title, {"shape": shape_to_json(shape), **how}, how)


@act("begin an import")
def begin_findings(access: Access, *, file_id: int, shape: FileShape, title: str = "") -> Run:
    """Bring in a findings sheet: a study, its participants, each finding as a need and each note as an excerpt."""
    if shape.kind not in ("findings", "xlsx"):
        raise Refused("This is not a spreadsheet of findings.", field="file", remedy="Choose the .xlsx file.")
    told = {"shape": shape_to_json(shape), "title": title.strip()}
    return _begin(access, FINDINGS_JOB, [_file(file_id)], title, told, {})


@act("begin an import")
def begin_project(access: Access, *, file_id: int, shape: FileShape, title: str = "", kind: str = "interview") -> Run:
    """Bring in a project of another program for qualitative analysis (.qdpx), or its codebook alone (.qdc)."""
    if shape.kind not in PROJECTS:
        raise Refused("This is no REFI-QDA project or codebook.", field="file", remedy="Choose a .qdpx or .qdc file.")
    if kind not in dict(Source.KINDS):
        raise Refused("This kind of source is not known.", field="kind", remedy="Choose one of the list.")
    told = {"shape": shape_to_json(shape), "kind": kind}
    return _begin(access, PROJECT_JOB, [_file(file_id)], title, told, {"kind": kind})


@act("begin an import")
def begin_transcripts(access: Access, *, transcripts: Sequence[TranscriptPlan], title: str = "") -> Run:
    """Bring in transcripts, each as an interview with its turns."""
    if not 0 < len(transcripts) <= MOST_TRANSCRIPTS:
        raise Refused(
            f"Between 1 and {MOST_TRANSCRIPTS} transcripts at once.", field="file", remedy="Choose fewer files."
        )
    if any(t.shape.kind not in TRANSCRIPTS for t in transcripts):
        raise Refused("One of the files is not a transcript.", field="file", remedy="Bring it in by itself.")
    plans = [
        {
            "file_id": t.file_id, "shape": shape_to_json(t.shape), "title": t.title.strip()[:300], "people": _named(t.people),
            "said_on": t.said_on.isoformat() if t.said_on else "",
        }
        for t in transcripts
    ]  # fmt: skip
    files = [_file(t.file_id) for t in transcripts]
    how = {"people": [p["people"] for p in plans]}
    shape = {"files": [file.sha256 for file in files]}
    return _begin(
        access, INTERVIEWS_JOB, files, title or transcripts[0].title, {"transcripts": plans, "shape": shape}, how
    )


@act("end an import")
def end_import(access: Access, *, batch_id: int, state: str, counts: Columns[str, int]) -> None:
    """What came of it. Called by the job when it ends, however it ends."""
    batch = ImportBatch.objects.select_related("node").get(pk=batch_id)
    for name in IMPORT_COUNTS:
        setattr(batch, name, counts.get(name, 0))
    batch.save(update_fields=IMPORT_COUNTS)
    if batch.undone_at is None:
        set_state(batch.node, state)


@act("go on with an import")
def take_up(access: Access, *, batch_id: int) -> None:
    """It was stopped, and is at work again. Called by the job when it begins, whoever asked for it and where."""
    batch = ImportBatch.objects.select_related("node").get(pk=batch_id)
    if batch.undone_at is not None:
        raise Refused("This import was undone.", remedy="Bring it back first.")
    if batch.node.state != "importing":
        set_state(batch.node, "importing")


def _named(people: Columns[str, str]) -> dict[str, str]:
    names = {speaker: " ".join(name.split())[:300] for speaker, name in people.items()}
    return {speaker: name for speaker, name in names.items() if name and name != speaker}


class _Late(Exception):
    """Somebody began the same import at the same moment."""


def _begin(
    access: Access, job: str, files: Sequence[StoredFile], title: str, arguments: dict[str, Any], how: dict[str, Any]
) -> Run:
    """`how`: what makes this import another one than the last of the same file."""
    told = json.dumps([job, [f.sha256 for f in files], how], sort_keys=True)
    key = f"import-{sha256(told.encode()).hexdigest()[:40]}"
    before = asked_before(access, key)
    if before is not None:
        return _again(access, before)
    try:
        with transaction.atomic():
            batch = _batch(access, files[0], title, arguments)
            about = f"Import {batch.node.title}"
            run = start(
                access,
                job=job,
                title=about,
                arguments={**arguments, "file_id": files[0].pk},
                key=key,
                subject_id=batch.pk,
            )
            if run.subject_id != batch.pk:
                raise _Late
    except _Late:
        return _again(access, _known(access, key))
    return run


def _batch(access: Access, file: StoredFile, title: str, arguments: dict[str, Any]) -> ImportBatch:
    node = add_node(access, NewNode(IMPORT, title.strip() or file.name, "importing"))
    return ImportBatch.objects.create(
        workspace_id=access.workspace_id, node=node, file=file, shape=arguments.get("shape", {}),
        mapping=arguments.get("mapping", {}), join_key=arguments.get("join", "")[:200],
    )  # fmt: skip


def _again(access: Access, run: Run) -> Run:
    """Done, or on its way: as it is. Undone: it comes back. Stopped: it goes on."""
    if ImportBatch.objects.filter(pk=run.subject_id, undone_at__isnull=False).exists():
        return bring_import_back(access, batch_id=int(run.subject_id or 0))
    if run.state not in ("failed", "cancelled"):
        return run
    return retry(access, run_id=run.pk)


def _known(access: Access, key: str) -> Run:
    found = asked_before(access, key)
    if found is None:
        raise NotFound("No such import.")
    return found


def _file(file_id: int) -> StoredFile:
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound("No such file.")
    return found


def as_refusal(error: FormatError) -> Refused:
    return Refused(error.message, field="file", remedy=error.remedy)
