"""`clew roadmap models|add-model|estimate|rank`: from estimates to an order."""

from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, bear_in_mind, ended, in_workspace, print_json, refuse
from clew.rooms.roadmap.commands.estimating import values_said

METHODS = ("rice", "ice", "cd3", "value", "odi", "weighted", "moscow", "formula")


@click.command()
@in_workspace
def models(access: Any, *, as_json: bool) -> None:
    """Score models, the newest first, and the factors of the newest."""
    from clew.rooms.roadmap.queries.score_models import factors_wanted, score_models

    rows = score_models(access)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        factors = ", ".join(map(_asked, factors_wanted(access, model_id=row.id)))
        click.echo(f"{row.id:>7}  {row.title} ({row.version.method_name}, version {row.version.number}): {factors}")
    ended(rows)


@click.command("add-model")
@click.argument("title", default="")
@click.option("--method", type=click.Choice(METHODS), default="rice", show_default=True)
@click.option("--formula", default="", help="For the method formula: factors by their keys, numbers, + - * / **.")
@click.option(
    "--capacity",
    type=(float, float),
    metavar="LOW HIGH",
    help="For the method moscow: how many person-weeks there are.",
)
@click.option(
    "--weigh",
    type=(str, float, float, float),
    multiple=True,
    metavar="KEY WEIGHT BAD GOOD",
    help="For the method weighted: a factor, its weight, and what counts 0 and what counts 100. Once for each factor.",
)
@in_workspace
def add_model(
    access: Any, *, title: str, method: str, formula: str, capacity: tuple[float, float] | None,
    weigh: tuple[tuple[str, float, float, float], ...], as_json: bool,
) -> None:  # fmt: skip
    """Add the score model TITLE, by default named as its method; the factors of a known method come along."""
    from clew.rooms.roadmap.actions.score_models import add_score_model

    settings: dict[str, Any] = {"formula": formula} if formula else {}
    if weigh:
        names = ("key", "weight", "bad", "good")
        settings["weights"] = [dict(zip(names, one, strict=True)) for one in weigh]
    if capacity is not None:
        settings["capacity"] = {"low": capacity[0], "high": capacity[1]}
    made = add_score_model(access, title=title, method=method, settings=settings)
    named = title or made.get_method_display()
    print_json({"id": made.model_id, "title": named}) if as_json else click.echo(
        f"Score model {made.model_id}: {named}"
    )


@click.command()
@click.argument("idea", type=NUMBER)
@click.argument("said", nargs=-1, required=True, metavar="FACTOR=LOW-HIGH…")
@click.option("--note", default="", help="Why.")
@in_workspace
def estimate(access: Any, *, idea: int, said: tuple[str, ...], note: str, as_json: bool) -> None:
    """Say what the factors of the idea with the number IDEA are: reach=200-900 effort=2-3-6 (low, likely, high)."""
    from clew.rooms.roadmap.actions.estimates import estimate_idea

    made = estimate_idea(access, idea_id=idea, values=values_said(access, said, note))
    told = [{"factor_id": one.factor_id, "low": one.low, "likely": one.likely, "high": one.high} for one in made]
    print_json(told) if as_json else click.echo(f"{len(made)} factors of idea {idea} estimated.")


@click.command()
@click.option("--model", type=NUMBER, help="The score model; by default the newest.")
@click.option(
    "--top", type=click.IntRange(1, 1000), help="How many are the first; by default ten, of fewer than twenty half; by MoSCoW the capacity says."
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def rank(access: Any, *, model: int | None, top: int | None, seed: int, limit: int, as_json: bool) -> None:
    """Put all estimated ideas in order, keep that as a ranking, and print it."""
    from clew.rooms.roadmap.actions.rankings import rank_ideas
    from clew.rooms.roadmap.queries.changes import ranking_warnings
    from clew.rooms.roadmap.queries.rankings import ranked_ideas, ranking
    from clew.rooms.roadmap.queries.score_models import score_models
    from clew.rooms.roadmap.scoring import among

    found = score_models(access, limit=1)
    if model is None and not found:
        refuse("There is no score model.", "Add one: clew roadmap add-model RICE")
    made = rank_ideas(access, model_id=model or found[0].id, top=top, seed=seed)
    rows, told = ranked_ideas(access, made.pk, limit=limit), ranking(access, made.pk)
    warnings = ranking_warnings(access, made.pk) if told.capacity else ()
    if as_json:
        its = {"id": told.id, "top": told.top, "capacity": told.capacity, "inputs_hash": told.inputs_hash, "warnings": warnings}  # fmt: skip
        print_json({**its, "ideas": [asdict(row) for row in rows]})
        return
    first = f"to fit into {told.capacity}" if told.capacity else f"to be {among(told.top)}"
    click.echo(f"Ranking {told.id}: how likely {first}, and the rank in nine of ten draws")
    for row in rows:
        click.echo(
            f"{row.place:>4}. {row.share_top:>4.0%}  {row.rank_low:>3} to {row.rank_high:<4} {row.id:>7}  {row.title}"
        )
    bear_in_mind(warnings)


def _asked(factor: Any) -> str:
    """A factor as `estimate` takes it, with its unit and between which values it lies."""
    from clew.rooms.roadmap.actions.estimates import bounds

    least, most = bounds(factor)
    ends = f"{least:g} to {most:g}" if most < float("inf") else ""
    told = ", ".join(part for part in (factor.unit, ends) if part)
    return f"{factor.key} ({told})" if told else str(factor.key)
