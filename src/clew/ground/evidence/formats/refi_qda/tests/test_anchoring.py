"""Selections stand on their words, however their program counted."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.ground.evidence.formats.refi_qda import guid_for, qde, read_qdpx
from clew.ground.evidence.formats.refi_qda.anchoring import anchored
from clew.ground.evidence.formats.refi_qda.model import SyncPoint, TextSelection

from .made import only, project_with

TEXT = "\n".join(
    [
        "Interviewer: Tell me about the last invoice 🙂 you paid.",
        "Sam: Well — I sat down on Tuesday, and it took an hour 😱 because the totals were wrong.",
        "",
        "Interviewer: And then?",
        "Sam: Then I called Ann. She knew 🤷🏽‍♀️ nothing of it either, so we waited.",
        "Sam: In the end the supplier sent another invoice, and that one was right.",
    ]
)
QUOTES = [
    "Tell me about the last invoice 🙂 you paid.",
    "it took an hour 😱 because the totals were wrong.",
    "And then?",
    "Then I called Ann. She knew 🤷🏽‍♀️ nothing of it either, so we waited.\nSam: In the end the supplier",
    "that one was right.",
]
SOURCE = guid_for("source")


def named(words: str, *, at: int = 40) -> str:
    tight = " ".join(words.split())
    return tight if len(tight) <= at else f"{tight[:at].rstrip()}…"


def stated(start: int, end: int, *, units: bool, double: bool, mark: bool) -> tuple[int, int]:
    """The places that a program which counts in this way would write."""

    def count(at: int) -> int:
        before = TEXT[:at]
        wide = sum(ord(letter) > 0xFFFF for letter in before) if units else 0
        return at + wide + (before.count("\n") if double else 0) + mark

    return count(start), count(end)


def selections(**how: bool) -> tuple[list[TextSelection], list[tuple[int, int]]]:
    marks, truth = [], []
    for words in QUOTES:
        start = TEXT.index(words)
        truth.append((start, start + len(words)))
        first, last = stated(*truth[-1], **how)
        marks.append(TextSelection(guid=guid_for(words), name=named(words), start=first, end=last))
    return marks, truth


@pytest.mark.parametrize("units", [False, True])
@pytest.mark.parametrize("double", [False, True])
@pytest.mark.parametrize("mark", [False, True])
def test_every_way_of_counting_is_found_out(units: bool, double: bool, mark: bool) -> None:
    raw = "\ufeff" + TEXT.replace("\n", "\r\n")
    marks, truth = selections(units=units, double=double, mark=mark)
    found = anchored(SOURCE, raw, marks)
    assert found.text == TEXT
    assert [(one.start, one.end) for one in found.selections] == truth
    assert found.lost == ()
    assert {moved.how for moved in found.moved} <= {"counted"}
    assert [moved.stated for moved in found.moved] == [
        (one.start, one.end) for one, true in zip(marks, truth, strict=True) if (one.start, one.end) != true
    ]


@pytest.mark.parametrize("shift", [-7, 3, 30])
def test_words_that_drifted_are_found_again(shift: int) -> None:
    marks, truth = selections(units=False, double=False, mark=False)
    drifted = [
        TextSelection(guid=one.guid, name=one.name, start=max(0, one.start + shift), end=one.end + shift)
        for one in marks
    ]
    found = anchored(SOURCE, TEXT, drifted)
    assert [(one.start, one.end) for one in found.selections] == truth
    assert {moved.how for moved in found.moved} == {"searched"}


def test_without_names_the_numbers_stand_as_the_file_has_them() -> None:
    raw = TEXT.replace("\n", "\r\n")
    start = raw.index("Then I called Ann")
    found = anchored(SOURCE, raw, [TextSelection(guid=guid_for(1), start=start, end=start + 17)])
    (one,) = found.selections
    assert found.text[one.start : one.end] == "Then I called Ann"


@pytest.mark.parametrize("at", [40, 60, 100])
def test_right_numbers_are_never_moved_however_the_name_was_cut(at: int) -> None:
    """Some programs cut a name without a sign of it."""
    marks = [
        TextSelection(
            guid=guid_for(start, size), name=TEXT[start : start + min(size, at)], start=start, end=start + size
        )
        for start in range(0, 300, 3)
        for size in (5, 39, 42, 59, 62, 99, 101, 108, 120)
        if start + size <= len(TEXT)
    ]
    found = anchored(SOURCE, TEXT, marks)
    assert found.selections == tuple(marks)
    assert (found.moved, found.lost) == ((), ())


def test_a_title_moves_nothing() -> None:
    """“supplier” stands elsewhere in the text, but as a name of a long selection it is what somebody called it."""
    one = TextSelection(guid=guid_for(1), name="supplier", start=0, end=60)
    found = anchored(SOURCE, TEXT, [one])
    assert (found.selections, found.moved, found.lost) == ((one,), (), ())


def test_a_short_word_at_several_places_is_left_where_it_was_said_to_be() -> None:
    one = TextSelection(guid=guid_for(1), name="Sam:", start=3, end=7)
    assert anchored(SOURCE, TEXT, [one]).selections == (one,)


def test_the_nearest_of_several_is_taken() -> None:
    text = "The price is too high. " * 5
    one = TextSelection(guid=guid_for(1), name="The price is too high.", start=50, end=72)
    found = anchored(SOURCE, text, [one])
    assert (found.selections[0].start, found.selections[0].end) == (46, 68)


@pytest.mark.parametrize(("start", "end"), [(5000, 5010), (-3, 4), (9, 9), (12, 3)])
def test_what_lies_outside_is_lost_and_keeps_its_numbers(start: int, end: int) -> None:
    one = TextSelection(guid=guid_for(1), name="What the boss said", start=start, end=end)
    found = anchored(SOURCE, TEXT, [one])
    assert found.selections == (one,)
    assert [lost.selection for lost in found.lost] == [one.guid]
    assert "outside" in found.lost[0].why


def test_words_that_stand_nowhere_are_said_to() -> None:
    """The text was corrected after it was coded: the place that its numbers say is kept, and doubted."""
    raw = TEXT.replace("\n", "\r\n")
    start = raw.index("Then I called")
    one = TextSelection(guid=guid_for(1), name="Then I rang Bob, who kn…", start=start, end=start + 40)
    found = anchored(SOURCE, raw, [one])
    assert found.text[found.selections[0].start :].startswith("Then I called")
    assert [(lost.stated, lost.why) for lost in found.lost] == [
        ((start, start + 40), "The words of its name stand nowhere in the text.")
    ]
    assert found.moved == ()


def test_what_lies_outside_but_says_its_words_is_found() -> None:
    one = TextSelection(guid=guid_for(1), name="And then?", start=5000, end=5009)
    found = anchored(SOURCE, TEXT, [one])
    assert found.text[found.selections[0].start : found.selections[0].end] == "And then?"


def test_moments_of_a_transcript_follow_the_counting() -> None:
    raw = "One\r\ntwo\r\nthree"
    points = [SyncPoint(guid=guid_for(at), milliseconds=at, position=at) for at in (0, 5, 10)]
    points.append(SyncPoint(guid=guid_for("none"), milliseconds=7))
    found = anchored(SOURCE, raw, (), points)
    assert [point.position for point in found.sync_points] == [0, 4, 8, None]


def packed(path: Path, text: bytes, *marks: TextSelection, folder: str = "sources", bare: bool = False) -> Path:
    document = qde(project_with("", *marks))
    if bare:
        document = document.replace(b"internal://", b"")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", document)
        archive.writestr(f"{folder}/11111111-2222-3333-4444-555555555555.TXT", text)
    return path


@pytest.mark.parametrize("folder", ["sources", "Sources"])
@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_of_another_program(tmp_path: Path, folder: str, bare: bool, encoding: str) -> None:
    marks, truth = selections(units=encoding == "utf-16", double=True, mark=False)
    raw = TEXT.replace("\n", "\r\n").encode(encoding)
    found = read_qdpx(packed(tmp_path / "one.qdpx", raw, *marks, folder=folder, bare=bare))
    source = only(found.project)
    assert source.text == TEXT
    assert [(one.start, one.end) for one in source.selections] == truth
    assert {moved.source for moved in found.moved} == {source.guid}
    assert found.project.files == ()


def test_three_real_transcripts_in_every_dress(reference: Path) -> None:
    chance = random.Random(3)
    for path in sorted((reference / "interviews" / "transcripts").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        raw = text.replace("\n", "\r\n")
        marks, truth = [], []
        for number in range(60):
            start = chance.randrange(len(text) - 300)
            end = start + chance.randrange(15, 300)
            words = text[start:end].strip()  # white space before the first word is not in a name, so it cannot be known
            start = text.index(words, start)
            end = start + len(words)
            truth.append((start, end))
            marks.append(
                TextSelection(
                    guid=guid_for(number),
                    name=named(words, at=100),
                    start=start + text.count("\n", 0, start) + 3,
                    end=end + text.count("\n", 0, end) + 3,
                )
            )
        found = anchored(SOURCE, raw, marks)
        assert [(one.start, one.end) for one in found.selections] == truth
        assert len(found.moved) == 60


@settings(deadline=None, max_examples=150)
@given(
    st.text(st.sampled_from("ab \n\r🙂\ufeff"), max_size=40),
    st.lists(
        st.tuples(st.integers(-3, 60), st.integers(-3, 60), st.text(st.sampled_from("ab 🙂…"), max_size=14)), max_size=4
    ),
)
def test_nothing_is_ever_placed_outside(raw: str, marks: list[tuple[int, int, str]]) -> None:
    given_marks = [
        TextSelection(guid=guid_for(number), name=name, start=start, end=end)
        for number, (start, end, name) in enumerate(marks)
    ]
    found = anchored(SOURCE, raw, given_marks)
    lost = {one.selection for one in found.lost}
    assert "\r" not in found.text
    assert len(found.selections) == len(given_marks)
    assert all(0 <= one.start < one.end <= len(found.text) for one in found.selections if one.guid not in lost)
