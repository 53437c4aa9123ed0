"""`clew interviews transcripts redact`: personal data is found, and covered once a person says so."""

import sys
from dataclasses import asdict
from functools import partial
from typing import Any

import click

from clew.ground.doors.commands import CANCELLED, NUMBER, follow_to_the_end, in_workspace, print_json, refuse

KINDS = ("email", "iban", "card", "phone", "birthday", "address", "name")


@click.command()
@click.argument("interview", type=NUMBER)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind. May be repeated.")
@click.option("--now", is_flag=True, help="Cover it for good; without it nothing is changed, only shown.")
@in_workspace
def redact(access: Any, *, interview: int, kinds: tuple[str, ...], now: bool, as_json: bool) -> None:
    """Shows personal data in what was said and written in INTERVIEW; with --now it is covered everywhere there, and silent when heard.

    Ends with 1 when nothing is found.
    """
    from clew.rooms.interviews.queries.privacy import MOST, personal_data

    found = personal_data(access, interview, limit=MOST)
    chosen = [one for one in found.suggestions if not kinds or one.kind in kinds]
    told: dict[str, Any] = {"found": [asdict(one) for one in chosen], "sound": found.sound}
    if now and chosen:
        told["redacted"] = asdict(_redacted(access, interview, chosen))
    if as_json:
        print_json(told)
    else:
        for one in chosen:
            click.echo(f"{one.kind:<9} {one.name}: {one.before!r} [{one.words}]")
        if found.recordings and found.sound:
            click.echo(f"clew: {found.sound}", err=True)
        click.echo(f"{len(chosen)} {'covered' if now else 'found; --now covers them for good'}.", err=True)
    sys.exit(0 if chosen else 1)


def _redacted(access: Any, interview: int, chosen: list[Any]) -> Any:
    from clew.ground.runs.api import Run
    from clew.ground.workspaces.api import within
    from clew.rooms.interviews.actions.redacting import PlaceIn, redact_interview

    places = [PlaceIn(one.start, one.end, one.words, one.where) for one in chosen]
    done = redact_interview(access, interview_id=interview, places=places)
    with within(access):
        runs = list(Run.objects.filter(pk__in=done.run_ids).order_by("pk"))
    for run in runs:
        row, _ = follow_to_the_end(access, partial(_itself, run))
        if row.state != "done":
            sys.exit(CANCELLED) if row.state == "cancelled" else refuse(row.error or f"It was {row.state}.")
    return done


def _itself(run: Any) -> Any:
    return run
