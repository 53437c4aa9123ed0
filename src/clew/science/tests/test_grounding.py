"""What a machine wrote stands only where it comes from what it was given, whatever text comes back."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.grounding import LONGEST, Ground, ground_of, grounded, places_of, sentences, why_not
from clew.science.ordinary_words import ORDINARY

SAID = (
    "Anna Keller of Acme Corp said: the export takes 12 minutes, $1,200 a year and 15% of our time. “I count by hand,” she says."
    " Ticket EX-12. Twenty-five people. It is v2.1.0 since 2024-05-01. I don't like it, and we hate waiting."
)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ground_of([SAID])


@pytest.mark.parametrize(
    "sentence",
    [
        "The export takes 12 minutes.",
        "They export a 12-minute file.",
        "Acme Corp pays $1200 a year.",
        "They pay 1,200 dollars a year.",
        "They pay $1.2k a year.",
        "It takes 15 percent of the time.",
        "25 people wait.",
        "Customers don’t like it.",
        "It is v2.1.0 since 2024-05-01, says EX-12.",
        "She said “I count by hand”.",
        "Anna Keller's export is slow.",
        "The twentyfive people wait.",
        "It takes 15 % of the time.",
        "It takes 15 per cent of the time.",
        "They pay $ 1,200 a year.",
        "They don't like exporting, and hated waiting.",
        "There is no-one who likes it, says anna keller.",
    ],
)
def test_what_was_said_stands(ground: Ground, sentence: str) -> None:
    assert why_not(sentence, ground) == ""


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("It takes 13 minutes.", "number 13"),
        ("It takes -12 minutes.", "number -12"),
        ("They pay €1,200.", "number €1,200"),
        ("It takes 15 of the time.", "number 15"),
        ("It costs 12% more.", "number 12%"),
        ("It takes 12 thousand minutes.", "number 12"),
        ("Thirty people wait.", "number thirty"),
        ("Three hundred people wait.", "number three hundred"),
        ("Half of them leave.", "amount “Half”"),
        ("It takes ² minutes.", "²"),
        ("It takes １２ minutes.", "１２"),
        ("Since 2024-05-02 it fails.", "2024-05-02"),
        ("Ticket EX-13.", "EX-13"),
        ("It is on https://evil.example/x now.", "evil.example"),
        ("Write to me@evil.example now.", "evil.example"),
        ("It is on evil.example now.", "evil.example"),
        ("Bob complains.", "Bob"),
        ("Anna Smith complains.", "Anna Smith"),
        ("Customers of Globex complain.", "Globex"),
        ("The iPhone is slow.", "iPhone"),
        ("她说很慢。", "不"),
        ("She said “I count on my fingers”.", "nobody said"),
        ("They say 'ate waiting' there.", "nobody said"),
        ('They say "it is fine" there.', "nobody said"),
        ("She said “I count by hand.", "does not end"),
        ("It is slow\u200b.", "not seen"),
        ("It is \u202eslow.", "not seen"),
        ("A twenty-year-old complains.", "number twenty"),
        ("A twenty-six-year-old complains.", "number twenty six"),
        ("A seventy-year-old complains.", "number seventy"),
        ("Some twentysix people wait.", "number twenty six"),
        ("It takes 12 %.", "number 12"),
        ("It costs 12 $ a year.", "number 12"),
        ("It costs 12 €.", "number 12"),
        ("It costs $ 12.", "number 12"),
        ("It costs EUR 12.", "number 12"),
        ("It costs 12 ₹.", "₹"),
        ("It takes minus 12 minutes.", "number 12"),
        ("It takes minus twenty-five people.", "number twenty five"),
        ("They are in their forties.", "amount “forties”"),
        ("She met bob there.", "“bob”"),
        ("It is slow, says anna smith.", "“smith”"),
        ("They moved to berlin.", "“berlin”"),
        ("It is slower than at globex's.", "“globex's”"),
    ],
)
def test_what_was_not_said_is_dropped(ground: Ground, sentence: str, why: str) -> None:
    assert why in why_not(sentence, ground) or (why == "不" and "not in the source" in why_not(sentence, ground))


@pytest.mark.parametrize("name", ["bob", "anna", "smith", "berlin", "paris", "google", "evernote", "johnson", "maria"])
def test_no_name_is_an_ordinary_word(name: str) -> None:
    assert name not in ORDINARY
    assert name in why_not(
        f"They spoke with {name} about it.", ground_of(["I count the shelves by hand every Friday."])
    )


def test_of_other_languages_small_words_are_not_looked_at() -> None:
    german = ground_of(["Ich zähle jeden Freitag die Regale von Hand, und das dauert lange."])
    assert why_not("das dauert ihr zu lange.", german) == ""


def test_one_bad_sentence_does_not_take_the_others_along(ground: Ground) -> None:
    found = grounded("The export takes 12 minutes. It takes 99 minutes. People wait.", ground)
    assert found.kept == ("The export takes 12 minutes.", "People wait.")
    assert [(d.text, d.why) for d in found.dropped] == [("It takes 99 minutes.", "the number 99 is not in the source")]


def test_sentences_keep_quotations_and_titles_whole() -> None:
    assert sentences("He said “It broke. I left.” Dr. Who came! And e.g. this.\nA line") == [
        "He said “It broke. I left.”",
        "Dr. Who came!",
        "And e.g. this.",
        "A line",
    ]


def test_what_is_endless_is_cut(ground: Ground) -> None:
    found = grounded("People wait. " * LONGEST, ground)
    assert sum(map(len, found.kept)) <= LONGEST
    assert found.dropped[-1].why == "it comes after all that is read"
    grounded("“. " * LONGEST, ground)


@pytest.mark.parametrize(
    ("quotation", "places"),
    [("don’t like", 1), ("we  hate\nwaiting", 1), ("e", 2), ("we hate to wait", 0), ("", 0), (".*", 0)],
)
def test_quotations_are_found_word_for_word(quotation: str, places: int) -> None:
    found = places_of(SAID, quotation)
    assert len(found) == places
    assert all(SAID[start:end].split()[0] for start, end in found)


# --- whatever text comes back -----------------------------------------------------------------------------------------
PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from([*SAID.split(), "99", "$7", "“", "”", '"', "'", "Bob", ". ", "\n", "seven", "1.200", "x@y.zz"]),
        st.integers(-9999, 9999).map(str),
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(answer=PIECES)
def test_nothing_kept_holds_a_number_that_was_not_given(answer: str) -> None:
    """By another reading than the code's: the digits of each run, separators taken out."""
    known = {re.sub(r"\D", "", run) for run in re.findall(r"\d[\d.,'-]*", SAID)} | {"25", "120"}
    for sentence in grounded(answer, ground_of([SAID])).kept:
        for run in re.findall(r"\d[\d.,'’\u00a0\u202f-]*", sentence):
            digits = re.sub(r"\D", "", run)
            assert digits in known or digits.rstrip("0") in {k.rstrip("0") for k in known}, sentence


