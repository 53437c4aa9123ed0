"""Days on the command line: written out, or counted from today."""

from datetime import date, timedelta

import click
import pytest
from django.utils import timezone

from clew.ground.doors.commands import Day


@pytest.mark.parametrize(
    ("text", "days"), [("today", 0), ("+0d", 0), ("+90d", 90), ("+6w", 42), ("-14d", -14), (" today ", 0)]
)
def test_counted_from_today(text: str, days: int) -> None:
    assert Day().convert(text, None, None) == timezone.localdate() + timedelta(days=days)


def test_written_out() -> None:
    assert Day().convert("2026-03-31", None, None) == date(2026, 3, 31)


@pytest.mark.parametrize("text", ["", "6w", "+6", "+6m", "tomorrow", "+99999d", "-99999w", "2026-02-30", "+-1d"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"write it as 2026-03-31, or as today, \+6w or -14d"):
        Day().convert(text, None, None)
