"""The long work of evidence: imports, chunk by chunk. Each chunk, its counts and where to go on are one transaction."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

from clew.ground.evidence.actions.feedback import add_feedback
from clew.ground.evidence.actions.findings import add_findings, add_study
from clew.ground.evidence.actions.imports import as_refusal, end_import, take_up
from clew.ground.evidence.actions.interviews import add_interview
from clew.ground.evidence.actions.projects import Brought, bring_codes, bring_text, note_left_out, note_problems
from clew.ground.evidence.actions.undo_import import BROUGHT, end_undo, put_away, take_back
from clew.ground.evidence.formats import (
    Blanks,
    FeedbackRecord,
    FileShape,
    Finding,
    FormatError,
    ReadCounts,
    RowError,
    Transcript,
    read_feedback,
    read_findings,
    read_project,
    read_transcript,
    rows,
)
from clew.ground.evidence.models import Source, SourceVersion
from clew.ground.evidence.plans import (
    BACK_JOB,
    FEEDBACK_JOB,
    FINDINGS_JOB,
    IMPORT_COUNTS,
    IMPORT_JOBS,
    INTERVIEWS_JOB,
    PROJECT_JOB,
    UNDO_JOB,
    mapping_from_json,
    shape_from_json,
)
from clew.ground.evidence.sheet_text import is_need
from clew.ground.files.api import path_of
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Ending, Running, job, runs_about
from clew.ground.workspaces.api import Access, within

CHUNK = 1000
CHUNK_CHARACTERS = 4_000_000
FINDINGS_AT_ONCE = 50
Work = Callable[[Running], dict[str, Any]]
STATES = {"done": "imported", "cancelled": "cancelled", "failed": "failed"}


def _ended(access: Access, ending: Ending) -> None:
    if ending.subject_id is not None:
        end_import(access, batch_id=ending.subject_id, state=STATES[ending.state], counts=ending.cursor)


def _put_away(access: Access, ending: Ending) -> None:
    if ending.subject_id is not None and ending.state == "done":
        end_undo(access, batch_id=ending.subject_id, state="undone")


def _brought_back(access: Access, ending: Ending) -> None:
    if ending.subject_id is not None and ending.state == "done":
        run = runs_about(access, [ending.subject_id], jobs=IMPORT_JOBS)[ending.subject_id]
        end_undo(access, batch_id=ending.subject_id, state=STATES[run.state])


def _in_words(work: Work) -> Work:
    """What is wrong with a file ends the run with words a person can act on."""

    @wraps(work)
    def told(running: Running) -> dict[str, Any]:
        try:
            if running.subject_id is not None:
                take_up(running.access, batch_id=running.subject_id)
            return work(running)
        except FormatError as error:
            raise as_refusal(error) from error
        except FileNotFoundError as error:
            raise Refused("The file is no longer there.", field="file", remedy="Upload it again.") from error

    return told


@job(FEEDBACK_JOB, ended=_ended)
@_in_words
def import_feedback(running: Running) -> dict[str, Any]:
    told = running.arguments
    path, shape = path_of(running.access, file_id=told["file_id"]), shape_from_json(told["shape"])
    total, empty = _size(running, path, shape)
    counts = ReadCounts()
    found = read_feedback(
        path, shape, mapping_from_json(told["mapping"]), join=told["join"] or None, continued=told["continued"],
        skip=running.cursor.get("last_row", 0), counts=counts,
    )  # fmt: skip
    before = running.cursor.get("rows_read", 0)
    for chunk in _chunks(found):
        _bring_in(running, chunk, before + counts.rows, {"total": total, "empty": empty, "last_row": counts.last_row})
    return _counts(running)


def _size(running: Running, path: Path, shape: FileShape) -> tuple[int, int]:
    """How many rows hold something and how many are empty; counted once, however often the import is taken up again."""
    if "total" in running.cursor:
        return running.cursor["total"], running.cursor.get("empty", 0)
    blanks = Blanks()
    return sum(1 for _ in rows(path, shape, blanks=blanks)), blanks.count


@job(INTERVIEWS_JOB, ended=_ended)
@_in_words
def import_interviews(running: Running) -> dict[str, Any]:
    """One transcript to a chunk."""
    plans = running.arguments["transcripts"]
    for at, plan in list(enumerate(plans))[running.cursor.get("rows_read", 0) :]:
        transcript = read_transcript(path_of(running.access, file_id=plan["file_id"]), shape_from_json(plan["shape"]))

        def bring_in(at: int = at, plan: dict[str, Any] = plan, transcript: Transcript = transcript) -> dict[str, Any]:
            source = add_interview(
                running.access, batch_id=_batch_id(running), file_id=plan["file_id"], transcript=transcript, title=plan["title"], people=plan["people"],
                said_on=date.fromisoformat(plan["said_on"]) if plan["said_on"] else None,
            )  # fmt: skip
            return {**_counted(running, added=source is not None, duplicates=source is None), "rows_read": at + 1}

        running.commit(bring_in, done=at + 1, total=len(plans), step=f"{at + 1} of {len(plans)} transcripts")
    return _counts(running)


@job(FINDINGS_JOB, ended=_ended)
@_in_words
def import_findings(running: Running) -> dict[str, Any]:
    """First the study with its participants, then its findings, some to a chunk."""
    path = path_of(running.access, file_id=running.arguments["file_id"])
    study = read_findings(path, shape_from_json(running.arguments["shape"]))
    total = len(study.findings)

    def begin() -> dict[str, Any]:
        made = add_study(running.access, batch_id=_batch_id(running), study=study, title=running.arguments["title"])
        if made is None:
            return {**_counted(running, duplicates=total), "rows_read": total}
        return {**_counted(running), "source": made[0].pk, "people": made[1], "place": 0}

    if not running.cursor:
        running.commit(begin, done=0, total=total, step="The study and its participants")
    while (at := running.cursor.get("rows_read", 0)) < total:
        some = study.findings[at : at + FINDINGS_AT_ONCE]
        running.commit(
            lambda some=some: _add_some(running, some),  # type: ignore[misc]
            done=at + len(some),
            total=total,
            step=f"{at + len(some)} of {total} findings",
        )
    return _counts(running)


@job(PROJECT_JOB, ended=_ended)
@_in_words
def import_project(running: Running) -> dict[str, Any]:
    """First the codes, then one text to a chunk, with what is selected in it."""
    told = running.arguments
    found = read_project(path_of(running.access, file_id=told["file_id"]), told["shape"]["kind"])
    total = len(found.texts) + 1

    def begin() -> Brought:
        note_left_out(running.access, batch_id=_batch_id(running), left_out=found.left_out)
        return bring_codes(running.access, codes=found.codes)

    parts: list[Callable[[], Brought]] = [begin]
    parts += [
        lambda text=text: bring_text(running.access, batch_id=_batch_id(running), text=text, kind=told["kind"])  # type: ignore[misc]
        for text in found.texts
    ]
    for at in range(running.cursor.get("part", 0), total):
        step = "The codes" if at == 0 else f"{at} of {total - 1} texts"
        running.commit(lambda at=at: _bring_part(running, parts[at], at), done=at + 1, total=total, step=step)  # type: ignore[misc]
    return _counts(running)


def _bring_part(running: Running, part: Callable[[], Brought], at: int) -> dict[str, Any]:
    before, done = running.cursor, part()
    failed = before.get("failed", 0)
    with within(running.access):
        note_problems(running.access, batch_id=_batch_id(running), problems=done.problems, after=failed)
    read = before.get("rows_read", 0) + done.added + done.here + len(done.problems)
    counts = {**_counted(running, added=done.added, duplicates=done.here), "failed": failed + len(done.problems)}
    return {**counts, "rows_read": read, "part": at + 1}


@job(UNDO_JOB, ended=_put_away)
def undo_import(running: Running) -> dict[str, Any]:
    with within(running.access):
        total = Source.objects.filter(batch=_batch_id(running)).count()
    for at in range(running.cursor.get("at", 0), len(BROUGHT)):
        while running.cursor.get("at", 0) == at:
            _one_chunk(running, at, total)
    return {}


def _one_chunk(running: Running, at: int, total: int) -> None:
    """Sources first, then what nothing rests on any more; where one list ends the next begins."""
    before = running.cursor

    def chunk() -> dict[str, Any]:
        after = before.get("after", 0)
        count, last = put_away(running.access, batch_id=_batch_id(running), what=BROUGHT[at], after=after)
        done = before.get("done", 0) + (count if at == 0 else 0)
        return {"at": at, "after": last, "done": done} if count else {"at": at + 1, "after": 0, "done": done}

    done = before.get("done", 0)
    running.commit(chunk, done=done, total=total, step=f"{done:,} of {total:,} sources put away")


@job(BACK_JOB, ended=_brought_back)
def bring_import_back(running: Running) -> dict[str, Any]:
    while not running.cursor.get("over"):
        before = running.cursor

        def chunk(before: dict[str, Any] = before) -> dict[str, Any]:
            count, last = take_back(running.access, batch_id=_batch_id(running), after=before.get("after", 0))
            return {"after": last, "done": before.get("done", 0) + count, "over": not count}

        done = before.get("done", 0)
        running.commit(chunk, done=done, step=f"{done:,} records brought back")
    return {}


def _add_some(running: Running, findings: Sequence[Finding]) -> dict[str, Any]:
    kept = running.cursor
    with within(running.access):
        text = SourceVersion.objects.get(source_id=kept["source"], number=1).text
    place = add_findings(
        running.access,
        source_id=kept["source"],
        text=text,
        place=kept["place"],
        findings=findings,
        people=kept["people"],
    )
    read = kept.get("rows_read", 0) + len(findings)
    return {**kept, **_counted(running, added=sum(map(is_need, findings))), "place": place, "rows_read": read}


def _counted(running: Running, *, added: int = 0, duplicates: int = 0) -> dict[str, Any]:
    before = running.cursor
    return {
        **before,
        "added": before.get("added", 0) + int(added),
        "duplicates": before.get("duplicates", 0) + int(duplicates),
    }


def _counts(running: Running) -> dict[str, Any]:
    return {name: running.cursor.get(name, 0) for name in IMPORT_COUNTS}


def _batch_id(running: Running) -> int:
    assert running.subject_id is not None
    return running.subject_id


def _bring_in(running: Running, chunk: list[FeedbackRecord | RowError], read: int, file: dict[str, int]) -> None:
    """`file`: how large it is and where to go on in it."""
    records = [item for item in chunk if isinstance(item, FeedbackRecord)]
    errors = [item for item in chunk if isinstance(item, RowError)]
    before = running.cursor

    def bring_in() -> dict[str, Any]:
        failed = before.get("failed", 0)
        done = add_feedback(
            running.access, batch_id=_batch_id(running), kind=running.arguments["kind"], records=records, errors=errors,
            failed_before=failed,
        )  # fmt: skip
        return {
            **file,
            "rows_read": read,
            "added": before.get("added", 0) + done.added,
            "duplicates": before.get("duplicates", 0) + done.duplicates,
            "failed": failed + len(errors),
        }

    running.commit(bring_in, done=read, total=file["total"], step=f"{read:,} of {file['total']:,} rows")


def _chunks(found: Iterator[FeedbackRecord | RowError]) -> Iterator[list[FeedbackRecord | RowError]]:
    """At most so many rows, and of long texts fewer: what is held in memory has a bound."""
    while chunk := list(_some(found)):
        yield chunk


def _some(found: Iterator[FeedbackRecord | RowError]) -> Iterator[FeedbackRecord | RowError]:
    size = 0
    for item in islice(found, CHUNK):
        yield item
        size += len(item.text) if isinstance(item, FeedbackRecord) else 0
        if size > CHUNK_CHARACTERS:
            return
