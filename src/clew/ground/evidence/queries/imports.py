"""Imports: the list, what came of one, and what a file would become before it is brought in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Literal

from django.db.models import QuerySet

from clew.ground.evidence.formats import (
    FeedbackRecord,
    FileShape,
    FormatError,
    Guess,
    JoinOffer,
    Mapping,
    ReadCounts,
    RowError,
    SheetSize,
    check_mapping,
    guess_mapping,
    offer_join,
    questions_of_guide,
    read_feedback,
    read_findings,
    read_project,
    read_transcript,
    rows,
    sample_rows,
    sheets,
    sniff,
)
from clew.ground.evidence.formats import (
    failed_rows as rows_of,
)
from clew.ground.evidence.kinds import NEED, STANCES
from clew.ground.evidence.models import Excerpt, ImportBatch, ImportRowError, Source
from clew.ground.evidence.plans import (
    IMPORT_COUNTS,
    IMPORT_JOBS,
    PROJECTS,
    TRANSCRIPTS,
    UNDO_JOBS,
    mapping_from_json,
    shape_from_json,
)
from clew.ground.evidence.queries.imported_files import files_of
from clew.ground.evidence.queries.projects import ProjectLook, look_at_project
from clew.ground.evidence.queries.sheets import FindingsLook, look_at
from clew.ground.files.api import StoredFile, path_of
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import RunRow, runs_about
from clew.ground.thread.api import Link, Node
from clew.ground.workspaces.api import Access, read

PAGE = 100
ERROR_PAGE = 10_000
TRIED = 5_000
TOLD = 10_000
AT_ONCE = 1_000
SHOWN = 10
Reading = Literal["", "table", "transcript", "findings", "project"]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """While it runs the counts are those of its run."""

    id: int
    title: str
    file: str
    state: str
    rows_read: int
    empty: int
    added: int
    duplicates: int
    failed: int
    at: datetime
    by: str
    run: RunRow | None


@dataclass(frozen=True, slots=True)
class ImportDetail:
    row: ImportRow
    fields: tuple[tuple[str, str], ...]
    join: str
    is_feedback: bool
    is_undone: bool
    excerpts: int
    needs: tuple[tuple[int, str], ...]  # the first of `need_count` that a findings sheet brought
    need_count: int
    first_errors: tuple[RowError, ...]
    files: tuple[str, ...]
    left_out: tuple[str, ...]  # what of another program's project has no place here


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file is, and how it would be read unless a person says otherwise."""

    file_id: int
    name: str
    shape: FileShape
    reading: Reading
    mapping: Mapping | None = None
    offer: JoinOffer | None = None
    sheets: tuple[SheetSize, ...] = ()
    speakers: tuple[tuple[str, int], ...] = ()
    turns: int = 0
    findings: int = 0
    participants: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    like: str = ""  # the import of a file with these very columns whose mapping is taken up again
    join: str | None = None  # by which column its rows were joined; "" says by none
    cells: tuple[tuple[str, ...], ...] = ()  # of a table: a few different cells of each column
    warnings: tuple[str, ...] = ()
    project: ProjectLook | None = None
    sheet: FindingsLook | None = None
    questions: tuple[str, ...] = ()  # of what reads like a guide for interviews


@dataclass(frozen=True, slots=True)
class Trial:
    """What an import would do with the first `rows` rows that hold anything (`is_all`: those are all). Nothing is written."""

    rows: int
    empty: int
    is_all: bool
    added: int
    duplicates: int
    failed: int
    records: tuple[FeedbackRecord, ...]
    errors: tuple[RowError, ...]


@read
def imports(access: Access, *, limit: int = 50, offset: int = 0) -> list[ImportRow]:
    """The newest first."""
    rows = ImportBatch.objects.filter(node__archived_at__isnull=True).select_related("node__created_by", "file")
    found = list(rows.order_by("-pk")[offset : offset + min(limit, PAGE)])
    runs = runs_about(access, [b.pk for b in found], jobs=(*IMPORT_JOBS, *UNDO_JOBS))
    return [_row(batch, runs.get(batch.pk)) for batch in found]


@read
def import_detail(access: Access, batch_id: int) -> ImportDetail:
    batch = ImportBatch.objects.select_related("node__created_by", "file").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("No such import.")
    run = runs_about(access, [batch_id], jobs=(*IMPORT_JOBS, *UNDO_JOBS)).get(batch_id)
    needs = _needs_of(batch_id)
    return ImportDetail(
        row=_row(batch, run),
        fields=tuple(batch.mapping.get("columns", {}).items()),
        join=batch.join_key,
        is_feedback=bool(batch.mapping),
        is_undone=batch.undone_at is not None,
        excerpts=Excerpt.objects.filter(source__batch=batch_id, node__archived_at__isnull=True).count(),
        needs=tuple(needs.order_by("pk").values_list("pk", "title")[:SHOWN]),
        need_count=needs.count(),
        first_errors=tuple(_errors(batch_id, SHOWN)),
        files=tuple(file.name for file in files_of(batch)),
        left_out=tuple(batch.shape.get("left_out", ())),
    )


