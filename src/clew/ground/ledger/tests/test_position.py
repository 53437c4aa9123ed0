"""How far somebody was told, in words that a browser gives back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.ground.ledger.api import Position


@st.composite
def positions(draw: st.DrawFn) -> Position:
    ends = sorted(draw(st.sets(st.integers(1, 10_000), max_size=80)))
    gaps = tuple(zip(ends[::2], ends[1::2], strict=False))
    return Position(draw(st.integers(10_000, 20_000)), gaps)


@given(positions())
def test_what_is_read_back_leaves_nothing_out(position: Position) -> None:
    read = Position.read(str(position))
    assert read is not None
    assert len(str(position)) < 400
    for entry in range(1, position.top + 2, 7):
        if read.covers(entry):
            assert position.covers(entry)


@given(positions())
def test_a_few_gaps_are_kept_as_they_are(position: Position) -> None:
    if len(position.missing) <= 20:
        assert Position.read(str(position)) == position


@pytest.mark.parametrize(
    "words", ["", "x", "-1", "12.", "12.5-", "12.7-5", "5.7-9", "9.1-2.2-x", "٣", "1" * 19, "9" + ".1-2" * 21]
)
def test_nonsense_is_no_position(words: str) -> None:
    assert Position.read(words) is None
