from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clew.ground.evidence.formats import Finding, FormatError, read_findings, sniff
from clew.ground.evidence.formats.tests.conftest import Book, Write

FILES = ["32_findings.xlsx", "33_findings.xlsx", "34_findings.xlsx", "35_findings.xlsx"]


def test_columns_find_their_fields(book: Book) -> None:
    path = book(
        Sheet=[
            ("Study of the new export", None),
            (
                "Participants",
                "Area",
                "Finding",
                "Findings Statement",
                "Quotes",
                "Type/Severity",
                "GitHub issue",
                "Owner",
            ),
            (
                "P1, p2",
                "Export",
                "P1: gave up\nP3: was fine",
                "Export is hard",
                "P2: “Where is it?”",
                "High",
                "#7",
                "Kim",
            ),
            ("3", "Menu", "", "Menu is fine", "", "Low", "", ""),
            ("", "", "", "", "", "", "left over", ""),
        ],
        Notes=[("remember", None, "this")],
    )
    study = read_findings(path, sniff(path))
    first, second = study.findings
    assert (first.title, first.grouping, first.severity, first.ticket, first.row) == (
        "Export is hard",
        "Export",
        "High",
        "#7",
        3,
    )
    assert first.by_participant == (
        ("P1", "gave up", "supports"),
        ("P3", "was fine", "mentions"),
        ("P2", "“Where is it?”", "supports"),
    )
    assert first.other == (("Owner", "Kim"),)
    assert (second.participant_count, second.by_participant) == ("3", ())
    assert study.participants == ("P1", "P2", "P3")
    assert [cell[:2] for cell in study.unplaced] == [("Sheet", "A1"), ("Sheet", "G5"), ("Notes", "A1"), ("Notes", "C1")]
    assert "4 cells" in study.warnings[0]


def test_a_matrix_of_findings_and_participants(book: Book) -> None:
    path = book(
        S=[("Finding", "Severity", "P1", "P2", "P10", "User 3"), ("Too slow", "High", "x", "no", "said so twice", None)]
    )
    (finding,) = read_findings(path).findings
    assert finding.by_participant == (
        ("P1", "x", "supports"),
        ("P2", "no", "contradicts"),
        ("P10", "said so twice", "mentions"),
    )


def test_a_matrix_with_participants_as_rows(book: Book) -> None:
    path = book(S=[("Participant", "Too slow", "Likes colours"), ("P1", "x", None), ("P2", "no", "very much")])
    study = read_findings(path)
    assert [(finding.title, len(finding.by_participant)) for finding in study.findings] == [
        ("Too slow", 2),
        ("Likes colours", 1),
    ]


def test_no_findings_is_said(book: Book, write: Write) -> None:
    with pytest.raises(FormatError, match="No sheet"):
        read_findings(book(S=[("a", "b"), ("c", "d")]))
    path = write("id,text\n1,words\n")
    with pytest.raises(FormatError):
        read_findings(path, sniff(path))
    with pytest.raises(FormatError):
        read_findings(path)


def fields_of(finding: Finding) -> Iterator[str]:
    yield from (getattr(finding, name) for name in finding.__slots__ if isinstance(getattr(finding, name), str))
    yield from (words for _heading, words in finding.other)
    yield from (said.words for said in finding.by_participant)


@pytest.mark.parametrize("name", FILES)
def test_no_cell_of_a_real_study_is_lost(reference: Path, name: str) -> None:
    """Checked against another reader: each cell stands, whole, in the finding of its row or among the unplaced."""
    from clew.ground.evidence.formats.cleaning import tidy_text

    path = reference / "interviews" / "onrr" / name
    study = read_findings(path, sniff(path))
    rows = {(finding.sheet, finding.row): set(fields_of(finding)) for finding in study.findings}
    unplaced = {(cell.sheet, cell.cell): cell.text for cell in study.unplaced}
    cells = 0
    for sheet in pytest.importorskip("openpyxl").load_workbook(path, data_only=True).worksheets:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                text = tidy_text(str(cell.value).replace("_x000D_", "")) if cell.value is not None else ""
                if text:
                    cells += 1
                    assert (
                        text in rows.get((sheet.title, cell.row), ())
                        or unplaced[(sheet.title, cell.coordinate)] == text
                    )
    assert cells > 100
    assert len(unplaced) <= 6


def test_who_said_it_in_a_real_study(reference: Path) -> None:
    study = read_findings(reference / "interviews" / "onrr" / "34_findings.xlsx")
    assert study.participants == tuple(f"P{number}" for number in range(1, 11))
    assert len(study.findings) == 48
    assert all(finding.by_participant for finding in study.findings)
    first = study.findings[3]
    assert {said.participant for said in first.by_participant} == {"P1", "P3", "P5", "P6", "P7", "P9"}
    assert first.ticket.startswith("https://")
