"""Make the house ready: data folder, database, the demo workspace."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clew.ground.doors.commands import AS_JSON, LOCAL_EMAIL, local_user, print_json, refusals_shown, start_django

if TYPE_CHECKING:  # models can be imported only once Django is ready
    from clew.ground.workspaces.api import User


@click.command()
@click.option("--name", default="", help="What to call you.")
def init(name: str) -> None:
    """Make the data folder and bring its database up to date. Safe to run again."""
    prepare(name)
    click.echo("The data folder is ready.", err=True)


@click.command()
@AS_JSON
def demo(as_json: bool) -> None:
    """Load the demo workspace; what is there already is left as it is."""
    start_django()
    from clew.front.demo.load import load_demo

    with refusals_shown():
        report = load_demo(local_user() or prepare(""), progress=lambda text: click.echo(text, err=True))
    if as_json:
        print_json(report)
    else:
        click.echo(
            f"Demo workspace “{report['name']}” is ready: {report['sources']} sources, {report['needs']} needs, {report['decisions']} decisions."
        )


def prepare(name: str) -> "User":
    """Folder, key, tables, and the one person of local mode with a workspace."""
    os.umask(0o077)  # what is kept there, links to choose a new password among it, is for its owner only
    make_folder()
    start_django()
    from clew.front.cli.upgrading import bring_up_to_date
    from clew.ground.workspaces.api import create_user, ensure_home_workspace

    with refusals_shown():
        bring_up_to_date()
    user = local_user() or create_user(email=LOCAL_EMAIL, name=name or "Me")
    ensure_home_workspace(user)
    return user


def make_folder() -> None:
    """The data folder with its key, before Django looks for them."""
    folder = Path(os.environ.get("CLEW_DATA", "data")).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    from clew.front.secrets import make_secret_key

    make_secret_key(folder)
