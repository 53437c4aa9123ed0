"""`clew roadmap portfolios|portfolio`: which ideas fit into the capacity of the teams."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import NUMBER, ended, follow_to_the_end, in_workspace, print_json, refuse
from clew.rooms.roadmap.commands.portfolio import muted

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.portfolio_shapes import Clash, PortfolioDetail


@click.command()
@in_workspace
def portfolios(access: Any, *, as_json: bool) -> None:
    """The portfolios, the newest first, and what each is worth as it was chosen."""
    from clew.rooms.roadmap.queries.portfolios import portfolios as all_of_them

    rows = all_of_them(access)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        said = "clash" if row.is_clash else "not chosen" if row.value is None else f"{row.chosen} worth {row.value:g}"
        click.echo(f"{row.id:>7}  {row.title} ({row.ideas} ideas, {said})")
    ended(rows)


@click.command("portfolio")
@click.argument("number", type=NUMBER)
@click.option("--choose", is_flag=True, help="Choose it now, and wait.")
@click.option("--draws", type=click.IntRange(10, 500), default=50, show_default=True, help="With --choose.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="With --choose.")
@in_workspace
def one(access: Any, *, number: int, choose: bool, draws: int, seed: int, as_json: bool) -> None:
    """The portfolio NUMBER: what was chosen, for when, and in which share of the draws."""
    from clew.rooms.roadmap.actions.portfolios import choose_portfolio
    from clew.rooms.roadmap.queries.portfolios import portfolio

    if choose:
        with muted():
            run, _ = follow_to_the_end(
                access, lambda: choose_portfolio(access, portfolio_id=number, draws=draws, seed=seed)
            )
        if run.state != "done":
            refuse(f"It was not chosen: {run.text}.")
    told = portfolio(access, number)
    print_json(asdict(told)) if as_json else click.echo("\n".join(_lines(told)))


def _lines(told: "PortfolioDetail") -> list[str]:
    lines = [told.title]
    if told.choice is None:
        return [*lines, told.not_yet or "Nothing is chosen yet: add --choose."]
    if clash := told.choice.clash:
        return [*lines, *_clash(clash)]
    if not told.choice.is_current:
        lines.append("Something changed since this was chosen.")
    for period in told.periods:
        rooms = ", ".join(f"{room.team} {room.used:g} of {room.capacity:g}" for room in period.rooms)
        lines.append(f"{period.name} ({rooms})")
        lines += [_line(row) for row in told.ideas if row.idea_id in period.begun]
    left = [row for row in told.ideas if row.outcome and row.outcome.begins is None]
    lines += ["Not chosen", *(_line(row) for row in left)] if left else []
    gap = f", at most {told.choice.gap:.1%} below the best" if told.choice.gap > 0.0005 else ""
    lines.append(f"Worth {told.choice.value:g}{gap}; shares of {told.choice.drawn} of {told.choice.draws} draws.")
    return [*lines, *(one.warning for one in told.musts if one.warning and not one.team)]


def _clash(clash: "Clash") -> list[str]:
    if not clash.reasons:
        return ["No choice was found in the time there is."]
    lines = ["These cannot all be:", *(f"  {one.title}: {one.said}" for one in clash.reasons)]
    for lack in clash.lacks:
        takes, rooms = (", ".join(f"{one:g}" for one in each) for each in (lack.takes, lack.rooms))
        lines.append(f"What lacks is the capacity of {lack.team}: they take {takes}, it can do {rooms}.")
    return [*lines, f"It would do to free: {'; '.join(clash.lift)}."] if clash.lift else lines


def _line(row: Any) -> str:
    """`cost`: between two ends, where that is all that is known."""
    cost, low, high = row.outcome.cost, row.outcome.cost_low, row.outcome.cost_high
    if cost is None:
        return f"  {_share(row)}  {row.title}"
    ends = "" if f"{low:.3g}" == f"{high:.3g}" else f" ({low:.3g} to {high:.3g})"
    gives = "nothing" if high < 0.0005 else f"{cost:.3g}{ends}"
    return f"  {_share(row)}  {row.title} ({row.label_name}, gives up {gives})"


def _share(row: Any) -> str:
    return "   -" if row.outcome.share is None else f"{row.outcome.share:>4.0%}"
