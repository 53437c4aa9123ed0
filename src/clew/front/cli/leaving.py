"""Commands for leaving and staying: export, import-workspace, backup, restore, move, ledger, erase, keep."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clew.ground.doors.commands import (
    AS_JSON,
    THERE,
    in_workspace,
    local_user,
    print_json,
    refusals_shown,
    refuse,
    start_django,
    start_house,
)


def _in_a_folder(context: click.Context, parameter: click.Parameter, file: Path) -> Path:
    return file if file.parent.is_dir() else refuse(f"There is no folder {file.parent}.", "Make it first.")


NEW_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path), callback=_in_a_folder)


@click.command()
@NEW_FILE
@in_workspace
def export(access: Any, *, file: Path, as_json: bool) -> None:
    """Write everything of a workspace into one file: records, history, uploads."""
    from clew.ground.exchange import api as exchange

    if file.exists():
        refuse(f"{file} is there already.", "Choose another name.")
    made = exchange.export(access)
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # for its owner's eyes
    with made.file as source, os.fdopen(number, "wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
    _say_written(made.written, file, as_json)


@click.command("import-workspace")
@click.argument("file", type=THERE)
@click.option("--name", default="", help="Its name here; by default the one it had.")
@AS_JSON
def import_workspace(file: Path, name: str, as_json: bool) -> None:
    """Bring an exported workspace in as a new one. All of it, or nothing."""
    start_django()
    from clew.ground.exchange import api as exchange

    with refusals_shown():
        made = exchange.import_workspace(file, owner=local_user() or refuse("Run `clew init` first."), name=name)
    if as_json:
        print_json({"name": made.name, "slug": made.slug})
    else:
        click.echo(f"Workspace “{made.name}” is here: use it with --workspace {made.slug}.")


@click.command()
@NEW_FILE
@AS_JSON
def backup(file: Path, as_json: bool) -> None:
    """Write the whole house into one file, while others go on working."""
    start_house()
    from clew.ground.exchange import api as exchange

    with refusals_shown():
        written = exchange.back_up(file)
    _say_written(written, file, as_json)


@click.command()
@click.argument("file", type=THERE)
@click.option("--replace", "typed_name", metavar="NAME", default="", help="Replace what is here; type its name.")
@AS_JSON
def restore(file: Path, typed_name: str, as_json: bool) -> None:
    """Bring a backup back, into an empty house. Whoever was erased after it was made is erased from it again."""
    from clew.front.cli.house import make_folder

    make_folder()
    start_django()
    from clew.front.cli.upgrading import bring_up_to_date
    from clew.ground.exchange import api as exchange

    bring_up_to_date()
    with refusals_shown():
        done = exchange.restore(file, typed_name=typed_name)
    if as_json:
        print_json(asdict(done))
    else:
        click.echo(
            f"Restored: {done.workspaces} workspaces. The history came with the fingerprint {done.ledger}, as in the backup."
        )
        if done.erased_again:
            people = "1 person" if done.erased_again == 1 else f"{done.erased_again} people"
            click.echo(f"Erased since, and therefore again: {people}. `clew ledger` prints the fingerprint after that.")


@click.command()
@click.option("--to", "target", metavar="URL", required=True, help="postgresql://… or the word sqlite.")
@click.option("--replace", "typed_name", metavar="NAME", default="", help="Replace what is there; type its name.")
def move(target: str, typed_name: str) -> None:
    """Copy the house into another database; the uploads stay where they are. What is here stays as well, until you remove it."""
    start_house()
    from django.conf import settings

    from clew.ground.exchange import api as exchange
    from clew.ground.runs.api import is_runner_elsewhere

    if target != "sqlite" and not target.startswith(("postgresql://", "postgres://")):
        refuse("That is no database Clew knows.", "Write postgresql://user:password@host/name, or sqlite.")
    if is_runner_elsewhere():
        refuse("Clew is running on this folder.", "Stop it first, so that nothing is written while you move.")
    with tempfile.TemporaryDirectory(dir=settings.CLEW_DATA) as folder, refusals_shown():
        place = Path(folder) / "house.zip"
        exchange.back_up(place, for_long=False)
        there = {**os.environ, "CLEW_DATABASE_URL": "" if target == "sqlite" else target}
        command = [sys.executable, "-c", "from clew.front.cli import main; main()", "restore", str(place)]
        ended = subprocess.run([*command, *(["--replace", typed_name] if typed_name else [])], env=there, check=False)  # noqa: S603 - our own command
    if ended.returncode:
        sys.exit(ended.returncode)
    setting = "without CLEW_DATABASE_URL" if target == "sqlite" else "with CLEW_DATABASE_URL set to that address"
    click.echo(f"Moved. Start Clew {setting} from now on.")


@click.command()
@AS_JSON
def ledger(as_json: bool) -> None:
    """Print the fingerprint of the whole history: the same on both databases, and in a backup."""
    start_house()
    from clew.ground.exchange.api import ledger_hash

    found = ledger_hash()
    print_json({"ledger": found}) if as_json else click.echo(found)


@click.command()
@click.argument("person", metavar="ID", type=click.IntRange(1))
@click.option("--name", "typed_name", required=True, help="The person's name, typed out: this cannot be undone.")
@in_workspace
def erase(access: Any, *, person: int, typed_name: str, as_json: bool) -> None:
    """Erase a person's name and words for good, and search everything for them. Ends with 1 if something is still found."""
    from clew.ground.exchange import api as exchange

    done = exchange.erase_person(access, person_id=person, typed_name=typed_name)
    if as_json:
        print_json(asdict(done) | {"holds": done.proof.holds})
    else:
        _say_erased(done)
    sys.exit(0 if done.proof.holds else 1)


