"""`clew roadmap portal|publish`: what customers see, and what is told them of an idea."""

from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, in_workspace, print_json, refuse

STATUSES = ("open", "planned", "started", "shipped", "declined")


@click.command()
@click.option("--title", default="", help="Sets it up, or calls it so.")
@click.option("--slug", default="", help="Its address behind /portal/; by default one that nobody guesses.")
@click.option("--intro", default=None, help="What stands above the ideas.")
@click.option(
    "--public/--members", "is_public", default=None, help="For everybody, or only for people who are known here."
)
@click.option("--on/--off", "is_on", default=None, help="Whether it is shown at all.")
@in_workspace
def portal(access: Any, *, title: str, slug: str, as_json: bool, **told: Any) -> None:
    """Where the portal is; with options, set it up or change it."""
    from clew.rooms.roadmap.actions.portal import set_up_portal
    from clew.rooms.roadmap.queries.portal import portal as standing

    found = standing(access)
    given = {name: value for name, value in told.items() if value is not None}
    if title or slug or given:
        kept = {} if found is None else asdict(found)
        named = {name: value for name, value in (("title", title), ("slug", slug)) if value}
        if "title" not in {**kept, **named}:
            refuse("The portal has no name yet.", "Give it one with --title.")
        set_up_portal(access, **{**kept, **named, **given})
        found = standing(access)
    if found is None:
        refuse("There is no portal yet.", "clew roadmap portal --title “Ideas for us”")
    if as_json:
        print_json(asdict(found))
        return
    seen = "on" if found.is_on else "off"
    click.echo(
        f"/portal/{found.slug}  {found.title} ({seen}, {'for everybody' if found.is_public else 'for people known here'})"
    )


@click.command()
@click.argument("idea", type=NUMBER)
@click.option("--title", required=True, help="What customers read as its name.")
@click.option("--detail", default="", help="What they read of it.")
@click.option("--status", type=click.Choice(STATUSES), default="open", show_default=True)
@in_workspace
def publish(access: Any, *, idea: int, title: str, detail: str, status: str, as_json: bool) -> None:
    """Show the idea with the number IDEA on the portal, in words of its own."""
    from clew.rooms.roadmap.actions.portal import publish_idea

    made = publish_idea(access, idea_id=idea, title=title, detail=detail, status=status)
    print_json({"id": idea, "status": made.status}) if as_json else click.echo(
        f"On the portal: {made.title} ({made.status})"
    )
