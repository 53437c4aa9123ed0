"""`clew roadmap decide`: from the order to a decision with its prediction."""

from datetime import date
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, how_sure, in_workspace, print_json, refuse


@click.command()
@click.option("--ranking", type=NUMBER, help="By default the last that was drawn.")
@click.option(
    "--choose", type=NUMBER, help="The idea that is built first, by number; by default the first of the ranking."
)
@click.option("--title", default="", help="What the decision is called.")
@click.option("--flips", default="", help="What would change it; by default what the ranking says of that.")
@click.option("--predict", required=True, help="What you expect to come of it.")
@click.option("--by", "resolve_by", type=Day(), required=True, help="The day it will be known.")
@in_workspace
@how_sure
def decide(
    access: Any, *, ranking: int | None, choose: int | None, title: str, flips: str, predict: str, resolve_by: date,
    numbers: dict[str, Any], as_json: bool,
) -> None:  # fmt: skip
    """Decide what is built first; the others are rejected with their places as the reason. From then on it is frozen."""
    from clew.ground.thread.api import predictions
    from clew.rooms.roadmap.actions.deciding import decide_from_ranking
    from clew.rooms.roadmap.queries.rankings import newest_ranking

    newest = newest_ranking(access)
    if ranking is None and newest is None:
        refuse("Nothing is ranked yet.", "clew roadmap rank")
    made = decide_from_ranking(
        access, ranking_id=ranking or (newest.id if newest else 0), chosen_id=choose, title=title, flips=flips,
        prediction=predict, resolve_by=resolve_by, **numbers,
    )  # fmt: skip
    expected = predictions(access, decision_id=made.pk)
    if as_json:
        print_json({"id": made.pk, "predictions": [one.id for one in expected], "hash": made.snapshot_hash})
        return
    click.echo(f"Decided {made.pk}: {made.node.title}")
    for one in expected:
        click.echo(f"Prediction {one.id}: {one.question}")
