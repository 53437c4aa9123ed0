from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from clew.ground.evidence.formats import FormatError, rows, sheets, sniff
from clew.ground.evidence.formats.tests.conftest import Book, Write


def read(path: Path) -> list[Any]:
    return list(rows(path, sniff(path)))


def test_csv_numbers_rows_as_a_spreadsheet_does(write: Write) -> None:
    found = read(write('id,text\n1,"two\nlines"\n\n,\n2,"say ""hi"""\n'))
    assert [(row.number, row.values) for row in found] == [(2, ("1", "two\nlines")), (5, ("2", 'say "hi"'))]


def test_ragged_rows(write: Write) -> None:
    short, blank, long = read(write("id,text,stars\n1,fine\n2,good,5,,\n3,bad, really,1\n"))
    assert short.values == ("1", "fine", "")
    assert blank.values == ("2", "good", "5")
    assert long.error is not None
    assert (long.error.row, long.error.message) == (4, "The row has 4 cells, the header 3.")


def test_skip_goes_on_behind_a_row(write: Write) -> None:
    path = write("id,text\n" + "".join(f"{n},words\n" for n in range(10)))
    shape = sniff(path)
    assert [row.number for row in rows(path, shape, skip=8)] == [9, 10, 11]
    assert [row.number for row in rows(path, shape, skip=1)] == list(range(2, 12))


def test_a_mark_never_closed_is_one_error_and_not_a_lost_file(write: Write) -> None:
    assert len(read(write('id,text\n1,"closed\n"\n'))) == 1
    assert read(write('id,text\n1,"closed\n"'))[0].error is None
    (error,) = read(write('id,text\n1,"never closed\n2,fine\n'))
    assert error.error is not None
    assert "never closed" in error.error.message
    found = read(write('id,text\n0,fine\n1,"' + "never closed,\n" * 20_000 + "2,fine\n3,fine\n"))
    assert found[0].values == ("0", "fine")
    assert any(row.error and "too long" in row.error.message for row in found)


def test_a_cell_beyond_the_limit_is_an_error(write: Write) -> None:
    bad, good = read(write(f"id,text\n1,{'x' * 100_001}\n2,fine\n"))
    assert bad.error is not None
    assert "100,000" in bad.error.message
    assert good.values == ("2", "fine")


def test_json_lines_are_flattened(write: Write) -> None:
    lines = [
        {"text": "slow", "user": {"name": "Ann", "tags": ["a", "b"]}, "n": 4.50, "ok": True, "none": None},
        {"text": "fast", "late": 12345678901234567890123, "items": [{"q": "x"}, {"q": "y"}]},
    ]
    path = write("\n".join(map(json.dumps, lines)) + '\nno json\n[1]\n{"text": "end"}\n', "a.jsonl")
    shape = sniff(path)
    assert shape.header == ("text", "user.name", "user.tags", "n", "ok", "none", "late", "items.q")
    first, second, broken, listed, last = rows(path, shape)
    assert first.values == ("slow", "Ann", "a, b", "4.5", "true", "", "", "")
    assert second.values[6:] == ("12345678901234567890123", "x, y")
    assert broken.error is not None
    assert listed.error is not None
    assert (broken.number, last.number, last.values[0]) == (3, 5, "end")


def test_json_array_is_streamed(write: Write) -> None:
    objects = [{"id": n, "text": f"words {n} " * 50} for n in range(1000)]
    path = write(json.dumps(objects, indent=1), "a.json")
    found = read(path)
    assert len(found) == 1000
    assert found[999].values[0] == "999"


@pytest.mark.parametrize(
    "content",
    ['[{"a": ' + "[" * 100_000, '{"a": ' * 50_000, '[{"a": 1}, {"b', "{}\n{}\n", '{\n"a": [\n1,\n2,\n3\n]\n}\n'],
)
def test_broken_or_bottomless_json_is_refused(write: Write, content: str | bytes) -> None:
    path = write(content, "a.json")
    with pytest.raises(FormatError):
        list(rows(path, sniff(path)))


@pytest.mark.parametrize("indent", [None, 1])
def test_json_array_inside_an_answer_of_an_api(write: Write, indent: int | None) -> None:
    objects = [{"id": n, "text": f"Number {n}"} for n in range(5)]
    answer = {"total": 5, "page": {"next": "x"}, "data": objects, "more": False}
    assert [row.values for row in read(write(json.dumps(answer, indent=indent), "a.json"))] == [
        (str(n), f"Number {n}") for n in range(5)
    ]


