"""Names of groups: told by hand from small texts, and bounded on odd ones."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.naming import telling_terms, theme_name


def terms(*groups: list[str], names: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    texts = [text for group in groups for text in group]
    labels = np.array([place for place, group in enumerate(groups) for _ in group], dtype=np.int64)
    return list(telling_terms(texts, labels, names=names).values())


def test_the_order_is_share_times_the_logarithm_of_how_much_more() -> None:
    """Tomokiyo & Hurst (2003), by hand: "invoice" in 3 of 3 here and 3 of 6 in all, "late" in 2 of 3 and 3 of 6, "total" in 2 of 3 and 2 of 6."""
    here = ["invoice. late. total", "invoice. late. total", "invoice"]
    there = ["late. truck", "truck", "truck"]
    weights = {"invoice": log(2), "total": 2 / 3 * log(2), "late": 2 / 3 * log(4 / 3)}
    assert terms(here, there)[0] == tuple(sorted(weights, key=lambda word: -weights[word]))


def test_one_talkative_text_does_not_name_a_group() -> None:
    here = ["sync sync sync sync broke", "battery empty", "battery hot", "battery dead"]
    assert terms(here, ["colour", "colour"])[0] == ("battery",)


def test_what_everybody_says_names_nothing() -> None:
    said = terms(["phone battery", "phone battery"], ["phone screen", "phone screen"])
    assert said == [("battery",), ("screen",)]


def test_forms_of_a_word_are_one_term_in_the_form_most_texts_use() -> None:
    here = ["two recipes", "all recipes", "one recipe", "Recipes!"]
    assert terms(here, ["truck", "truck"])[0] == ("recipes",)


def test_two_words_that_go_together_stand_for_both() -> None:
    here = ["the cold room is far", "in the cold room again", "cold room: no signal"]
    assert terms(here, ["truck", "truck"])[0] == ("cold room",)
    assert "room fridge" not in terms(["cold room, fridge", "cold room, fridge"], ["truck"])[0]


def test_names_are_left_out_where_they_are_written_as_names() -> None:
    here = ["Ask Odile about the price", "then Odile doubled the price", "so Odile left over price"]
    other = ["truck", "truck"]
    assert "Odile" in terms(here, other)[0]
    assert terms(here, other, names=("Odile", "Price"))[0] == ("price",)


def test_words_keep_the_capital_they_bear_inside_a_sentence() -> None:
    here = ["syncs to my Kindle daily", "Kindle crashed", "my Kindle again", "SYNC TO THE KINDLE STOPPED"]
    assert terms(here, ["truck", "truck"])[0][0] == "Kindle"


def test_shortened_words_and_stop_words_tell_nothing() -> None:
    assert terms(["it doesn't and we’ve not", "it doesn't and I'm"], ["truck"])[0] == ()


def test_one_group_is_named_by_what_is_said_most() -> None:
    assert terms(["the search is slow", "slow search", "search"])[0][0] == "search"


def test_words_of_another_language_are_told_apart_by_how_they_are_spread() -> None:
    one = ["die rechnung ist falsch und teuer", "die rechnung kam und war falsch"]
    two = ["die suche ist langsam und schlecht", "die suche kam und war langsam"]
    said = terms(one, two)
    assert set(" ".join(said[0]).split()) == {"rechnung", "falsch"}
    assert set(" ".join(said[1]).split()) == {"suche", "langsam"}


@pytest.mark.parametrize("texts", [[], ["", ""], ["!!!", "123 456"], ["な", "🙂"]])
def test_texts_without_words_have_no_terms(texts: list[str]) -> None:
    found = telling_terms(texts, np.zeros(len(texts), dtype=np.int64))
    assert set(found.values()) <= {()}


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.text(max_size=60), st.integers(0, 3)), max_size=20), st.lists(st.text(max_size=8), max_size=3)
)
def test_any_text_is_taken(said: list[tuple[str, int]], names: list[str]) -> None:
    labels = np.array([label for _, label in said], dtype=np.int64)
    found = telling_terms([text for text, _ in said], labels, names=names)
    assert set(found) == {label for _, label in said}
    assert all(len(its) <= 8 and len(set(its)) == len(its) and all(its) for its in found.values())


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="one label"):
        telling_terms(["a"], np.zeros(2, dtype=np.int64))


def test_a_name_repeats_no_word_and_keeps_capitals() -> None:
    assert theme_name(["export", "exports stop", "list", "half way", "slow"]) == "Export, list, half way"
    assert theme_name(["sync", "Kindle"]) == "Sync, Kindle"
    assert theme_name([]) == "Unnamed"
