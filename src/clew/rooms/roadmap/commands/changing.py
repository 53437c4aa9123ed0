"""`clew roadmap move|change`: an item that is planned, on other days or with other words and ties."""

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, in_workspace, print_json, refuse

HORIZONS, AUDIENCES = ("now", "next", "later"), ("team", "company", "public")
STATES = ("planned", "in work", "released", "dropped")
DAY = Day()
TIES = ("ideas", "goal", "waits_for", "no_longer")


@click.command()
@click.argument("item", type=NUMBER)
@click.argument("horizon", type=click.Choice(HORIZONS))
@click.option("--starts", "starts_on", type=DAY, help="It begins on that day.")
@click.option("--earliest", type=DAY, help="Out at the earliest.")
@click.option("--latest", type=DAY, help="Out at the latest.")
@click.option("--no-days", is_flag=True, help="Nothing is expected of its days any more.")
@click.option("--why", default="", help="Why it moves.")
@in_workspace
def move(
    access: Any, *, item: int, horizon: str, starts_on: date | None, earliest: date | None, latest: date | None,
    no_days: bool, why: str, as_json: bool,
) -> None:  # fmt: skip
    """Move the item with the number ITEM. Days that are not named stay; what was expected before is kept."""
    from clew.rooms.roadmap.actions.plan import move_item
    from clew.rooms.roadmap.queries.plan import planned_item

    days = {"starts_on": starts_on, "earliest": earliest, "latest": latest}
    if no_days and any(days.values()):
        refuse("Days are named, and taken off.", "Give days, or --no-days.")
    row = planned_item(access, item).row
    told = days if no_days else {name: day or getattr(row, name) for name, day in days.items()}
    move_item(access, item_id=item, horizon=horizon, why=why, **told)
    print_json({"id": item, "horizon": horizon, **told}) if as_json else click.echo(f"Moved to {horizon}.")


@click.command()
@click.argument("item", type=NUMBER)
@click.option("--state", type=click.Choice(STATES), help="How far it is.")
@click.option("--idea", "ideas", type=NUMBER, multiple=True, help="An idea it delivers, by number; may be repeated.")
@click.option("--goal", type=NUMBER, help="The outcome it aims at, by number; another takes its place.")
@click.option("--waits-for", type=NUMBER, multiple=True, help="An item it waits for, by number; may be repeated.")
@click.option("--no-longer", type=NUMBER, multiple=True, help="An item it waits for no longer; may be repeated.")
@click.option("--detail", help="What it is.")
@click.option("--team", help="Whose it is.")
@click.option("--audience", type=click.Choice(AUDIENCES), help="Who may see it.")
@in_workspace
def change(access: Any, *, item: int, state: str | None, as_json: bool, **told: Any) -> None:
    """Say how far the item with the number ITEM is, what it is for, what it waits for, or whose it is."""
    from clew.ground.ledger.api import acting
    from clew.rooms.roadmap.actions.plan import set_item_state
    from clew.rooms.roadmap.queries.plan import planned_item

    if not state and not any(value or value == "" for value in told.values()):
        refuse("Nothing is said that would change it.", "clew roadmap change --help")
    planned_item(access, item)
    with acting("change a roadmap item", actor_id=access.user_id):  # all that is said, or nothing
        _tie(access, item, **{name: told[name] for name in TIES})
        _describe(access, item, {name: value for name, value in told.items() if name not in TIES and value is not None})
        if state:
            set_item_state(access, item_id=item, state=state)
    found = planned_item(access, item)
    row = found.row
    print_json(asdict(found)) if as_json else click.echo(f"{row.title}: {row.state}, {row.conflict or row.horizon}")


def _tie(
    access: Any, item: int, *, ideas: tuple[int, ...], goal: int | None, waits_for: tuple[int, ...], no_longer: tuple[int, ...]
) -> None:  # fmt: skip
    from clew.rooms.roadmap.actions import plan

    for idea in ideas:
        plan.deliver(access, item_id=item, idea_id=idea)
    if goal is not None:
        plan.aim(access, item_id=item, outcome_id=goal)
    for other in waits_for:
        plan.wait_for(access, item_id=item, other_id=other)
    for other in no_longer:
        plan.wait_no_longer(access, item_id=item, other_id=other)


def _describe(access: Any, item: int, told: dict[str, str]) -> None:
    """What is not said stays as it is."""
    from clew.rooms.roadmap.actions.plan import describe_item
    from clew.rooms.roadmap.queries.plan import planned_item

    if told:
        found = planned_item(access, item)
        stands = {"detail": found.detail, "team": found.row.team, "audience": found.row.audience}
        describe_item(access, item_id=item, **{**stands, **told})
