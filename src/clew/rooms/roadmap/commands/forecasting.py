"""`clew roadmap throughput|forecast|slip`: from what was finished to when more will be."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, THERE, Day, in_workspace, print_json, readable, refuse

DAY = Day()


@click.command()
@click.argument("file", type=THERE)
@click.option("--name", default="", help="By default the file's name.")
@in_workspace
def throughput(access: Any, *, file: Path, name: str, as_json: bool) -> None:
    """Import a CSV FILE: a column `finished` with a day for each item, or `week` (or `month`) and `count`."""
    from clew.rooms.roadmap.actions.forecasts import import_throughput

    made = import_throughput(access, name=name or Path(readable(file)).stem, text=_text(file))
    told = {"id": made.pk, "name": made.name, "weeks": len(made.weekly), "items": sum(made.weekly)}
    print_json(told) if as_json else click.echo(
        f"History {made.pk}: {told['items']} items in {told['weeks']} weeks, {made.name}"
    )


def _text(file: Path) -> str:
    from clew.rooms.roadmap.throughput_sheet import LONGEST_TEXT

    if file.stat().st_size > 4 * LONGEST_TEXT:
        refuse(f"{readable(file)}: larger than 4 MB.", "Leave out columns that are not needed.")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        refuse(f"{readable(file)}: this is no UTF-8 text.", "Save it as CSV UTF-8.")


@click.command()
@click.option("--items", type=click.IntRange(1, 100_000), help="When will so many more items be done?")
@click.option("--by", type=DAY, help="How many are done by that day?")
@click.option("--history", type=NUMBER, help="An imported history, by number; by default the roadmap's own.")
@click.option("--since", type=DAY, help="Only the history since that day.")
@click.option("--until", type=DAY, help="Only the history until that day.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@in_workspace
def forecast(
    access: Any, *, items: int | None, by: date | None, history: int | None, since: date | None, until: date | None,
    seed: int, as_json: bool,
) -> None:  # fmt: skip
    """When --items are done, or how many --by a day, and how often such forecasts held."""
    from clew.rooms.roadmap.actions import forecasts as acts
    from clew.rooms.roadmap.queries.forecasts import PRIOR, one_forecast

    made = acts.forecast(access, items=items, by=by, throughput_id=history, since=since, until=until, seed=seed)
    found = one_forecast(access, made.pk)
    if as_json:
        print_json(asdict(found))
        return
    row = found.row
    click.echo(f"Forecast {row.id}: {row.title}, from {row.history} until {row.last_day}")
    for one in row.promises:
        told = f"at least {one.count}" if one.count is not None else str(one.day or "beyond 3 years")
        click.echo(f"{one.chance:>5.0%}  {told:<16}  {one.kept.words if one.kept else 'none has come due yet'}")
    for said in (*((f"80 % interval: {row.record.words}.", PRIOR) if row.record else ()), *found.warnings):
        click.echo(said)


def _whose(found: Any) -> str:
    items = "1 own item" if found.own == 1 else f"{found.own} own items"
    return f"From {items}; {found.prior_share * 100:.0f} % of it is the word of others."


@click.command()
@in_workspace
def slip(access: Any, *, as_json: bool) -> None:
    """How much later than first said plans come out: one's own, and others' while those are few."""
    from clew.rooms.roadmap.queries.finished import slip as slipped

    found = slipped(access)
    if as_json:
        print_json(asdict(found))
        return
    click.echo(
        f"{found.later:.0%} of plans come later than first said ({found.later_low:.0%} to {found.later_high:.0%})"
    )
    for one in found.by:
        click.echo(f"{one.chance:>5.0%}  by no more than {one.weeks:.0f} weeks ({one.low:.0f} to {one.high:.0f})")
    for said in (_whose(found), found.public, *found.warnings):
        click.echo(said)
