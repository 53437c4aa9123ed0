"""What goes wrong with a file, as data a person can act on, and the limits every reader keeps."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_TRANSCRIPT_BYTES = 20 * 1024 * 1024
MAX_CELL = 100_000
MAX_COLUMNS = 500
MAX_ROWS = 1_000_000
MAX_DEPTH = 20
# What a table of rows that were not read begins with; behind them stand the columns of the file it came from.
ERROR_COLUMNS = ("Row", "Column", "What is wrong", "What to do")


class FormatError(Exception):
    """The whole file cannot be read; says what is wrong and what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NotTextError(FormatError):
    """Its bytes are no text in any encoding; what to do depends on what the file is called."""

    def __init__(self) -> None:
        super().__init__("This file is not text.", "Export it as CSV or .xlsx and upload that.")


@dataclass(frozen=True, slots=True)
class RowError:
    """One row that was not read. `row` is the number the person sees in their spreadsheet."""

    row: int
    field: str
    message: str
    remedy: str