@click.command()
@click.option(
    "--days", type=click.IntRange(1, 36_500), help="Erase words older than this; without it the rule that is set."
)
@click.option("--all", "takes_grounds", is_flag=True, help="Also words that a decision rests on.")
@click.option("--set", "is_set", is_flag=True, help="Make this the rule of the workspace.")
@click.option("--off", is_flag=True, help="Keep words without limit.")
@click.option("--now", is_flag=True, help="Do it now; without it nothing is erased, only shown.")
@in_workspace
def keep(
    access: Any, *, days: int | None, takes_grounds: bool, is_set: bool, off: bool, now: bool, as_json: bool
) -> None:
    """How long words are kept: shows what would go, sets the rule, or erases what is too old."""
    from clew.ground.exchange import api as exchange

    if off:
        exchange.drop_retention(access)
        return click.echo("Words are kept without limit.", err=True)
    if is_set and days:
        exchange.set_retention(access, days=days, spares_grounds=not takes_grounds)
    rule = exchange.Rule(days, not takes_grounds) if days else exchange.retention(access)
    if rule is None:
        refuse("Nothing says how long words are kept.", "Use --days, with --set to make it the rule.")
    if now:
        return _erase_old(access, is_rule=rule == exchange.retention(access))
    found = exchange.due(access, days=rule.days, spares_grounds=rule.spares_grounds)
    if as_json:
        return print_json(asdict(found))
    click.echo(
        f"Before {found.before}: the words of {found.sources} sources would go, {found.kept} are kept for decisions."
    )
    for pk, title in found.titles:
        click.echo(f"{pk:>7}  {title}")


def _erase_old(access: Any, *, is_rule: bool) -> None:
    from django.utils import timezone

    from clew.ground.exchange import api as exchange
    from clew.ground.runs.api import follow, stop_runner

    if not is_rule:
        refuse("What is erased is what the rule says.", "Set it with --days … --set first.")
    run = exchange.start_retention(access, today=timezone.localdate())
    row = list(follow(access, run.pk))[-1]
    stop_runner()
    if row.state != "done":
        refuse(row.error or f"It was {row.state}.")
    click.echo(f"The words of {(row.result or {}).get('sources', 0)} sources are gone.")


def _say_written(written: Any, file: Path, as_json: bool) -> None:
    if as_json:
        print_json(asdict(written) | {"file": str(file)})
    else:
        click.echo(f"{file}: {written.rows:,} rows, {written.files} uploads. History {written.ledger}")
        for sha in written.missing:
            click.echo(
                f"clew: the upload {sha[:12]}… is away or damaged on this disk, and so it is not in the file.", err=True
            )
    sys.exit(1 if written.missing else 0)


def _say_erased(done: Any) -> None:
    click.echo(
        f"Erased: {done.sources} sources, {done.excerpts} excerpts, {done.turns} turns in other sources, {done.files} uploads, "
        f"{done.mails} mails in the outbox."
    )
    click.echo(f"Replaced: in {done.elsewhere} other rows and {done.entries} entries of the history.")
    proof = done.proof
    click.echo(f"Searched {proof.columns} columns, {proof.rows:,} rows and {proof.files} files: ", nl=False)
    click.echo("found nothing." if proof.holds else f"still found in {', '.join(proof.found)}.")
    if proof.others:
        click.echo(f"{proof.others} other people said the same in words of their own; these stay.")
    if done.namesakes:
        click.echo("Somebody else here has the same name, so the bare name was not replaced in other texts.")
    if done.bytes_left:
        click.echo(
            "Some of it still stands in the database's own file: in another workspace, or until Clew is restarted."
        )
