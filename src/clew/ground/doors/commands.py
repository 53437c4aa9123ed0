"""What every command is made of: Django ready, a person, a workspace, one way to print. Imports nothing heavy, so that `--help` is quick.

Beside `api` the second door of this module: what a command imports before Django is ready.
"""

import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:  # models can be imported only once Django is ready
    from clew.ground.runs.api import Run, RunRow
    from clew.ground.workspaces.api import Access

LONGEST_NUMBER = 18
CANCELLED = 130
LOCAL_EMAIL = "me@clew.local"
LOCAL = "http://127.0.0.1:8765"  # where `clew serve` listens first
WORKSPACE = click.option("--workspace", "-w", metavar="SLUG", help="The workspace; by default your own.")
NUMBER = click.IntRange(1)
COUNTED = re.compile(r"today|(?P<many>[+-]\d{1,4})(?P<unit>[dw])")
THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")


class Day(click.ParamType[date]):
    """A day, typed as 2026-03-31, or counted from today: `today`, `+6w`, `-14d`."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        text = str(value).strip()
        try:
            return counted_from_today(text) or date.fromisoformat(text)
        except ValueError:
            self.fail(f"{value} is not a day; write it as 2026-03-31, or as today, +6w or -14d", param, ctx)


def counted_from_today(text: str) -> date | None:
    """Nothing where it is written otherwise."""
    found = COUNTED.fullmatch(text)
    if found is None:
        return None
    days = int(found["many"] or 0) * (7 if found["unit"] == "w" else 1)
    zone = None if os.environ.get("TZ") else UTC  # as the settings have it, which may not be read yet
    return datetime.now(UTC).astimezone(zone).date() + timedelta(days=days)


class LazyGroup(click.Group):
    """Lists its commands, by name with (module, attribute, summary), without importing them."""

    def __init__(self, *args: Any, places: Mapping[str, tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        module, attribute, _ = self.places[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, _, summary) in self.places.items()])


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        refuse(str(error))


def start_house() -> None:
    """Django, and a database that has its tables."""
    start_django()
    local_user()


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
    if slug and slug not in {w.slug for w in mine}:
        refuse(f"This machine's own person is in no workspace {slug}.", _ones_own([w.slug for w in mine]))
    return enter(user, slug or mine[0].slug)


def _ones_own(slugs: Sequence[str]) -> str:
    """What may be named instead; in a team's others their owners work, on the pages and over the API."""
    return f"Theirs are: {', '.join(slugs[:8])}. In a team's others its members work by browser or API."


def local_user() -> Any:
    """The person of this machine, if `clew init` was run; a database without tables is refused."""
    from django.db import DatabaseError

    from clew.ground.workspaces.api import User

    try:
        return User.objects.filter(email=LOCAL_EMAIL).first()
    except DatabaseError:
        refuse("The database is not ready.", "Run `clew init` first.")


def follow_to_the_end(access: "Access", begin: "Callable[[], Run]") -> "tuple[RunRow, bool]":
    """Begin and follow to the end; the first Ctrl-C asks to cancel, and waits for the rows that are being written."""
    from clew.ground.ledger.api import Refused
    from clew.ground.runs.api import cancel, follow, stop_runner

    run = begin()
    was_there = run.state == "done"
    told = ""
    while True:
        try:
            for row in follow(access, run.pk):
                told = _progress(row, told)
            break
        except KeyboardInterrupt:
            click.echo("\nStopping after the rows that are being written …", err=True)
            try:
                cancel(access, run_id=run.pk)
            except Refused:
                continue  # it was over that very moment
    stop_runner()
    if sys.stderr.isatty() and told:
        click.echo(err=True)
    return row, was_there


def _progress(row: "RunRow", told: str) -> str:
    """One line that grows on a terminal; lines for a log otherwise."""
    if row.text != told:
        click.echo(
            f"\r\033[K{row.title}: {row.text}" if sys.stderr.isatty() else f"{row.title}: {row.text}",
            err=True,
            nl=not sys.stderr.isatty(),
        )
    return row.text


NUMBERS = (
    click.option("--probability", type=click.FloatRange(0, 100), metavar="PERCENT", help="How likely, for yes or no."),
    click.option("--range", "span", nargs=3, type=float, metavar="LOW BEST HIGH", help="For a quantity."),
    click.option(
        "--level",
        type=click.FloatRange(50, 99),
        default=80,
        show_default=True,
        metavar="PERCENT",
        help="How sure that it falls inside the range.",
    ),
    click.option("--unit", default="", help="What the quantity is counted in."),
)


def how_sure(function: Callable[..., Any]) -> Callable[..., Any]:
    """The numbers of a prediction: a probability, or a range. The command gets them as `numbers`."""

    @wraps(function)
    def command(
        access: Any,
        *,
        probability: float | None,
        span: tuple[float, float, float] | None,
        level: float,
        unit: str,
        **rest: Any,
    ) -> Any:
        numbers: dict[str, Any] = dict(zip(("low", "best", "high"), span, strict=True)) if span else {}
        if probability is not None:
            numbers["probability"] = probability / 100
        if not numbers:
            refuse("It is not said how sure you are.", "Give --probability PERCENT, or --range LOW BEST HIGH.")
        return function(access, numbers={**numbers, "level": level / 100, "unit": unit}, **rest)

    for option in reversed(NUMBERS):
        command = option(command)
    return command


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def whole_address(path: str, at: str | None = None) -> str:
    """Of a page that people outside open: where it was said that they reach Clew, else the first of CLEW_ORIGINS, else this machine."""
    from django.conf import settings

    return f"{(at or settings.HOME_URL or LOCAL).rstrip('/')}{path}"


def readable(place: Path) -> str:
    """The file's name; bytes that are no text are marked as such."""
    return os.fsencode(place.name).decode("utf-8", "replace")


def bear_in_mind(cautions: Iterable[str]) -> None:
    """How the answer is to be read, beside it on stderr: the answer is whole, so the command ends with 0 all the same."""
    for said in cautions:
        click.echo(said, err=True)


def ended(found: Sequence[Any]) -> NoReturn:
    """What reads ends with 1 when there is nothing to show."""
    sys.exit(0 if found else 1)
