from __future__ import annotations

from pathlib import Path

import pytest

from clew.ground.evidence.formats import (
    FormatError,
    Transcript,
    Turn,
    as_text,
    parse_transcript,
    read_transcript,
    sniff,
)
from clew.ground.evidence.formats.tests.conftest import Write
from clew.ground.evidence.formats.transcripts import TranscriptKind

TEAMS = """\ufeffWEBVTT

NOTE made by a machine

2f1c0f2e-0a0b-4c3d-9e8f-000000000001-0
00:00:03.000 --> 00:00:05.500
<v Ann Lee>Tell me about &quot;last&nbsp;time&quot;.</v>

00:00:05.500 --> 00:00:07.000
<v Ann Lee>The <i>whole</i> day.</v>

00:00:08.000 --> 00:00:09.000
<v Bob>5 &lt; 6 &amp; <00:00:08.500>so on</v>
<v Ann Lee>Yes.</v>
"""
ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Ann Lee: Hello there.

2
00:00:02.500 --> 00:00:04.000
Bob Ray: Hi. Here is one thing: it broke.

3
00:00:04.000 --> 00:00:06.000
and it stayed broken

4
00:00:06.000 --> 00:00:07.000
Ann Lee: I see.

5
00:00:07.000 --> 00:00:08.000
Bob Ray: Note: no backup.
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
- Ann: Hello.
- Bob: Hi.

2
00:00:02,000 --> 00:00:03,000 X1:1 X2:2
<font color="red">Ann: {\\an8}And you?</font>
3
00:00:03,000 --> 00:00:04,000
Bob: Fine.
"""
OTTER = """Ann Lee  0:03
Hello there. How are
you?

Bob  0:12
Fine: thanks.

