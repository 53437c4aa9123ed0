"""A research team's findings sheet: what was found, who said so, how bad it is and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from .archive import column_letters
from .cell_comments import CellComment, cell_comments
from .cleaning import tidy_line, tidy_text
from .findings_columns import column_roles, is_findings_header, is_matrix_header, is_participant
from .findings_rows import Aside, Stance, aside_of, is_alone, stance_of
from .problems import MAX_CELL, MAX_COLUMNS, FormatError
from .sniff import FileShape
from .workbook import SheetCells, SheetRow, all_sheets

MAX_SHEET_ROWS = 20_000
_LABEL = re.compile(r"(?:^|(?<=\n))[ \t•·*-]*((?:[PU]|User |Participant )\d{1,3})[ \t]*[:\u2013-][ \t]*", re.IGNORECASE)


class Said(NamedTuple):
    """`words` is what the sheet holds: notes, a quotation, or only a mark."""

    participant: str
    words: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the sheet. `other` holds the columns that have no place of their own, by heading.

    `aside`: why this row says nothing that was found, or "".
    `columns`: the letter and heading of the column in which each field stands, to tell a person where to look.
    """

    title: str
    detail: str = ""
    severity: str = ""
    recommendation: str = ""
    ticket: str = ""
    status: str = ""
    by_participant: tuple[Said, ...] = ()
    quotes: str = ""
    grouping: str = ""
    category: str = ""
    participants: str = ""
    participant_count: str = ""
    other: tuple[tuple[str, str], ...] = ()
    sheet: str = ""
    row: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    aside: Aside = ""
    comments: tuple[CellComment, ...] = ()

    @property
    def is_finding(self) -> bool:
        return self.aside not in ("heading", "participants")

    def place(self, role: str) -> str:
        """“Findings, row 12, column F “Recommendation””."""
        return f"{self.sheet}, row {self.row}" + (f", column {self.columns[role]}" if role in self.columns else "")


class UnplacedCell(NamedTuple):
    """`finding_column`: the heading under which the finding of its row would stand, if the sheet has one."""

    sheet: str
    cell: str
    text: str
    finding_column: str = ""


@dataclass(frozen=True, slots=True)
class FindingsStudy:
    title: str
    participants: tuple[str, ...]
    findings: tuple[Finding, ...]
    unplaced: tuple[UnplacedCell, ...] = ()
    warnings: tuple[str, ...] = ()


class _SheetResult(NamedTuple):
    header: tuple[str, ...]
    findings: list[Finding]
    unplaced: list[UnplacedCell]


def read_findings(path: Path, shape: FileShape | None = None, name: str = "") -> FindingsStudy:
    """Every cell that holds anything ends up in a finding, or in `unplaced` with its sheet and address.

    `name`: of the file, where the path does not say it.
    """
    if shape is not None and shape.kind not in ("findings", "xlsx"):
        raise FormatError("This is not a spreadsheet of findings.", "Upload the .xlsx file.")
    findings: list[Finding] = []
    unplaced: list[UnplacedCell] = []
    comments = cell_comments(Path(path))
    for sheet in all_sheets(Path(path)):
        result = _read_sheet(sheet, comments.pop(sheet.name, []))
        findings += result.findings
        unplaced += result.unplaced
    if not findings:
        raise FormatError(
            f"No sheet has a column of findings.{_instead(unplaced)}",
            "Name one column “Finding” and one “Recommendation” or “Severity”, in the first row.",
        )
    warnings = (f"{len(unplaced)} cells belong to no finding and are listed apart.",) if unplaced else ()
    people = dict.fromkeys(said.participant for finding in findings for said in finding.by_participant)
    return FindingsStudy(
        _title(Path(name or path)), tuple(sorted(people, key=_natural)), tuple(findings), tuple(unplaced), warnings
    )


def _instead(unplaced: Sequence[UnplacedCell]) -> str:
    """What stands where headings would be."""
    if not unplaced:
        return ""
    sheet, row = unplaced[0].sheet, re.sub(r"\D", "", unplaced[0].cell)
    heads = [c.text[:40] for c in unplaced if c.sheet == sheet and re.sub(r"\D", "", c.cell) == row]
    return f" Row {row} of “{sheet}” says: {', '.join(heads[:8])}."


