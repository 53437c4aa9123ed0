"""`clew rank`: a CSV file of ideas in order. Needs no house and no database."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clew.ground.doors.commands import AS_JSON, THERE, bear_in_mind, refuse

if TYPE_CHECKING:
    from clew.science.ranking import Model, Ranking

METHODS = ("rice", "ice", "cd3", "value", "odi", "moscow")
WIDTH = 44
UNITS = "The columns of a file have no units: whether the formula adds people to weeks is not checked here."


@click.command()
@click.argument("file", type=THERE)
@click.option(
    "--method", type=click.Choice(METHODS), default="rice", show_default=True, help="By what ideas are scored."
)
@click.option(
    "--formula", metavar="TEXT", help="A formula of one's own over the file's columns, such as 'reach * fit / effort'."
)
@click.option(
    "--capacity", metavar="LOW-HIGH", default="", help="Of moscow: how many person-weeks there are, such as 30-45."
)
@click.option(
    "--top", type=click.IntRange(1, 2000), help="How many are the first; by default ten, of fewer than twenty half."
)
@click.option("--draws", type=click.IntRange(1000, 100_000), default=20_000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@AS_JSON
def rank(
    file: Path, method: str, formula: str | None, capacity: str, top: int | None, draws: int, seed: int, as_json: bool
) -> None:
    """Put the ideas of a CSV file in order, and say how sure that is.

    The file has a column `idea` and one for each factor, with two ends (`2-6`), three (`2-3-6`) or one number; or the ends in columns of their own
    (`effort low`, `effort high`). RICE asks for reach, impact, confidence and effort; moscow for effort and, under `moscow`, must, should, could or won't, of
    several people with `;` between.

    A file of which a row cannot be read is refused whole (2): no idea is left out. How the order is to be read stands on stderr, with --json under
    `warnings`, and the command ends with 0.
    """
    from clew.rooms.roadmap.idea_sheet import LARGEST_FILE, SheetError, read_ideas
    from clew.rooms.roadmap.scoring import first_of
    from clew.science.ranking import rank as drawn

    if file.stat().st_size > LARGEST_FILE:
        refuse(f"{file.name}: larger than {LARGEST_FILE // 1_000_000} MB.")
    try:
        model = _model(method, formula, capacity)
        items = read_ideas(file.read_text(encoding="utf-8-sig"), model)
        found = drawn(items, model, k=first_of(top, len(items)), draws=draws, seed=seed)
    except UnicodeDecodeError:
        refuse(f"{file.name}: this is no UTF-8 text. Save it as CSV UTF-8.")
    except SheetError as error:
        refuse(f"{file.name}: {error}.")
    except ValueError as error:
        refuse(f"{error}.")
    said = () if formula is None else (UNITS,)
    cautions = [*found.warnings, *said]
    if as_json:
        click.echo(json.dumps({**asdict(found), "warnings": cautions}, ensure_ascii=False))
        return
    click.echo("\n".join(_lines(found, model)))
    bear_in_mind(cautions)


def _model(method: str, formula: str | None, capacity: str) -> "Model":
    import re

    from clew.rooms.roadmap.idea_sheet import read_span
    from clew.rooms.roadmap.scoring import STANDARD
    from clew.science.ranking import models
    from clew.science.ranking.formula import FUNCTIONS

    if formula is None and method == "moscow":
        return models.within(read_span(capacity, "--capacity"))
    if formula is None:
        return STANDARD[method]()
    names = dict.fromkeys(re.findall(r"[a-z_][a-z0-9_]*", formula))
    inputs = [models.Input(name) for name in names if name not in FUNCTIONS]
    return models.model("Formula", formula, inputs)


def _lines(found: "Ranking", model: "Model") -> list[str]:
    from clew.rooms.roadmap.scoring import in_digits

    chance = "P(fits)" if found.version.startswith("MoSCoW") else f"P(top {found.k})"
    head = f"{'':>3}  {'Idea':<{WIDTH}}  {chance:<8}   Rank (90 %)   Score (90 %)            By single numbers"
    lines = [head]
    for place, one in enumerate(found.items, 1):
        low, high = one.rank.interval(0.9)
        score, low_score, high_score = (in_digits(each, 3) for each in (one.score.median, *one.score.interval(0.9)))
        spread = f"{score} ({low_score} to {high_score})"
        name = one.name if len(one.name) <= WIDTH else one.name[: WIDTH - 1] + "…"
        lines.append(
            f"{place:>3}  {name:<{WIDTH}}  {one.top.value:>8.0%}   {f'{low:.0f} to {high:.0f}':<11}   {spread:<22}  {one.point_rank}"
        )
    return [*lines, "", f"{found.method}, seed {found.seed}.", *_from_nothing(found, model)]


def _from_nothing(found: "Ranking", model: "Model") -> list[str]:
    if not model.success or all(one.score.interval(0.9)[0] for one in found.items):
        return []
    return [
        f"Where a score begins at 0, the idea failed in one of twenty draws or more, as its {model.success} allows."
    ]
