"""What every command needs before it touches the house: Django ready, a person, a workspace, one way to print."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn

import click

LONGEST_NUMBER = 18
LOCAL_EMAIL = "me@clew.local"
WORKSPACE = click.option("--workspace", "-w", metavar="SLUG", help="The workspace; by default your own.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        refuse(str(error))


def refuse(message: str, remedy: str = "") -> NoReturn:
    """Say why on stderr and end with 2."""
    click.echo(f"clew: {message}" + (f"\n      {remedy}" if remedy else ""), err=True)
    sys.exit(2)


@contextmanager
def refusals_shown() -> Iterator[None]:
    """What an act refuses is one line for a person, never a traceback."""
    from clew.ground.ledger.api import Forbidden, NotFound, Refused

    try:
        yield
    except Refused as error:
        refuse(error.message, error.remedy)
    except (Forbidden, NotFound) as error:
        refuse(str(error))


def in_workspace(function: Callable[..., Any]) -> Callable[..., Any]:
    """A command that works in one workspace: its first argument becomes the way in."""

    @wraps(function)
    def command(workspace: str | None, **options: Any) -> Any:
        for given in (workspace, *options.values()):
            _refuse_odd(given)
        start_django()
        with refusals_shown():
            return function(way_in(workspace), **options)

    return WORKSPACE(AS_JSON(command))


def _refuse_odd(given: Any) -> None:
    """What no database can hold: numbers past 64 bits, and bytes that are no text."""
    if isinstance(given, tuple):
        for part in given:
            _refuse_odd(part)
    elif isinstance(given, str) and any("\ud800" <= sign <= "\udfff" for sign in given):
        refuse("What was typed is not text in UTF-8.", "Check the encoding of your terminal or file.")
    elif len(digits := str(given)) > LONGEST_NUMBER and digits.isdecimal():
        refuse("No record has a number this long.", "`clew find` tells the numbers of records.")


def way_in(slug: str | None) -> Any:
    """The local person's access: to the workspace named, else to the newest one of their own."""
    from clew.ground.workspaces.api import enter, workspaces_of

    user = local_user()
    mine = sorted(workspaces_of(user), key=lambda w: (w.is_demo, w.pk)) if user else []
    if not mine:
        refuse("There is no workspace yet.", "Run `clew init` first, or `clew demo` for something to look at.")
    return enter(user, slug or mine[0].slug)


def local_user() -> Any:
    """The person of this machine, if `clew init` was run."""
    from django.db import DatabaseError

    from clew.ground.workspaces.api import User

    try:
        return User.objects.filter(email=LOCAL_EMAIL).first()
    except DatabaseError:
        refuse("The database is not ready.", "Run `clew init` first.")


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
