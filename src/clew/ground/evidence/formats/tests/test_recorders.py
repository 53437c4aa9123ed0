"""Transcripts as Zoom, Teams, Meet and Otter write them, in text and in Word documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from clew.ground.evidence.formats import FormatError, Transcript, parse_transcript, read_transcript, sniff
from clew.ground.evidence.formats.docx import read_docx
from clew.ground.evidence.formats.problems import MAX_FILE_BYTES, MAX_TRANSCRIPT_BYTES
from clew.ground.evidence.formats.tests.conftest import Write
from clew.ground.evidence.formats.tests.documents import document, paragraph

MEET = """Weekly talk (2026-01-05 10:00 GMT+1) - Transcript
Attendees
Ann Lee, Bob Ray
Transcript
00:00:00

Ann Lee: Tell me about Friday.
Bob Ray: I count by hand.
00:05:00

Bob Ray: Two hours, every week.
Ann Lee: And then?
Meeting ended after 00:31:07 \N{WAVING HAND SIGN}
"""
OTTER = """Talk with Bob
Mon, Jan 5, 2026 10:00AM \N{BULLET} 31:05

SUMMARY KEYWORDS
shelves, friday, labels

SPEAKERS
Ann Lee, Bob

Ann Lee  0:03
Hello there.

Bob  0:12
Fine: thanks.

Ann Lee  1:00:07
Good.

Transcribed by https://otter.ai
"""
CAPTIONS = """[Ann Lee] 23:59:50
Hello there.

[Bob Ray] 00:00:05
Fine, thanks.

[Ann Lee] 00:01:00
Good.
"""
TEAMS = (
    "Weekly talk-20260105_100000-Meeting Recording",
    "January 5, 2026, 10:00AM",
    "31m 5s",
    "Ann Lee started transcription",
    "Ann Lee   0:03\nTell me about Friday.",
    "Bob Ray   0:07\nI count by hand.\nTwo hours.",
    "Ann Lee   1:00:07\nAnd then?",
    "Ann Lee stopped transcription",
)
OLD_TEAMS = (
    "0:0:0.0 --> 0:0:2.370\nAnn Lee\nTell me about Friday.",
    "0:0:2.500 --> 0:0:4.0\nBob Ray\nI count by hand.",
    "0:0:4.100 --> 0:0:6.0\nBob Ray\nTwo hours.",
)
STAMPED = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ann Lee>one<00:00:02.000><c> two</c><00:00:03.000><c> three</c>

00:00:04.000 --> 00:00:05.000
<v Ann Lee>four</v>
"""


def read(path: Path) -> Transcript:
    return read_transcript(path, sniff(path))


def told(transcript: Transcript) -> list[tuple[str, str, int | None]]:
    return [(turn.speaker, turn.text, turn.start_ms) for turn in transcript.turns]


def test_meet_times_stand_alone_and_its_frame_is_no_speech(write: Write) -> None:
    found = read(write(MEET, "meet.txt"))
    assert told(found) == [
        ("Ann Lee", "Tell me about Friday.", 0),
        ("Bob Ray", "I count by hand. Two hours, every week.", 300_000),
        ("Ann Lee", "And then?", None),
    ]
    assert found.turns[1].times == ((17, 39, 300_000, None),)
    assert "left out (4 lines)" in found.warnings[0]


def test_meet_as_a_document(write: Write) -> None:
    found = read(write(document(*MEET.splitlines()), "meet.docx"))
    assert [turn.speaker for turn in found.turns] == ["Ann Lee", "Bob Ray", "Ann Lee"]
    assert found.turns[-1].text == "And then?"


def test_otter_with_its_frame(write: Write) -> None:
    assert told(read(write(OTTER, "otter.txt"))) == [
        ("Ann Lee", "Hello there.", 3000),
        ("Bob", "Fine: thanks.", 12_000),
        ("Ann Lee", "Good.", 3_607_000),
    ]


def test_captions_of_zoom_tell_the_time_of_the_day(write: Write) -> None:
    """Across midnight as well; the first words are at nought."""
    assert [turn.start_ms for turn in read(write(CAPTIONS, "closed_caption.txt")).turns] == [0, 15_000, 70_000]


