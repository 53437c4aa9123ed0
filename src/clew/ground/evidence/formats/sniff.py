"""What a file is, from its content. The extension is only a hint that the content may overrule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from .archive import zip_kind
from .csv_dialect import find_dialect, has_header, name_columns, parse_sample, rows_above_table
from .docx import read_docx
from .encoding import detect_encoding, open_text
from .findings_columns import is_findings_header, looks_like_findings
from .json_lines import objects
from .problems import MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, FormatError, NotTextError
from .turn_marks import looks_like_srt, looks_like_transcript
from .vocabulary import is_known_header
from .workbook import SheetCells, SheetRow, all_sheets, sheet_cells

Kind = Literal["csv", "xlsx", "jsonl", "vtt", "srt", "transcript", "docx", "findings", "qdpx", "qdc"]
_CODEBOOK = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE.*?>\s*)?<(?:\w+:)?CodeBook[\s/>]", re.DOTALL
)
SAMPLE_CHARACTERS = 256 * 1024
MAX_SHEETS = 50  # that are looked at for the one that holds the table
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Save it as .xlsx (or a transcript as .txt) and upload that."),
    (b"%PDF", "a PDF", "Copy its text into a .txt file, or export the data as CSV."),
    (b"\x89PNG", "a picture", "Upload the text it shows."),
    (b"\xff\xd8\xff", "a picture", "Upload the text it shows."),
    (b"\x1f\x8b", "a compressed file", "Unpack it and upload what is inside."),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it and upload what is inside."),
    (b"SQLite format 3", "a database", "Export the table as CSV."),
)
# What is called so and holds neither that nor text: its ending says what to do.
_DAMAGED_TRANSCRIPT = (
    "This transcript is damaged: it holds no text.",
    "Download it again from the program it came from, or save its words as .txt and upload that.",
)
_PROMISED = {
    ".vtt": _DAMAGED_TRANSCRIPT,
    ".srt": _DAMAGED_TRANSCRIPT,
    ".docx": ("This Word document is damaged.", "Open it, save it again as .docx and upload that."),
    ".txt": ("This file is not text.", "Save it as plain text (UTF-8) and upload that."),
    ".md": ("This file is not text.", "Save it as plain text (UTF-8) and upload that."),
    ".qdpx": ("This is no project archive, or it is damaged.", "Export it again from the program it came from."),
    ".qdc": ("This codebook is damaged.", "Export it again from the program it came from."),
}


@dataclass(frozen=True, slots=True)
class FileShape:
    """How to read a file. Data begin behind `header_row`; without a header (`headed` is false) columns are called by place."""

    kind: Kind
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    header: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    header_row: int = 1
    sheet: str | None = None
    headed: bool = True


def sniff(path: Path, *, sheet: str | None = None, name: str = "") -> FileShape:
    """Raises FormatError, and nothing else, when the file cannot be used. `sheet` chooses a sheet of an .xlsx.

    `name` is what the file was called, where it is kept under another name.
    """
    path = Path(path)
    start = _first_bytes(path)
    for signature, what, remedy in _SIGNATURES:
        if start.startswith(signature):
            raise FormatError(f"This is {what}, which cannot be read as feedback.", remedy)
    if start.startswith(b"PK\x03\x04"):
        return _zipped(path, sheet, Path(name or path.name).suffix.lower())
    suffix = Path(name or path.name).suffix.lower()
    try:
        return _text(path, suffix)
    except NotTextError as error:
        raise (FormatError(*_PROMISED[suffix]) if suffix in _PROMISED else error) from error


def _first_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise FormatError(f"The file is larger than {MAX_FILE_BYTES >> 20} MB.", "Split it and upload the parts.")
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FormatError("The file could not be opened.", "Upload it again.") from error
    if not start:
        raise FormatError("The file is empty.", "Check the export and upload it again.")
    return start


def _zipped(path: Path, sheet: str | None, suffix: str) -> FileShape:
    kind = "docx" if suffix == ".docx" else zip_kind(path)
    if kind == "qdpx":
        return FileShape("qdpx", header_row=0)
    if kind == "docx":
        if not any(paragraph.text for paragraph in read_docx(path)):
            raise FormatError("The document holds no words.", "Check it and upload it again.")
        return FileShape("docx", header_row=0)
    if kind != "xlsx":
        raise FormatError("This is not a spreadsheet this importer reads.", "Save it as .xlsx or CSV and upload that.")
    return _spreadsheet(path, sheet)


def _spreadsheet(path: Path, sheet: str | None) -> FileShape:
    name, sample = _best_sheet(path) if sheet is None else _sample(sheet_cells(path, sheet))
    if not sample:
        raise FormatError("The sheet is empty.", "Choose a sheet that holds a table.")
    if looks_like_findings([row.cells for row in sample[:10]]):
        head = next(row for row in sample if is_findings_header(row.cells))
        header, warnings = name_columns(head.cells)
        return FileShape("findings", header=header, warnings=warnings, header_row=head.number, sheet=name)
    above = rows_above_table([row.cells for row in sample])
    header, warnings, headed = _header_of([row.cells for row in sample[above:]])
    first = sample[above].number - (not headed)
    return FileShape(
        "xlsx", header=header, warnings=warnings + _left_out(above), header_row=first, sheet=name, headed=headed
    )


def _best_sheet(path: Path) -> tuple[str, list[SheetRow]]:
    """The first sheet whose headings are known; a cover sheet often stands before it. Else the first table, else the first."""
    best: tuple[float, str, list[SheetRow]] | None = None
    for place, found in enumerate(islice(all_sheets(path), MAX_SHEETS)):
        name, sample = _sample(found)
        points = _table_points([row.cells for row in sample])
        if sample and (best is None or points - place / 100 > best[0]):
            best = points - place / 100, name, sample
        if points == 2:
            break
    if best is None:
        raise FormatError("Every sheet of this file is empty.", "Choose a file that holds a table.")
    return best[1:]


def _table_points(records: list[tuple[str, ...]]) -> int:
    if looks_like_findings(records[:10]):
        return 2
    heads = records[rows_above_table(records) :][:1] if records else []
    if any(sum(is_known_header(cell) for cell in head if cell) >= 2 for head in heads):
        return 2
    return int(len(records) > 1 and sum(map(bool, records[-1])) > 1)


def _sample(found: SheetCells) -> tuple[str, list[SheetRow]]:
    return found.name, list(islice((row for row in found.rows if any(row.cells)), 100))


def _left_out(above: int) -> tuple[str, ...]:
    some = "1 row above the table is" if above == 1 else f"{above:,} rows above the table are"
    return (f"{some} not part of it and left out.",) if above else ()


def _text(path: Path, suffix: str) -> FileShape:
    guess = detect_encoding(path)
    with open_text(path, guess.encoding) as file:
        sample = file.read(SAMPLE_CHARACTERS)
        cut = bool(file.read(1))
    warnings = list(guess.warnings)
    if "\x00" in sample:
        warnings.append("The file holds NUL characters; they are left out.")
    if not sample.strip("\ufeff \t\r\n\x00"):
        raise FormatError("The file holds nothing but white space.", "Check the export and upload it again.")
    kind = _text_kind(sample.lstrip("\ufeff"), suffix)
    if kind == "qdc":
        return FileShape("qdc", header_row=0)
    if kind == "csv":
        return _delimited(sample, cut, guess.encoding, warnings)
    if kind == "jsonl":
        return _json(path, guess.encoding, warnings)
    return FileShape(kind, encoding=guess.encoding, warnings=tuple(warnings), header_row=0)


def _text_kind(sample: str, suffix: str) -> Kind:
    start = sample.lstrip()
    if start.startswith("WEBVTT"):
        return "vtt"
    if _CODEBOOK.match(start):
        return "qdc"
    if looks_like_srt(sample):
        return "srt"
    if (
        start.startswith('{"')
        or (start.startswith("{") and start[1:].lstrip().startswith(('"', "}")))
        or _is_array(start)
    ):
        return "jsonl"
    if suffix not in {".csv", ".tsv"} and looks_like_transcript(sample):
        return "transcript"
    return "csv"


def _is_array(start: str) -> bool:
    return start.startswith("[") and start[1:].lstrip().startswith("{")


def _delimited(sample: str, cut: bool, encoding: str, warnings: list[str]) -> FileShape:
    sample = sample.lstrip("\ufeff")
    dialect = find_dialect(sample)
    records = parse_sample(sample, dialect.delimiter, dialect.quote)
    if cut and len(records) > 1:
        records.pop()
    numbered = [
        (number, row)
        for number, row in enumerate(records, 1)
        if number >= dialect.first_row and any(map(str.strip, row))
    ]
    if not numbered:
        raise FormatError("The file holds no rows that can be read.", "Check the export and upload it again.")
    above = rows_above_table([row for _number, row in numbered[:100]])
    numbered = numbered[above:]
    header, renamed, headed = _header_of([row for _number, row in numbered[:100]])
    if len(header) == 1:
        warnings.append("The file has one column; every line is read as one text.")
    warnings = [*warnings, *renamed, *_left_out(above)]
    first = numbered[0][0] - (not headed)
    return FileShape("csv", encoding, dialect.delimiter, dialect.quote, header, tuple(warnings), first, headed=headed)


def _header_of(records: list[list[str]] | list[tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """(names, warnings, whether the first record is a header)."""
    if has_header(records):
        return (*name_columns(_without_trailing_blanks(records[0], records)), True)
    width = min(max(map(len, records)), MAX_COLUMNS)
    names = tuple(f"Column {place}" for place in range(1, width + 1))
    return names, ("The file has no header row; its columns are called by their place.",), False


def _without_trailing_blanks(
    first: list[str] | tuple[str, ...], records: list[list[str]] | list[tuple[str, ...]]
) -> list[str]:
    """Spreadsheets export empty columns at the right; they are no columns when nothing stands in them."""
    width = len(first)
    while (
        width > 1
        and not first[width - 1].strip()
        and not any(len(row) >= width and row[width - 1].strip() for row in records)
    ):
        width -= 1
    return list(first[:width])


def _json(path: Path, encoding: str, warnings: list[str]) -> FileShape:
    """The whole file is read once, so that a key that first occurs late still has its column."""
    keys: dict[str, None] = {}
    broken = count = 0
    for count, (_number, value) in enumerate(objects(path, encoding)):
        if count > MAX_ROWS:
            break
        if isinstance(value, str):
            broken += 1
        else:
            keys.update(dict.fromkeys(value))
        if len(keys) > MAX_COLUMNS:
            raise FormatError(f"The objects have more than {MAX_COLUMNS} different keys.", "Export fewer fields.")
    if not keys:
        raise FormatError("No line of the file is a JSON object.", "Export one object for each line.")
    if broken > len(keys) and broken > count / 2:
        raise FormatError(
            "Most lines of the file are not JSON objects.", "Export one object for each line (JSON Lines), or an array."
        )
    if broken:
        some = "1 line is no JSON object" if broken == 1 else f"{broken:,} lines are not JSON objects"
        warnings.append(f"{some} and will be reported.")
    header, renamed = name_columns(list(keys))
    return FileShape("jsonl", encoding, header=header, warnings=(*warnings, *renamed), header_row=0)
