"""A study's marks as files: for other programs for qualitative analysis, for a spreadsheet, for a program."""

import csv
import json
from dataclasses import asdict, fields
from io import StringIO

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from clew.ground.doors.api import Route, WorkRequest, sent
from clew.ground.evidence.api import CodedMark, neutralise
from clew.ground.workspaces.api import Role
from clew.rooms.interviews.queries import marks as queries
from clew.rooms.interviews.queries.outgoing import download_project, name_of
from clew.rooms.interviews.queries.studies import study

MOST = 50_000


def project(request: WorkRequest, pk: int) -> HttpResponseBase:
    return sent(request, download_project(request.access, pk))


def table(request: WorkRequest, pk: int) -> HttpResponse:
    """For a spreadsheet: nothing in it is run as a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(field.name for field in fields(CodedMark))
    for row in queries.study_marks(request.access, pk, limit=MOST):
        writer.writerow(neutralise(_cell(value)) for value in asdict(row).values())
    return download(out.getvalue().encode("utf-8-sig"), _named(request, pk, "csv"), "text/csv; charset=utf-8")


def plain(request: WorkRequest, pk: int) -> HttpResponse:
    rows = [asdict(row) for row in queries.study_marks(request.access, pk, limit=MOST)]
    text = json.dumps(rows, ensure_ascii=False, default=str, indent=1)
    return download(text.encode(), _named(request, pk, "json"), "application/json")


def _cell(value: object) -> str:
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _named(request: WorkRequest, pk: int, ending: str) -> str:
    return f"{name_of(study(request.access, pk).row.title)}-marks.{ending}"


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


ROUTES = [
    Route("interviews/<int:pk>/project.qdpx", "study_project", project, get=Role.VIEWER),
    Route("interviews/<int:pk>/marks.csv", "study_marks_table", table, get=Role.VIEWER),
    Route("interviews/<int:pk>/marks.json", "study_marks_plain", plain, get=Role.VIEWER),
]
