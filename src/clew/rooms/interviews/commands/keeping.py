"""`clew interviews studies keep`: how long what was heard in a study is kept."""

from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, in_workspace, print_json


@click.command()
@click.argument("study", type=NUMBER)
@click.option("--days", type=NUMBER, help="Erase what was heard so many days after the study ended.")
@click.option("--all", "takes_all", is_flag=True, help="With --days: also what decisions rest on.")
@click.option("--look", is_flag=True, help="With --days: only say what would go.")
@click.option("--as-workspace", is_flag=True, help="No rule of its own any more.")
@in_workspace
def keep(
    access: Any, *, study: int, days: int | None, takes_all: bool, look: bool, as_workspace: bool, as_json: bool
) -> None:
    """How long the study STUDY keeps what was heard in it; with --days or --as-workspace that is set, by an owner."""
    from clew.rooms.interviews.actions.keeping import drop_study_retention, keep_study_words
    from clew.rooms.interviews.queries.keeping import study_due, study_retention

    _sensible(days, takes_all=takes_all, look=look, as_workspace=as_workspace)
    if look and days is not None:
        due = study_due(access, study, days=days, spares_grounds=not takes_all)
        return print_json(asdict(due)) if as_json else click.echo(_due(due))
    if as_workspace:
        drop_study_retention(access, study_id=study)
    elif days is not None:
        keep_study_words(access, study_id=study, days=days, spares_grounds=not takes_all)
    rule = study_retention(access, study)
    print_json(asdict(rule) if rule else None) if as_json else click.echo(_rule(rule))


def _sensible(days: int | None, *, takes_all: bool, look: bool, as_workspace: bool) -> None:
    if as_workspace and days is not None:
        raise click.UsageError("Give --days or --as-workspace.")
    if days is None and (takes_all or look):
        raise click.UsageError("--all and --look say more about --days.")


def _rule(rule: Any) -> str:
    if rule is None:
        return "Words are kept as long as the workspace keeps them."
    spared = "without what decisions rest on" if rule.spares_grounds else "also what decisions rest on"
    when = f"on {rule.on}" if rule.on else "the study has not ended"
    return f"Erased {rule.days} days after the study ended, {spared}: {when}."


def _due(due: Any) -> str:
    when = f"On {due.on}" if due.on else "Once the study has ended"
    return (
        f"{when}: {due.sources} sources with {due.words:,} words, {due.recordings} recordings and {due.notes} notes would go;"
        f" {due.kept} sources that decisions rest on would stay."
    )
