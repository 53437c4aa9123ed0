from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clew.ground.evidence.formats import Field, Mapping, Row, check_mapping, guess_mapping, sample_rows, sniff
from clew.ground.evidence.formats.dates import guess_date_order, parse_date

PROSE = [
    "The export stops half way",
    "I love the new editor very much",
    "Please add a dark theme soon",
    "It is slow on my old phone",
    "Cannot log in since Monday",
]


def guessed(header: tuple[str, ...], *columns: Any) -> Mapping:
    return guess_mapping(header, [Row(number, values) for number, values in enumerate(zip(*columns, strict=True), 2)])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("Datum", "E-Mail", "Kommentar", "Sterne"), ("said_on", "person_email", "text", "rating")),
        (("fecha", "correo electrónico", "comentario", "puntuación"), ("said_on", "person_email", "text", "rating")),
        (("Date de création", "Courriel", "Commentaire", "Note"), ("said_on", "person_email", "text", "rating")),
        (("createdAt", "user_email", "review_text", "Star rating"), ("said_on", "person_email", "text", "rating")),
        (("a", "b", "c", "d"), ("said_on", "person_email", "text", "rating")),
    ],
)
def test_columns_are_known_by_heading_in_several_languages_or_by_content(
    header: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    days = [f"2024-05-0{n}" for n in range(1, 6)]
    mails = [f"p{n}@example.org" for n in range(5)]
    mapping = guessed(header, days, mails, PROSE, list("12345"))
    assert {kind.value: name for kind, name in mapping.columns.items()} == dict(zip(expected, header, strict=True))
    assert all(guess.reason for guess in mapping.guesses)
    assert check_mapping(mapping, header) == []


def test_content_overrules_a_heading() -> None:
    mapping = guessed(("Date", "Rating", "Words"), ["soon", "later", "never", "x", "y"], PROSE, PROSE)
    assert Field.SAID_ON not in mapping.columns
    assert Field.RATING not in mapping.columns


def test_a_constant_column_is_no_id() -> None:
    mapping = guessed(("App id", "Review id", "Content"), ["app1"] * 5, [f"r{n}" for n in range(5)], PROSE)
    assert mapping.columns == {Field.TEXT: "Content", Field.EXTERNAL_ID: "Review id"}


def test_an_ambiguous_date_order_is_said() -> None:
    mapping = guessed(("Date", "Text"), ["05/06/2024"] * 5, PROSE)
    assert "day or the month" in mapping.warnings[0]
    assert guessed(("Date", "Text"), ["05/16/2024"] * 5, PROSE).date_order == "mdy"


def test_no_text_column_is_said() -> None:
    assert "No column" in guessed(("Id", "Stars"), ["1", "2"], ["4", "5"]).warnings[0]


def test_a_bad_mapping_is_told_in_words() -> None:
    mapping = Mapping({Field.TITLE: "a", Field.CHANNEL: "a", Field.URL: "gone"}, ignored=frozenset({"lost"}))
    text, twice, gone, lost = check_mapping(mapping, ("a", "b"))
    assert "text" in text
    assert "twice" in twice
    assert "gone" in gone
    assert "lost" in lost


@pytest.mark.parametrize(
    "value",
    [
        "2024-05-31",
        "2024/05/31",
        "2024-05-31T23:59:59Z",
        "2024-05-31 10:00:00+02:00",
        "31.05.2024",
        "31.5.24",
        "31/05/2024 10:12",
        "31-05-2024",
        "20240531",
        "1717146000",
        "1717146000000",
        "31 May 2024",
        "May 31, 2024",
        "May 31st, 2024 at 10:00",
        "Fri, 31 May 2024 10:00:00 +0000",
        "31-May-2024",
    ],
)
def test_dates_as_people_write_them(value: str) -> None:
    assert parse_date(value) == date(2024, 5, 31)


@pytest.mark.parametrize(
    "value", ["", "2024-13-01", "31/31/2024", "tomorrow", "12345", "9999999999999", "31 Mai 2024", "٣١/٠٥/٢٠٢٤"]
)
def test_what_is_no_date(value: str) -> None:
    assert parse_date(value) is None


def test_month_first() -> None:
    assert parse_date("05/31/2024", "mdy") == date(2024, 5, 31)
    assert parse_date("05/31/2024", "dmy") is None


@pytest.mark.parametrize(
    ("values", "order", "ambiguous"),
    [
        (["05/31/2024", "01/02/2024"], "mdy", False),
        (["31/05/2024", "01/02/2024"], "dmy", False),
        (["01/02/2024"], "dmy", True),
        (["31/05/2024", "05/31/2024"], "dmy", True),
        (["2024-05-31", "05/05/2024", "12.05.2024"], "dmy", False),
        ([], "dmy", False),
    ],
)
def test_date_order_is_decided_by_the_column(values: list[str], order: str, ambiguous: bool) -> None:
    guess = guess_date_order(values)
    assert (guess.order, guess.ambiguous) == (order, ambiguous)


def test_real_files(reference: Path) -> None:
    for name, text, key in (("evernote_reviews", "Content", "Review id"), ("judged_pairs", "review", "review_id")):
        path = reference / "feedback" / f"{name}.csv"
        shape = sniff(path)
        columns = guess_mapping(shape.header, sample_rows(path, shape)).columns
        assert (columns[Field.TEXT], columns[Field.EXTERNAL_ID]) == (text, key)
