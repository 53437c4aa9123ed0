"""Feedback files and transcripts as plain records: parsing only, no Django, no database.

`sniff` says what a file is; `rows`, `guess_mapping`, `offer_join` and `read_feedback` read tables; `read_transcript`, `read_docx` and
`read_findings` read research. What is wrong is data: `FormatError` for a file, `RowError` for a row.
"""

from .cell_comments import CellComment
from .docx import Paragraph, read_docx
from .findings import Finding, FindingsStudy, Said, UnplacedCell, read_findings
from .findings_rows import is_mark, works_well
from .formulas import as_written, neutralise, write_errors_csv
from .guides import questions_of_guide
from .joining import JoinOffer, join_rows, offer_join
from .mapping import Guess, Mapping, check_mapping, guess_mapping
from .problems import FormatError, RowError
from .projects import ForeignCode, ForeignMark, ForeignProject, ForeignText, read_project
from .records import FeedbackRecord, ReadCounts, content_hash, read_feedback
from .sniff import FileShape, sniff
from .tables import Blanks, Row, SheetSize, failed_rows, rows, sample_rows, sheets
from .transcripts import Transcript, Turn, TurnSpan, as_text, parse_transcript, read_transcript
from .turn_marks import is_speaker_name
from .upload_names import safe_name
from .vocabulary import Field

__all__ = [
    "Blanks",
    "CellComment",
    "FeedbackRecord",
    "Field",
    "FileShape",
    "Finding",
    "FindingsStudy",
    "ForeignCode",
    "ForeignMark",
    "ForeignProject",
    "ForeignText",
    "FormatError",
    "Guess",
    "JoinOffer",
    "Mapping",
    "Paragraph",
    "ReadCounts",
    "Row",
    "RowError",
    "Said",
    "SheetSize",
    "Transcript",
    "Turn",
    "TurnSpan",
    "UnplacedCell",
    "as_text",
    "as_written",
    "check_mapping",
    "content_hash",
    "failed_rows",
    "guess_mapping",
    "is_mark",
    "is_speaker_name",
    "join_rows",
    "neutralise",
    "offer_join",
    "parse_transcript",
    "questions_of_guide",
    "read_docx",
    "read_feedback",
    "read_findings",
    "read_project",
    "read_transcript",
    "rows",
    "safe_name",
    "sample_rows",
    "sheets",
    "sniff",
    "works_well",
    "write_errors_csv",
]
