"""`clew roadmap votes`: which ideas are wanted, and by whom."""

from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, ended, in_workspace, print_json


@click.command()
@click.option("--sort", type=click.Choice(("votes", "revenue")), default="votes", show_default=True)
@click.option("--segment", type=NUMBER, help="Only votes of this segment's accounts, by its number.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def votes(access: Any, *, sort: str, segment: int | None, limit: int, as_json: bool) -> None:
    """Ideas by their votes, or by what the accounts that want them pay."""
    from clew.ground.workspaces.api import workspace
    from clew.rooms.roadmap.queries.votes import voted_ideas

    rows = voted_ideas(access, sort=sort, segment_id=segment, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    currency = workspace(access).currency
    for row in () if as_json else rows:
        paid = f"{row.votes.revenue_minor / 100:,.0f} {currency}"
        click.echo(
            f"{row.id:>7}  {row.votes.votes:>6} votes  {row.votes.accounts:>5} accounts  {paid:>16}  {row.title}"
        )
    ended(rows)
