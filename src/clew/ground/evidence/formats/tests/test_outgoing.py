from __future__ import annotations

import csv
import io

import pytest

from clew.ground.evidence.formats import (
    FeedbackRecord,
    RowError,
    failed_rows,
    guess_mapping,
    neutralise,
    read_feedback,
    safe_name,
    sample_rows,
    sniff,
    write_errors_csv,
)
from clew.ground.evidence.formats.tests.conftest import Write


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "-", "+49 171 1"],
)
def test_a_formula_is_defused(cell: str) -> None:
    assert neutralise(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "plain", "-5", "+3.5", "-1,000.25", "-.5", "-5%", "-1e-3", "a=b", "5-3", "'=1"])
def test_plain_text_and_numbers_stay(cell: str) -> None:
    assert neutralise(cell) == cell


def test_errors_are_written_for_a_spreadsheet() -> None:
    out = io.StringIO(newline="")
    error = RowError(7, "=Col", 'He said "no"', "Fix, please")
    assert write_errors_csv([(error, ("=1+1", "-5"))], out, header=("=Col", "b")) == 1
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [
        ["Row", "Column", "What is wrong", "What to do", "'=Col", "b"],
        ["7", "'=Col", 'He said "no"', "Fix, please", "'=1+1", "-5"],
    ]


def test_rows_that_were_not_read_come_back_corrected(write: Write) -> None:
    """What went out made harmless comes in as it was written, and what Clew said about it is left out."""
    path = write(
        "Date,Author,Text\n2024-01-02,Ann,Fine words here\n99/99/2024,@Ben,=SUM(A1) is what I typed\n1,2,3,4,5\n"
    )
    shape = sniff(path)
    mapping = guess_mapping(shape.header, sample_rows(path, shape))
    errors = [item for item in read_feedback(path, shape, mapping) if isinstance(item, RowError)]
    out = io.StringIO(newline="")
    assert write_errors_csv(failed_rows(path, shape, errors), out, header=shape.header) == 2
    corrected = write(out.getvalue().replace("99/99/2024", "2024-01-03"), "corrected.csv", "utf-8-sig")
    shape = sniff(corrected)
    mapping = guess_mapping(shape.header, sample_rows(corrected, shape))
    (record, still) = list(read_feedback(corrected, shape, mapping))
    assert isinstance(record, FeedbackRecord)
    assert (record.text, record.person_name, record.extra) == ("=SUM(A1) is what I typed", "@Ben", {})
    assert isinstance(still, RowError)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ann\\Zoë’s notes.xlsx", "Zoë’s notes.xlsx"),
        ("con.txt", "_con.txt"),
        (".bashrc", "bashrc"),
        ("a\x00b\u202etxt.exe", "abtxt.exe"),
        ("///", "upload"),
        ("", "upload"),
        ('<img src="x">.csv', "img src= x.csv"),
    ],
)
def test_upload_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert len(safe_name("x" * 500 + ".csv")) == 120
    assert safe_name("x" * 500 + ".csv").endswith(".csv")
