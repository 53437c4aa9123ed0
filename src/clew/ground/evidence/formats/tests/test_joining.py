from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from clew.ground.evidence.formats import (
    FeedbackRecord,
    Field,
    JoinOffer,
    Mapping,
    Row,
    RowError,
    joining,
    offer_join,
    read_feedback,
    sample_rows,
    sniff,
)
from clew.ground.evidence.formats.tests.conftest import Write

MAPPING = Mapping({Field.TEXT: "Content", Field.EXTERNAL_ID: "Review id"})
SPLIT = (
    "App id,Review id,Content\n"
    "app,r1,It is slow.\napp,r1,And it crashes!\napp,r2,I like the export of my notes\napp,r2,but not the price\n"
    "app,r3,Fine by me.\napp,r1,Please fix it\napp,r1,Thanks\napp,r3,Fine by me.\n"
)


def offer(path: Path) -> JoinOffer | None:
    shape = sniff(path)
    return offer_join(shape.header, sample_rows(path, shape))


def read(path: Path, **options: Any) -> list[Any]:
    return list(read_feedback(path, sniff(path), MAPPING, join="Review id", **options))


def test_repeating_ids_are_offered_with_their_figures(write: Write) -> None:
    found = offer(write(SPLIT))
    assert found is not None
    assert (found.column, found.repeating_share, found.continued) == ("Review id", 1.0, False)
    assert found.rows_per_id == pytest.approx(8 / 3)
    assert found.example == ("It is slow.", "And it crashes!", "Please fix it")


def test_sentences_are_joined_in_order_though_not_adjacent(write: Write) -> None:
    second, first, third = read(write(SPLIT))
    assert first.text == "It is slow. And it crashes! Please fix it\nThanks"
    assert first.rows == (2, 3, 7, 8)
    assert second.text == "I like the export of my notes but not the price"
    assert (third.text, third.rows) == ("Fine by me.", (6, 9))
    assert first.extra == {"App id": "app"}


def test_categories_people_and_unique_ids_are_not_offered(write: Write) -> None:
    rows = [
        (f"r{n}", f"user{n % 3}", "bugs" if n % 2 else "ideas", f"Some words of feedback number {n}") for n in range(30)
    ]
    header = "Review id,User id,Category,Content\n"
    assert offer(write(header + "\n".join(map(",".join, rows)))) is None


def test_rows_that_hold_only_text_continue_the_row_above(write: Write) -> None:
    path = write(
        "Review id,App,Content\nr1,app,It is slow.\n,,And it crashes.\nr2,app,Good.\n,,Very good.\n,,Really.\n"
    )
    found = offer(path)
    assert found is not None
    assert found.continued
    assert [record.text for record in read(path, continued=True)] == [
        "It is slow. And it crashes.",
        "Good. Very good. Really.",
    ]
    assert len(read(path)) == 5


def test_a_blank_key_stands_alone(write: Write) -> None:
    path = write("Review id,Content\n,One thing\n,Another thing\nr1,a.\nr1,b.\n")
    assert [record.rows for record in read(path)] == [(2,), (3,), (4, 5)]


def test_what_later_rows_say_otherwise_is_kept(write: Write) -> None:
    path = write("Review id,Stars,Label,Content\nr1,,x,It is slow.\nr1,4,y,Bad.\nr1,2,y,Sad.\n")
    mapping = Mapping({**MAPPING.columns, Field.RATING: "Stars"})
    record: Any
    (record,) = read_feedback(path, sniff(path), mapping, join="Review id")
    assert record.rating == 4
    assert record.extra == {"Label": "x | y", "rating (other rows)": "2.0"}


def test_memory_is_bounded_and_a_late_row_is_said(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MAX_OPEN", 3)
    path = write("Review id,Content\n" + "".join(f"r{n},words {n}.\n" for n in range(6)) + "r0,too late\nr5,in time\n")
    found = read(path)
    (late,) = [item for item in found if isinstance(item, RowError)]
    assert late.row == 8
    assert found[-1].text == "words 5. in time"


def test_resuming_goes_on_behind_the_last_result(write: Write) -> None:
    path = write(SPLIT + "app,r9,\n,,\napp,r8,end\n")
    everything = read(path)
    places = [item.row if isinstance(item, RowError) else item.rows[-1] for item in everything]
    assert places == sorted(places)
    for at, place in enumerate(places, 1):
        assert read(path, skip=place) == everything[at:]


def test_a_joined_text_beyond_the_limit_is_an_error(write: Write) -> None:
    (error,) = read(write("Review id,Content\n" + f"r1,{'word ' * 10_000}\n" * 1 + f"r1,{'more ' * 15_000}\n"))
    assert isinstance(error, RowError)


def test_join_rows_takes_any_key() -> None:
    records = [FeedbackRecord((n,), f"part {n}.", person_name="Ann" if n % 2 else "Bob") for n in range(2, 6)]
    bob: Any
    ann: Any
    bob, ann = joining.join_rows(iter(records), lambda record: record.person_name)
    assert (bob.text, ann.rows) == ("part 2. part 4.", (3, 5))


def test_real_reviews_have_no_repeating_id_but_can_be_split_and_joined_again(reference: Path, tmp_path: Path) -> None:
    """The ids of both files are unique (what repeats is the blank id of empty rows); split into sentences they come back."""
    path = reference / "feedback" / "evernote_reviews.csv"
    assert offer(path) is None
    shape = sniff(path)
    whole: list[Any] = list(read_feedback(path, shape, MAPPING))
    split = tmp_path / "split.csv"
    with split.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Review id", "Content"))
        for record in whole:
            writer.writerows((record.external_id, part) for part in record.text.replace(". ", ".\x00").split("\x00"))
    found = offer(split)
    assert found is not None
    assert found.column == "Review id"
    joined = read(split)
    assert [record.external_id for record in joined] == [record.external_id for record in whole]
    same = sum(" ".join(a.text.split()) == " ".join(b.text.split()) for a, b in zip(joined, whole, strict=True))
    assert same >= 1245  # a sentence said twice in a row is kept once


def test_judged_pairs_repeat_whole_reviews(reference: Path) -> None:
    found = offer(reference / "feedback" / "judged_pairs.csv")
    assert found is not None
    assert (found.column, found.same_text) == ("review_id", True)


def test_no_sample_no_offer() -> None:
    assert offer_join(("a", "b"), []) is None
    assert offer_join(("Review id", "Content"), [Row(2, ("", ""))]) is None
