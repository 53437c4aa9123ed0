"""`clew roadmap round …`: several people estimate the same ideas blind, then see each other's numbers."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from clew.ground.doors.commands import NUMBER, ended, in_workspace, print_json, refuse
from clew.rooms.roadmap.commands.estimating import factor_number, values_said

if TYPE_CHECKING:
    from clew.rooms.roadmap.queries.rounds import EstimatingRoundDetail, SideBySide

WITH = click.option("--with", "people", multiple=True, metavar="WHO", help="A member who estimates, by e-mail or number; may be repeated.")  # fmt: skip


@click.group("round")
def estimating_round() -> None:
    """Estimate ideas together, blind until the round is open."""


@estimating_round.command("list")
@in_workspace
def listed(access: Any, *, as_json: bool) -> None:
    """All rounds, the newest first."""
    from clew.rooms.roadmap.queries.rounds import estimating_rounds

    rows = estimating_rounds(access, limit=200)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        mine = f", {row.mine} of your numbers missing" if row.mine and row.state == "blind" else ""
        click.echo(f"{row.id:>7}  {row.state:<6} {row.done} of {row.people} have estimated{mine}  {row.title}")
    ended(rows)


@estimating_round.command()
@click.argument("title")
@click.option("--idea", "ideas", type=NUMBER, multiple=True, required=True, help="An idea, by number; may be repeated.")
@click.option("--factor", "keys", multiple=True, metavar="KEY", help="What is estimated; may be repeated. By default what the newest score model asks for.")  # fmt: skip
@WITH
@in_workspace
def begin(
    access: Any, *, title: str, ideas: tuple[int, ...], keys: tuple[str, ...], people: tuple[str, ...], as_json: bool
) -> None:
    """Begin the round TITLE; by default with everybody who may edit."""
    from clew.rooms.roadmap.actions.rounds import begin_estimating

    asked = {"factor_ids": _factors(access, keys), "estimator_ids": _people(access, people)}
    made = begin_estimating(access, title=title, idea_ids=ideas, **asked)
    print_json({"id": made.pk, "title": title}) if as_json else click.echo(f"Round {made.pk}: {title}")


@estimating_round.command()
@click.argument("number", type=NUMBER)
@WITH
@in_workspace
def ask(access: Any, *, number: int, people: tuple[str, ...], as_json: bool) -> None:
    """Ask somebody else in a round that is still blind."""
    from clew.rooms.roadmap.actions.rounds import ask_to_estimate

    if not people:
        refuse("It is not said who.", "Give --with for each.")
    made = ask_to_estimate(access, round_id=number, estimator_ids=_people(access, people))
    print_json({"asked": [one.user_id for one in made]}) if as_json else click.echo(f"Asked: {len(made)} more.")


@estimating_round.command()
@click.argument("number", type=NUMBER)
@click.argument("idea", type=NUMBER)
@click.argument("said", nargs=-1, required=True, metavar="FACTOR=LOW-HIGH…")
@click.option("--note", default="", help="Why.")
@in_workspace
def answer(access: Any, *, number: int, idea: int, said: tuple[str, ...], note: str, as_json: bool) -> None:
    """Say what the factors of IDEA are, for yourself alone until the round is open: reach=200-900 effort=2-3-6."""
    from clew.rooms.roadmap.actions.rounds import estimate_blind
    from clew.rooms.roadmap.queries.rounds import estimating_round as one_round

    made = estimate_blind(access, round_id=number, idea_id=idea, values=values_said(access, said, note))
    after = one_round(access, number)
    if as_json:
        return print_json({"kept": len(made), "state": after.state, "mine": _mine(after)})
    if after.opened_at is not None:
        return click.echo(f"You were the last: the round is open. clew roadmap round show {number}")
    lacks = _lacks(after)
    click.echo("Kept, for you alone until the round is open." + (f" Still to say: {lacks}." if lacks else ""))


@estimating_round.command("open")
@click.argument("number", type=NUMBER)
@in_workspace
def open_it(access: Any, *, number: int, as_json: bool) -> None:
    """Show everybody all numbers, which now stand as estimates."""
    from clew.rooms.roadmap.actions.rounds import open_estimating
    from clew.rooms.roadmap.queries.rounds import side_by_side

    open_estimating(access, round_id=number)
    rows = side_by_side(access, number)
    print_json([asdict(row) for row in rows]) if as_json else _compare(rows)


@estimating_round.command()
@click.argument("number", type=NUMBER)
@in_workspace
def show(access: Any, *, number: int, as_json: bool) -> None:
    """How far a round is and your own numbers; once it is open everybody's, furthest apart first."""
    from clew.rooms.roadmap.queries.rounds import estimating_round as one_round
    from clew.rooms.roadmap.queries.rounds import side_by_side

    found, rows = one_round(access, number), side_by_side(access, number)
    if as_json:
        return print_json({**asdict(found), "beside": [asdict(row) for row in rows]})
    waited = [one.name for one in found.estimators if one.is_asked and not one.is_done]
    still = f"; waiting for {', '.join(waited)}" if waited and found.opened_at is None else ""
    click.echo(f"{found.title}: {found.state}, {sum(one.is_done for one in found.estimators)} of {len(found.estimators)} have estimated{still}")  # fmt: skip
    _own(found) if found.opened_at is None else _compare(rows)


