from __future__ import annotations

from pathlib import Path

import pytest

from clew.ground.evidence.formats import FormatError, rows, sniff
from clew.ground.evidence.formats.tests.conftest import Book, Write

TEXT = "Datum;Kunde;Kommentar\n2024-05-31;Zoë;Schön, aber langsam – sehr!\n2024-06-01;José;Der Export bricht ab\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_an_encoding_is_found_from_the_bytes(write: Write, encoding: str) -> None:
    path = write(TEXT, encoding=encoding)
    shape = sniff(path)
    assert shape.header == ("Datum", "Kunde", "Kommentar")
    assert [row.values[1] for row in rows(path, shape)] == ["Zoë", "José"]


@pytest.mark.parametrize(
    ("name", "says", "remedy"),
    [
        ("call.vtt", "transcript", ".txt"),
        ("call.srt", "transcript", ".txt"),
        ("talk.DOCX", "Word document", ".docx"),
        ("talk.txt", "not text", "plain text"),
        ("study.qdpx", "project", "Export it again"),
        ("codes.qdc", "codebook", "Export it again"),
        ("feedback.csv", "not text", "CSV or .xlsx"),
        ("feedback", "not text", "CSV or .xlsx"),
    ],
)
def test_bytes_that_are_no_text_are_told_what_fits_their_ending(
    write: Write, name: str, says: str, remedy: str
) -> None:
    with pytest.raises(FormatError) as error:
        sniff(write(bytes(range(256)) * 20), name=name)
    assert says in error.value.message
    assert remedy in error.value.remedy


def test_text_that_is_called_otherwise_is_still_read(write: Write) -> None:
    assert sniff(write("WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.\n"), name="talk.docx").kind == "vtt"


def test_cyrillic_is_left_to_statistics(write: Write) -> None:
    text = "дата,отзыв\n" + "2024-05-31,Приложение очень долго загружается и часто закрывается\n" * 20
    shape = sniff(write(text, encoding="cp1251"))
    assert shape.header == ("дата", "отзыв")
    assert "not UTF-8" in shape.warnings[0]


def test_a_few_bad_bytes_do_not_cost_the_utf8(write: Write) -> None:
    content = TEXT.encode() * 5 + b"2024-06-02;Eve;caf\xe9\n"
    shape = sniff(write(content))
    assert shape.encoding == "utf-8"
    assert any("1 bytes" in warning for warning in shape.warnings)


def test_a_bad_byte_far_behind_the_sample_is_found(write: Write) -> None:
    content = b"id,text\n" + b"1,plain words without anything\n" * 60_000 + b"2,caf\xe9\n"
    assert sniff(write(content)).encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_columns(write: Write, delimiter: str) -> None:
    lines = (
        ["id", "text", "rating"],
        ["1", '"fine; good, quick | easy"', "5"],
        ["2", '"two\nlines, here"', "3"],
        ["3", "slow", "1"],
    )
    shape = sniff(write("\n".join(delimiter.join(line) for line in lines)))
    assert shape.delimiter == delimiter
    assert shape.header == ("id", "text", "rating")


def test_prose_with_commas_is_one_column(write: Write) -> None:
    path = write("Feedback\nIt is slow, ugly, and sad\nGood\nYes, really\n")
    shape = sniff(path)
    assert [row.values for row in rows(path, shape)] == [("It is slow, ugly, and sad",), ("Good",), ("Yes, really",)]
    assert any("one column" in warning for warning in shape.warnings)


def test_a_file_without_header_names_columns_by_place(write: Write) -> None:
    path = write("1,ann@example.org,It stops when I print\n2,bob@example.org,I like it\n")
    shape = sniff(path)
    assert (shape.header, shape.headed, shape.header_row) == (("Column 1", "Column 2", "Column 3"), False, 0)
    assert [row.number for row in rows(path, shape)] == [1, 2]


