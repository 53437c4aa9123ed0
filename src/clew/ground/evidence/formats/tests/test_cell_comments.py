"""Comments on cells: with their replies in order, once each, and within bounds."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from ..cell_comments import MAX_COMMENT, MAX_COMMENTS, CellComment, cell_comments
from ..findings import read_findings
from ..problems import FormatError
from .commented import with_comments, with_part

Write = Callable[[bytes], Path]
ROWS = (
    ("Finding", "Severity", "Recommendation"),
    ("Nobody found it.", "Medium", "Move it"),
    ("Liked.", "Positive", ""),
)


def book() -> bytes:
    made = pytest.importorskip("openpyxl").Workbook()
    for row in ROWS:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(content: bytes) -> Path:
        path = tmp_path / "findings.xlsx"
        path.write_bytes(content)
        return path

    return put


def test_a_thread_is_read_once_with_its_replies_behind_it(write: Write) -> None:
    path = write(with_comments(book(), threads=[("B2", "Ann", ["Rather low", "Moved", "Good"])]))
    assert cell_comments(path) == {
        "Sheet": [
            CellComment("B2", "Ann", "Rather low", "2021-03-04"),
            CellComment("B2", "Bea", "Moved", "2021-03-05", True),
            CellComment("B2", "Bea", "Good", "2021-03-06", True),
        ]
    }


def test_a_plain_comment_names_its_author_once(write: Write) -> None:
    path = write(with_comments(book(), notes=[("A3", "Carl", "Carl:\nAsk again"), ("C2", "", "When?")]))
    assert cell_comments(path)["Sheet"] == [CellComment("A3", "Carl", "Ask again"), CellComment("C2", "", "When?")]


def test_without_comments_there_are_none(write: Write) -> None:
    assert cell_comments(write(book())) == {}


def test_they_come_with_the_finding_of_their_row_and_others_stay_with_the_sheet(write: Write) -> None:
    path = write(with_comments(book(), notes=[("B1", "Carl", "Our scale"), ("B3", "Carl", "Yes"), ("A9", "", "Lost")]))
    study = read_findings(path)
    assert [[one.text for one in f.comments] for f in study.findings] == [[], ["Yes"]]
    assert [(one.cell, one.text) for one in study.unplaced] == [
        ("B1, comment 1", "Carl: Our scale"),
        ("A9, comment 2", "Lost"),
    ]


@pytest.mark.parametrize(
    "part",
    [
        "<comments",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><comments><commentList><comment ref="A2"><text><t>&a;</t></text></comment></commentList></comments>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><comments/>',
        "",
    ],
)
def test_hostile_parts_are_refused(write: Write, part: str) -> None:
    path = write(with_part(with_comments(book(), notes=[("A2", "", "x")]), "xl/comments1.xml", part))
    with pytest.raises(FormatError):
        read_findings(path)


def test_bounds(write: Write) -> None:
    with pytest.raises(FormatError, match="longer"):
        cell_comments(write(with_comments(book(), notes=[("A2", "", "x" * (MAX_COMMENT + 1))])))
    with pytest.raises(FormatError, match="More than"):
        cell_comments(write(with_comments(book(), notes=[("A2", "", "x")] * (MAX_COMMENTS + 1))))
    with pytest.raises(FormatError):
        cell_comments(write(with_part(with_comments(book()), "xl/comments1.xml", " " * (9 << 20))))


def test_a_relation_to_nowhere_is_no_comment(write: Write) -> None:
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    away = '<Relationships><Relationship Id="a" Type="x/comments" Target="../../../../etc/passwd"/></Relationships>'
    assert cell_comments(write(with_part(with_comments(book(), notes=[("A2", "", "x")]), rels, away))) == {}
