"""Agreement on marked passages: by hand, character by character, and in what it refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.science.agreement import krippendorff_alpha
from clew.science.markings import Disagreement, MarkingAgreement, alpha_of_markings

ANN_AND_BOB = {
    "Ann": {"price": [(10, 50), (100, 120)], "trust": [(60, 80)]},
    "Bob": {"price": [(12, 50)], "trust": [(60, 90)], "speed": [(200, 220)]},
}


def by_character(markings: dict[str, dict[str, list[tuple[int, int]]]], code: str, places: list[int]) -> float:
    """What asking for each character would give, with nothing shared with the method under test but alpha itself."""
    rows = [[any(a <= at < b for a, b in marked.get(code, [])) for at in places] for marked in markings.values()]
    found = krippendorff_alpha(rows, draws=1)
    assert found is not None
    return found.value


def touched(markings: dict[str, dict[str, list[tuple[int, int]]]], length: int) -> list[int]:
    spans = [span for marked in markings.values() for each in marked.values() for span in each]
    return [at for at in range(length) if any(a <= at < b for a, b in spans)]


def values(found: MarkingAgreement) -> dict[str, tuple[float, float]]:
    return {
        code.code: (code.touched.value, code.whole.value)
        for code in found.codes
        if code.touched is not None and code.whole is not None
    }


def test_it_is_alpha_over_characters() -> None:
    found = alpha_of_markings(ANN_AND_BOB, 1000, draws=50)
    for code, (on_touched, on_whole) in values(found).items():
        assert on_touched == pytest.approx(by_character(ANN_AND_BOB, code, touched(ANN_AND_BOB, 1000)))
        assert on_whole == pytest.approx(by_character(ANN_AND_BOB, code, list(range(1000))))
    assert found.touched_share == pytest.approx(0.11)


def test_bare_text_flatters_and_is_said_to() -> None:
    found = alpha_of_markings(ANN_AND_BOB, 1000, draws=50)
    assert found.touched is not None
    assert found.whole is not None
    assert found.whole.value > found.touched.value
    assert "89% of the text bears no code" in found.warnings[0]
    longer = alpha_of_markings(ANN_AND_BOB, 100_000, draws=50)
    assert longer.touched == found.touched
    assert longer.whole is not None
    assert longer.whole.value > found.whole.value


def test_each_code_says_where_and_who() -> None:
    codes = {code.code: code for code in alpha_of_markings(ANN_AND_BOB, 1000, draws=50).codes}
    assert codes["price"].disagreements == (
        Disagreement(10, 12, ("Ann",), ("Bob",)),
        Disagreement(100, 120, ("Ann",), ("Bob",)),
    )
    assert codes["speed"].disagreements == (Disagreement(200, 220, ("Bob",), ("Ann",)),)
    assert codes["speed"].overlap == 0.0
    assert codes["trust"].overlap == pytest.approx(2 * 20 / (20 + 30))
    assert codes["price"].overlap == pytest.approx(2 * 38 / (60 + 38))


def test_the_most_contested_code_comes_first() -> None:
    assert [code.code for code in alpha_of_markings(ANN_AND_BOB, 1000, draws=50).codes] == ["speed", "price", "trust"]


def test_the_same_marks_agree_fully_but_few_passages_leave_doubt() -> None:
    one = {"price": [(0, 30), (50, 70)], "trust": [(30, 50)]}
    found = alpha_of_markings({"Ann": one, "Bob": one}, 100)
    assert found.touched is not None
    assert found.touched.value == 1.0
    assert found.touched.low < 0.6
    assert found.touched.n == found.passages == 3
    assert all(code.overlap == 1.0 and not code.disagreements for code in found.codes)


def test_with_one_code_alone_the_overlap_is_what_tells() -> None:
    """On text that bears a code from somebody, and no other code, alpha cannot rise above 0 however well they agree."""
    found = alpha_of_markings({"Ann": {"price": [(0, 100)]}, "Bob": {"price": [(0, 98)]}}, 1000, draws=50)
    only = found.codes[0]
    assert only.touched is not None
    assert only.touched.value < 0
    assert "look at the overlap" in only.touched.warnings[0]
    assert only.overlap == pytest.approx(0.99, abs=0.001)
    same = alpha_of_markings({"Ann": {"price": [(0, 100)]}, "Bob": {"price": [(0, 100)]}}, 1000).codes[0]
    assert same.touched is None
    assert same.whole is not None
    assert same.whole.value == 1.0


def test_a_coder_who_marked_nothing_saw_nothing() -> None:
    found = alpha_of_markings({"Ann": {"price": [(0, 10)]}, "Bob": {}}, 100, draws=50)
    assert found.coders == ("Ann", "Bob")
    assert found.codes[0].disagreements == (Disagreement(0, 10, ("Ann",), ("Bob",)),)


def test_what_is_resampled_are_passages_not_characters() -> None:
    """Twice as long passages are no more evidence; twice as many are."""

    def width(passages: int, size: int) -> float:
        spans = [(at * 2 * size, at * 2 * size + size) for at in range(passages)]
        moved = [(a, b if at % 3 else b - size // 4) for at, (a, b) in enumerate(spans)]
        other = [(b, b + size // 2) for _, b in spans]
        found = alpha_of_markings(
            {"Ann": {"x": spans, "y": other}, "Bob": {"x": moved, "y": other}}, passages * 2 * size
        )
        assert found.touched is not None
        return found.touched.high - found.touched.low

    assert width(12, 400) == pytest.approx(width(12, 40), rel=0.05)
    assert width(60, 40) < 0.75 * width(12, 40)


def test_spans_that_touch_are_two_passages_and_those_that_cross_are_one() -> None:
    apart = alpha_of_markings({"Ann": {"x": [(0, 10), (10, 20)]}, "Bob": {"x": [(0, 10)]}}, 20, draws=9)
    across = alpha_of_markings({"Ann": {"x": [(0, 10), (10, 20)]}, "Bob": {"y": [(5, 15)]}}, 20, draws=9)
    assert (apart.passages, across.passages) == (2, 1)


SPANS = st.lists(
    st.tuples(st.integers(0, 39), st.integers(1, 15)).map(lambda s: (s[0], min(40, s[0] + s[1]))), max_size=4
)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.dictionaries(st.sampled_from("abc"), SPANS, max_size=3), min_size=2, max_size=3))
def test_any_markings_are_alpha_over_characters(marked: list[dict[str, list[tuple[int, int]]]]) -> None:
    markings = {f"coder {index}": codes for index, codes in enumerate(marked)}
    if not touched(markings, 40):
        with pytest.raises(ValueError, match="nobody marked"):
            alpha_of_markings(markings, 40)
        return
    found = alpha_of_markings(markings, 40, draws=20)
    for code, (on_touched, on_whole) in values(found).items():
        assert on_touched == pytest.approx(by_character(markings, code, touched(markings, 40)))
        assert on_whole == pytest.approx(by_character(markings, code, list(range(40))))
    for one in found.codes:
        assert 0 <= one.overlap <= 1
        assert all(set(d.marked_by) | set(d.not_by) == set(markings) for d in one.disagreements)


@pytest.mark.parametrize(
    ("markings", "said"),
    [
        ({"Ann": {"x": [(0, 1)]}}, "two coders"),
        ({"Ann": {"x": []}, "Bob": {}}, "nobody marked"),
        ({"Ann": {"x": [(0, 11)]}, "Bob": {}}, "outside"),
        ({"Ann": {"x": [(-1, 3)]}, "Bob": {}}, "outside"),
        ({"Ann": {"x": [(3, 3)]}, "Bob": {}}, "outside"),
    ],
)
def test_what_cannot_be_compared_is_refused(markings: dict[str, dict[str, list[tuple[int, int]]]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        alpha_of_markings(markings, 10)