@read
def import_errors(access: Access, batch_id: int) -> list[RowError]:
    """Every error that was noted, in the order of the rows; at most 10,000 are noted."""
    if not ImportBatch.objects.filter(pk=batch_id).exists():
        raise NotFound("No such import.")
    return list(_errors(batch_id, ERROR_PAGE))


@read
def failed_rows(access: Access, batch_id: int) -> tuple[tuple[str, ...], Iterator[tuple[RowError, Sequence[str]]]]:
    """The file's columns, and every error that was noted with the cells of its row: none where the file is no table, or gone."""
    errors = import_errors(access, batch_id)
    batch = ImportBatch.objects.get(pk=batch_id)
    if not batch.mapping or batch.file_id is None:
        return (), iter([(error, ()) for error in errors])
    shape, path = shape_from_json(batch.shape), path_of(access, file_id=batch.file_id)
    if not path.exists():
        return (), iter([(error, ()) for error in errors])
    return shape.header, rows_of(path, shape, errors)


@read
def understand(access: Access, file_id: int, *, sheet: str = "", reading: Reading = "") -> Understood:
    """Look at an upload. `reading` says what to take it for, when the first look was wrong."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound("No such file.")
    path = path_of(access, file_id=file_id)
    try:
        shape = _taken_for(sniff(path, sheet=sheet or None, name=file.name), reading)
        asked = questions_of_guide(path, shape, file.name)
        if shape.kind in TRANSCRIPTS:
            return replace(_transcript(file, path, shape), questions=asked)
        if shape.kind in PROJECTS:
            return _project(file, path, shape)
        return (
            _findings(file, path, shape)
            if shape.kind == "findings"
            else replace(_table(file, path, shape), questions=asked)
        )
    except FormatError as error:
        raise Refused(f"{file.name}: {error.message}", field="file", remedy=error.remedy) from error


@read
def try_import(
    access: Access,
    file_id: int,
    *,
    shape: FileShape,
    mapping: Mapping,
    join: str = "",
    continued: bool = False,
    whole: bool = False,
    tell: Callable[[int], None] = lambda rows: None,
) -> Trial:
    """The records as they would be, and how many would be added, are here already or cannot be read.

    Of the first rows, or of the whole file; `tell` hears now and then how many were tried.
    """
    problems = check_mapping(mapping, shape.header)
    if problems:
        raise Refused(" ".join(problems), field="map_text", remedy="Correct the choice of columns.")
    path = path_of(access, file_id=file_id)
    try:
        counts, most = ReadCounts(), None if whole else TRIED
        found = read_feedback(path, shape, mapping, join=join or None, continued=continued, most=most, counts=counts)
        if join and not whole and sum(1 for _ in islice(rows(path, shape), TRIED)) == TRIED:
            found = _but_the_last(found)
        tried = _tried(found, counts, tell)
        return replace(tried, is_all=whole or tried.rows < TRIED)
    except FormatError as error:
        raise Refused(error.message, field="join", remedy=error.remedy) from error


class _Seen:
    """Fingerprints of records, as short as can be, and how many of them are new here."""

    def __init__(self) -> None:
        self.new = 0
        self._all: set[bytes] = set()
        self._asked: list[str] = []

    def take(self, fingerprint: str) -> None:
        short = bytes.fromhex(fingerprint)
        if short not in self._all:
            self._all.add(short)
            self._asked.append(fingerprint)
        if len(self._asked) >= AT_ONCE:
            self.look()

    def look(self) -> None:
        there = Source.objects.filter(content_hash__in=self._asked, put_away=False).count()
        self.new += len(self._asked) - there
        self._asked.clear()


def _tried(found: Iterator[FeedbackRecord | RowError], counts: ReadCounts, tell: Callable[[int], None]) -> Trial:
    records: list[FeedbackRecord] = []
    errors: list[RowError] = []
    seen, kept = _Seen(), 0
    for at, item in enumerate(found, 1):
        if isinstance(item, RowError):
            errors.extend([item] if len(errors) < SHOWN else [])
        else:
            kept += 1
            seen.take(item.content_hash)
            records.extend([item] if len(records) < SHOWN else [])
        if at % TOLD == 0:
            tell(counts.rows)
    seen.look()
    return Trial(
        counts.rows, counts.blanks.count, True, seen.new, kept - seen.new, counts.errors, tuple(records), tuple(errors)
    )


def _but_the_last(found: Iterator[FeedbackRecord | RowError]) -> Iterator[FeedbackRecord | RowError]:
    """Where rows are joined, the other rows of the last record may stand behind the place where the trial ends."""
    for item, _next in pairwise(found):
        yield item


def _taken_for(shape: FileShape, reading: Reading) -> FileShape:
    if reading == "table" and shape.kind == "findings":
        return replace(shape, kind="xlsx")
    if reading == "findings" and shape.kind == "xlsx":
        return replace(shape, kind="findings")
    if reading == "transcript" and shape.kind in ("csv", "jsonl"):
        return replace(shape, kind="transcript", header=(), header_row=0)
    return shape


def _table(file: StoredFile, path: Path, shape: FileShape) -> Understood:
    sample = sample_rows(path, shape)
    mapping, before = guess_mapping(shape.header, sample), _same_columns(shape)
    if before is not None:
        mapping = _remembered(before, mapping)
    several = sheets(path) if shape.kind == "xlsx" else ()
    return Understood(
        file.pk, file.name, shape, "table", mapping=mapping, offer=offer_join(shape.header, sample), sheets=several,
        cells=tuple(_different(row.values[at] for row in sample) for at in range(len(shape.header))),
        warnings=(*shape.warnings, *mapping.warnings), like=before.node.title if before else "",
        join=before.join_key if before else None,
    )  # fmt: skip


def _same_columns(shape: FileShape) -> ImportBatch | None:
    """The newest import of a file with the same headings, unless it was undone: then it was perhaps read in the wrong way."""
    if not shape.headed:
        return None
    same = ImportBatch.objects.filter(shape__header=list(shape.header), undone_at__isnull=True).exclude(mapping={})
    return same.select_related("node").order_by("-pk").first()


def _remembered(before: ImportBatch, guessed: Mapping) -> Mapping:
    """As a person settled it then. The order of day and month is the new file's own, where its dates leave no doubt."""
    kept, reason = mapping_from_json(before.mapping), f"As in the import “{before.node.title}”."
    guesses = tuple(Guess(kind, column, reason) for kind, column in kept.columns.items())
    order = kept.date_order if guessed.warnings else guessed.date_order
    return Mapping(kept.columns, order, kept.ignored, guesses, guessed.warnings)


