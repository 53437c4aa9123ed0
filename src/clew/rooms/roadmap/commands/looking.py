"""`clew roadmap timeline|tree`: the ideas of the list on the plan's days, and below what they are for."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import ended, in_workspace, print_json
from clew.rooms.roadmap.commands.ideas import which_ideas

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.idea_timeline import IdeaOnPlan, IdeasOnPlan
    from clew.rooms.roadmap.queries.idea_tree import IdeaBranch, IdeaTree

NO_DAYS = "no days yet"


@click.command()
@in_workspace
@which_ideas
def timeline(access: Any, *, asked: dict[str, Any], as_json: bool) -> None:
    """Ideas along time: between which days what delivers them is out, then those without days."""
    from clew.rooms.roadmap.queries.idea_timeline import idea_timeline

    told = idea_timeline(access, **asked)
    print_json(asdict(told)) if as_json else _along(told)
    ended([*told.ideas, *told.without_days])


def _along(told: "IdeasOnPlan") -> None:
    for one in told.ideas:
        days = f"{one.earliest} to {one.latest}"
        click.echo(f"{one.idea.id:>7}  {one.idea.state:<10} {days:<25} {one.idea.title} ({_delivered(one)})")
    for row in told.without_days:
        click.echo(f"{row.id:>7}  {row.state:<10} {NO_DAYS:<25} {row.title}")
    if told.is_cut or told.has_more:
        click.echo("There are more; filter for those that you want to see.", err=True)


def _delivered(one: "IdeaOnPlan") -> str:
    begins = f"begins {one.starts_on}" if one.starts_on else ""
    items = ", ".join(f"{item.title}, item {item.id}" for item in one.items)
    return "; ".join(part for part in (begins, items, one.conflict) if part)


@click.command()
@click.option("--page", type=click.IntRange(1, 2000), default=1, show_default=True, help="Thirty ideas on each.")
@in_workspace
@which_ideas
def tree(access: Any, *, asked: dict[str, Any], page: int, as_json: bool) -> None:
    """Ideas below the needs that they address and the outcomes over these, then those that stand nowhere there."""
    from clew.rooms.roadmap.queries.idea_tree import idea_tree

    told = idea_tree(access, **asked, page=page)
    print_json(asdict(told)) if as_json else _grown(told, page)
    ended([*told.tops, *told.loose])


def _grown(told: "IdeaTree", page: int) -> None:
    _draw(told.tops, 0)
    if told.loose:
        click.echo("Not in the tree:" if told.is_cut else "Under no need yet:")
        _draw(told.loose, 0)
    if told.has_more:
        click.echo(f"There are more: --page {page + 1}.", err=True)


def _draw(branches: Sequence["IdeaBranch"], depth: int) -> None:
    for one in branches:
        said = ", ".join(part for part in (one.kind.replace("_", " "), one.state) if part)
        click.echo(f"{one.id:>7}  {'  ' * depth}{one.title} ({said})")
        _draw(one.below, depth + 1)
