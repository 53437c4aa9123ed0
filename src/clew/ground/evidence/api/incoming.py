"""What comes in: files, transcripts, findings sheets and projects; what became of each, and taking it back."""

from clew.ground.evidence.actions.findings import add_sheet, comment_on, quote_findings
from clew.ground.evidence.actions.imports import (
    TranscriptPlan,
    begin_findings,
    begin_import,
    begin_project,
    begin_transcripts,
)
from clew.ground.evidence.actions.undo_import import bring_import_back, undo_import
from clew.ground.evidence.formats import (
    Field,
    FileShape,
    FindingsStudy,
    FormatError,
    Mapping,
    Paragraph,
    RowError,
    as_written,
    neutralise,
    read_docx,
    write_errors_csv,
)
from clew.ground.evidence.formats import Finding as SheetFinding
from clew.ground.evidence.plans import BACK_JOB, IMPORT_COUNTS
from clew.ground.evidence.queries.findings import Findings, findings_by_person, findings_in, sources_on_need
from clew.ground.evidence.queries.imports import (
    ImportDetail,
    ImportRow,
    Reading,
    Trial,
    Understood,
    failed_rows,
    import_detail,
    import_errors,
    imports,
    try_import,
    understand,
)
from clew.ground.evidence.queries.projects import ProjectLook
from clew.ground.evidence.queries.sheets import FindingsSheet, findings_sheet
from clew.ground.evidence.sheet_text import RowLeftOut, left_out, passages_in

__all__ = [
    "BACK_JOB",
    "IMPORT_COUNTS",
    "Field",
    "FileShape",
    "Findings",
    "FindingsSheet",
    "FindingsStudy",
    "FormatError",
    "ImportDetail",
    "ImportRow",
    "Mapping",
    "Paragraph",
    "ProjectLook",
    "Reading",
    "RowError",
    "RowLeftOut",
    "SheetFinding",
    "TranscriptPlan",
    "Trial",
    "Understood",
    "add_sheet",
    "as_written",
    "begin_findings",
    "begin_import",
    "begin_project",
    "begin_transcripts",
    "bring_import_back",
    "comment_on",
    "failed_rows",
    "findings_by_person",
    "findings_in",
    "findings_sheet",
    "import_detail",
    "import_errors",
    "imports",
    "left_out",
    "neutralise",
    "passages_in",
    "quote_findings",
    "read_docx",
    "sources_on_need",
    "try_import",
    "understand",
    "undo_import",
    "write_errors_csv",
]
