"""`clew interviews studies`: list, show, add, move, take-in."""

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, ended, in_workspace, print_json

STATES = ("planned", "recruiting", "interviewing", "making sense", "finished")
METHODS = ("interview", "contextual", "usability", "group", "other")


@click.command("list")
@click.option("--search", default="", help="Only those with these words in their name.")
@click.option("--state", type=click.Choice(STATES), help="Only those that are so far along.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def list_studies(access: Any, *, search: str, state: str | None, limit: int, as_json: bool) -> None:
    """Studies, the newest first, and how far along they are."""
    from clew.rooms.interviews.queries.studies import studies

    rows = studies(access, search=search, state=state or "", limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        click.echo(f"{row.id:>7}  {row.state:<13} {_held(row.progress):<14} {row.title}")
    ended(rows)


@click.command()
@click.argument("study", type=NUMBER)
@in_workspace
def show(access: Any, *, study: int, as_json: bool) -> None:
    """The study with the number STUDY: what it asks, for which decisions, and its interviews."""
    from clew.rooms.interviews.queries import studies as queries

    found = queries.study(access, study)
    talks = queries.study_interviews(access, study, limit=200)
    if as_json:
        return print_json({**asdict(found), "interviews": [asdict(talk) for talk in talks]})
    click.echo(f"{found.row.title} ({found.row.state}, {_held(found.row.progress)})")
    click.echo("\n".join(line for line in (found.row.question, found.whom and f"With: {found.whom}") if line))
    for decision in found.decisions:
        click.echo(f"Informs {decision.title}  [{decision.id}]")
    for talk in talks:
        day = talk.held_on or (talk.starts_at and talk.starts_at.date()) or ""
        words = f"transcript {talk.source_id}, {talk.marks} marks" if talk.source_id else "no transcript"
        click.echo(f"{talk.id:>7}  {talk.state:<10} {day!s:<10}  {talk.title}  ({words})")


@click.command()
@click.argument("title")
@click.option("--question", default="", help="What is to be found out.")
@click.option("--decision", "decision_id", type=NUMBER, help="The decision that waits for the answer, by number.")
@click.option("--method", type=click.Choice(METHODS), default="interview", show_default=True)
@click.option("--whom", default="", help="With whom, in a few words.")
@click.option("--wanted", type=NUMBER, help="How many people.")
@click.option("--from", "starts_on", type=Day(), help="When it begins.")
@click.option("--until", "ends_on", type=Day(), help="When it ends.")
@in_workspace
def add(
    access: Any,
    *,
    title: str,
    question: str,
    decision_id: int | None,
    method: str,
    whom: str,
    wanted: int | None,
    starts_on: date | None,
    ends_on: date | None,
    as_json: bool,
) -> None:
    """Begin the study TITLE."""
    from clew.rooms.interviews.actions.studies import add_study

    made = add_study(
        access, title=title, question=question, decision_id=decision_id, method=method, whom=whom, wanted=wanted,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    print_json({"id": made.pk, "title": title}) if as_json else click.echo(f"Study {made.pk}: {title}")


@click.command()
@click.argument("study", type=NUMBER)
@click.argument("state", type=click.Choice(STATES))
@in_workspace
def move(access: Any, *, study: int, state: str, as_json: bool) -> None:
    """The study with the number STUDY is now at STATE."""
    from clew.rooms.interviews.actions.studies import move_study

    move_study(access, study_id=study, state=state)
    print_json({"id": study, "state": state}) if as_json else click.echo(f"Study {study}: {state}.")


@click.command("take-in")
@click.argument("study", type=NUMBER)
@click.argument("sources", type=NUMBER, nargs=-1, required=True)
@in_workspace
def take_in(access: Any, *, study: int, sources: tuple[int, ...], as_json: bool) -> None:
    """The interviews with the numbers SOURCES, which are here as sources, become interviews of the study STUDY."""
    from clew.rooms.interviews.actions.studies import take_in as take

    made = take(access, study_id=study, source_ids=sources)
    taken = [{"interview": one.pk, "source": one.source_id} for one in made]
    if as_json:
        return print_json(taken)
    for row in taken:
        click.echo(f"Interview {row['interview']}: what was said is source {row['source']}.")


def _held(progress: Any) -> str:
    return f"{progress.held} of {progress.wanted} held" if progress.wanted else f"{progress.held} held"
