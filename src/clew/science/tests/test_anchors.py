"""Anchors: a quotation is found again, or known to be lost; never put on words that are unlike."""

from difflib import SequenceMatcher
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.anchors import ALIKE, Anchor, make_anchor, resolve, text_hash

SENTENCE = "the export stops half way when list is long and we begin again because nobody told us why it broke"
WORDS = [*SENTENCE.split()]
TEXT = (
    "Interviewer: what happened last time? Ana: the export stopped half way, so I copied four hundred rows by hand. "
    "Interviewer: and then? Ana: my manager asked why the figures were late, and I had nothing to say."
)
QUOTE = "I copied four hundred rows by hand"

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def of(text: str, words: str) -> Anchor:
    return make_anchor(text, text.index(words), text.index(words) + len(words))


def test_an_anchor_says_where_and_what() -> None:
    anchor = of(TEXT, QUOTE)
    assert (anchor.exact, TEXT[anchor.start : anchor.end]) == (QUOTE, QUOTE)
    assert TEXT[: anchor.start].endswith(anchor.prefix)
    assert TEXT[anchor.end :].startswith(anchor.suffix)
    assert anchor.source_hash == text_hash(TEXT)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 4), (5, 2), (0, 10_000)])
def test_an_empty_or_outside_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        make_anchor(TEXT, start, end)


def test_the_same_text_gives_the_same_place() -> None:
    anchor = of(TEXT, QUOTE)
    found = resolve(anchor, TEXT)
    assert (found.status, found.start, found.end, found.similarity) == ("exact", anchor.start, anchor.end, 1.0)


@given(st.text(min_size=1, max_size=80), st.data())
def test_any_span_of_an_unchanged_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = resolve(make_anchor(text, start, end), text)
    assert (found.status, found.start, found.end) == ("exact", start, end)


@settings(deadline=None)
@given(before=sentences, after=sentences, added=st.text(min_size=1, max_size=120), at_end=st.booleans())
def test_words_put_in_elsewhere_do_not_lose_it(before: str, after: str, added: str, at_end: bool) -> None:
    text = f"{before} {QUOTE} {after}"
    corrected = f"{text} {added}" if at_end else f"{added} {text}"
    found = resolve(of(text, QUOTE), corrected)
    assert found.status in {"exact", "moved"}
    assert found.start is not None
    assert corrected[found.start : found.end] == QUOTE


@settings(deadline=None)
@given(before=sentences, after=sentences)
def test_deleted_words_are_broken(before: str, after: str) -> None:
    found = resolve(of(f"{before} {QUOTE} {after}", QUOTE), f"{before} {after}")
    assert (found.status, found.start, found.end) == ("broken", None, None)
    assert found.why


@settings(deadline=None, max_examples=200)
@given(before=sentences, quote=sentences, after=sentences, other=st.lists(sentences, max_size=4).map(". ".join))
def test_a_place_that_is_given_is_always_alike(before: str, quote: str, after: str, other: str) -> None:
    text = f"{before} {quote} {after}"
    found = resolve(make_anchor(text, len(before) + 1, len(before) + 1 + len(quote)), other)
    if found.start is None or found.end is None:
        assert found.status == "broken"
        return
    there = other[found.start : found.end]
    assert 0 <= found.start < found.end <= len(other)
    assert SequenceMatcher(None, quote, there, autojunk=False).ratio() >= ALIKE


@pytest.mark.parametrize(
    "corrected",
    [
        "I coppied four hundred rows by hand",
        "I copied 400 hundred rows by hand",
        "I copied four hundred rows by my own hand",
    ],
)
def test_small_corrections_are_healed(corrected: str) -> None:
    text = TEXT.replace(QUOTE, corrected)
    found = resolve(of(TEXT, QUOTE), text)
    assert found.status == "healed"
    assert text[found.start : found.end] == corrected
    assert ALIKE <= found.similarity < 1


def test_the_same_words_twice_are_told_apart_by_their_surroundings() -> None:
    text = "Ana said yes to the plan. Much later on Ben, who was tired, said yes to the offer."
    anchor = make_anchor(text, text.rindex("said yes"), text.rindex("said yes") + 8)
    corrected = "A new line. " + text
    found = resolve(anchor, corrected)
    assert (found.status, found.start) == ("moved", corrected.rindex("said yes"))


def test_a_tie_is_no_answer() -> None:
    anchor = of("one two THE WORDS SAID three four", "THE WORDS SAID")
    found = resolve(anchor, "aa THE WORDS SAID bb. aa THE WORDS SAID bb.")
    assert found.status == "broken"
    assert "2 places" in found.why


def test_few_words_without_their_surroundings_are_no_find() -> None:
    found = resolve(of("1234567 slow 8901234", "slow"), "abcdefgh slow ijklmnop")
    assert found.status == "broken"


def test_an_empty_text_holds_nothing() -> None:
    assert resolve(of(TEXT, QUOTE), "").status == "broken"


@pytest.mark.parametrize(
    ("text", "quote", "corrected"),
    [
        ("a" * 1_000_000, "a" * 400, "a" * 999_000),
        ("ab" * 500_000, "ab" * 5_000, "ba" * 400_000 + "b"),
        ("spam and eggs " * 70_000, "spam and eggs " * 20, "spam and egg " * 70_000),
        ("x" * 1_000_000, "x" * 900_000, "x" * 450_000 + "y" + "x" * 449_999),
        ("word " * 200_000, "word " * 3_000, "w0rd " * 200_000),
        ("q" * 500_000 + " " + "z" * 500_000, "q" * 1_000 + " " + "z" * 1_000, "q" * 999_000 + "z" * 1_000),
    ],
)
def test_a_megabyte_of_hostile_text_takes_no_time(text: str, quote: str, corrected: str) -> None:
    start = text.index(quote)
    anchor = make_anchor(text, start, start + len(quote))
    began = process_time()
    resolve(anchor, corrected)
    assert process_time() - began < 2
