"""`clew roadmap trackers …`: repositories of GitHub and projects of Jira whose issues and ideas are kept alike."""

import os
from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, ended, follow_to_the_end, in_workspace, print_json

TOKEN = "CLEW_TRACKER_TOKEN"  # noqa: S105 - the name of the variable that holds it
WINS = ("ask", "tracker", "clew")


@click.group()
def trackers() -> None:
    """Keep the states of ideas and of their issues in GitHub or Jira alike."""


@trackers.command("list")
@in_workspace
def listed(access: Any, *, as_json: bool) -> None:
    """The connected trackers, and how they fare."""
    from clew.rooms.roadmap.queries.connections import tracker_connections

    rows = tracker_connections(access)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        said = row.why_off or row.error or "followed"
        click.echo(
            f"{row.id:>5}  {row.kind:<6} {row.project:<30} {row.ideas:>5} ideas {row.open_clashes:>3} to settle  {said}"
        )
    ended(rows)


@trackers.command()
@click.argument("kind", type=click.Choice(("github", "jira")))
@click.argument("project")
@click.option("--address", default="", help="Where it is; for GitHub only of a server of your own.")
@click.option("--account", default="", help="The e-mail of the account, for Jira in the cloud.")
@click.option("--bring-new", is_flag=True, help="New issues become ideas.")
@click.option("--label", default="", help="With --bring-new: only those with this label.")
@click.option(
    "--wins", type=click.Choice(WINS), default="ask", show_default=True, help="What holds where both changed."
)
@in_workspace
def connect(access: Any, *, kind: str, project: str, bring_new: bool, as_json: bool, **told: Any) -> None:
    """Connect PROJECT (owner/repository, or a project's key). Its token is asked for, or stands in CLEW_TRACKER_TOKEN."""
    from clew.rooms.roadmap.actions.connections import connect_tracker
    from clew.rooms.roadmap.queries.connections import tracker_connection

    token = os.environ.get(TOKEN) or click.prompt("Token", hide_input=True, err=True)
    made = connect_tracker(access, kind=kind, project=project, token=token, brings_new=bring_new, **told)
    if as_json:
        return print_json(asdict(tracker_connection(access, made.pk)))
    click.echo(f"Connected as {made.pk}. `clew roadmap trackers test {made.pk}` tries it.")


@trackers.command()
@click.argument("number", type=NUMBER)
@in_workspace
def test(access: Any, *, number: int, as_json: bool) -> None:
    """Ask the tracker NUMBER whether its issues may be read and changed."""
    from clew.rooms.roadmap.queries.connections import test_tracker

    name = test_tracker(access, number)
    print_json({"name": name}) if as_json else click.echo(f"It answers: {name}")


@trackers.command("take-over")
@click.argument("number", type=NUMBER)
@in_workspace
def take_over(access: Any, *, number: int, as_json: bool) -> None:
    """What changed at the tracker NUMBER comes here, what changed here is told there."""
    from clew.ground.doors.commands import refuse
    from clew.rooms.roadmap.actions.connections import begin_take_over

    row, _ = follow_to_the_end(access, lambda: begin_take_over(access, tracker_id=number))
    if row.state != "done":
        refuse(row.error or "It was cancelled.", "What is in stays in; it goes on where it was.")
    if as_json:
        return print_json(row.result)
    counts = {name: row.result.get(name, 0) for name in ("new", "changed", "told", "clashes")}
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()) + ".")


@trackers.command()
@click.argument("number", type=NUMBER)
@click.option("--all", "is_all", is_flag=True, help="Those that are settled as well.")
@in_workspace
def clashes(access: Any, *, number: int, is_all: bool, as_json: bool) -> None:
    """Where a state was changed here and at the tracker NUMBER."""
    from clew.rooms.roadmap.queries.connections import tracker_clashes

    rows = tracker_clashes(access, number, open_only=not is_all, limit=50)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        click.echo(f"{row.id:>5}  {row.key:<10} here {row.ours}, there {row.theirs}  {row.title}  {row.settled}")
    ended(rows)


@trackers.command()
@click.argument("clash", type=NUMBER)
@click.argument("keep", type=click.Choice(("ours", "theirs")))
@in_workspace
def settle(access: Any, *, clash: int, keep: str, as_json: bool) -> None:
    """Say that the state of here (ours) or that of the tracker (theirs) holds."""
    from clew.rooms.roadmap.actions.connections import settle_clash

    settle_clash(access, clash_id=clash, keep=keep)
    print_json({"settled": keep}) if as_json else click.echo("Settled.")


@trackers.command("open")
@click.argument("number", type=NUMBER)
@click.argument("idea", type=NUMBER)
@in_workspace
def open_one(access: Any, *, number: int, idea: int, as_json: bool) -> None:
    """Open an issue for IDEA at the tracker NUMBER, the next time it is followed."""
    from clew.rooms.roadmap.actions.connections import open_issue

    open_issue(access, idea_id=idea, tracker_id=number)
    print_json({"idea": idea}) if as_json else click.echo("It is opened the next time.")


@trackers.command()
@click.argument("number", type=NUMBER)
@click.option("--go-on", is_flag=True, help="End the pause.")
@in_workspace
def pause(access: Any, *, number: int, go_on: bool, as_json: bool) -> None:
    """Ask nothing of the tracker NUMBER and tell it nothing, until it goes on."""
    from clew.rooms.roadmap.actions.connections import pause_tracker, resume_tracker

    (resume_tracker if go_on else pause_tracker)(access, tracker_id=number)
    print_json({"paused": not go_on}) if as_json else click.echo("It goes on." if go_on else "Paused.")


@trackers.command()
@click.argument("number", type=NUMBER)
@in_workspace
def remove(access: Any, *, number: int, as_json: bool) -> None:
    """Remove the connection NUMBER with its token. The ideas stay."""
    from clew.rooms.roadmap.actions.connections import remove_tracker

    remove_tracker(access, tracker_id=number)
    print_json({"removed": number}) if as_json else click.echo("Removed.")
