"""Where bars, lanes and arrows of a timeline stand."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clew.rooms.roadmap.drawing import WIDTH, drawn
from clew.rooms.roadmap.queries.plan import Expected, PlannedItem, Tied
from clew.rooms.roadmap.timeline import laid_out, quarter_of

TODAY = date(2027, 2, 10)


def item(number: int, earliest: date | None, latest: date | None, **more: object) -> PlannedItem:
    made = PlannedItem(
        number, f"Item {number}", "planned", "next", "", None, earliest, latest, "team", (), (), (), None, "", None, None,
        False,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_quarters_and_bars_stand_by_their_days() -> None:
    line = laid_out([item(1, date(2027, 4, 1), date(2027, 6, 29), starts_on=date(2027, 1, 31))], today=TODAY)
    assert (line.first, [one.name for one in line.quarters]) == (date(2027, 1, 1), ["2027 Q1", "2027 Q2", "2027 Q3"])
    [bar] = line.bars
    assert (bar.begins, bar.earliest, bar.latest) == tuple(round(days / line.days, 5) for days in (30, 90, 180))
    assert line.today == round(40 / line.days, 5)


def test_lanes_and_what_stands_in_none() -> None:
    items = [
        item(1, TODAY, TODAY, team="Stock"), item(2, TODAY, TODAY), item(3, TODAY, TODAY, team="Doors"),
        item(4, None, None, team="Doors"), item(5, TODAY, TODAY, state="dropped"),
    ]  # fmt: skip
    line = laid_out(items, today=TODAY, lanes="team")
    assert [(lane.name, lane.first, lane.rows) for lane in line.lanes] == [
        ("Doors", 0, 1), ("Stock", 1, 1), ("No team", 2, 1),
    ]  # fmt: skip
    assert ([bar.item.id for bar in line.bars], [one.id for one in line.undated]) == ([3, 1, 2], [4])
    assert [lane.name for lane in laid_out(items, today=TODAY).lanes] == [""]


def test_an_arrow_says_whether_it_holds_and_a_moved_range_where_it_was() -> None:
    late = TODAY + timedelta(days=60)
    first = item(1, late, late, was=Expected("next", TODAY, late))
    waits = Tied(1, "Item 1", "planned")
    early = item(2, TODAY, TODAY, waits_for=(waits,), conflict="begins before “Item 1” is surely out")
    after = item(3, late + timedelta(days=9), late + timedelta(days=9), waits_for=(waits,))
    line = laid_out([first, early, after], today=TODAY)
    assert sorted((line.bars[arrow.to_row].item.id, arrow.holds) for arrow in line.arrows) == [(2, False), (3, True)]
    assert [bar.item.id for bar in line.bars if bar.was] == [1]
    assert [one.holds for one in drawn(line).arrows].count(True) == 1
    for told in ([first, replace(early, conflict=""), after], [replace(first, state="released"), early, after]):
        assert all(arrow.holds for arrow in laid_out(told, today=TODAY).arrows), (
            "whom conflicts are hidden from; what is out"
        )


DAYS = st.dates()


@given(st.lists(st.tuples(DAYS, DAYS, st.none() | DAYS), max_size=6), st.sampled_from(["", "team", "goal"]))
def test_whatever_the_days_everything_lies_on_the_sheet(days: list[tuple[date, date, date | None]], lanes: str) -> None:
    items = [
        item(n, min(a, b), max(a, b), starts_on=begins if begins and begins <= max(a, b) else None)
        for n, (a, b, begins) in enumerate(days)
    ]
    line = laid_out(items, today=TODAY, lanes=lanes)
    assert len(line.bars) == line.rows == len(items)
    assert all(0 <= bar.begins <= bar.earliest <= bar.latest <= 1 for bar in line.bars)
    assert 0 < line.today < 1
    assert len(line.quarters) <= 32
    picture = drawn(line)
    assert all(bar.range.x + bar.range.width <= WIDTH + 2 and bar.bar_top < picture.height for bar in picture.bars)


@given(st.dates(min_value=date(2, 1, 1)))
def test_a_quarter_begins_before_its_days(day: date) -> None:
    first = quarter_of(day)
    assert first <= day < first + timedelta(days=92)
    assert first.month in (1, 4, 7, 10)
