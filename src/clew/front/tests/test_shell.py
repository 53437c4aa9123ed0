"""The side bar: each place is reached by a letter of its own."""

from collections import Counter

from clew.front.shell import MENU


def test_no_two_places_share_a_letter() -> None:
    letters = Counter(letter for _, items in MENU for _, _, _, letter in items if letter)
    assert [letter for letter, places in letters.items() if places > 1] == []