def test_teams_documents(write: Write) -> None:
    found = read(write(document(*TEAMS), "talk.docx"))
    assert told(found) == [
        ("Ann Lee", "Tell me about Friday.", 3000),
        ("Bob Ray", "I count by hand.\nTwo hours.", 7000),
        ("Ann Lee", "And then?", 3_607_000),
    ]


@pytest.mark.parametrize("apart", [False, True])
def test_older_teams_documents(write: Write, apart: bool) -> None:
    lines = [line for text in OLD_TEAMS for line in text.split("\n")] if apart else OLD_TEAMS
    found = read(write(document(*lines), "old.docx"))
    assert told(found) == [("Ann Lee", "Tell me about Friday.", 0), ("Bob Ray", "I count by hand. Two hours.", 2500)]
    assert found.turns[1].end_ms == 6000


def test_words_with_times_of_their_own() -> None:
    (turn,) = parse_transcript(STAMPED, "vtt").turns
    assert turn.text == "one two three four"
    assert turn.times == ((0, 3, 1000, 2000), (4, 7, 2000, 3000), (8, 13, 3000, 4000), (14, 18, 4000, 5000))


def test_a_copied_transcript_of_a_video_keeps_its_times() -> None:
    (turn,) = parse_transcript("0:03\nhello there\n0:07\nand more\n", "transcript").turns
    assert (turn.text, turn.times) == ("hello there and more", ((0, 11, 3000, 7000), (12, 20, 7000, None)))


def test_a_time_in_an_answer_stays_words() -> None:
    found = parse_transcript("Ann: When?\nBob:\n10:30\nAnn: Good.\nBob: Yes.\n", "transcript")
    assert found.turns[1].text == "10:30"


def test_a_document_in_general_is_read_with_its_structure() -> None:
    styles = b'<w:styles xmlns:w="%s"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
    made = document(
        paragraph("Part one", "berschrift1"),
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='2'/></w:numPr></w:pPr><w:r><w:t>An item</w:t></w:r></w:p>",
        "<w:p><w:r><w:b/><w:t>All bold</w:t></w:r></w:p>",
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>",
        parts={"word/styles.xml": styles % b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
    )
    found = read_docx(made)
    assert [(p.text, p.heading, p.depth, p.is_bold) for p in found] == [
        ("Part one", 2, 0, False),
        ("An item", 0, 2, False),
        ("All bold", 0, 0, True),
        ("a\tb", 0, 0, False),
    ]


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (document("Ann: hi", head=ENTITY), "bad.docx", "damaged"),
        (document("Ann: hi")[:200], "bad.docx", "damaged"),
        (b"PK\x03\x04" + b"\x00" * 80, "bad.docx", "damaged"),
        (document("Ann: hi").replace(b"word/document.xml", b"word/elsewhere.xm"), "bad.docx", "not a Word"),
        (document("<w:p>"), "bad.docx", "damaged"),
        (document(""), "bad.docx", "no words"),
    ],
)
def test_what_is_no_document_is_refused_in_words(write: Write, content: bytes, name: str, said: str) -> None:
    with pytest.raises(FormatError, match=said) as caught:
        sniff(write(content, name))
    assert caught.value.remedy


def test_a_document_that_swells_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clew.ground.evidence.formats.docx.MAX_PART", 100_000)
    path = write(document(parts={"word/styles.xml": b" " * 100_001}), "bomb.docx")
    assert path.stat().st_size < 2_000
    with pytest.raises(FormatError, match="unpacks to more"):
        sniff(path)


@pytest.mark.parametrize(("size", "said"), [(MAX_FILE_BYTES + 1, "larger than 200 MB"), (MAX_TRANSCRIPT_BYTES + 1, "")])
def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path, size: int, said: str) -> None:
    path = tmp_path / "long.vtt"
    with path.open("wb") as file:
        file.write(b"WEBVTT\n\n" if said else b"\xef\xbb\xbfWEBVTT\n\n")
        file.truncate(size)
    with pytest.raises(FormatError, match=said or "larger than 20 MB"):
        read_transcript(path, sniff(path))
