"""`clew interviews who` and `consent`: whose interview it is, whether the person of an interview agreed, and writing down what they said, aloud or on paper."""

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from clew.ground.doors.commands import NUMBER, Day, in_workspace, print_json

SCOPES, HOW = ("record", "quote", "clip", "share"), ("written", "spoken", "form")


@click.command()
@click.argument("interview", type=NUMBER)
@in_workspace
def show(access: Any, *, interview: int, as_json: bool) -> None:
    """Whether the person of INTERVIEW agreed to what its study asks, and whether anything they say may be kept."""
    _tell(access, interview, as_json)


@click.command()
@click.argument("interview", type=NUMBER)
@in_workspace
def ask(access: Any, *, interview: int, as_json: bool) -> None:
    """Ask the person of INTERVIEW for what its study asks; their personal link shows them the text."""
    from clew.rooms.interviews.actions.consent import ask_in_interview

    ask_in_interview(access, interview_id=interview)
    _tell(access, interview, as_json)


@click.command()
@click.argument("interview", type=NUMBER)
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), required=True, help="What they agreed to.")
@click.option("--how", type=click.Choice(HOW), default="written", show_default=True)
@click.option("--on", "given_on", type=Day(), help="The day; else today.")
@click.option("--until", "expires_on", type=Day(), help="From that day on it no longer holds.")
@in_workspace
def agreed(
    access: Any,
    *,
    interview: int,
    scopes: tuple[str, ...],
    how: str,
    given_on: date | None,
    expires_on: date | None,
    as_json: bool,
) -> None:
    """Write down that the person of INTERVIEW, who was asked, agreed: on paper, aloud or by a form."""
    from clew.ground.customers.api import give_consent

    asked = _asked(access, interview)
    give_consent(access, consent_id=asked, scopes=scopes, how=how, given_on=given_on, expires_on=expires_on)
    _tell(access, interview, as_json)


@click.command()
@click.argument("interview", type=NUMBER)
@in_workspace
def refused(access: Any, *, interview: int, as_json: bool) -> None:
    """Write down that the person of INTERVIEW, who was asked, said no."""
    from clew.ground.customers.api import refuse_consent

    refuse_consent(access, consent_id=_asked(access, interview))
    _tell(access, interview, as_json)


@click.command()
@click.argument("interview", type=NUMBER)
@click.argument("person", type=NUMBER)
@in_workspace
def who(access: Any, *, interview: int, person: int, as_json: bool) -> None:
    """INTERVIEW, which was begun without a name, is of PERSON."""
    from clew.rooms.interviews.actions.whose import say_whose

    say_whose(access, interview_id=interview, person_id=person)
    _tell(access, interview, as_json)


def _asked(access: Any, interview: int) -> int:
    """The asking that waits for an answer."""
    from clew.ground.ledger.api import Refused
    from clew.rooms.interviews.queries.consent import consent_to_answer, interview_consent
    from clew.rooms.interviews.queries.studies import study_of_interview

    it = interview_consent(access, interview)
    study, _source = study_of_interview(access, interview)
    found = consent_to_answer(access, study, it.person_id).consent_id if it.person_id else None
    if found is None:
        raise Refused("No question waits for an answer.", remedy=f"`clew interviews consent ask {interview}` asks.")
    return found


def _tell(access: Any, interview: int, as_json: bool) -> None:
    from clew.rooms.interviews.queries.consent import interview_consent

    found = interview_consent(access, interview)
    if as_json:
        return print_json(asdict(found))
    click.echo(f"{found.person or 'Nobody named'}: {found.state or 'not asked'}")
    if found.given:
        until = f", until {found.expires_on}" if found.expires_on else ""
        click.echo(f"Agreed to {', '.join(found.given)}{until}")
    if found.no_recording:
        click.echo(f"Nothing is kept: {found.no_recording}. {found.remedy}")