def _own(found: "EstimatingRoundDetail") -> None:
    """What is to be said, and what one has said, so that `answer` can be typed."""
    keys = {factor.id: factor.key for factor in found.factors}
    for idea in found.ideas:
        said = [f"{key}={_range(idea.mine[pk])}" if pk in idea.mine else f"{key}=?" for pk, key in keys.items()]
        click.echo(f"{idea.id:>7}  {idea.title}{': ' + ' '.join(said) if found.i_estimate else ''}")


def _compare(rows: Sequence["SideBySide"]) -> None:
    for row in rows:
        unit = f" {row.unit}" if row.unit else ""
        click.echo(f"{row.idea}, {row.factor}: {row.low:.4g} to {row.high:.4g}{unit}, middle {row.middle:.4g}. {row.words}")  # fmt: skip
        for one in row.gave:
            click.echo(f"    {one.name}: {_range(one)}{one.note and f' ({one.note})'}")


def _range(one: Any) -> str:
    return "-".join(f"{value:.12g}" for value in (one.low, one.likely, one.high) if value is not None)


def _mine(found: "EstimatingRoundDetail") -> dict[int, Any]:
    return {idea.id: {pk: asdict(one) for pk, one in idea.mine.items()} for idea in found.ideas}


def _lacks(found: "EstimatingRoundDetail") -> str:
    missing = [str(idea.id) for idea in found.ideas if len(idea.mine) < len(found.factors)]
    return f"idea{'s' if len(missing) > 1 else ''} {', '.join(missing)}" if missing else ""


def _factors(access: Any, keys: Sequence[str]) -> list[int]:
    from clew.rooms.roadmap.queries.score_models import factors_wanted

    if keys:
        return [factor_number(access, key) for key in keys]
    return [one.id for one in factors_wanted(access)]


def _people(access: Any, told: Sequence[str]) -> list[int]:
    """Whom was named, else everybody who may edit."""
    from clew.ground.workspaces.api import Role, members

    here = members(access)
    if not told:
        return [one.user_id for one in here if one.role.covers(Role.EDITOR)]
    known = {**{one.email.casefold(): one.user_id for one in here}, **{str(one.user_id): one.user_id for one in here}}
    if unknown := next((one for one in told if one.casefold() not in known), None):
        refuse(f"“{unknown}” is no member here.", f"Members are: {', '.join(one.email for one in here[:20])}.")
    return [known[one.casefold()] for one in told]
