from __future__ import annotations

import csv
import io

import pytest

from clew.ground.evidence.formats import RowError, neutralise, safe_name, write_errors_csv


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
    assert write_errors_csv([RowError(7, "=Col", 'He said "no"', "Fix, please")], out) == 1
    assert list(csv.reader(io.StringIO(out.getvalue())))[1] == ["7", "'=Col", 'He said "no"', "Fix, please"]


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