def _title(path: Path) -> str:
    return tidy_line(re.sub(r"[_-]+", " ", path.stem)) or "Findings"


def _natural(label: str) -> tuple[str, int]:
    digits = re.search(r"\d+", label)
    return label[:1].upper(), int(digits[0]) if digits else 0


def _read_sheet(sheet: SheetCells, comments: Sequence[CellComment]) -> _SheetResult:
    result = _read_cells(sheet)
    is_by_row = len({finding.row for finding in result.findings}) == len(result.findings)
    rows = {finding.row for finding in result.findings if finding.is_finding and is_by_row}
    for at, finding in enumerate(result.findings):
        theirs = tuple(one for one in comments if finding.row in rows and _row_of(one) == finding.row)
        result.findings[at] = replace(finding, comments=theirs)
    result.unplaced.extend(
        UnplacedCell(sheet.name, f"{one.cell}, comment {at}", f"{one.author}: {one.text}" if one.author else one.text)
        for at, one in enumerate((one for one in comments if _row_of(one) not in rows), 1)
    )
    return result


def _row_of(comment: CellComment) -> int:
    digits = re.sub(r"\D", "", comment.cell)
    return int(digits[:8] or 0)


def _read_cells(sheet: SheetCells) -> _SheetResult:
    rows = _bounded(sheet)
    at = next((place for place, row in enumerate(rows[:15]) if is_findings_header(row.cells)), None)
    if at is None:
        if rows and is_matrix_header(rows[0].cells, [row.cells for row in rows[1:]]):
            return _transposed(sheet, rows)
        return _SheetResult((), [], [cell for row in rows for cell in _cells_of(sheet, row)])
    header = rows[at].cells
    roles = column_roles(header)
    columns = _columns(sheet, header, roles)
    result = _SheetResult(header, [], [cell for row in rows[:at] for cell in _cells_of(sheet, row)])
    heading, are_sections = "", "grouping" not in roles and len(header) > 1
    for row in rows[at + 1 :]:
        if are_sections and is_alone(row.cells, roles):  # such a row heads those below it
            heading = tidy_text(row.cells[roles.index("statement")])
        finding = _finding(sheet.name, row, header, roles, columns, heading)
        if finding is None:
            result.unplaced.extend(_cells_of(sheet, row, columns["statement"]))
        else:
            result.findings.append(finding)
    return result


def _columns(sheet: SheetCells, header: Sequence[str], roles: Sequence[str]) -> Mapping[str, str]:
    named = {
        role: f"{column_letters(sheet.first_column + at)} “{tidy_line(name)}”"
        for at, (name, role) in enumerate(zip(header, roles, strict=True))
        if role not in ("other", "participant")
    }
    return MappingProxyType(named)


def _bounded(sheet: SheetCells) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for row in sheet.rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        if len(rows) >= MAX_SHEET_ROWS or len(row.cells) > MAX_COLUMNS:
            raise FormatError(
                f"The sheet “{sheet.name}” is too large for a findings sheet.", "Import it as feedback instead."
            )
        longest = max(range(len(row.cells)), key=lambda at: len(row.cells[at]))
        if len(row.cells[longest]) > MAX_CELL:
            letters = column_letters(sheet.first_column + longest)
            raise FormatError(
                f"{sheet.name}, row {row.number}, column {letters}: more than {MAX_CELL:,} characters in one cell.",
                "Shorten it, or import the sheet as feedback instead.",
            )
        rows.append(row)
    return rows


def _cells_of(sheet: SheetCells, row: SheetRow, finding_column: str = "") -> Iterator[UnplacedCell]:
    for place, text in enumerate(row.cells):
        if text.strip():
            cell = f"{column_letters(sheet.first_column + place)}{row.number}"
            yield UnplacedCell(sheet.name, cell, tidy_text(text), finding_column)


