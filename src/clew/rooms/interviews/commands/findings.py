"""`clew interviews findings` and `studies bring-in`: what studies found, and finished studies that come in with a sheet."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, THERE, ended, in_workspace, print_json, readable

SEVERITIES = ("critical", "high", "medium", "low", "note", "positive", "unrated")


@click.command("list")
@click.argument("study", type=NUMBER)
@click.option(
    "--sort", type=click.Choice(("severity", "shown", "title", "state")), default="severity", show_default=True
)
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def list_findings(access: Any, *, study: int, sort: str, limit: int, as_json: bool) -> None:
    """What the study with the number STUDY found, and how many of those heard showed it."""
    from clew.rooms.interviews.queries.findings import findings

    rows = findings(access, study, sort=sort, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        shown = f"{row.shown} of {row.heard}" if row.heard else f"{row.shown}"
        click.echo(f"{row.id:>7}  {row.severity_name:<10} {shown:<9} {row.state:<13} {row.title}")
    ended(rows)


@click.command()
@click.argument("study", type=NUMBER)
@click.argument("title")
@click.option("--severity", type=click.Choice(SEVERITIES), default="unrated", show_default=True)
@click.option("--recommendation", default="", help="What should be done.")
@click.option("--ticket", default="", help="Where the work on it is.")
@in_workspace
def add(access: Any, *, study: int, title: str, severity: str, recommendation: str, ticket: str, as_json: bool) -> None:
    """The study with the number STUDY found TITLE."""
    from clew.rooms.interviews.actions.findings import add_finding

    made = add_finding(
        access, study_id=study, title=title, severity=severity, recommendation=recommendation, ticket=ticket
    )
    print_json({"id": made.pk, "title": title}) if as_json else click.echo(f"Finding {made.pk}: {title}")


@click.command("bring-in")
@click.argument("file", type=THERE)
@click.option("--title", default="", help="What to call the study; by default the file's name.")
@click.option("--heard", type=NUMBER, help="How many took part, where the sheet does not name them all.")
@click.option("--decision", "decision_id", type=NUMBER, help="The decision it informed, by number.")
@click.option("--no-needs", is_flag=True, help="Findings that are problems do not become needs.")
@click.option("--dry-run", is_flag=True, help="Say what would be made of it; add nothing.")
@in_workspace
def bring_in(
    access: Any,
    *,
    file: Path,
    title: str,
    heard: int | None,
    decision_id: int | None,
    no_needs: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in a finished study with its findings sheet FILE (.xlsx). The same sheet twice adds nothing."""
    from clew.ground.files.api import store
    from clew.rooms.interviews.actions.finished import bring_in_study
    from clew.rooms.interviews.queries.finished import look_at_sheet

    with file.open("rb") as content:
        kept = store(access, name=readable(file), chunks=iter(lambda: content.read(1 << 20), b"")).pk
    look = look_at_sheet(access, kept)
    for problem in look.problems:
        click.echo(f"{problem.place}: {problem.message} {problem.remedy}", err=True)
    if dry_run:
        return print_json(asdict(look)) if as_json else click.echo(_would(look))
    made = bring_in_study(
        access, file_id=kept, title=title, heard=heard, decision_id=decision_id, needs=not no_needs
    ).pk
    if as_json:
        return print_json({"study": made, "findings": look.findings, "is_new": look.study_id is None})
    click.echo(f"Study {made}: {look.findings} findings." if look.study_id is None else f"It is study {made} already.")


def _would(look: Any) -> str:
    known = f" It is study {look.study_id} already." if look.study_id else ""
    return f"{look.findings} findings, {len(look.participants)} participants, {look.quotations} quotations.{known}"