def test_json_lines_with_a_list_inside_stay_lines(write: Write) -> None:
    lines = [{"data": [{"k": 1}, {"k": 2}], "text": f"Number {n}"} for n in range(3)]
    found = read(write("\n".join(map(json.dumps, lines)), "a.jsonl"))
    assert [row.values for row in found] == [("1, 2", f"Number {n}") for n in range(3)]
    assert [row.values for row in read(write(json.dumps({"text": "One", "tags": [{"k": 1}]}), "b.jsonl"))] == [
        ("One", "1")
    ]


def test_json_nested_too_deep_is_one_bad_row(write: Write) -> None:
    path = write('{"text": "a"}\n' + '{"a":' * 40 + "1" + "}" * 40 + '\n{"text": "b"}\n', "a.jsonl")
    assert [row.error is None for row in read(path)] == [True, False, True]


def test_xlsx_cells_become_plain_text(book: Book) -> None:
    path = book(
        Empty=[],
        Data=[
            ("id", "when", "at", "clock", "n", "yes", "text"),
            (7, date(2024, 5, 31), datetime(2024, 5, 31, 10, 5), time(3, 4), 2.5, True, "=1+1 I typed"),  # noqa: DTZ001
            (None, None, None, None, None, None, None),
            ("008", None, None, None, 3.0, False, " last "),
        ],
    )
    shape = sniff(path)
    assert shape.sheet == "Data"
    first, last = rows(path, shape)
    assert first.values[:6] == ("7", "2024-05-31", "2024-05-31 10:05:00", "03:04:00", "2.5", "true")
    assert (last.number, last.values) == (4, ("008", "", "", "", "3", "false", " last "))
    assert [size.name for size in sheets(path)] == ["Empty", "Data"]


def test_a_sheet_can_be_chosen(book: Book) -> None:
    path = book(One=[("text",), ("a",)], Two=[("text", "id"), ("b", 1)])
    assert sniff(path, sheet="Two").header == ("text", "id")
    with pytest.raises(FormatError, match="no sheet"):
        sniff(path, sheet="Three")


def test_text_that_begins_with_an_equals_sign_is_text_and_formulas_are_not_run(tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    sheet = book.worksheets[0]
    sheet.append(["text", "formula"])
    sheet.append(["x", "=1+1"])
    sheet.cell(2, 1).value = "=cmd|' /C calc'!A0"
    sheet.cell(2, 1).data_type = "s"
    book.save(tmp_path / "f.xlsx")
    (row,) = rows(tmp_path / "f.xlsx", sniff(tmp_path / "f.xlsx"))
    assert row.values == ("=cmd|' /C calc'!A0", "")


def repacked(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """The same .xlsx with its first sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if "sheet1" in info.filename else data)
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize(
    "far", [b'<c r="XFD1048576"><v>1</v></c>', b"<c\n s='1' r = 'xfd9'/>", b"<c><v>1</v></c>", b'<x:c r="ZZ900000"/>']
)
def test_a_sheet_that_claims_a_huge_grid_is_refused_before_it_is_built(book: Book, far: bytes) -> None:
    path = repacked(
        book(A=[("text",), ("a",)]), lambda xml: xml.replace(b"</row></sheetData>", far + b"</row></sheetData>")
    )
    with pytest.raises(FormatError):
        sniff(path)


def test_a_zip_bomb_is_refused(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from clew.ground.evidence.formats import archive

    monkeypatch.setattr(archive, "MAX_UNPACKED", 20_000_000)
    path = repacked(book(A=[("text",), ("a",)]), lambda xml: xml + b" " * 30_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(FormatError, match="unpacks"):
        sniff(path)


def test_a_bomb_that_lies_about_its_size_is_refused(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from clew.ground.evidence.formats import archive

    monkeypatch.setattr(archive, "MAX_UNPACKED", 2_000_000)
    path = repacked(book(A=[("text",), ("a",)]), lambda xml: xml + b" " * 5_000_000)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        size = next(info.file_size for info in opened.infolist() if "sheet1" in info.filename)
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    with pytest.raises(FormatError):
        sniff(path)


def test_rows_of_a_transcript_are_refused(write: Write) -> None:
    path = write("WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", "a.vtt")
    with pytest.raises(FormatError, match="transcript"):
        rows(path, sniff(path))


def test_real_reviews(reference: Path) -> None:
    """1,250 reviews each; the rest of both files is empty rows, which are no rows."""
    for name in ("evernote_reviews.csv", "spotify_reviews.csv"):
        found = read(reference / "feedback" / name)
        assert len(found) == 1250
        assert not any(row.error for row in found)
