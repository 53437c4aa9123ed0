"""Free hours: the cases done by hand for four zones, and properties over all zones."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.rooms.interviews.slots import QUARTER, Hours, Rota, open_slots, quarters, read_hours, write_hours

ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("posix", "right")))
NINE_TO_ELEVEN = ((Hours(540, 660),),) * 7
AT_NIGHT = ((Hours(60, 240),),) * 7  # 1:00 to 4:00, where clocks are changed


def shown(zone: str, weekly: tuple[tuple[Hours, ...], ...], day: date, minutes: int = 60) -> list[str]:
    """The starts of that one day, in the zone and in UTC."""
    place = ZoneInfo(zone)
    rota = Rota(place, weekly, ahead_days=2)
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    at = [one for one in open_slots(rota, minutes=minutes, now=now) if one.astimezone(place).date() == day]
    return [f"{one.astimezone(place):%H:%M%z} {one:%H:%M}" for one in at]


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        # Ordinary days: summer and winter of Berlin and New York, and the two odd ones.
        ("Europe/Berlin", date(2026, 7, 1), ["09:00+0200 07:00", "09:30+0200 07:30", "10:00+0200 08:00"]),
        ("Europe/Berlin", date(2026, 1, 7), ["09:00+0100 08:00", "09:30+0100 08:30", "10:00+0100 09:00"]),
        ("America/New_York", date(2026, 7, 1), ["09:00-0400 13:00", "09:30-0400 13:30", "10:00-0400 14:00"]),
        ("Asia/Kathmandu", date(2026, 3, 4), ["09:00+0545 03:15", "09:30+0545 03:45", "10:00+0545 04:15"]),
        ("Australia/Lord_Howe", date(2026, 1, 7), ["09:00+1100 22:00", "09:30+1100 22:30", "10:00+1100 23:00"]),
        ("Australia/Lord_Howe", date(2026, 7, 1), ["09:00+1030 22:30", "09:30+1030 23:00", "10:00+1030 23:30"]),
        # The days on which clocks are changed: nine o'clock stays nine o'clock.
        ("Europe/Berlin", date(2026, 3, 29), ["09:00+0200 07:00", "09:30+0200 07:30", "10:00+0200 08:00"]),
        ("Europe/Berlin", date(2026, 10, 25), ["09:00+0100 08:00", "09:30+0100 08:30", "10:00+0100 09:00"]),
        ("America/New_York", date(2026, 3, 8), ["09:00-0400 13:00", "09:30-0400 13:30", "10:00-0400 14:00"]),
    ],
)
def test_nine_to_eleven(zone: str, day: date, expected: list[str]) -> None:
    assert shown(zone, NINE_TO_ELEVEN, day) == expected


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        # 2:00 to 3:00 does not exist: three hours by the wall are two. What begins at 1:30 ends at 3:30.
        ("Europe/Berlin", date(2026, 3, 29), ["01:00+0100 00:00", "01:30+0100 00:30", "03:00+0200 01:00"]),
        ("America/New_York", date(2026, 3, 8), ["01:00-0500 06:00", "01:30-0500 06:30", "03:00-0400 07:00"]),
        # 2:00 to 2:30 does not exist.
        (
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            ["01:00+1030 14:30", "01:30+1030 15:00", "02:30+1100 15:30", "03:00+1100 16:00"],
        ),
        # 2:00 to 3:00 comes twice: three hours by the wall are four, and both halves past two are told apart.
        (
            "Europe/Berlin",
            date(2026, 10, 25),
            [
                "01:00+0200 23:00", "01:30+0200 23:30", "02:00+0200 00:00", "02:30+0200 00:30",
                "02:00+0100 01:00", "02:30+0100 01:30", "03:00+0100 02:00",
            ],
        ),
        # 1:00 to 2:00 comes twice.
        (
            "America/New_York",
            date(2026, 11, 1),
            [
                "01:00-0400 05:00", "01:30-0400 05:30", "01:00-0500 06:00", "01:30-0500 06:30",
                "02:00-0500 07:00", "02:30-0500 07:30", "03:00-0500 08:00",
            ],
        ),
        # 1:30 to 2:00 comes twice.
        (
            "Australia/Lord_Howe",
            date(2026, 4, 5),
            [
                "01:00+1100 14:00", "01:30+1100 14:30", "01:30+1030 15:00", "02:00+1030 15:30",
                "02:30+1030 16:00", "03:00+1030 16:30",
            ],
        ),
    ],
)  # fmt: skip
def test_nights_on_which_clocks_are_changed(zone: str, day: date, expected: list[str]) -> None:
    assert shown(zone, AT_NIGHT, day) == expected


NOW = datetime(2026, 3, 2, 7, 50, tzinfo=UTC)  # a Monday
WORK = ((Hours(540, 720),),) * 5 + ((), ())


def starts(rota: Rota, **more: object) -> list[str]:
    return [f"{one:%d %H:%M}" for one in open_slots(rota, minutes=60, now=NOW, **more)]  # type: ignore[arg-type]


def rota(**more: object) -> Rota:
    return Rota(ZoneInfo("UTC"), WORK, **{"ahead_days": 1, **more})  # type: ignore[arg-type]


MONDAY = ["02 09:00", "02 09:30", "02 10:00", "02 10:30", "02 11:00"]
TUESDAY = [one.replace("02 ", "03 ") for one in MONDAY]


def test_notice_and_how_far_ahead() -> None:
    assert starts(rota()) == MONDAY + TUESDAY
    assert starts(rota(notice=timedelta(hours=2))) == MONDAY[2:] + TUESDAY
    assert starts(rota(ahead_days=0)) == MONDAY
    assert starts(rota(ahead_days=6)) == starts(rota(ahead_days=4))  # nobody works on the weekend


def test_days_off_and_extra_hours() -> None:
    tuesday, saturday = date(2026, 3, 3), date(2026, 3, 7)
    assert starts(rota(off=frozenset({tuesday}))) == MONDAY
    evening = {tuesday: (Hours(1080, 1170),)}
    assert starts(rota(extra=evening)) == [*MONDAY, *TUESDAY, "03 18:00", "03 18:30"]
    assert starts(rota(off=frozenset({tuesday}), extra=evening)) == [*MONDAY, "03 18:00", "03 18:30"]
    assert starts(rota(ahead_days=5, extra={saturday: (Hours(1380, 1440),)}))[-1] == "07 23:00"


def test_what_is_taken_and_kept_free_around() -> None:
    ten = datetime(2026, 3, 2, 10, tzinfo=UTC)
    taken = set(quarters(ten, ten + timedelta(hours=1)))
    assert starts(rota(ahead_days=0), taken=taken) == ["02 09:00", "02 11:00"]
    assert starts(rota(ahead_days=0, after=1), taken=taken) == ["02 11:00"]
    assert starts(rota(ahead_days=0, before=1), taken=taken) == ["02 09:00"]


def test_most_a_day_counts_days_of_their_own_zone() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # Tuesday in Berlin
    assert starts(rota(most_a_day=1), begun=[late]) == TUESDAY
    berlin = Rota(ZoneInfo("Europe/Berlin"), WORK, ahead_days=1, most_a_day=1)
    assert {one.split()[0] for one in starts(berlin, begun=[late])} == {"02"}


def test_quarters_round_outwards() -> None:
    ten = datetime(2026, 3, 2, 10, tzinfo=UTC)
    first = int(ten.timestamp()) // QUARTER
    assert list(quarters(ten, ten + timedelta(minutes=50))) == list(range(first, first + 4))
    assert list(quarters(ten, ten + timedelta(minutes=60), before=1, after=2)) == list(range(first - 1, first + 6))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("9-12, 13:30-17", "09:00-12:00, 13:30-17:00"),
        ("14.00 – 24:00; 8 to 9", "08:00-09:00, 14:00-24:00"),
    ],
)
def test_hours_as_people_write_them(text: str, plain: str) -> None:
    assert write_hours(read_hours(text)) == plain
    assert read_hours(plain) == read_hours(text)


@pytest.mark.parametrize(
    "text", ["nine", "9", "12-9", "9-9", "9-25", "9:70-10", "9-12, 11-13", "-1-3", "1-2," * 7, "９-1２x", "9-12\x00"]
)
def test_hours_not_understood(text: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        read_hours(text)


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda s: s[0] < s[1]).map(lambda s: Hours(*s))
rotas = st.builds(
    Rota,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    weekly=st.lists(st.lists(spans, max_size=2).map(tuple), min_size=7, max_size=7).map(tuple),
    notice=st.integers(0, 72).map(lambda n: timedelta(hours=n)),
    ahead_days=st.integers(0, 5),
    before=st.integers(0, 2),
    after=st.integers(0, 2),
)
moments = st.integers(1_770_000_000, 1_850_000_000).map(lambda n: datetime.fromtimestamp(n, UTC))


@settings(max_examples=60, deadline=None)
@given(rotas, moments, st.sampled_from([15, 30, 50, 60, 90]), st.data())
def test_every_slot_keeps_every_promise(rota: Rota, now: datetime, minutes: int, data: st.DataObject) -> None:
    offered = open_slots(rota, minutes=minutes, now=now)
    taken = {q for at in offered[:3] for q in quarters(at, at + timedelta(minutes=minutes))} if offered else set()
    taken &= set(data.draw(st.lists(st.sampled_from(sorted(taken)))) if taken else [])
    free = open_slots(rota, minutes=minutes, now=now, taken=taken)
    assert set(free) <= set(offered)
    assert list(free) == sorted(set(free))
    for at in free:
        assert at >= now + rota.notice
        assert not taken & set(quarters(at, at + timedelta(minutes=minutes), before=rota.before, after=rota.after))
        for minute in range(0, minutes, 5):  # whoever looks at the wall during it, sees hours of that day
            wall = (at + timedelta(minutes=minute)).astimezone(rota.zone)
            clock = wall.hour * 60 + wall.minute
            assert any(one.starts <= clock < one.ends for one in rota.hours_of(wall.date()))
    lost = set(offered) - set(free)
    assert all(
        taken & set(quarters(at, at + timedelta(minutes=minutes), before=rota.before, after=rota.after)) for at in lost
    )


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ZONES).map(ZoneInfo), moments)
def test_whole_days_leave_no_hole(zone: ZoneInfo, now: datetime) -> None:
    """Whoever interviews day and night may begin each half hour, whatever the clocks do."""
    rota = Rota(zone, ((Hours(0, 1440),),) * 7, ahead_days=3)
    free = open_slots(rota, minutes=30, now=now)
    assert {after - before for before, after in pairwise(free)} == {timedelta(minutes=30)}
    assert free[0] - now < timedelta(minutes=30)