@settings(max_examples=400, deadline=None)
@given(answer=PIECES, said=st.text(alphabet=st.characters(exclude_categories=("N", "C")), max_size=200))
def test_of_a_text_without_numbers_no_number_is_kept(answer: str, said: str) -> None:
    for sentence in grounded(answer, ground_of([said])).kept:
        assert not any(c.isnumeric() for c in sentence), sentence


@settings(max_examples=400, deadline=None)
@given(answer=PIECES)
def test_nothing_kept_quotes_what_was_not_said(answer: str) -> None:
    flat = " ".join(SAID.replace("’", "'").split())
    for sentence in grounded(answer, ground_of([SAID])).kept:
        for mark, end in (("“", "”"), ('"', '"'), ("«", "»")):
            for said in re.findall(f"{mark}([^{mark}{end}]*){end}", sentence):
                assert " ".join(said.replace("’", "'").split()).strip(" .,;:!?…") in flat, sentence


@settings(max_examples=400, deadline=None)
@given(answer=PIECES)
def test_nothing_kept_names_what_was_not_said(answer: str) -> None:
    said = {word.casefold() for word in re.findall(r"\w+", SAID)}
    for sentence in grounded(answer, ground_of([SAID])).kept:
        for word in re.findall(r"(?<=[a-z] )[A-Z][a-z]+", sentence):
            assert word.casefold() in said, sentence


@settings(max_examples=200, deadline=None)
@given(said=st.text(max_size=300), answer=st.text(max_size=300))
def test_any_text_is_read_without_an_error(said: str, answer: str) -> None:
    found = grounded(answer, ground_of([said]))
    assert all(sentence in answer for sentence in found.kept)
