"""`clew roadmap item|baseline|view|views|file`: an item with what customers said, the plan as it was agreed on, and as others see it."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, ended, in_workspace, print_json

AUDIENCES, ARRANGEMENTS, LANES = (
    ("team", "company", "public"),
    ("horizon", "timeline", "goal", "team"),
    ("team", "goal"),
)

SIDES, EACH = {"supports": "For", "contradicts": "Against"}, 10


@click.command()
@click.argument("item", type=NUMBER)
@click.option(
    "--page", type=click.IntRange(1, 1000), default=1, show_default=True, help="Of what was said, ten on each side."
)
@in_workspace
def one_item(access: Any, *, item: int, page: int, as_json: bool) -> None:
    """The item with the number ITEM, and what customers said for it and against it."""
    from clew.rooms.roadmap.queries.item_words import item_words
    from clew.rooms.roadmap.queries.plan import planned_item

    found = planned_item(access, item)
    said = {stance: item_words(access, item, stance=stance, limit=EACH, offset=(page - 1) * EACH) for stance in SIDES}
    if as_json:
        print_json({**asdict(found), **{stance: asdict(some) for stance, some in said.items()}})
        return
    row = found.row
    days = f"{row.earliest} to {row.latest}" if row.earliest else "no days yet"
    click.echo(f"{row.title} ({row.state}, {row.horizon}, {days})")
    for stance, some in said.items():
        click.echo(f"\n{SIDES[stance]}: {some.total:,}")
        for one in some.rows:
            origin = ", ".join(str(part) for part in (one.quote.who, one.quote.account, one.quote.said_on) if part)
            words = (
                one.quote.words
                if one.quote.withheld or one.quote.is_observed
                else f"“{' '.join(one.quote.words.split())}”"
            )
            click.echo(f"  {words} ({origin}; on {one.need}, in {one.quote.source_id})")
        if (left := some.total - page * EACH) > 0:
            click.echo(f"  {left:,} more: --page {page + 1}")


@click.command()
@click.argument("name")
@in_workspace
def baseline(access: Any, *, name: str, as_json: bool) -> None:
    """Give the plan of this moment the name NAME; `clew roadmap items --baseline ID` tells what moved since."""
    from clew.rooms.roadmap.actions.views import take_baseline

    made = take_baseline(access, name=name)
    print_json({"id": made.pk, "name": made.name}) if as_json else click.echo(f"Baseline {made.pk}: {made.name}")


@click.command()
@click.argument("title")
@click.option("--audience", type=click.Choice(AUDIENCES), default="company", show_default=True)
@click.option("--arrangement", type=click.Choice(ARRANGEMENTS), default="horizon", show_default=True)
@click.option("--team", default="", help="Only what this team does.")
@click.option("--words", is_flag=True, help="Whoever has a link may open its items and read what customers said.")
@in_workspace
def view(access: Any, *, title: str, audience: str, arrangement: str, team: str, words: bool, as_json: bool) -> None:
    """Make a view of the plan for an audience; `clew roadmap share ID` makes a link to it."""
    from clew.rooms.roadmap.actions.views import add_plan_view

    made = add_plan_view(access, title=title, audience=audience, arrangement=arrangement, team=team, shows_words=words)
    print_json({"id": made.pk, "title": title}) if as_json else click.echo(f"View {made.pk}: {title}")


@click.command()
@in_workspace
def views(access: Any, *, as_json: bool) -> None:
    """The views of the plan."""
    from clew.rooms.roadmap.queries.views import plan_views

    rows = plan_views(access)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        click.echo(f"{row.id:>7}  {row.audience:<8} {row.arrangement:<9} {row.title}")
    ended(rows)


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--view", "view_id", type=NUMBER, help="A view of the plan, by number; otherwise the whole plan.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="team", show_default=True, help="As seen by these.")
@click.option("--lanes", type=click.Choice(LANES), help="A lane for each.")
@in_workspace
def file(access: Any, *, out: Path, view_id: int | None, audience: str, lanes: str | None, as_json: bool) -> None:
    """Write the plan to OUT, by its ending as .pdf, .png or .pptx."""
    from clew.rooms.roadmap.queries.outgoing import download_plan, download_plan_view

    format = out.suffix.removeprefix(".").lower()
    if view_id is None:
        made = download_plan(access, format=format, audience=audience, lanes=lanes or "")
    else:
        made = download_plan_view(access, view_id, format=format)
    assert isinstance(made.content, bytes)
    out.write_bytes(made.content)
    print_json({"file": str(out), "bytes": len(made.content)}) if as_json else click.echo(f"Written: {out}")