Ann Lee  1:00:07
Good.
"""


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def test_teams_voice_tags_merge_and_are_decoded() -> None:
    transcript = parse_transcript(TEAMS, "vtt")
    assert said(transcript) == [
        ("Ann Lee", 'Tell me about "last time". The whole day.'),
        ("Bob", "5 < 6 & so on"),
        ("Ann Lee", "Yes."),
    ]
    first = transcript.turns[0]
    assert (first.start_ms, first.end_ms, first.times) == (3000, 7000, ((0, 26, 3000, 5500), (27, 41, 5500, 7000)))
    assert first.text[27:].startswith("The whole")
    assert transcript.warnings == ()


def test_zoom_names_stand_in_the_text() -> None:
    transcript = parse_transcript(ZOOM, "vtt")
    assert said(transcript) == [
        ("Ann Lee", "Hello there."),
        ("Bob Ray", "Hi. Here is one thing: it broke. and it stayed broken"),
        ("Ann Lee", "I see."),
        ("Bob Ray", "Note: no backup."),
    ]


def test_srt_with_dashes_markup_and_a_missing_blank_line() -> None:
    assert said(parse_transcript(SRT, "srt")) == [
        ("Ann", "Hello."),
        ("Bob", "Hi."),
        ("Ann", "And you?"),
        ("Bob", "Fine."),
    ]


def test_otter_headings() -> None:
    transcript = parse_transcript(OTTER, "transcript")
    assert said(transcript) == [
        ("Ann Lee", "Hello there. How are\nyou?"),
        ("Bob", "Fine: thanks."),
        ("Ann Lee", "Good."),
    ]
    assert [turn.start_ms for turn in transcript.turns] == [3000, 12_000, 3_607_000]


@pytest.mark.parametrize(
    "line",
    [
        "[00:01:02] Ann: yes",
        "00:01:02 Ann: yes",
        "Ann (00:01:02): yes",
        "**Ann:** yes",
        "Ann : yes",
        "(1:02) Ann:\tyes",
    ],
)
def test_plain_turns_in_several_hands(line: str) -> None:
    (turn,) = parse_transcript(f"{line}\n\nAnn: more\n", "transcript").turns
    assert (turn.speaker, turn.text) == ("Ann", "yes more")
    assert turn.start_ms in (None, 62_000)


def test_a_colon_in_an_answer_is_no_speaker() -> None:
    text = "Interviewer: What else?\nParticipant: Two things\nNote: it is slow\nand https://x.org: odd\nInterviewer: Thanks.\n"
    assert [name for name, _words in said(parse_transcript(text, "transcript"))] == [
        "Interviewer",
        "Participant",
        "Interviewer",
    ]


def test_words_before_the_first_speaker_are_kept() -> None:
    transcript = parse_transcript("Recorded on Monday\n\nAnn: Hi\nBob: Ho\nAnn: He\nBob: Ha\n", "transcript")
    assert said(transcript)[0] == ("Unknown speaker", "Recorded on Monday")
    assert "no speaker" in transcript.warnings[0]


def test_broken_times_cost_a_warning_with_the_line_and_no_words() -> None:
    text = "WEBVTT\n\n00:xx --> 00:02.000\none\n\n00:05.000 --> 00:04.000\ntwo\n\nstray words\nof two lines\n\n00:06.000 --> 00:07.000\nthree\n"
    transcript = parse_transcript(text, "vtt")
    assert [line for line in (3, 6, 9) if any(f"Line {line}:" in warning for warning in transcript.warnings)] == [
        3,
        6,
        9,
    ]
    assert " ".join(turn.text for turn in transcript.turns) == "one two stray words of two lines three"


def test_the_stored_text_knows_where_each_turn_stands() -> None:
    transcript = parse_transcript(ZOOM, "vtt")
    text, spans = as_text(transcript)
    assert text.startswith("Ann Lee: Hello there.\n\nBob Ray: Hi.")
    assert [text[span.words : span.end] for span in spans] == [turn.text for turn in transcript.turns]
    assert all(
        text[span.start :].startswith(f"{turn.speaker}: ") for span, turn in zip(spans, transcript.turns, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "kind"), [("WEBVTT\n\nNOTE nothing\n", "vtt"), ("\n\n", "transcript"), ("1\n", "srt")]
)
def test_a_transcript_without_words_is_refused(text: str, kind: TranscriptKind) -> None:
    with pytest.raises(FormatError):
        parse_transcript(text, kind)


def test_a_table_is_no_transcript(write: Write) -> None:
    path = write("id,text\n1,words\n")
    with pytest.raises(FormatError, match="table"):
        read_transcript(path, sniff(path))


def test_the_peer_reads_the_same_words_and_times() -> None:
    """webvtt-py is the reference for well-formed files; ours differs by telling the line of what is broken."""
    import io

    peer = [
        (caption.text, round(caption.start_in_seconds * 1000))
        for caption in pytest.importorskip("webvtt").from_buffer(io.StringIO(ZOOM))
    ]
    ours = parse_transcript(ZOOM, "vtt")
    stored = " ".join(turn.text for turn in ours.turns)
    assert all(text.split(": ", 1)[-1] in stored or text in stored for text, _start in peer)
    assert sorted(timed.start_ms for turn in ours.turns for timed in turn.times) == sorted(
        start // 1000 * 1000 + start % 1000 for start in [1000, 2500, 4000, 6000, 7000]
    )


@pytest.mark.parametrize("name", ["pdpilot_P1.txt", "pdpilot_P2.txt", "pdpilot_P3.txt"])
def test_real_interviews_lose_no_word(reference: Path, name: str) -> None:
    path = reference / "interviews" / "transcripts" / name
    transcript = read_transcript(path, sniff(path))
    assert transcript.speakers == ("Interviewer", "Participant")
    assert transcript.warnings == ()
    whole = path.read_text(encoding="utf-8").replace("Interviewer:", " ").replace("Participant:", " ").split()
    assert " ".join(turn.text for turn in transcript.turns).split() == whole
    assert isinstance(transcript.turns[0], Turn)
