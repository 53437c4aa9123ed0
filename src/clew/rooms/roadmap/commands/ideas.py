"""`clew roadmap ideas|fields`: ideas as the room lists them, and what a team wants to know of each."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import wraps
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, ended, in_workspace, print_json, refuse

STATES = ("new", "considered", "planned", "in work", "released", "declined")


FILTERS = (
    click.option("--view", default="", help="A saved view, by its name; what else is named here comes in place of its own."),
    click.option("--state", multiple=True, type=click.Choice(STATES), help="How far they are."),
    click.option("--tag", multiple=True, help="What they are tagged with."),
    click.option("--owner", "owner_id", multiple=True, type=click.IntRange(0, 2**53), help="A member, by number; 0 for nobody."),
    click.option("--segment", "segment_id", multiple=True, type=NUMBER, help="Voted for by accounts of this segment, by its number."),
    click.option(
        "--field",
        multiple=True,
        help="What a field says, by its number: 7:5..10, 7:12 (a choice, by number), 7:none, or 7 for anything.",
    ),
    click.option("--find", "text", default="", help="Words that they hold."),
    click.option("--sort", default="", help="newest, oldest, name, votes, revenue, ranking, field-7 or -field-7."),
)  # fmt: skip


def which_ideas(function: Callable[..., Any]) -> Callable[..., Any]:
    """What every way to look at ideas filters and sorts by. Of options that stand there several times any is enough. The command gets it as `asked`."""

    @wraps(function)
    def command(
        access: Any, *, view: str, state: Sequence[str], tag: Sequence[str], owner_id: Sequence[int],
        segment_id: Sequence[int], field: Sequence[str], text: str, sort: str, **rest: Any,
    ) -> Any:  # fmt: skip
        told = {"state": state, "tag": tag, "owner_id": owner_id, "segment_id": segment_id, "field": _named(field), "text": text, "sort": sort}  # fmt: skip
        asked = _saved(access, view) if view else {}
        return function(access, asked=asked | {name: one for name, one in told.items() if one}, **rest)

    for option in reversed(FILTERS):
        command = option(command)
    return command


def _named(fields: Sequence[str]) -> Sequence[str]:
    for told in fields:
        if not told.partition(":")[0].strip().isdecimal():
            refuse(f"“{told}” names no field.", "Give its number, as in 7:5..10; clew roadmap fields lists them.")
    return fields


@click.command()
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
@which_ideas
def ideas(access: Any, *, asked: dict[str, Any], limit: int, as_json: bool) -> None:
    """Ideas that fit all that is asked, the newest first."""
    from clew.rooms.roadmap.queries.ideas import listed_ideas

    rows = listed_ideas(access, **asked, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        more = "; ".join(part for part in (row.owner, ", ".join(row.tags), *(v.words for v in row.values)) if part)
        click.echo(f"{row.id:>7}  {row.state:<10} {row.votes.votes:>5} votes  {row.title}{more and f' ({more})'}")
    ended(rows)


@click.command("fields")
@click.option("--idea", type=NUMBER, help="What they say of this idea, by its number.")
@in_workspace
def idea_fields(access: Any, *, idea: int | None, as_json: bool) -> None:
    """Fields of your own; with --idea what they say of one idea."""
    from clew.rooms.roadmap.queries.fields import fields, values_of

    known = fields(access)
    if idea is not None:
        names, values = {field.id: field.name for field in known}, values_of(access, idea)
        told = [{"field": names[value.field_id], **asdict(value)} for value in values]
        if as_json:
            print_json(told)
        for one in () if as_json else told:
            click.echo(f"{one['field']}: {one['words']}")
        return
    if as_json:
        print_json([asdict(field) for field in known])
    for field in () if as_json else known:
        choices = ", ".join(f"{choice.name} ({choice.id})" for choice in field.choices)
        click.echo(f"{field.id:>7}  {field.name}: {field.kind}{field.unit and f', {field.unit}'}{choices and f', {choices}'}")  # fmt: skip
    ended(known)


def _saved(access: Any, name: str) -> dict[str, Any]:
    from django.http import QueryDict

    from clew.rooms.roadmap.queries.ideas import saved_views
    from clew.rooms.roadmap.queries.sought import asked_for

    views = saved_views(access)
    found = next((one for one in views if one.name.casefold() == name.strip().casefold()), None)
    if found is None:
        known = ", ".join(one.name for one in views) or "none yet"
        refuse(f"There is no view “{name}”.", f"The views are: {known}.")
    return asked_for(QueryDict(found.asked))
