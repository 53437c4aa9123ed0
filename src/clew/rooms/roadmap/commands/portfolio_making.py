"""`clew roadmap add-portfolio|put`: a scenario, and the ideas that are chosen from in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import NUMBER, in_workspace, print_json, refuse
from clew.rooms.roadmap.commands.portfolio import rooms_of

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.portfolio_shapes import PortfolioDetail, PutRow

LABELS = ("must", "should", "could", "wont")


@click.command("add-portfolio")
@click.argument("title")
@click.option("--period", "periods", multiple=True, required=True, help="A period, in their order; may be repeated.")
@click.option(
    "--room",
    "rooms",
    metavar="TEAM=N,N,…",
    multiple=True,
    required=True,
    help="What a team can do in each period; once for each team.",
)
@click.option("--model", type=NUMBER, help="The score model that values ideas without a worth of their own.")
@in_workspace
def add_portfolio(
    access: Any, *, title: str, periods: tuple[str, ...], rooms: tuple[str, ...], model: int | None, as_json: bool
) -> None:
    """Add the portfolio TITLE; `clew roadmap put` puts ideas into it, and `clew roadmap portfolio ID --choose` chooses."""
    from clew.rooms.roadmap.actions import portfolios as acts

    made = acts.add_portfolio(access, title=title, periods=periods, capacity=rooms_of(rooms), model_id=model)
    print_json({"id": made.pk, "title": title}) if as_json else click.echo(f"Portfolio {made.pk}: {title}")


@click.command()
@click.argument("portfolio", type=NUMBER)
@click.argument("idea", type=NUMBER)
@click.argument("efforts", nargs=-1, metavar="[TEAM=EFFORT]…")
@click.option("--worth", type=(float, float), metavar="LOW HIGH", help="Without it the score model says.")
@click.option("--likely", type=float, help="With --worth: what is likeliest.")
@click.option("--lasts", type=click.IntRange(1, 8), help="Over how many periods; one by default.")
@click.option("--label", type=click.Choice(LABELS), help="Must is in, wont is out; should and could are chosen.")
@click.option("--begins", type=click.IntRange(0, 8), help="The period in which it begins, from 1; 0 for whenever it fits.")  # fmt: skip
@click.option("--needs", type=NUMBER, multiple=True, help="An idea that must be done before; may be repeated.")
@click.option("--excludes", type=NUMBER, multiple=True, help="An idea that it rules out; may be repeated.")
@click.option("--out", is_flag=True, help="Take it out.")
@in_workspace
def put(
    access: Any, *, portfolio: int, idea: int, efforts: tuple[str, ...], label: str | None, begins: int | None,
    needs: tuple[int, ...], excludes: tuple[int, ...], out: bool, as_json: bool, **worth: Any,
) -> None:  # fmt: skip
    """Put the idea with the number IDEA into a PORTFOLIO, or change what it takes there and what is settled about it.

    TEAM=EFFORT says what it takes of a team. What is not named stays as it was.
    """
    from clew.rooms.roadmap.actions import portfolios as acts

    settled = any(one is not None for one in (label, begins))
    if out and (efforts or settled or needs or excludes or any(worth.values())):
        refuse("What is taken out takes nothing.", "Give --out alone.")
    if out:
        acts.take_out(access, portfolio_id=portfolio, idea_id=idea)
    else:
        _put(access, portfolio, idea, _efforts(efforts), worth)
    if settled:
        _settle(access, portfolio, idea, label, begins)
    for sort, others in (("needs", needs), ("excludes", excludes)):
        for other in others:
            acts.tie_ideas(access, portfolio_id=portfolio, idea_id=idea, other_id=other, sort=sort)
    said = f"taken out of portfolio {portfolio}" if out else f"in portfolio {portfolio}"
    print_json({"id": idea, "portfolio": portfolio, "in": not out}) if as_json else click.echo(f"Idea {idea}: {said}.")


def _efforts(said: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in said:
        team, _, effort = one.rpartition("=")
        try:
            found[team.strip()] = float(effort)
        except ValueError:
            refuse(f"“{one[:60]}” is no effort.", "Write Design=3: what the idea takes of the team.")
    return found


def _put(access: Any, number: int, idea: int, efforts: dict[str, float], worth: dict[str, Any]) -> None:
    from clew.rooms.roadmap.actions.portfolios import put_idea
    from clew.rooms.roadmap.queries.portfolios import portfolio

    told = portfolio(access, number)
    row = _row(told, idea)
    if row is None or efforts or any(one is not None for one in worth.values()):
        before = dict(zip(told.teams, row.efforts, strict=True)) if row else {}
        put_idea(access, portfolio_id=number, idea_id=idea, efforts={**before, **efforts}, **_worth(row, **worth))


def _worth(
    row: "PutRow | None", *, worth: tuple[float, float] | None, likely: float | None, lasts: int | None
) -> dict[str, Any]:
    lasts = lasts or (row.lasts if row else 1)
    if worth is not None:
        return {"low": worth[0], "likely": likely, "high": worth[1], "lasts": lasts}
    before = {"low": row.low, "likely": row.likely, "high": row.high} if row else {}
    return {**before, **({} if likely is None else {"likely": likely}), "lasts": lasts}


def _settle(access: Any, number: int, idea: int, label: str | None, begins: int | None) -> None:
    """One of both alone leaves the other as it is."""
    from clew.rooms.roadmap.actions.portfolios import settle_idea
    from clew.rooms.roadmap.queries.portfolios import portfolio

    row = _row(portfolio(access, number), idea)
    before = (row.label, row.begins) if row else ("could", None)
    period = before[1] if begins is None else begins or None
    settle_idea(access, portfolio_id=number, idea_id=idea, label=label or before[0], begins=period)


def _row(told: "PortfolioDetail", idea: int) -> "PutRow | None":
    return next((one for one in told.ideas if one.idea_id == idea), None)
