"""Whatever bytes come, the only exception is FormatError, and tables survive a round trip."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clew.ground.evidence.formats import (
    Field,
    FileShape,
    FormatError,
    Mapping,
    as_text,
    guess_mapping,
    offer_join,
    parse_transcript,
    read_feedback,
    read_findings,
    read_transcript,
    rows,
    sample_rows,
    sniff,
)
from clew.ground.evidence.formats.tests.documents import document, paragraph
from clew.ground.evidence.formats.transcripts import TranscriptKind

pytestmark = pytest.mark.slow

relaxed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text.strip()
)
STARTS = st.sampled_from(
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"WEBVTT\n\n",
        b"1\n00:00:01,000 --> 00:00:02,000\n",
        b'{"a":',
        b'[{"a":1},',
        b"PK\x03\x04",
        b"id,text\n",
        b"Ann: hi\nBob: ho\n",
    ]
)
PIECES = st.lists(
    st.sampled_from(
        [
            b",",
            b";",
            b'"',
            b"\n",
            b"\r",
            b"\x00",
            b"\xff",
            b"\xc3\xa9",
            b"-->",
            b"00:01.000",
            b"Ann: ",
            b"<v B>",
            b"{",
            b"}",
            b"[",
            b"x",
            b"1",
            b"\t",
            b"Note 0:12\n",
            b"[Ann] 0:12\n",
            b"0:00:05\n",
            b"<00:01.000>",
            b"Attendees\n",
        ]
    ),
    max_size=60,
).map(b"".join)


def _tells(error: FormatError) -> None:
    assert error.message
    assert error.remedy


def exercise(path: Path) -> None:
    """Reads the file in every way the product does."""
    try:
        shape = sniff(path)
    except FormatError as error:
        _tells(error)
        return
    try:
        if shape.kind in ("vtt", "srt", "transcript", "docx"):
            text, spans = as_text(read_transcript(path, shape))
            assert all(span.end <= len(text) for span in spans)
            return
        sample = sample_rows(path, shape, limit=50)
        mapping = guess_mapping(shape.header, sample)
        mapping = (
            Mapping({Field.TEXT: shape.header[0], **mapping.columns}, mapping.date_order)
            if _free(shape, mapping)
            else mapping
        )
        offer = offer_join(shape.header, sample)
        for join in {None, offer.column if offer else shape.header[-1]}:
            for item in islice(read_feedback(path, shape, mapping, join=join, continued=True), 2000):
                assert item
        if shape.kind == "findings":
            read_findings(path, shape)
    except FormatError as error:
        _tells(error)


def _free(shape: FileShape, mapping: Mapping) -> bool:
    return Field.TEXT not in mapping.columns and shape.header[0] not in mapping.columns.values()


@relaxed
@given(STARTS, st.binary(max_size=400) | PIECES)
def test_arbitrary_bytes(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(start + rest)
    exercise(path)


@relaxed
@given(st.text(max_size=400), st.sampled_from(["vtt", "srt", "transcript"]))
def test_arbitrary_text_as_a_transcript(text: str, kind: TranscriptKind) -> None:
    try:
        turns = parse_transcript(text, kind).turns
    except FormatError:
        return
    assert turns
    assert all(turn.text for turn in turns)


@relaxed
@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_a_table_survives_the_round_trip(tmp_path: Path, table: list[list[str]], delimiter: str, encoding: str) -> None:
    """With a plain header, whatever stands in the cells."""
    header = ["Review id", "Text", "Date", "Author", "Company", "Channel"][: len(table[0])]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *table])
    path = tmp_path / "table.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    shape = sniff(path)
    assert list(shape.header) == header
    assert [list(row.values) for row in rows(path, shape)] == table


@relaxed
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6), st.sampled_from([None, 2]))
def test_json_reads_alike_in_every_dress(tmp_path: Path, said: list[tuple[str, str]], indent: int | None) -> None:
    path, objects = tmp_path / "some.json", [{"id": key, "text": words} for key, words in said]
    for dressed in (
        "\n".join(map(json.dumps, objects)),
        json.dumps(objects, indent=indent),
        json.dumps({"count": len(objects), "results": objects, "next": None}, indent=indent, ensure_ascii=False),
    ):
        path.write_text(dressed, encoding="utf-8")
        assert [row.values for row in rows(path, sniff(path))] == said


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    match chance.randrange(4):
        case 0:
            for _flip in range(chance.choice([1, 3, 30, 300])):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        case 1:
            del changed[chance.randrange(len(changed)) :]
        case 2:
            at, to, size = chance.randrange(len(changed)), chance.randrange(len(changed)), chance.choice([1, 10, 500])
            changed[at : at + size], changed[to : to + size] = changed[to : to + size], changed[at : at + size]
        case _:
            at = chance.randrange(len(changed))
            changed[at:at] = chance.randbytes(chance.choice([1, 4, 64])) * chance.choice([1, 20])
    return bytes(changed)


@pytest.mark.parametrize(
    "pattern",
    [
        "feedback/*.csv",
        "interviews/onrr/*.xlsx",
        "interviews/transcripts/*.txt",
        "interviews/*/*.[dq]*x",
        "usertests/*",
    ],
)
def test_damaged_real_files_leave_no_traceback(reference: Path, tmp_path: Path, pattern: str) -> None:
    chance = random.Random(pattern)
    for source in sorted(reference.glob(pattern)):
        data = source.read_bytes()[:60_000] if source.suffix == ".csv" else source.read_bytes()
        for _again in range(25):
            path = tmp_path / f"damaged{source.suffix}"
            path.write_bytes(mutated(data, chance))
            exercise(path)


def test_damaged_sheets_inside_an_intact_zip(reference: Path, tmp_path: Path) -> None:
    """Byte flips in the archive mostly break its checksums; flips in the XML reach the spreadsheet reader."""
    import zipfile

    chance = random.Random(7)
    for source in sorted((reference / "interviews" / "onrr").glob("*.xlsx")):
        for _again in range(20):
            path = tmp_path / "damaged.xlsx"
            with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
                for name in old.namelist():
                    data = old.read(name)
                    new.writestr(name, mutated(data, chance) if chance.random() < 0.4 else data)
            exercise(path)
            try:
                read_findings(path)
            except FormatError as error:
                _tells(error)


@relaxed
@given(
    st.lists(WORDS | st.sampled_from(["Ann  0:03", "0:0:1.0 --> 0:0:2.0\nAnn\nhi", "00:05:00", "Ann: x"]), max_size=9)
)
def test_whatever_a_document_says(tmp_path: Path, paragraphs: list[str]) -> None:
    path = tmp_path / "any.docx"
    path.write_bytes(document(*paragraphs))
    exercise(path)


def test_damaged_documents_leave_no_traceback(tmp_path: Path) -> None:
    """Flips in the archive, and flips in the XML of one that is whole."""
    chance = random.Random(11)
    xml = "".join(map(paragraph, ("Ann  0:03\nhello", "Bob  0:07\nand more", "0:0:1.0 --> 0:0:2.0\nAnn\nhi"))).encode()
    path = tmp_path / "damaged.docx"
    for _again in range(150):
        path.write_bytes(mutated(document("Ann: hi", "Bob: ho", "Ann: he"), chance))
        exercise(path)
        path.write_bytes(document(f"<w:p>{mutated(xml, chance).decode('utf-8', 'replace')}</w:p>"))
        exercise(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "<v.",
        "<v ",
        "<a",
        "{\\",
        "A ",
        "A" + " " * 50,
        "Ann: x\n",
        "0:12 ",
        "-->\n",
        ",'a",
        '"',
        "P1:\n",
        "[A] 0:12\n",
        "0:12\n",
        "<00:01.000>",
        "<v A><00:01.000>x",
    ],
)
def test_repetition_costs_linear_time(unit: str) -> None:
    """A pattern that backtracks would take minutes here."""
    from time import process_time

    start = process_time()
    kinds: tuple[TranscriptKind, ...] = ("vtt", "transcript")
    for kind in kinds:
        with contextlib.suppress(FormatError):
            parse_transcript("00:01.000 --> 00:02.000\n" + unit * (200_000 // len(unit)), kind)
    assert process_time() - start < 3
