"""`clew interviews schedule`: which interviews are booked."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

import click

from clew.ground.doors.commands import Day, ended, in_workspace, print_json


@click.command()
@click.option("--from", "first", type=Day(), help="The first day; today by default.")
@click.option("--days", type=click.IntRange(1, 60), default=14, show_default=True)
@in_workspace
def schedule(access: Any, *, first: date | None, days: int, as_json: bool) -> None:
    """The interviews of all studies that are booked in these days."""
    from django.utils import timezone

    from clew.rooms.interviews.queries.bookings import schedule as look

    begins = timezone.make_aware(datetime.combine(first or timezone.localdate(), time.min))
    rows = look(access, starts_at=begins, ends_at=begins + timedelta(days=days))
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        at = timezone.localtime(row.starts_at)
        click.echo(f"{row.interview_id:>7}  {at:%a %Y-%m-%d %H:%M}  {row.person} with {row.interviewer}: {row.study}")
    ended(rows)
