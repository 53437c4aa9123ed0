"""What was found in a study: a page, sheets of paper, a document for word processors; and what a guest is shown of a study."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from clew.ground.doors.api import PublicPage, Route, WorkRequest, sent, shown_to_guests
from clew.ground.guests.api import enter_by_guest_link
from clew.ground.ledger.api import NotFound
from clew.ground.thread.api import Card
from clew.ground.workspaces.api import Access, Role
from clew.rooms.interviews.kinds import STUDY
from clew.rooms.interviews.queries.outgoing import download_report_docx, download_report_pdf
from clew.rooms.interviews.queries.report import Report, report
from clew.rooms.interviews.report_words import figures, finding_figures, heard_lines, method_lines, note_lines


def show(request: WorkRequest, pk: int) -> HttpResponse:
    return render(request, "interviews/sharing/report.html", _shown(_report(request, pk)))


def sheets(request: WorkRequest, pk: int) -> HttpResponseBase:
    return sent(request, download_report_pdf(request.access, pk, timezone.localdate()))


def document(request: WorkRequest, pk: int) -> HttpResponseBase:
    return sent(request, download_report_docx(request.access, pk, timezone.localdate()))


@shown_to_guests(STUDY)
def for_guests(access: Access, card: Card, on: date) -> tuple[str, dict[str, Any]]:
    found = report(access, card.id, on=on)
    return "interviews/sharing/report_guest.html", {"heading": found.title, **_shown(found)}


def sheets_for_guests(request: HttpRequest, secret: str) -> HttpResponseBase:
    access, pk = _for_guest(secret)
    return sent(request, download_report_pdf(access, pk, timezone.localdate()))


def document_for_guests(request: HttpRequest, secret: str) -> HttpResponseBase:
    access, pk = _for_guest(secret)
    return sent(request, download_report_docx(access, pk, timezone.localdate()))


def _for_guest(secret: str) -> tuple[Access, int]:
    """Asked anew each time: the link may be over, and so may somebody's consent."""
    guest = enter_by_guest_link(secret)
    if guest.record.kind != STUDY:
        raise NotFound("This link shows no report.")
    return guest.access, guest.record.id


def _report(request: WorkRequest, pk: int) -> Report:
    return report(request.access, pk, on=timezone.localdate())


def _shown(found: Report) -> dict[str, Any]:
    return {
        "report": found,
        "method": method_lines(found),
        "heard": heard_lines(found),
        "findings": [(finding, finding_figures(finding)) for finding in found.findings],
        "needs": [(need, figures(need)) for need in found.needs],
        "notes": note_lines(found),
    }


ROUTES = [
    Route("interviews/<int:pk>/report", "study_report", show, get=Role.VIEWER),
    Route("interviews/<int:pk>/report.pdf", "study_report_sheets", sheets, get=Role.VIEWER),
    Route("interviews/<int:pk>/report.docx", "study_report_document", document, get=Role.VIEWER),
]
PUBLIC = [
    PublicPage("guest/<str:secret>/report.pdf", "guest_report_sheets", sheets_for_guests),
    PublicPage("guest/<str:secret>/report.docx", "guest_report_document", document_for_guests),
]
