"""`clew interviews guides`: list, show, add, check."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, THERE, ended, in_workspace, print_json, refuse


@click.command("list")
@click.option("--search", default="", help="Only those with these words in their name.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def list_guides(access: Any, *, search: str, limit: int, as_json: bool) -> None:
    """Guides, the newest first."""
    from clew.rooms.interviews.queries.guides import guides

    rows = guides(access, search=search, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        study = row.study and f", for {row.study}"
        click.echo(f"{row.id:>7}  {row.title}  ({row.questions} questions, {row.minutes} minutes{study})")
    ended(rows)


@click.command()
@click.argument("guide", type=NUMBER)
@click.option("--version", type=NUMBER, help="An earlier version; the newest by default.")
@in_workspace
def show(access: Any, *, guide: int, version: int | None, as_json: bool) -> None:
    """The guide with the number GUIDE as Markdown."""
    from clew.rooms.interviews.queries.guides import guide as look

    found = look(access, guide, version=version)
    print_json(asdict(found)) if as_json else click.echo(found.markdown)


@click.command()
@click.argument("file", type=THERE)
@click.option("--study", type=NUMBER, help="The study it is for.")
@click.option("--title", default="", help="What to call it; by default what the file says.")
@click.option("--minutes", type=NUMBER, default=60, show_default=True, help="How long the conversation takes.")
@in_workspace
def add(access: Any, *, file: Path, study: int | None, title: str, minutes: int, as_json: bool) -> None:
    """Bring a guide in from FILE: Word, Markdown or plain text. Ends with 1 when something was cut."""
    from clew.rooms.interviews.actions.guides import write_guide
    from clew.rooms.interviews.guide_formats import to_markdown

    draft = _read(file)
    made = write_guide(access, title=title, text=to_markdown(draft), study_id=study, minutes=minutes)
    for warning in draft.warnings:
        click.echo(f"{file.name}: {warning}", err=True)
    said = {"id": made.pk, "title": made.node.title, "warnings": draft.warnings}
    print_json(said) if as_json else click.echo(f"Guide {made.pk}: {made.node.title}")
    sys.exit(1 if draft.warnings else 0)


@click.command()
@click.argument("file", type=THERE)
@click.option("--minutes", type=NUMBER, default=60, show_default=True, help="How long the conversation takes.")
@in_workspace
def check(access: Any, *, file: Path, minutes: int, as_json: bool) -> None:
    """What the coach says of the questions in FILE: what speaks against one, why, and what to ask instead. Writes nothing.

    Ends with 1 when it marks a question.
    """
    from clew.rooms.interviews.guide_content import content_of
    from clew.rooms.interviews.queries.coach import look_at_guide

    draft = _read(file)
    found = look_at_guide(access, content=content_of(draft.sections), minutes=minutes)
    against = [mark for mark in found.marks if mark.rule != "story" and not mark.dismissed]
    if as_json:
        print_json({"balance": asdict(found.balance), "marks": [asdict(mark) for mark in against]})
        sys.exit(1 if against else 0)
    for mark in against:
        instead = mark.rewrite or "; ".join(mark.instead)
        click.echo(f"{mark.label}: “{mark.question}”\n  {mark.reason}" + (instead and f"\n  Instead: {instead}"))
    click.echo(f"{found.balance}." + "".join(f"\n{note}" for note in found.balance.notes))
    sys.exit(1 if against else 0)


def _read(file: Path) -> Any:
    from clew.rooms.interviews.guide_draft import UnreadableGuide
    from clew.rooms.interviews.guide_formats import read_guide

    try:
        return read_guide(file, name=file.stem)
    except UnreadableGuide as error:
        refuse(error.message, error.remedy)
