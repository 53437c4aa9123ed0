import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clew.science.timing import Timed, carry

WORDS = ["I", "count", "the", "shelves", "by", "hand", "every", "Friday"]


def spoken(words: list[str], each: int = 100) -> tuple[str, list[Timed]]:
    """Each word takes `each` milliseconds."""
    text, times = "", []
    for at, word in enumerate(words):
        text += " " if text else ""
        times.append(Timed(len(text), len(text) + len(word), at * each, (at + 1) * each))
        text += word
    return text, times


def said(text: str, times: list[Timed]) -> list[tuple[str, int, int | None]]:
    return [(text[t.start : t.end], t.start_ms, t.end_ms) for t in times]


def test_what_stayed_keeps_its_time() -> None:
    before, times = spoken(WORDS)
    assert carry(before, times, before) == times
    after = before.replace("shelves", "elves")
    found = said(after, carry(before, times, after))
    assert found[3] == ("elves", 300, 400)
    assert [t[1] for t in found] == [t.start_ms for t in times]


def test_words_in_the_place_of_others_share_their_time_by_length() -> None:
    before, times = spoken(WORDS)
    after = before.replace("shelves by hand", "stock by")
    assert said(after, carry(before, times, after))[3:6] == [("stock", 300, 400), ("by", 400, 500), ("every", 600, 700)]
    after = before.replace("by hand", "with two hands and paper")
    found = said(after, carry(before, times, after))[4:9]
    assert (found[0][1], found[-1][2]) == (400, 600)
    assert all(a[2] == b[1] for a, b in pairwise(found))


def test_added_words_lie_between_their_neighbours() -> None:
    before, times = spoken(WORDS)
    after = before.replace("every", "nearly every")
    assert said(after, carry(before, times, after))[6] == ("nearly", 600, 600)
    assert carry(before, times, f"So {before}")[0].start == 3  # nothing tells when it was said


def test_a_cue_stays_one_stretch_when_a_word_of_it_changes() -> None:
    text = "I count the shelves. It takes two hours."
    times = [Timed(0, 20, 0, 2000), Timed(21, 40, 2500, None)]
    after = "I really count these shelves. It takes three hours."
    assert said(after, carry(text, times, after)) == [
        ("I really count these shelves.", 0, 2000),
        ("It takes three hours.", 2500, None),
    ]


def test_words_without_a_time_stay_without() -> None:
    text = "Ann: hello there"
    after = "Bob: hello there"
    times = [Timed(5, 10, 0, 10), Timed(11, 16, 10, 20)]
    assert carry(text, times, after) == times
    assert carry("a b", [], "a c") == []


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(WORDS), max_size=12))
def test_times_lie_in_the_text_and_in_order(first: list[str], second: list[str]) -> None:
    before, times = spoken(first)
    after, _ = spoken(second)
    found = carry(before, times, after)
    assert all(0 <= t.start < t.end <= len(after) for t in found)
    assert all(a.end <= b.start and a.start_ms <= b.start_ms for a, b in pairwise(found))


def test_twenty_thousand_words_take_a_moment() -> None:
    before, times = spoken([f"{word}{at % 700}" for at in range(2500) for word in WORDS])
    words = before.split()
    after = " ".join(["Well", *words[:9000], "indeed", *words[9003:], "yes"])
    started = time.process_time()
    assert len(carry(before, times, after)) > 19_900
    assert time.process_time() - started < 5
