"""`clew roadmap inbox|feedback|mailbox`: what customers say, from the command line, a pipe or a mailbox."""

import os
import sys
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, ended, in_workspace, print_json, refuse

STATES = ("new", "sorted", "set_aside", "answered", "all")
PASSWORD = "CLEW_IMAP_PASSWORD"  # noqa: S105 - the name of the variable that holds it
DAYS = 30


@click.command()
@click.option("--state", type=click.Choice(STATES), default="new", show_default=True)
@click.option("--search", default="", help="Only what holds all these words.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@click.option("--take-in", is_flag=True, help="First take in the feedback that is here and not in the inbox.")
@in_workspace
def inbox(access: Any, *, state: str, search: str, limit: int, take_in: bool, as_json: bool) -> None:
    """What customers said, the newest first."""
    from clew.rooms.roadmap.actions.feedback import take_in_sources
    from clew.rooms.roadmap.queries.feedback import inbox as look

    came = 0
    while take_in and (more := take_in_sources(access)):
        came += more
    if take_in:
        click.echo(f"{came:,} came in.", err=True)
    found = look(access, state="" if state == "all" else state, search=search, limit=limit)
    if as_json:
        print_json(asdict(found))
    for row in () if as_json else found.rows:
        who = f" ({row.person}{row.account and f', {row.account}'})" if row.person or row.account else ""
        click.echo(f"{row.id:>7}  {row.state:<9} {row.received_at:%Y-%m-%d}  {row.found or row.title}{who}")
    if found.total > len(found.rows):
        click.echo(f"{found.total:,} in all, the newest {len(found.rows)} shown", err=True)
    ended(found.rows)


@click.command()
@click.argument("words", required=False)
@click.option("--person", type=NUMBER, help="Who said it, by number.")
@click.option("--email", default="", help="Or who said it, by address; who is not known yet is added.")
@click.option("--name", default="", help="What somebody who is not known yet is called.")
@click.option("--account", type=NUMBER, help="The account, by number.")
@click.option("--said-on", type=Day(), help="The day on which it was said.")
@click.option("--from-mail", is_flag=True, help="Read a mail from standard input instead.")
@in_workspace
def feedback(
    access: Any, *, words: str | None, person: int | None, email: str, name: str, account: int | None,
    said_on: date | None, from_mail: bool, as_json: bool,
) -> None:  # fmt: skip
    """Put WORDS, a customer's own, into the inbox."""
    from clew.rooms.roadmap.actions.feedback import capture_feedback
    from clew.rooms.roadmap.actions.mailed import take_in_mail
    from clew.rooms.roadmap.mails import MOST_BYTES, read_mail

    if from_mail:
        made, is_new = take_in_mail(access, mail=read_mail(_piped(MOST_BYTES)))
    elif words:
        told: dict[str, Any] = {
            "person_id": person,
            "account_id": account,
            "said_on": said_on,
            "email": email,
            "name": name,
        }
        made, is_new = capture_feedback(access, text=words, channel="hand", **told), True
    else:
        refuse("There are no words.", "Give them behind the command, or a mail with --from-mail.")
    if as_json:
        print_json({"id": made.pk, "new": is_new})
    else:
        click.echo(f"Feedback {made.pk}: {'in the inbox' if is_new else 'it was in the inbox already'}")


def _piped(most: int) -> bytes:
    """Whoever pipes a mail in waits until all of it is heard; more than its beginning is not kept."""
    found = sys.stdin.buffer.read(most)
    while sys.stdin.buffer.read(most):
        pass
    return found


@click.command()
@click.argument("host")
@click.option("--user", required=True, help="The name to sign in with.")
@click.option("--port", type=click.IntRange(1, 65535), default=993, show_default=True)
@click.option("--folder", default="INBOX", show_default=True)
@click.option("--since", type=Day(), help="Mails since that day; by default of the last 30 days.")
@click.option(
    "--starttls", is_flag=True, help="Begin in the clear and change to TLS before signing in; mostly port 143."
)
@in_workspace
def mailbox(
    access: Any, *, host: str, user: str, port: int, folder: str, since: date | None, starttls: bool, as_json: bool
) -> None:
    """Take in the mails of the mailbox at HOST over IMAP and TLS. Each comes in once, however often this runs."""
    from clew.ground.ledger.api import Refused
    from clew.rooms.roadmap.actions.mailed import take_in_mail
    from clew.rooms.roadmap.mailbox import mails_in
    from clew.rooms.roadmap.mails import heading_of, read_mail
    from clew.rooms.roadmap.queries.feedback import known_mails

    password = os.environ.get(PASSWORD, "")
    if not password:
        refuse("The mailbox's password is missing.", f"Put it into the environment as {PASSWORD}.")
    day = since or date.today() - timedelta(days=DAYS)  # noqa: DTZ011 - the server compares days alone
    counted = {"new": 0, "known": 0, "left_out": 0}
    mails = mails_in(
        host, port, user=user, password=password, folder=folder, since=day, starttls=starttls,
        known=lambda keys: known_mails(access, keys),
    )  # fmt: skip
    for raw in mails:
        if raw is None:
            counted["known"] += 1
            continue
        try:
            counted["new" if take_in_mail(access, mail=read_mail(raw))[1] else "known"] += 1
        except Refused as error:
            counted["left_out"] += 1
            click.echo(f"Left out {heading_of(raw) or 'one'}: {error.message}", err=True)
    if as_json:
        print_json(counted)
    else:
        click.echo(f"{counted['new']} came in, {counted['known']} were here, {counted['left_out']} were left out.")
