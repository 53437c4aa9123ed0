from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from clew.ground.customers.api import Person, add_account, add_person
from clew.ground.evidence.api import (
    Source,
    TranscriptPlan,
    begin_transcripts,
    import_detail,
    imports,
    mark,
    source,
    understand,
)
from clew.ground.evidence.tests.importing import table, upload
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.runs.api import RunRow, perform, run
from clew.ground.search.api import find
from clew.ground.workspaces.api import Access, within

VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Interviewer>What slows you down on Fridays?

00:00:04.500 --> 00:00:09.000
<v Speaker 2>I count the shelves by hand. It takes two hours.

00:00:09.500 --> 00:00:11.000
<v Interviewer>And then?
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
Interviewer: Which labels do you print?

2
00:00:04,500 --> 00:00:09,000
Ben: All of them, twice.

3
00:00:10,000 --> 00:00:12,000
Interviewer: Why twice?

4
00:00:12,500 --> 00:00:14,000
Ben: The first one fades.
"""
PLAIN = "Interviewer: Hello, shall we begin?\nAnna: Yes, please do.\nInterviewer: How do you order?\nAnna: By phone, at night.\n"


def plan(access: Access, content: str, name: str, **more: object) -> TranscriptPlan:
    found = understand(access, upload(access, content, name))
    return TranscriptPlan(found.file_id, found.shape, **more)  # type: ignore[arg-type]


def bring_in(access: Access, *plans: TranscriptPlan) -> RunRow:
    made = begin_transcripts(access, transcripts=plans)
    perform(made.key)
    return run(access, made.pk)


def test_what_it_is_understood_to_be(editor: Access) -> None:
    found = understand(editor, upload(editor, VTT, "call.vtt"))
    assert (found.reading, found.turns) == ("transcript", 3)
    assert found.speakers == (("Interviewer", 2), ("Speaker 2", 1))
    assert found.examples[0] == "Interviewer: What slows you down on Fridays?"


def test_several_at_once_become_interviews_with_turns(editor: Access) -> None:
    made = bring_in(
        editor,
        plan(editor, VTT, "call.vtt", title="Friday call", said_on=date(2026, 3, 6)),
        plan(editor, SRT, "labels.srt"),
        plan(editor, PLAIN, "notes.txt"),
    )
    assert made.result == {"rows_read": 3, "empty": 0, "added": 3, "duplicates": 0, "failed": 0}
    with within(editor):
        ids = list(Source.objects.order_by("pk").values_list("pk", flat=True))
        assert set(Source.objects.values_list("kind", "batch_id")) == {("interview", made.subject_id)}
    first = source(editor, ids[0])
    assert (first.title, first.said_on) == ("Friday call", date(2026, 3, 6))
    assert [t.speaker for t in first.turns] == ["Interviewer", "Speaker 2", "Interviewer"]
    assert first.text[first.turns[1].start : first.turns[1].end].endswith("It takes two hours.")
    assert first.turns[1].start_ms == 4500
    assert imports(editor)[0].state == "imported"
    assert import_detail(editor, made.subject_id or 0).files == ("call.vtt", "labels.srt", "notes.txt")
    assert find(editor, "shelves").total == 1


def test_a_speaker_who_is_known_is_called_by_name(editor: Access) -> None:
    bakery = add_account(editor, name="Bakery")
    anna = add_person(editor, name="Anna Keller", account_id=bakery.pk)
    bring_in(editor, plan(editor, VTT, "call.vtt", people={"Speaker 2": "Anna Keller", "Interviewer": ""}))
    with within(editor):
        made = Source.objects.get()
    assert (made.person_id, made.account_id) == (anna.pk, bakery.pk)
    words = "I count the shelves by hand."
    text = source(editor, made.pk).text
    assert "Anna Keller: I count" in text
    excerpt = mark(editor, source_id=made.pk, start=text.index(words), end=text.index(words) + len(words), exact=words)
    assert (excerpt.person_id, excerpt.speaker) == (anna.pk, "Anna Keller")


def test_a_speaker_who_is_new_is_made(editor: Access) -> None:
    bring_in(editor, plan(editor, VTT, "call.vtt", people={"Speaker 2": "Cara New"}))
    with within(editor):
        assert Person.objects.get().node.title == "Cara New"


def test_the_same_words_again_are_a_duplicate(editor: Access) -> None:
    bring_in(editor, plan(editor, VTT, "call.vtt"))
    again = bring_in(editor, plan(editor, VTT, "call.vtt"), plan(editor, SRT, "labels.srt"))
    assert again.result == {"rows_read": 2, "empty": 0, "added": 1, "duplicates": 1, "failed": 0}


def test_refusals(editor: Access, viewer: Access, elsewhere: Access) -> None:
    good = plan(editor, VTT, "call.vtt")
    with pytest.raises(Forbidden):
        begin_transcripts(viewer, transcripts=[good])
    with pytest.raises(NotFound):
        begin_transcripts(elsewhere, transcripts=[good])
    for bad in ([], [good, plan(editor, table(), "reviews.csv")], [good] * 101):
        with pytest.raises(Refused):
            begin_transcripts(editor, transcripts=bad)


def test_a_table_can_be_read_as_a_transcript_when_the_first_look_was_wrong(editor: Access) -> None:
    file = upload(editor, "Anna: Hello there.\nand more words\nBen: Yes, hello.\n", "talk.csv")
    assert understand(editor, file).reading == "table"
    assert understand(editor, file, reading="transcript").reading == "transcript"


def test_real_transcripts(editor: Access, real: Callable[[str], list[Path]]) -> None:
    places = real("interviews/transcripts/*.txt")
    made = bring_in(editor, *(plan(editor, p.read_bytes().decode(), p.name, title=p.stem) for p in places))
    assert made.result["added"] == len(places)
    with within(editor):
        ids = list(Source.objects.values_list("pk", flat=True))
    for one in (source(editor, pk) for pk in ids):
        assert len(one.turns) > 50
        assert all(one.text[t.start : t.end].startswith(f"{t.speaker}: ") for t in one.turns)