def _different(cells: Iterable[str], most: int = 3) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(cell.strip()[:120] for cell in cells if cell.strip()), most))


def _transcript(file: StoredFile, path: Path, shape: FileShape) -> Understood:
    spoken = read_transcript(path, shape)
    times = {name: sum(t.speaker == name for t in spoken.turns) for name in spoken.speakers}
    return Understood(
        file.pk, file.name, shape, "transcript", speakers=tuple(times.items())[:40], turns=len(spoken.turns),
        examples=tuple(f"{t.speaker}: {t.text[:300]}" for t in spoken.turns[:4]), warnings=(*shape.warnings, *spoken.warnings),
    )  # fmt: skip


def _findings(file: StoredFile, path: Path, shape: FileShape) -> Understood:
    study = read_findings(path, shape)
    return Understood(
        file.pk, file.name, shape, "findings", findings=len(study.findings), participants=study.participants,
        examples=tuple(f.title for f in study.findings[:SHOWN]), warnings=(*shape.warnings, *study.warnings),
        sheet=look_at(study),
    )  # fmt: skip


def _project(file: StoredFile, path: Path, shape: FileShape) -> Understood:
    found = read_project(path, shape.kind)
    return Understood(file.pk, file.name, shape, "project", warnings=found.warnings, project=look_at_project(found))


def _needs_of(batch_id: int) -> QuerySet[Node]:
    """Those for which the import's own findings sheet has words."""
    ties = Link.objects.filter(upstream__excerpt__source__batch=batch_id, verb__in=STANCES, withdrawn_at__isnull=True)
    ties = ties.filter(upstream__excerpt__source__kind="study", downstream__kind=NEED, downstream__archived_at=None)
    return Node.objects.filter(pk__in=ties.values("downstream"))


def _errors(batch_id: int, limit: int) -> Iterator[RowError]:
    rows = ImportRowError.objects.filter(batch_id=batch_id).order_by("row", "pk")
    for e in rows.values_list("row", "field", "message", "remedy")[:limit]:
        yield RowError(*e)


def _row(batch: ImportBatch, run: RunRow | None) -> ImportRow:
    live = run.cursor if run is not None and not run.is_over and run.job in IMPORT_JOBS else {}
    counts = {n: live.get(n, getattr(batch, n)) for n in IMPORT_COUNTS}
    return ImportRow(
        id=batch.pk,
        title=batch.node.title,
        file=batch.file.name if batch.file else "",
        state=batch.node.state,
        at=batch.node.created_at,
        by=str(batch.node.created_by or ""),
        run=run,
        **counts,
    )