def _finding(
    sheet: str, row: SheetRow, header: Sequence[str], roles: Sequence[str], columns: Mapping[str, str], group: str
) -> Finding | None:
    """None when the row says nothing that was found: a heading between groups, a leftover."""
    cells = [tidy_text(cell) for cell in row.cells]
    by_role = {role: cell for role, cell in zip(roles, cells, strict=True) if role not in ("other", "participant")}
    marks = [
        (tidy_line(name), cell)
        for name, role, cell in zip(header, roles, cells, strict=True)
        if role == "participant" and cell
    ]
    title = by_role.get("statement", "") or _fallback_title(by_role, marks)
    if not title:
        return None
    aside = aside_of(by_role, bool(marks), is_alone(row.cells, roles))
    listed, count = _listed(by_role.get("participants", ""))
    return Finding(
        title=title,
        detail=by_role.get("detail", ""),
        severity=by_role.get("severity", ""),
        recommendation=by_role.get("recommendation", ""),
        ticket=by_role.get("ticket", ""),
        status=by_role.get("status", ""),
        by_participant=_said(listed, marks, by_role),
        quotes=by_role.get("quotes", ""),
        grouping=by_role.get("grouping", "") or ("" if aside else group),
        category=by_role.get("category", ""),
        participants=by_role.get("participants", ""),
        participant_count=by_role.get("count", "") or count,
        other=tuple(
            (tidy_line(name), cell)
            for name, role, cell in zip(header, roles, cells, strict=True)
            if role == "other" and cell
        ),
        sheet=sheet,
        row=row.number,
        columns=columns,
        aside=aside,
    )


def _fallback_title(by_role: dict[str, str], marks: Sequence[tuple[str, str]]) -> str:
    """Without a statement, notes, quotations or marks still make a finding; its place names it."""
    if not (by_role.get("detail") or by_role.get("quotes") or marks):
        return ""
    place = [by_role[role] for role in ("grouping", "category") if by_role.get(role)]
    return (
        ": ".join(place)
        or tidy_line(by_role.get("detail", "") or by_role.get("quotes", ""))[:120]
        or "Untitled finding"
    )


def _listed(participants: str) -> tuple[list[str], str]:
    """`P1, P2,P10` -> labels; a bare number is a count of people."""
    if re.fullmatch(r"\d{1,4}", participants):
        return [], participants
    return [_label(part) for part in re.split(r"[,;/&\n]|\band\b", participants) if is_participant(part)], ""


def _label(text: str) -> str:
    return tidy_line(text).upper() if len(text.strip()) <= 4 else tidy_line(text)


def _said(listed: Sequence[str], marks: Sequence[tuple[str, str]], by_role: dict[str, str]) -> tuple[Said, ...]:
    """Who is listed, or marked, beside a finding supports it; who only occurs in its notes mentions it."""
    said = [Said(_label(name), words, stance_of(words)) for name, words in marks]
    spoken: set[str] = set()
    for role in ("detail", "quotes", "statement"):
        text = by_role.get(role, "")
        labelled = _labelled(text)
        if not labelled and len(listed) == 1 and role != "statement" and text:
            labelled = [(listed[0], text)]
        for name, words in labelled:
            said.append(Said(name, words, "supports" if name in listed else "mentions"))
            spoken.add(name)
    said += [Said(name, "", "supports") for name in dict.fromkeys(listed) if name not in spoken]
    return tuple(said)


def _labelled(text: str) -> list[tuple[str, str]]:
    parts = _LABEL.split(text)
    return [
        (_label(name), words.strip()) for name, words in zip(parts[1::2], parts[2::2], strict=True) if words.strip()
    ]


def _transposed(sheet: SheetCells, rows: Sequence[SheetRow]) -> _SheetResult:
    """Participants as rows: every further column is a finding, named by its heading."""
    header = rows[0].cells
    unplaced = [
        cell
        for cell in _cells_of(sheet, rows[0])
        if cell.cell.startswith(column_letters(sheet.first_column) + str(rows[0].number))
    ]
    findings = []
    for place in range(1, len(header)):
        column = [(_label(row.cells[0]), tidy_text(row.cells[place]), row) for row in rows[1:]]
        said = tuple(Said(name, words, stance_of(words)) for name, words, _row in column if words and name)
        title = tidy_line(header[place]) or f"Column {place + 1}"
        if said or header[place].strip():
            findings.append(Finding(title, by_participant=said, sheet=sheet.name, row=rows[0].number))
        unplaced += [
            UnplacedCell(sheet.name, f"{column_letters(sheet.first_column + place)}{row.number}", words)
            for name, words, row in column
            if words and not name
        ]
    return _SheetResult(header, findings, unplaced)
