"""`clew roadmap changes`: what is most worth finding out, and what that would cost."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import NUMBER, ended, in_workspace, print_json, refuse

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.changes import WhatWouldChange

UNITS = ("days", "money")


@click.command()
@click.option("--ranking", type=NUMBER, help="By default the last that was drawn.")
@click.option(
    "--cost",
    "costs",
    type=(int, str, float),
    multiple=True,
    metavar="IDEA FACTOR COST",
    help="First keep what finding out a factor of an idea would cost; 0 takes that back.",
)
@click.option("--unit", type=click.Choice(UNITS), help="In what costs are told; by default as they were last.")
@click.option("--idea", type=NUMBER, help="Say of this idea how far its estimates would have to be off.")
@in_workspace
def changes(
    access: Any, *, ranking: int | None, costs: tuple[tuple[int, str, float], ...], unit: str | None,
    idea: int | None, as_json: bool,
) -> None:  # fmt: skip
    """What is most worth finding out about the ideas of a ranking, and the cheapest next thing."""
    from clew.rooms.roadmap.queries.changes import what_would_change
    from clew.rooms.roadmap.queries.rankings import newest_ranking

    newest = newest_ranking(access)
    if ranking is None and newest is None:
        refuse("Nothing is ranked yet.", "clew roadmap rank")
    if costs:
        _keep(access, costs, unit)
    told = what_would_change(access, ranking or (newest.id if newest else 0), unit=unit, idea_id=idea)
    print_json(asdict(told)) if as_json else click.echo("\n".join(_turns(told) if idea else _lines(told)))
    ended(told.worth)


def _keep(access: Any, costs: tuple[tuple[int, str, float], ...], unit: str | None) -> None:
    from clew.rooms.roadmap.actions.finding_costs import say_finding_costs
    from clew.rooms.roadmap.queries.estimates import factors

    known = {row.key: row.id for row in factors(access)}
    unknown = [key for _, key, _ in costs if key not in known]
    if unknown:
        refuse(f"There is no factor “{unknown[0]}”.", f"The factors are: {', '.join(known) or 'none yet'}.")
    told = [{"idea_id": idea, "factor_id": known[key], "cost": cost or None} for idea, key, cost in costs]
    say_finding_costs(access, costs=told, unit=unit)


def _lines(told: "WhatWouldChange") -> list[str]:
    of = "person-day" if told.unit == "days" else told.currency
    return [*(_line(one, of) for one in told.worth), "", told.next]


def _turns(told: "WhatWouldChange") -> list[str]:
    """Of one idea: beyond which value each of its factors alone would move it over the line."""
    lines = []
    for one in told.near:
        lines.append(f"{one.place}. {one.idea} ({one.idea_id}), {'in' if one.is_in else 'out'}")
        for turn in one.turns:
            way = "above" if turn.value is not None and turn.value > turn.now else "below"
            moves = (
                f"{'out' if one.is_in else 'in'} {way} {turn.value:,.4g} ({'under 1 %' if turn.chance < 0.01 else f'{turn.chance:.0%}'})"
                if turn.value is not None
                else "no value alone would turn it"
            )
            lines.append(f"  {turn.factor} {turn.now:,.4g}: {moves}")
    return lines


def _line(one: Any, of: str) -> str:
    cost = f", costs {one.cost:,.6g} {of}{'s' if of == 'person-day' and one.cost != 1 else ''}" if one.cost else ""
    each = (
        f": {_share(one.per_cost)} for each ({_share(one.per_cost_low)} to {_share(one.per_cost_high)})" if cost else ""
    )
    return f"{one.share:>5.0%}  ({one.low:.0%} to {one.high:.0%})  {one.factor} of “{one.idea}” ({one.idea_id}){cost}{each}"


def _share(share: float) -> str:
    return f"{share * 100:.2g} %"
