"""`clew roadmap factors|factor`: what is estimated of ideas."""

from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import ended, in_workspace, print_json
from clew.rooms.roadmap.commands.estimating import factor_number

KINDS = ("amount", "any", "share", "scale", "label")


@click.command()
@in_workspace
def factors(access: Any, *, as_json: bool) -> None:
    """What is estimated of ideas, each by the key that stands in formulas."""
    from clew.rooms.roadmap.queries.estimates import factors as all_factors

    rows = all_factors(access)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        ends = f", {row.lowest:g} to {row.highest:g}" if row.lowest is not None and row.highest is not None else ""
        click.echo(f"{row.key:<20}  {row.label}{f' ({row.unit})' if row.unit else ''}: {row.kind}{ends}")
    ended(rows)


@click.command()
@click.argument("label")
@click.option("--key", default="", help="By it the factor stands in formulas; left out, it is made of LABEL.")
@click.option("--kind", type=click.Choice(KINDS), default="amount", show_default=True)
@click.option("--unit", default="", help="Such as people/quarter or person-weeks.")
@click.option("--ends", type=(float, float), metavar="LOW HIGH", help="Of a scale: its lowest and its highest.")
@click.option("--question", default="", help="What it means: whoever estimates is asked this.")
@click.option(
    "--change", default="", metavar="KEY", help="Give the factor with this key this label, unit and question."
)
@in_workspace
def factor(
    access: Any, *, label: str, key: str, kind: str, unit: str, ends: tuple[float, float] | None, question: str,
    change: str, as_json: bool,
) -> None:  # fmt: skip
    """Add the factor LABEL, to weigh it or to use it in a formula."""
    from clew.rooms.roadmap.actions.factors import add_factor, change_factor

    told: dict[str, Any] = {"label": label, "unit": unit, "question": question}
    if change:
        made = change_factor(access, factor_id=factor_number(access, change), **told)
    else:
        lowest, highest = ends or (None, None)
        made = add_factor(access, key=key, kind=kind, lowest=lowest, highest=highest, **told)
    print_json({"id": made.pk, "key": made.key, "label": made.label}) if as_json else click.echo(
        f"Factor {made.key}: {made.label}"
    )
