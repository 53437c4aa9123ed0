"""`clew roadmap portal|publish`: what customers see, and what is told them of an idea."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import NUMBER, in_workspace, print_json, refuse, whole_address

if TYPE_CHECKING:  # models can be imported only once Django is ready
    from clew.rooms.roadmap.queries.portal import PortalSettings

STATUSES = ("open", "planned", "started", "shipped", "declined")
KEPT = ("title", "slug", "intro", "accent", "is_on", "is_public", "holds_comments")


@click.command()
@click.option("--title", default="", help="Sets it up, or calls it so.")
@click.option("--slug", default="", help="Its address behind /portal/; by default one that nobody guesses.")
@click.option("--intro", default=None, help="What stands above the ideas.")
@click.option(
    "--public/--members", "is_public", default=None, help="For everybody, or only for people who are known here."
)
@click.option("--on/--off", "is_on", default=None, help="Whether it is shown at all.")
@click.option("--accent", default=None, help="Its colour, such as #3355aa.")
@click.option(
    "--hold-comments/--show-comments",
    "holds_comments",
    default=None,
    help="Whether comments wait until somebody looked at them.",
)
@in_workspace
def portal(access: Any, *, title: str, slug: str, as_json: bool, **told: Any) -> None:
    """Where the portal is; with options, set it up or change it."""
    from clew.rooms.roadmap.actions.portal import set_up_portal
    from clew.rooms.roadmap.queries.portal import portal as standing

    found = standing(access)
    given = {name: value for name, value in told.items() if value is not None}
    if title or slug or given:
        kept = {name: getattr(found, name) for name in KEPT} if found else {}
        named = {name: value for name, value in (("title", title), ("slug", slug)) if value}
        if "title" not in {**kept, **named}:
            refuse("The portal has no name yet.", "Give it one with --title.")
        set_up_portal(access, **{**kept, **named, **given})
        found = standing(access)
    if found is None:
        refuse("There is no portal yet.", "clew roadmap portal --title “Ideas for us”")
    print_json({**asdict(found), "address": _address(found.slug)}) if as_json else _say(found)


def _say(found: "PortalSettings") -> None:
    for_whom = "for everybody" if found.is_public else "for people known here"
    click.echo(f"{_address(found.slug)}  {found.title} ({'on' if found.is_on else 'off'}, {for_whom})")


def _address(slug: str) -> str:
    from django.urls import reverse

    return whole_address(reverse("portal", args=[slug]))


@click.command()
@click.argument("idea", type=NUMBER)
@click.option("--title", required=True, help="What customers read as its name.")
@click.option("--detail", default="", help="What they read of it.")
@click.option("--status", type=click.Choice(STATUSES), default="open", show_default=True)
@click.option("--reason", default="", help="Why it has this status; what is declined needs one.")
@in_workspace
def publish(access: Any, *, idea: int, title: str, as_json: bool, **told: str) -> None:
    """Show the idea with the number IDEA on the portal, in words of its own."""
    from clew.rooms.roadmap.actions.portal import publish_idea

    made = publish_idea(access, idea_id=idea, title=title, **told)
    print_json({"id": idea, "status": made.status}) if as_json else click.echo(
        f"On the portal: {made.title} ({made.status})"
    )
