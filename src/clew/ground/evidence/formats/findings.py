"""A research team's findings sheet: what was found, who said so, how bad it is and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from .archive import column_letters
from .cleaning import tidy_line, tidy_text
from .findings_columns import column_roles, is_findings_header, is_matrix_header, is_participant
from .problems import MAX_CELL, MAX_COLUMNS, FormatError
from .sniff import FileShape
from .workbook import SheetCells, SheetRow, all_sheets

Stance = Literal["supports", "contradicts", "mentions"]
MAX_SHEET_ROWS = 20_000
_LABEL = re.compile(r"(?:^|(?<=\n))[ \t•·*-]*((?:[PU]|User |Participant )\d{1,3})[ \t]*[:\u2013-][ \t]*", re.IGNORECASE)
_YES = frozenset({"x", "✓", "✔", "yes", "y", "1", "true", "ja", "oui", "si", "+", "✗x", "•"})
_NO = frozenset({"no", "n", "0", "false", "✗", "✘", "-", "nein", "non"})


class Said(NamedTuple):
    """`words` is what the sheet holds: notes, a quotation, or only a mark."""

    participant: str
    words: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the sheet. `other` holds the columns that have no place of their own, by heading."""

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


class UnplacedCell(NamedTuple):
    sheet: str
    cell: str
    text: str


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


def read_findings(path: Path, shape: FileShape | None = None) -> FindingsStudy:
    """Every cell that holds anything ends up in a finding, or in `unplaced` with its sheet and address."""
    if shape is not None and shape.kind not in ("findings", "xlsx"):
        raise FormatError("This is not a spreadsheet of findings.", "Upload the .xlsx file.")
    findings: list[Finding] = []
    unplaced: list[UnplacedCell] = []
    for sheet in all_sheets(Path(path)):
        result = _read_sheet(sheet)
        findings += result.findings
        unplaced += result.unplaced
    if not findings:
        raise FormatError(
            "No sheet has a column of findings.", "Name one column “Finding” and one “Recommendation” or “Severity”."
        )
    warnings = (f"{len(unplaced)} cells belong to no finding and are listed apart.",) if unplaced else ()
    people = dict.fromkeys(said.participant for finding in findings for said in finding.by_participant)
    return FindingsStudy(
        _title(Path(path)), tuple(sorted(people, key=_natural)), tuple(findings), tuple(unplaced), warnings
    )


def _title(path: Path) -> str:
    return tidy_line(re.sub(r"[_-]+", " ", path.stem)) or "Findings"


def _natural(label: str) -> tuple[str, int]:
    digits = re.search(r"\d+", label)
    return label[:1].upper(), int(digits[0]) if digits else 0


def _read_sheet(sheet: SheetCells) -> _SheetResult:
    rows = _bounded(sheet)
    at = next((place for place, row in enumerate(rows[:15]) if is_findings_header(row.cells)), None)
    if at is None:
        if rows and is_matrix_header(rows[0].cells, [row.cells for row in rows[1:]]):
            return _transposed(sheet, rows)
        return _SheetResult((), [], [cell for row in rows for cell in _cells_of(sheet, row)])
    header = rows[at].cells
    roles = column_roles(header)
    result = _SheetResult(header, [], [cell for row in rows[:at] for cell in _cells_of(sheet, row)])
    for row in rows[at + 1 :]:
        finding = _finding(sheet.name, row, header, roles)
        if finding is None:
            result.unplaced.extend(_cells_of(sheet, row))
        else:
            result.findings.append(finding)
    return result


def _bounded(sheet: SheetCells) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for row in sheet.rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        if len(rows) >= MAX_SHEET_ROWS or len(row.cells) > MAX_COLUMNS or max(map(len, row.cells)) > MAX_CELL:
            raise FormatError(
                f"The sheet “{sheet.name}” is too large for a findings sheet.", "Import it as feedback instead."
            )
        rows.append(row)
    return rows


def _cells_of(sheet: SheetCells, row: SheetRow) -> Iterator[UnplacedCell]:
    for place, text in enumerate(row.cells):
        if text.strip():
            yield UnplacedCell(sheet.name, f"{column_letters(sheet.first_column + place)}{row.number}", tidy_text(text))


def _finding(sheet: str, row: SheetRow, header: Sequence[str], roles: Sequence[str]) -> Finding | None:
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
        grouping=by_role.get("grouping", ""),
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
    said = [Said(_label(name), words, _stance(words)) for name, words in marks]
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


def _stance(mark: str) -> Stance:
    word = mark.strip().casefold().rstrip(".!")
    if word in _NO:
        return "contradicts"
    return "supports" if word in _YES else "mentions"


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
        said = tuple(Said(name, words, _stance(words)) for name, words, _row in column if words and name)
        title = tidy_line(header[place]) or f"Column {place + 1}"
        if said or header[place].strip():
            findings.append(Finding(title, by_participant=said, sheet=sheet.name, row=rows[0].number))
        unplaced += [
            UnplacedCell(sheet.name, f"{column_letters(sheet.first_column + place)}{row.number}", words)
            for name, words, row in column
            if words and not name
        ]
    return _SheetResult(header, findings, unplaced)
