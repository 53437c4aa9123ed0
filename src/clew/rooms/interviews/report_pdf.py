"""A study's report on sheets of paper, set by Typst: with tags for those who hear it read. The same report, the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from clew.rooms.interviews.report_words import figures, finding_figures, heard_lines, method_lines, note_lines

if TYPE_CHECKING:
    from clew.rooms.interviews.queries.report import Report

SHEETS = Path(__file__).with_name("report.typ")


def as_pdf(report: Report) -> bytes:
    """What people wrote goes in as data, never as commands."""
    import typst  # heavy

    told = {"data": json.dumps(_told(report), ensure_ascii=False)}
    try:
        made = typst.compile(SHEETS.read_bytes(), sys_inputs=told, pdf_standards="ua-1", ignore_system_fonts=True)
    except typst.TypstError:  # a letter that the fonts here lack: it is shown by the system's, without the promise
        made = typst.compile(SHEETS.read_bytes(), sys_inputs=told)
    return made


def _told(report: Report) -> dict[str, object]:
    return {
        "title": report.title,
        "question": report.question,
        "method": method_lines(report),
        "heard": heard_lines(report),
        "segments": [[name, str(n)] for name, n in report.segments],
        "findings": [{**asdict(one), "figures": finding_figures(one), "share": one.share} for one in report.findings],
        "needs": [{**asdict(need), "figures": figures(need), "share": need.share} for need in report.needs],
        "notes": note_lines(report),
    }
