"""Rename, merge and identify speakers, and correct one turn: marks, times and persons stay right."""

from collections.abc import Callable

import pytest

from clew.ground.customers.api import add_person
from clew.ground.evidence.api import (
    Excerpt,
    SourceVersion,
    Speaker,
    add_source,
    bind_speaker,
    bring_back_version,
    correct_source,
    correct_turn,
    merge_speakers,
    rename_speaker,
    source,
    word_times,
)
from clew.ground.evidence.formats import parse_transcript
from clew.ground.evidence.tests.shop import Quoter
from clew.ground.evidence.turns import kept_turns
from clew.ground.exchange.api import erase_person
from clew.ground.ledger.api import Forbidden, NotFound, Refused, last_act_id
from clew.ground.search.api import find
from clew.ground.thread.api import undo
from clew.ground.workspaces.api import Access, within

VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Speaker 1>What slows<00:00:02.000> you down?

00:00:04.500 --> 00:00:09.000
<v Speaker 2>I count<00:00:06.000> the shelves<00:00:07.000> by hand.

00:00:09.500 --> 00:00:11.000
<v Speaker 3>The shelves<00:00:10.000> again.
"""
SAID = {0: "What slows you down?", 1: "I count the shelves by hand.", 2: "The shelves again."}


@pytest.fixture
def talk(access: Access) -> int:
    text, turns = kept_turns(parse_transcript(VTT, "vtt"))
    return int(add_source(access, text=text, title="Talk", kind="interview", turns=turns).pk)


def speakers(access: Access, talk: int) -> list[str]:
    return [turn.speaker for turn in source(access, talk).turns]


def times(access: Access, talk: int) -> list[tuple[str, int, int | None]]:
    text = source(access, talk).text
    return [(text[start:end], ms, end_ms) for start, end, ms, end_ms in word_times(access, talk).times]


def marked(access: Access, talk: int) -> list[tuple[str, str, str]]:
    found = source(access, talk)
    return [(m.quote.status, found.text[m.quote.start : m.quote.end], m.quote.exact) for m in found.marks]


def test_a_renamed_speaker_keeps_times_and_marks(access: Access, talk: int, quote: Quoter) -> None:
    before = times(access, talk)
    quote(talk, "the shelves")
    quote(talk, "The shelves")
    rename_speaker(access, source_id=talk, speaker="Speaker 2", name="Anna")
    assert speakers(access, talk) == ["Speaker 1", "Anna", "Speaker 3"]
    assert source(access, talk).text.split("\n\n")[1] == "Anna: I count the shelves by hand."
    assert times(access, talk) == before
    assert marked(access, talk) == [("moved", "the shelves", "the shelves"), ("moved", "The shelves", "The shelves")]
    with within(access):
        assert set(Excerpt.objects.values_list("speaker", flat=True)) == {"Anna", "Speaker 3"}
    assert find(access, "Anna").total == 1


def test_merged_speakers_are_one(access: Access, talk: int, quote: Quoter) -> None:
    quote(talk, "The shelves again")
    merge_speakers(access, source_id=talk, speakers=["Speaker 2", "Speaker 3"], into="Speaker 2")
    assert speakers(access, talk) == ["Speaker 1", "Speaker 2", "Speaker 2"]
    found = source(access, talk)
    assert [found.text[t.start : t.end].split(": ")[1] for t in found.turns] == list(SAID.values())
    with within(access):
        assert Excerpt.objects.get().speaker == "Speaker 2"


def test_a_speaker_is_a_person_and_so_are_their_words(access: Access, talk: int, quote: Quoter) -> None:
    anna = add_person(access, name="Anna Keller")
    early = quote(talk, "the shelves")
    bind_speaker(access, source_id=talk, speaker="Speaker 2", person_id=anna.pk)
    late = quote(talk, "by hand")
    rename_speaker(access, source_id=talk, speaker="Speaker 2", name="Anna")
    assert [(s.name, s.turns, s.person_id, s.person) for s in source(access, talk).speakers][1] == (
        "Anna",
        1,
        anna.pk,
        "Anna Keller",
    )
    with within(access):
        assert dict(Excerpt.objects.values_list("pk", "person_id")) == {early: anna.pk, late: anna.pk}
    bind_speaker(access, source_id=talk, speaker="Anna", person_id=None)
    with within(access):
        assert set(Excerpt.objects.values_list("person_id", flat=True)) == {None}


def test_who_merges_keeps_the_person_of_the_one_that_stays(access: Access, talk: int, quote: Quoter) -> None:
    anna = add_person(access, name="Anna Keller")
    words = quote(talk, "The shelves again")
    bind_speaker(access, source_id=talk, speaker="Speaker 2", person_id=anna.pk)
    merge_speakers(access, source_id=talk, speakers=["Speaker 3"], into="Speaker 2")
    with within(access):
        assert Excerpt.objects.get(pk=words).person_id == anna.pk
        assert list(Speaker.objects.values_list("name", flat=True)) == ["Speaker 2"]


def test_a_corrected_turn_keeps_marks_and_times(access: Access, talk: int, quote: Quoter) -> None:
    quote(talk, "by hand")
    quote(talk, "The shelves again")
    correct_turn(access, source_id=talk, turn=1, before=SAID[1], text="I really count all the shelves by hand.")
    assert marked(access, talk) == [
        ("moved", "by hand", "by hand"),
        ("moved", "The shelves again", "The shelves again"),
    ]
    assert times(access, talk)[2:5] == [
        ("I really count", 4500, 6000),
        ("all", 6000, 6000),
        ("the shelves", 6000, 7000),
    ]
    assert times(access, talk)[-1] == ("again.", 10_000, 11_000)
    assert source(access, talk).turns[1].start_ms == 4500


def test_the_whole_text_corrected_keeps_times(access: Access, talk: int) -> None:
    text = source(access, talk).text.replace("What slows", "So what slows").replace("Speaker 3", "Ben")
    correct_source(access, source_id=talk, text=text)
    assert times(access, talk)[-2:] == [("The shelves", 9500, 10_000), ("again.", 10_000, 11_000)]
    assert [t.start_ms for t in source(access, talk).turns] == [1000, 4500, 9500]


def test_each_change_is_undone(access: Access, talk: int, quote: Quoter) -> None:
    quote(talk, "the shelves")
    before = source(access, talk)
    rename_speaker(access, source_id=talk, speaker="Speaker 2", name="Anna")
    undo(access, act=last_act_id())
    after = source(access, talk)
    assert (after.text, after.turns, after.newest) == (before.text, before.turns, 1)
    assert marked(access, talk) == [("exact", "the shelves", "the shelves")]
    correct_turn(access, source_id=talk, turn=0, before=SAID[0], text="What slows us down?")
    assert source(access, talk).newest == 3
    undo(access, act=last_act_id())
    assert source(access, talk).text == before.text


def test_an_earlier_version_comes_back(access: Access, talk: int) -> None:
    rename_speaker(access, source_id=talk, speaker="Speaker 2", name="Anna")
    bring_back_version(access, source_id=talk, number=1)
    assert speakers(access, talk) == ["Speaker 1", "Speaker 2", "Speaker 3"]
    assert source(access, talk).newest == 3
    with pytest.raises(Refused, match="its words now"):
        bring_back_version(access, source_id=talk, number=1)
    with pytest.raises(NotFound):
        bring_back_version(access, source_id=talk, number=9)


def test_a_person_is_forgotten_in_the_versions_before_they_were_named(access: Access, talk: int) -> None:
    anna = add_person(access, name="Anna Keller")
    rename_speaker(access, source_id=talk, speaker="Speaker 2", name="Anna Keller")
    rename_speaker(access, source_id=talk, speaker="Anna Keller", name="P1")
    bind_speaker(access, source_id=talk, speaker="P1", person_id=anna.pk)
    erase_person(access, person_id=anna.pk, typed_name="Anna Keller")
    with within(access):
        kept = list(SourceVersion.objects.filter(source=talk).values_list("text", flat=True))
        assert not Speaker.objects.exists()
    assert len(kept) == 3
    assert not any("I count" in text for text in kept)
    assert all("What slows you down?" in text for text in kept)


def test_refusals(access: Access, talk: int) -> None:
    for speaker, name in [
        ("Nobody", "Anna"),
        ("Speaker 1", "Speaker 2"),
        ("Speaker 1", "Speaker 1"),
        ("Speaker 1", "a: b"),
        ("Speaker 1", ""),
    ]:
        with pytest.raises(Refused) as caught:
            rename_speaker(access, source_id=talk, speaker=speaker, name=name)
        assert caught.value.remedy
    with pytest.raises(Refused, match="Only one"):
        merge_speakers(access, source_id=talk, speakers=["Speaker 1"], into="Speaker 1")
    with pytest.raises(Refused, match="Nobody"):
        merge_speakers(access, source_id=talk, speakers=["Speaker 1"], into="Nobody")
    with pytest.raises(Refused, match="not here"):
        bind_speaker(access, source_id=talk, speaker="Speaker 1", person_id=10**9)
    for turn, before, text, said in [
        (1, "I counted", "x", "Somebody changed"),
        (1, SAID[1], " ", "empty"),
        (1, SAID[1], SAID[1], "Nothing"),
    ]:
        with pytest.raises(Refused, match=said):
            correct_turn(access, source_id=talk, turn=turn, before=before, text=text)
    with pytest.raises(NotFound):
        correct_turn(access, source_id=talk, turn=3, before="", text="x")
    assert source(access, talk).newest == 1


def test_two_people_correct_one_transcript(access: Access, talk: int) -> None:
    """Different turns go together; of the same turn the second is told."""
    correct_turn(access, source_id=talk, turn=0, before=SAID[0], text="What slows you down most?")
    correct_turn(access, source_id=talk, turn=1, before=SAID[1], text="I count them by hand.")
    with pytest.raises(Refused, match="Somebody changed"):
        correct_turn(access, source_id=talk, turn=1, before=SAID[1], text="I count all by hand.")
    assert source(access, talk).text.startswith("Speaker 1: What slows you down most?\n\nSpeaker 2: I count them by")


def test_others_may_not(viewer: Access, elsewhere: Access, talk: int) -> None:
    acts: list[Callable[[Access], object]] = [
        lambda who: rename_speaker(who, source_id=talk, speaker="Speaker 1", name="Ann"),
        lambda who: merge_speakers(who, source_id=talk, speakers=["Speaker 1"], into="Speaker 2"),
        lambda who: bind_speaker(who, source_id=talk, speaker="Speaker 1", person_id=None),
        lambda who: correct_turn(who, source_id=talk, turn=0, before=SAID[0], text="x"),
        lambda who: bring_back_version(who, source_id=talk, number=1),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act(viewer)
        with pytest.raises(NotFound):
            act(elsewhere)
    with pytest.raises(NotFound):
        word_times(elsewhere, talk)
