"""To what a text belongs: worked by hand, and what must hold for any text."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.science.belonging import belonging, passages_of, rarity_in, share_of, stems_of, that_hold


def test_words_meet_in_their_forms() -> None:
    assert stems_of("Syncing") == stems_of("synced") == stems_of("sync")
    assert stems_of("Notes") == stems_of("note")
    assert stems_of("planning") == stems_of("plan")
    assert stems_of("and the") == frozenset()


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    rarity = rarity_in(["app is slow", "app is fine", "app with playlists"])
    assert rarity.of(*stems_of("playlist")) == pytest.approx(math.log(23 / 3))
    subject = stems_of("app playlists")
    assert share_of(subject, stems_of("my playlist"), rarity) > 0.55
    assert share_of(subject, stems_of("this app"), rarity) < 0.45
    assert share_of(subject, stems_of("this app, playlists"), rarity) == 1
    assert share_of(frozenset(), subject, rarity) == 0


def test_both_are_added() -> None:
    assert belonging([0.5, 0.2], [-0.3, 0.6]) == [0.5, pytest.approx(0.8)]
    with pytest.raises(ValueError, match="shorter"):
        belonging([0.1], [])


@given(st.text(max_size=300), st.integers(1, 5))
def test_passages_stand_where_they_say(text: str, most: int) -> None:
    found = passages_of(text, most=most)
    assert len(found) <= most
    assert all(text[one.start : one.end] == one.text and one.text.strip() == one.text for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_sentences() -> None:
    assert [one.text for one in passages_of("It is slow. Why?  No\nidea", most=9)] == [
        "It is slow.",
        "Why?",
        "No",
        "idea",
    ]


def test_passages_that_hold_words_in_any_form() -> None:
    told = passages_of("It is slow. Notes offline, never. The offline mode and permissions.", most=9)

    def held(words: str) -> list[int]:
        return [told.index(one) for one in that_hold(words, told)]

    assert held("offline") == [1, 2]
    assert held("offline note") == [1]
    assert held("permis") == [2], "a beginning, as a search takes it"
    assert held("it is") == held("turbine") == held("") == [0, 1, 2]
    assert that_hold("offline", ()) == ()
