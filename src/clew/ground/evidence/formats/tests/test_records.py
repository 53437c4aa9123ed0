from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clew.ground.evidence.formats import (
    Field,
    FormatError,
    Mapping,
    ReadCounts,
    RowError,
    guess_mapping,
    read_feedback,
    sample_rows,
    sniff,
)
from clew.ground.evidence.formats.cleaning import tidy_line, tidy_text
from clew.ground.evidence.formats.tests.conftest import Write

HEADER = "Id,Date,Stars,Mail,Who,Company,Plan,Text"
FULL = Mapping(
    {
        Field.EXTERNAL_ID: "Id",
        Field.SAID_ON: "Date",
        Field.RATING: "Stars",
        Field.PERSON_EMAIL: "Mail",
        Field.PERSON_NAME: "Who",
        Field.ACCOUNT: "Company",
        Field.TEXT: "Text",
    }
)


def read(path: Path, mapping: Mapping = FULL, **options: Any) -> list[Any]:
    return list(read_feedback(path, sniff(path), mapping, **options))


def test_a_row_becomes_a_record(write: Write) -> None:
    (record,) = read(write(f"{HEADER}\n7,31.05.2024,4.5,<Ann@Example.org>, Ann  Lee ,Acme,Pro,  It   is slow \n"))
    assert record.rows == (2,)
    assert (record.text, record.said_on, record.rating) == ("It is slow", date(2024, 5, 31), 4.5)
    assert (record.person_email, record.person_name, record.account) == ("ann@example.org", "Ann Lee", "Acme")
    assert record.extra == {"Plan": "Pro"}
    assert len(record.content_hash) == 64


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("7,soon,4,a@b.de,Ann,Acme,Pro,words", "Date"),
        ("7,,four,a@b.de,Ann,Acme,Pro,words", "Stars"),
        ("7,,4,nobody,Ann,Acme,Pro,words", "Mail"),
        ("7,,4,a@b.de,Ann,Acme,Pro, ", "Text"),
    ],
)
def test_a_bad_cell_is_an_error_of_its_row_and_column(write: Write, row: str, field: str) -> None:
    bad, good = read(write(f"{HEADER}\n{row}\n8,n/a,-,N/A,,,,fine\n"))
    assert isinstance(bad, RowError)
    assert (bad.row, bad.field) == (2, field)
    assert bad.remedy
    assert (good.said_on, good.rating, good.person_email) == (None, None, "")


@pytest.mark.parametrize(
    ("cell", "rating"), [("5", 5), ("4,5", 4.5), ("3/5", 3), ("4 stars", 4), ("★★★☆☆", 3), ("10", 10)]
)
def test_ratings_as_people_write_them(write: Write, cell: str, rating: float) -> None:
    (record,) = read(write(f'{HEADER}\n7,,"{cell}",,,,,words\n'))
    assert record.rating == rating


def test_text_is_normalised_and_keeps_its_paragraphs() -> None:
    assert (
        tidy_text("Cafe\u0301\x00 \u200bis\tgood\r\n\r\n\r\n\r\nSecond  one\u2028third\x1b ")
        == "Café is good\n\nSecond one\nthird"
    )
    assert tidy_line("a\r\nb\x07\u202e c") == "a b c"
    assert tidy_text("👩\u200d👩 \ud800x") == "👩\u200d👩 x"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("my &#34;go to&#34; tool &amp; more&hellip;", 'my "go to" tool & more…'),
        ("saving & easy, my &#34;go to&#34;", 'saving & easy, my "go to"'),
        ("Barnes &amp; Noble", "Barnes & Noble"),
        ("It shows &amp; where & should stand", "It shows &amp; where & should stand"),
        ("AT&T; R&D &unheard;", "AT&T; R&D &unheard;"),
        ("&#0;&#xD800;&#8238;a&#10;b", "\ufffd\ufffda\nb"),
        ("&amp;quot;", "&quot;"),
    ],
)
def test_characters_written_by_name_are_read_as_such(write: Write, cell: str, words: str) -> None:
    (record,) = read(write(f'{HEADER}\n7,,4,,,A &amp; B,,"{cell}"\n'))
    assert (record.text, record.account) == (words, "A & B")


def test_the_hash_is_of_the_words_and_who_said_them(write: Write) -> None:
    rows = (
        "1,2024-05-31,5,,Ann,,,Great app",
        "1,2024-06-30,1,,ANN,,,Great   app",
        "1,,,,Bob,,,Great app",
        "2,,,,Ann,,,Great app",
    )
    one, same, other_person, other_id = (
        record.content_hash for record in read(write(HEADER + "\n" + "\n".join(rows) + "\n"))
    )
    assert one == same
    assert len({one, other_person, other_id}) == 3


def test_ignored_columns_are_left_out(write: Write) -> None:
    mapping = Mapping({Field.TEXT: "Text"}, ignored=frozenset({"Mail", "Who"}))
    (record,) = read(write(f"{HEADER}\n7,x,4,a@b.de,Ann,Acme,Pro,words\n"), mapping)
    assert record.extra == {"Id": "7", "Date": "x", "Stars": "4", "Company": "Acme", "Plan": "Pro"}


def test_a_bad_mapping_is_refused_at_once(write: Write) -> None:
    path = write("a,b\n1,2\n")
    with pytest.raises(FormatError, match="text"):
        read_feedback(path, sniff(path), Mapping({}))
    with pytest.raises(FormatError, match="join"):
        read_feedback(path, sniff(path), Mapping({Field.TEXT: "a"}), join="c")


def test_counts_and_resuming(write: Write) -> None:
    path = write(f"{HEADER}\n1,,,,,,,a\n2,,,,,,,\n\n3,,,,,,,c\n")
    counts = ReadCounts()
    everything = read(path, counts=counts)
    assert (counts.rows, counts.records, counts.errors, counts.last_row) == (3, 2, 1, 5)
    assert read(path, skip=3) == everything[2:]


def test_real_files_are_read_whole(reference: Path) -> None:
    for path in sorted((reference / "feedback").glob("*.csv")):
        shape = sniff(path)
        records = read(path, guess_mapping(shape.header, sample_rows(path, shape)))
        assert not any(isinstance(record, RowError) for record in records)
        assert len(records) in (1250, 279)


def test_nothing_that_a_database_refuses_comes_through(write: Write) -> None:
    path = write('{"text": "a\\u0000b\\ud800c", "more": "x\\u0000\\ud800y", "who": "A\\u0000"}\n', "a.jsonl")
    mapping = Mapping({Field.TEXT: "text", Field.PERSON_NAME: "who"})
    (record,) = read(path, mapping)
    assert (record.text, record.extra, record.person_name) == ("abc", {"more": "xy"}, "A")
