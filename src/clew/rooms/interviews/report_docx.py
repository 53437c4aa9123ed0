"""A study's report as a document for word processors: real headings, a language, a table whose head repeats. The same report, the same bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from clew.ground.doors.api import settled
from clew.rooms.interviews.report_words import figures, finding_figures, heard_lines, method_lines, note_lines

if TYPE_CHECKING:
    from docx.document import Document

    from clew.rooms.interviews.queries.report import Report, ReportFinding, ReportNeed, ReportWords

LANGUAGE, SERIF = "en-GB", "Source Serif 4"


def as_docx(report: Report) -> bytes:
    import docx  # heavy

    document = docx.Document()
    _prepare(document, report)
    document.add_heading(report.title, 0)
    if report.question:
        document.add_paragraph(report.question, style="Subtitle")
    document.add_heading("How", 1)
    for line in method_lines(report):
        document.add_paragraph(line)
    document.add_heading("Who was heard", 1)
    for line in heard_lines(report):
        document.add_paragraph(line)
    if report.segments:
        _table(document, ("Segment", "Interviews"), [(name, str(n)) for name, n in report.segments])
    if report.findings:
        document.add_heading("What was found", 1)
    for finding in report.findings:
        _record(document, finding, finding_figures(finding), "Shown by", finding.recommendation)
    if report.needs:
        document.add_heading("What they need", 1)
    for need in report.needs:
        _record(document, need, figures(need), "For")
    for line in note_lines(report):
        document.add_paragraph(line)
    packed = BytesIO()
    document.save(packed)
    return settled(packed.getvalue())


def _prepare(document: Document, report: Report) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    its, style = document.core_properties, document.styles["Normal"]
    its.title, its.author, its.last_modified_by, its.comments, its.language = report.title, "Clew", "Clew", "", LANGUAGE
    its.created = its.modified = datetime(report.on.year, report.on.month, report.on.day)  # noqa: DTZ001 - the format knows no zones
    style.font.size = Pt(11)
    language = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): LANGUAGE})
    style.element.get_or_add_rPr().append(language)


def _record(document: Document, one: ReportNeed | ReportFinding, told: str, for_it: str, to_do: str = "") -> None:
    document.add_heading(one.title, 2)
    document.add_paragraph(told)
    if to_do:
        document.add_paragraph(f"To do: {to_do}")
    for side, words in ((for_it, one.supporting), ("Against", one.contradicting)):
        document.add_heading(side, 3)
        for said in words:
            _quote(document, said)
        if not words:
            document.add_paragraph("No words that may be shared." if side == for_it else "No words against it.")


def _quote(document: Document, words: ReportWords) -> None:
    paragraph = document.add_paragraph(style="Quote")
    paragraph.add_run(f"“{words.text}”").font.name = SERIF
    paragraph.add_run(f" {words.who}").italic = False


def _table(document: Document, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Light List")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
    properties = table.rows[0]._tr.get_or_add_trPr()  # what makes it the head, also on the next page
    from docx.oxml.ns import qn

    properties.append(properties.makeelement(qn("w:tblHeader"), {}))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