def test_twin_and_blank_headings_become_unique(write: Write) -> None:
    shape = sniff(write("Name,Name,,name,Name (2)\na,b,c,d,e\n"))
    assert shape.header == ("Name", "Name (2)", "Column 3", "name (3)", "Name (2) (2)")
    assert len(shape.warnings) == 2


def test_excel_separator_line_and_title_rows_are_no_data(write: Write) -> None:
    path = write("sep=;\nid;text\n1;a, b\n")
    assert [tuple(row[:2]) for row in rows(path, sniff(path))] == [(3, ("1", "a, b"))]
    path = write("Feedback report,,,\n,,,\nid,text,date,stars\n" + "1,fine,2024-01-01,5\n" * 5)
    shape = sniff(path)
    assert (shape.header_row, shape.header[0]) == (3, "id")
    assert "1 row above" in shape.warnings[-1]


def test_single_quotation_marks_are_noticed(write: Write) -> None:
    path = write("id,text\n" + "'1','a, b'\n" * 5)
    assert sniff(path).quote == "'"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", "wrong.csv", "vtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\nhi\n", "wrong.txt", "srt"),
        ("Interviewer: Hi.\nParticipant: Hello, you.\nInterviewer: Go.\n", "talk.txt", "transcript"),
        ("Ann Lee  0:03\nHello there.\n\nBob  0:07\nHi.\n\nAnn Lee  0:09\nSo.\n", "otter.txt", "transcript"),
        ('{"text": "a"}\n{"text": "b"}\n', "wrong.csv", "jsonl"),
        ('[{"text": "a"}, {"text": "b"}]', "list.json", "jsonl"),
        ("id,text\n1,Note: this is fine\n", "wrong.txt", "csv"),
    ],
)
def test_the_content_decides_not_the_extension(write: Write, content: str | bytes, name: str, kind: str) -> None:
    assert sniff(write(content, name)).kind == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"\x00" * 50,
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0rest",
        b"PK\x03\x04broken",
        bytes(range(20)) * 20,
        b"\x89PNG\r\n",
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(write: Write, content: str | bytes) -> None:
    with pytest.raises(FormatError) as refusal:
        sniff(write(content))
    assert refusal.value.message
    assert refusal.value.remedy


def test_nul_characters_are_said(write: Write) -> None:
    assert any("NUL" in warning for warning in sniff(write("id,text\n1,a\x00b and more text here\n")).warnings)


def test_too_many_columns_are_refused(write: Write) -> None:
    with pytest.raises(FormatError, match="501 columns"):
        sniff(write(",".join(f"c{n}" for n in range(501)) + "\n" + "x," * 500 + "x\n"))


def test_findings_are_told_from_other_spreadsheets(book: Book) -> None:
    assert sniff(book(A=[("Findings Statement", "Severity"), ("Too slow", "High")])).kind == "findings"
    assert sniff(book(A=[("Review", "Severity"), ("Too slow", "High")])).kind == "xlsx"


def test_a_cover_sheet_is_passed_over(book: Book) -> None:
    cover, table = [("Export of our survey",), ("Made on Monday",)], [("Respondent", "Comment"), ("P1", "It is slow.")]
    assert sniff(book(Cover=cover, Lists=[("x", "y"), (1, 2)], Answers=table)).sheet == "Answers"
    assert sniff(book(Cover=cover, Numbers=[("x", "y"), (1, 2)])).sheet == "Numbers"
    assert sniff(book(Cover=cover, Answers=table), sheet="Cover").sheet == "Cover"


def test_real_files(reference: Path) -> None:
    kinds = {
        path.name: sniff(path).kind
        for folder in ("feedback", "interviews")
        for path in (reference / folder).rglob("*.[ctx][sxl][vts]*")
    }
    assert kinds["evernote_reviews.csv"] == kinds["judged_pairs.csv"] == "csv"
    assert {kind for name, kind in kinds.items() if "findings" in name} == {"findings"}
    assert {kind for name, kind in kinds.items() if "pdpilot" in name} == {"transcript"}
