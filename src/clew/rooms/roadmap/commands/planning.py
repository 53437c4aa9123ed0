"""`clew roadmap items|plan|plan-idea|release|changelog`: from an order to what went out."""

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, ended, in_workspace, print_json

HORIZONS, AUDIENCES = ("now", "next", "later"), ("team", "company", "public")
DAY = Day()


@click.command()
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True, help="As seen by these.")
@click.option("--since", type=DAY, help="Say what moved since that day.")
@click.option("--baseline", type=NUMBER, help="Say what moved since that baseline, by number.")
@in_workspace
def items(access: Any, *, audience: str, since: date | None, baseline: int | None, as_json: bool) -> None:
    """What is planned, and between which days."""
    from clew.rooms.roadmap.queries.plan import planned_items

    rows = planned_items(access, audience=audience, since=since, baseline_id=baseline)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        days = f"{row.earliest} to {row.latest}" if row.earliest else "no days yet"
        told = "; ".join(part for part in (row.moved_words, row.conflict) if part)
        click.echo(f"{row.id:>7}  {row.horizon:<6} {row.state:<9} {days:<25} {row.title}{told and f' ({told})'}")
    ended(rows)


@click.command()
@click.argument("title")
@click.option("--idea", "ideas", type=NUMBER, multiple=True, help="An idea it delivers, by number; may be repeated.")
@click.option("--horizon", type=click.Choice(HORIZONS), default="later", show_default=True)
@click.option("--starts", type=DAY, help="It begins on that day.")
@click.option("--earliest", type=DAY, help="Out at the earliest.")
@click.option("--latest", type=DAY, help="Out at the latest.")
@click.option("--goal", type=NUMBER, help="The outcome it aims at, by number.")
@click.option("--team", default="")
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True)
@in_workspace
def plan(
    access: Any, *, title: str, ideas: tuple[int, ...], horizon: str, starts: date | None, earliest: date | None,
    latest: date | None, goal: int | None, team: str, audience: str, as_json: bool,
) -> None:  # fmt: skip
    """Plan the item TITLE."""
    from clew.rooms.roadmap.actions.plan import add_item

    made = add_item(
        access,
        title=title,
        idea_ids=ideas,
        outcome_id=goal,
        horizon=horizon,
        starts_on=starts,
        earliest=earliest,
        latest=latest,
        team=team,
        audience=audience,
    )
    print_json({"id": made.pk, "title": title}) if as_json else click.echo(f"Roadmap item {made.pk}: {title}")


@click.command("plan-idea")
@click.argument("idea", type=NUMBER)
@click.argument("day", type=DAY)
@in_workspace
def plan_idea(access: Any, *, idea: int, day: date, as_json: bool) -> None:
    """Put the idea with the number IDEA on the plan, into the quarter of DAY.

    What is planned of it and has no days yet gets that quarter as its range; otherwise an item is made that delivers it.
    """
    from clew.rooms.roadmap.actions.plan_ideas import plan_idea as put

    made = put(access, idea_id=idea, day=day)
    told = {"id": made.pk, "horizon": made.horizon, "earliest": made.earliest, "latest": made.latest}
    print_json(told) if as_json else click.echo(
        f"Roadmap item {made.pk}: {made.horizon}, {made.earliest} to {made.latest}"
    )


@click.command()
@click.argument("title")
@click.option(
    "--item", "item_ids", type=NUMBER, multiple=True, required=True, help="An item, by number; may be repeated."
)
@click.option("--on", "released_on", type=DAY, required=True, help="The day on which it went out.")
@click.option("--version", default="")
@click.option("--notes", default="", help="What is said of it.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True)
@in_workspace
def release(
    access: Any, *, title: str, item_ids: tuple[int, ...], released_on: date, version: str, notes: str, audience: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Prepare the release TITLE with these items, and say that it went out."""
    from clew.rooms.roadmap.actions import releases
    from clew.rooms.roadmap.queries.parts import release_ideas
    from clew.rooms.roadmap.queries.releases import kept_back, one_release

    made = releases.add_release(
        access, title=title, version=version, notes=notes, audience=audience, item_ids=item_ids
    )  # fmt: skip
    releases.release(access, release_id=made.pk, released_on=released_on)
    left_out = [item.title for item in kept_back(access, one_release(access, made.pk))]
    in_part = [idea for idea in release_ideas(access, made.pk) if not idea.is_whole]
    if as_json:
        print_json({"id": made.pk, "title": title, "left_out": left_out, "in_part": [asdict(idea) for idea in in_part]})
        return
    click.echo(f"Release {made.pk}: {title}")
    for idea in in_part:
        click.echo(f"“{idea.title}” is not released yet: {idea.words}.")
    if left_out:
        click.echo(
            f"Not for everybody, so no voter hears of it: {', '.join(left_out)}. See clew roadmap change --audience."
        )


@click.command()
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True, help="As seen by these.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def changelog(access: Any, *, audience: str, limit: int, as_json: bool) -> None:
    """What went out, the newest first."""
    from clew.rooms.roadmap.queries.releases import releases

    rows = releases(access, only_out=True, audience=audience, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        click.echo(f"## {row.title}{row.version and f' {row.version}'} ({row.released_on})\n")
        click.echo("".join([row.notes and f"{row.notes}\n\n", *(f"- {item.title}\n" for item in row.items)]))
    ended(rows)
