"""What a CSV file says was finished: days or counts, and where it is wrong."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.rooms.roadmap.throughput_sheet import UnreadableThroughput, read_finished

TODAY = date(2026, 3, 18)  # a Wednesday


def test_days_are_counted_in_weeks_and_the_week_that_goes_on_is_left_out() -> None:
    text = "id,Finished at,title\n1,2026-02-24T09:30:00Z,A\n2,2026-02-27,B\n3,,C\n4,2026-03-09,D\n5,2026-03-17,E\n"
    found = read_finished(text, today=TODAY)
    assert (found.first_day, found.weekly, found.last_day) == (date(2026, 2, 23), (2, 0, 1), date(2026, 3, 15))
    assert (found.column, found.skipped, found.total, found.is_spread) == ("finished at", 1, 3, False)


def test_other_trackers_write_days_otherwise() -> None:
    text = "\ufeffSummary;Resolved\nA;03/Feb/26 4:12 PM\nB;12 Feb 2026\nC;2026-02-20 10:00\n"
    assert read_finished(text, today=TODAY).weekly == (1, 1, 1)


def test_counts_of_weeks_keep_their_own_first_day() -> None:
    found = read_finished("Week,Items\n2026-02-01,4\n2026-02-15,2\n2026-03-15,9\n", today=TODAY)
    assert (found.first_day, found.weekly) == (date(2026, 2, 1), (4, 0, 2, 0, 0, 0))


def test_counts_of_months_are_spread_and_say_so() -> None:
    found = read_finished("month,count\n2026-01,8\n2026-02,0\n", today=TODAY)
    assert found.is_spread
    assert (sum(found.weekly), len(found.weekly), found.first_day) == (8, 8, date(2026, 1, 1))
    assert max(found.weekly[:4]) <= 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no rows"),
        ("finished\n", "no rows"),
        ("title,owner\nA,B\n", "Row 1: no column"),
        ("id,finished\n1,2026-02-02\n2,soon\n", "Row 3, finished: “soon” is no day"),
        ("finished\n2026-02-02\n2026-04-01\n", "Row 3, finished: 2026-04-01 is yet to come"),
        ("finished\n0001-01-01\n", "too long ago"),
        ("finished\n\n \n2026-02-02\n", "fewer than two"),
        ("finished,x\n,1\n", "No item has a day"),
        ("week,count\n2026-02-02,3\n2026-02-10,1\n", "Row 3, week: 2026-02-10 is no whole number of weeks"),
        ("week,count\n2026-02-02,3\n2026-02-02,1\n", "stands there twice"),
        ("month,count\n2026-02,3\n2026-02,1\n", "stands there twice"),
        ("week,count\n2026-02-02,3.5\n", "Row 2, count: “3.5” is no whole number"),
        ("week,count\n2026-02-02,9999999\n", "no whole number"),
        ("week,count\n1999-02-01,1\n2026-02-02,3\n", "more than 520 weeks"),
        ("month,count\n2026-13,1\n", "is no day"),
        ('week,count\n"2026-02-02,1\n', "no CSV"),
        ("week,count\n" + "2026-02-02,1\n" * 20_001, "20,000 rows"),
        ("x" * 1_000_001, "million"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(text: str, said: str) -> None:
    with pytest.raises(UnreadableThroughput) as error:
        read_finished(text, today=TODAY)
    assert said in error.value.message
    assert error.value.remedy


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.tuples(st.text("0123456789-/ -.", max_size=12), st.text("0123456789", max_size=8)), max_size=8).map(
        lambda rows: "week,count\n" + "\n".join(",".join(row) for row in rows)
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_finished(text, today=TODAY)
    except UnreadableThroughput as error:
        assert error.message  # noqa: PT017 - either outcome is one
    else:
        assert 2 <= len(found.weekly) <= 520
