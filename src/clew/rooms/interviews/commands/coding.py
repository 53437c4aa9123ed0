"""`clew interviews codes`: coding rounds and how far their coders agreed."""

from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, ended, in_workspace, print_json


@click.command()
@click.argument("study", type=NUMBER)
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def rounds(access: Any, *, study: int, limit: int, as_json: bool) -> None:
    """The coding rounds of the study STUDY, the newest first."""
    from clew.rooms.interviews.queries.coding import coding_rounds

    rows = coding_rounds(access, study, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        told = f"{row.finished} of {row.coders} coders finished, {row.sources} interviews"
        click.echo(f"{row.id:>7}  {row.state:<12} {row.title}  ({told})")
    ended(rows)


@click.command()
@click.argument("coding_round", metavar="ROUND", type=NUMBER)
@in_workspace
def agreement(access: Any, *, coding_round: int, as_json: bool) -> None:
    """Krippendorff's alpha of the round ROUND with its interval, on coded text and on all of it, and by code."""
    from clew.rooms.interviews.queries.reconciling import coding_agreement

    found = coding_agreement(access, coding_round)
    if as_json:
        return print_json(asdict(found))
    click.echo(f"On what anybody coded: {_figure(found.touched)}\nOn the whole text:     {_figure(found.whole)}")
    for code in found.codes:
        click.echo(f"{code.code_id:>7}  {code.code}: {_figure(code.touched)}, {len(code.apart)} passages apart")
    for warning in found.warnings:
        click.echo(warning, err=True)


def _figure(figure: Any) -> str:
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]" if figure else "not to be reckoned"
