"""Imports: the list, and the steps from a file to sources: choose it, settle how it is read, watch it come in, see what came."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from clew.front.outgoing import download_import_errors
from clew.front.pages.import_choices import FIELD_LABELS, Settled, settle, transcript_plans
from clew.ground.doors.api import Route, WorkRequest, body, done, record_again, sent, typed, url, whole
from clew.ground.evidence import api as evidence
from clew.ground.files.api import store
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, cancel, retry
from clew.ground.workspaces.api import Role

PAGE = 30
MOST_FILES = 100


def index(request: WorkRequest) -> HttpResponse:
    page = whole(request.GET.get("page"), high=1000)
    rows = evidence.imports(request.access, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render(request, "imports/index.html", {"rows": rows[:PAGE], "more": len(rows) > PAGE, "page": page})


def new(request: WorkRequest) -> HttpResponse:
    """Without `?file=` the first step, with it the second."""
    if request.method == "POST":
        return _upload(request)
    return _second(request) if request.GET.get("file") else first(request)


def first(request: WorkRequest) -> HttpResponse:
    return render(request, "imports/new.html", {"pasted": request.POST.get("pasted", "")})


def begin(request: WorkRequest) -> HttpResponse:
    """The same form shows the preview anew, or begins."""
    if request.POST.get("act") in ("preview", "whole"):
        return _second(request)
    settled = settle(request)
    if not settled.files:
        raise Refused("No file was chosen.", field="file", remedy="Choose a file first.")
    run = _begin(request, settled)
    if run.subject_id is None:
        raise NotFound("No such import.")
    return done(request, _said(run), url(request, "record", node_id=run.subject_id))


def _said(run: Run) -> str:
    if run.job == evidence.BACK_JOB:
        return "This file was brought in and undone before. It is being brought back."
    return (
        "This file is here already; nothing was added."
        if run.state == "done"
        else "Importing. You can leave this page."
    )


def again(request: WorkRequest) -> HttpResponse:
    return _second(request) if request.POST.getlist("file") else first(request)


def errors(request: WorkRequest, pk: int) -> HttpResponseBase:
    """The rows that could not be read, as a table to correct and import again."""
    return sent(request, download_import_errors(request.access, pk))


def stop(request: WorkRequest, pk: int) -> HttpResponse:
    cancel(request.access, run_id=_run_of(request, pk))
    return done(request, "It stops after the rows it is at; what is in stays in.", url(request, "record", node_id=pk))


def go_on(request: WorkRequest, pk: int) -> HttpResponse:
    retry(request.access, run_id=_run_of(request, pk))
    return done(request, "It goes on where it stopped.", url(request, "record", node_id=pk))


def undo(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.undo_import(request.access, batch_id=pk)
    return done(request, "Undoing the import. It can be brought back.", url(request, "record", node_id=pk))


def bring_back(request: WorkRequest, pk: int) -> HttpResponse:
    evidence.bring_import_back(request.access, batch_id=pk)
    return done(request, "Bringing the import back.", url(request, "record", node_id=pk))


@body("import")
def import_body(request: WorkRequest, node: Any) -> tuple[str, dict[str, Any]]:
    found = evidence.import_detail(request.access, node.id)
    fields = [(FIELD_LABELS[evidence.Field(name)], column) for name, column in found.fields]
    return "imports/body.html", {"detail": found, "it": found.row, "run": found.row.run, "fields": fields}


def _upload(request: WorkRequest) -> HttpResponse:
    files, pasted = request.FILES.getlist("file"), request.POST.get("pasted", "").strip()
    if not files and not pasted:
        raise Refused("No file was chosen.", field="file", remedy="Drop one, or paste the text below.")
    if len(files) > MOST_FILES:
        raise Refused(f"At most {MOST_FILES} files at once.", field="file", remedy="Choose fewer.")
    kept = [store(request.access, name=f.name or "file", chunks=f.chunks()).pk for f in files]
    if not files:
        name = "Pasted text.txt"
        kept = [store(request.access, name=name, chunks=[pasted.encode("utf-8", "replace")]).pk]
    for file_id in kept:
        evidence.understand(request.access, file_id)
    return redirect(f"{url(request, 'import_new')}?{urlencode({'file': kept}, doseq=True)}")


def _second(request: WorkRequest) -> HttpResponse:
    settled = settle(request)
    if request.refused is None:
        request.refused = settled.refused
    return render(request, f"imports/{settled.reading}.html", {"settled": settled})


def _begin(request: WorkRequest, settled: Settled) -> Run:
    title = typed.words(request.POST, "title", most=300)
    found = settled.files[0]
    if settled.reading == "transcripts":
        return evidence.begin_transcripts(request.access, transcripts=transcript_plans(request, settled), title=title)
    if settled.reading == "findings":
        return evidence.begin_findings(request.access, file_id=found.file_id, shape=found.shape, title=title)
    if settled.reading == "project":
        kind = typed.words(request.POST, "kind", most=12) or "interview"
        return evidence.begin_project(request.access, file_id=found.file_id, shape=found.shape, title=title, kind=kind)
    if settled.refused is not None:
        raise settled.refused
    return evidence.begin_import(
        request.access,
        file_id=found.file_id,
        shape=found.shape,
        mapping=settled.mapping,
        join=settled.join,
        continued=settled.continued,
        title=title,
        kind=settled.kind,
    )


def _run_of(request: WorkRequest, pk: int) -> int:
    found = evidence.import_detail(request.access, pk).row.run
    if found is None:
        raise NotFound("No such run.")
    return found.id


ROUTES = [
    Route("imports", "imports", index, get=Role.VIEWER),
    Route("imports/new", "import_new", new, get=Role.EDITOR, post=Role.EDITOR, again=first),
    Route("imports/begin", "import_begin", begin, post=Role.EDITOR, again=again),
    Route("imports/<int:pk>/errors", "import_errors", errors, get=Role.VIEWER),
    Route("imports/<int:pk>/cancel", "import_cancel", stop, post=Role.EDITOR, again=record_again),
    Route("imports/<int:pk>/undo", "import_undo", undo, post=Role.EDITOR, again=record_again),
    Route("imports/<int:pk>/back", "import_back", bring_back, post=Role.EDITOR, again=record_again),
    Route("imports/<int:pk>/continue", "import_continue", go_on, post=Role.EDITOR, again=record_again),
]
