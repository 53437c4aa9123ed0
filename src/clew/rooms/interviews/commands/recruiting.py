"""`clew interviews panel`, `heard`, `candidates`, `link`, `invite`: whom to ask, and asking them."""

import sys
from dataclasses import asdict
from functools import partial
from typing import Any

import click

from clew.ground.doors.commands import CANCELLED, LOCAL, NUMBER, ended, follow_to_the_end, in_workspace, print_json

STATES = ("found", "accepted", "queued", "rejected")
AT = click.option("--at", "site", default=LOCAL, show_default=True, help="Where those who are asked reach Clew.")
DESPITE = click.option("--despite", is_flag=True, help="As an owner, also whom another study asked lately.")
SHOWN = {"over": "more than their share", "under": "less than their share", "even": "their share", "silent": "never"}


@click.command()
@click.argument("study", type=NUMBER)
@click.option("--search", default="", help="A name, an account or a whole e-mail address.")
@click.option("--not-asked-days", type=click.IntRange(0, 3650), default=0, help="Not asked by any study for so long.")
@click.option("--new", "only_new", is_flag=True, help="Only who is no candidate of the study yet.")
@click.option("--unnamed", "with_unnamed", is_flag=True, help="Also who is known only by a label in a findings sheet.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def panel(access: Any, *, study: int, limit: int, as_json: bool, **asked: Any) -> None:
    """Everybody who could be asked for the study STUDY, by name."""
    from clew.rooms.interviews.queries.panel import panel as look

    rows = look(access, study, limit=limit, **asked)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        notes = ["asked not to be asked"] if row.is_unwanted else ["asked lately"] if row.is_too_soon else []
        click.echo(
            _line(
                row.id,
                row.state,
                row.name,
                row.account,
                [*notes, f"heard {row.heard} time{'' if row.heard == 1 else 's'}"],
            )
        )
    ended(rows)


@click.command()
@click.option("--study", type=NUMBER, help="Of this study; by default of all.")
@in_workspace
def heard(access: Any, *, study: int | None, as_json: bool) -> None:
    """Which segments are heard more or less than their share, and which large customers never were."""
    from clew.rooms.interviews.queries.heard import heard as look

    found = look(access, study_id=study)
    if as_json:
        return print_json(asdict(found))
    click.echo(f"{found.interviews} interviews with known customers, {found.unknown} with others")
    for row in found.segments:
        share = (
            f"{row.of_interviews:.0%} [{row.low:.0%}, {row.high:.0%}] of interviews, {row.of_accounts:.0%} of customers"
        )
        click.echo(f"{row.id:>7}  {row.name}: {share}: heard {SHOWN[row.standing]}")
    for account in found.silent_accounts:
        click.echo(f"{account.id:>7}  {account.name} was never heard")


@click.command("list")
@click.argument("study", type=NUMBER)
@click.option("--state", default="", help="Only those that are so far.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@in_workspace
def list_candidates(access: Any, *, study: int, state: str, limit: int, as_json: bool) -> None:
    """The candidates of the study STUDY, and how far asking them got."""
    from clew.rooms.interviews.queries.candidates import candidates

    rows = candidates(access, study, state=state, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        notes = [f"{mail.kind.lower()} {mail.state}" for mail in row.mails]
        click.echo(_line(row.id, row.label, row.name, row.account, notes))
    ended(rows)


@click.command()
@click.argument("study", type=NUMBER)
@click.argument("people", type=NUMBER, nargs=-1, required=True)
@in_workspace
def add(access: Any, *, study: int, people: tuple[int, ...], as_json: bool) -> None:
    """The people with the numbers PEOPLE become candidates of the study STUDY."""
    from clew.rooms.interviews.actions.invitations import add_candidates

    added = add_candidates(access, study_id=study, person_ids=people)
    if as_json:
        return print_json({"study": study, "added": added})
    click.echo(f"{added} new; the others are candidates already, or asked not to be asked.")


@click.command()
@click.argument("state", type=click.Choice(STATES))
@click.argument("candidates", type=NUMBER, nargs=-1, required=True)
@in_workspace
def settle(access: Any, *, state: str, candidates: tuple[int, ...], as_json: bool) -> None:
    """Put the CANDIDATES into STATE, whatever their screener said. Ends with 1 when a quota is full now."""
    from clew.rooms.interviews.actions.recruiting import settle_candidates

    over = settle_candidates(access, candidate_ids=candidates, state=state)
    for quota in over:
        click.echo(f"Beyond its quota: {quota}", err=True)
    print_json({"state": state, "beyond": over}) if as_json else click.echo(f"{len(set(candidates))} {state}.")
    sys.exit(1 if over else 0)


@click.command()
@click.argument("candidate", type=NUMBER)
@click.option("--days", type=click.IntRange(1, 90), default=30, show_default=True, help="How long it is good.")
@AT
@DESPITE
@in_workspace
def link(access: Any, *, candidate: int, days: int, site: str, despite: bool, as_json: bool) -> None:
    """Make the personal link of CANDIDATE and print it, this once. Links made before lead nowhere any more."""
    from clew.rooms.interviews.actions.invitations import make_link

    made = make_link(access, candidate_id=candidate, days=days, despite=despite)
    told = f"{site.rstrip('/')}/asked/{made.secret}"
    print_json({"candidate": candidate, "link": told, "days": days}) if as_json else click.echo(told)


@click.command()
@click.argument("study", type=NUMBER)
@click.argument("candidates", type=NUMBER, nargs=-1, required=True)
@click.option("--remind", is_flag=True, help="Remind those who were invited and have not answered.")
@click.option("--now", is_flag=True, help="Send the mails; without it nothing is sent, only shown.")
@AT
@DESPITE
@in_workspace
def invite(
    access: Any,
    *,
    study: int,
    candidates: tuple[int, ...],
    remind: bool,
    now: bool,
    site: str,
    despite: bool,
    as_json: bool,
) -> None:
    """Shows who of the CANDIDATES of the study STUDY would be mailed and what; with --now each is mailed once.

    Ends with 1 when some cannot be written to.
    """  # fmt: skip
    from clew.rooms.interviews.actions import mailings
    from clew.rooms.interviews.queries.candidates import chosen_candidates

    kind = mailings.REMIND if remind else mailings.INVITE
    rows = chosen_candidates(access, study, candidate_ids=list(candidates))
    kept_back = mailings.not_to_mail(rows, kind, despite=despite)
    told = [{"candidate": r.id, "name": r.name, "email": r.email, "why_not": kept_back.get(r.id, "")} for r in rows]
    sent = None
    if now:
        begin = partial(
            mailings.invite_candidates, access, study_id=study, candidate_ids=list(candidates), site=site.rstrip("/"),
            kind=kind, despite=despite,
        )  # fmt: skip
        sent, _ = follow_to_the_end(access, begin)
    if as_json:
        subject, message, reminder = mailings.words_of_study(access, study)
        mail = {"subject": subject, "message": reminder if remind else message}
        print_json({"mail": mail, "candidates": told, "run": sent and {"state": sent.state, "text": sent.text}})
    else:
        _show_mailing(access, mailings, (study, kind), told, sent)
    _end_mailing(sent, kept_back)


def _show_mailing(access: Any, mailings: Any, what: tuple[int, str], told: list[dict[str, Any]], sent: Any) -> None:
    for row in told:
        click.echo(
            f"{row['candidate']:>7}  {row['name']} <{row['email']}>" + (row["why_not"] and f": {row['why_not']}")
        )
    if sent is not None:
        return click.echo(f"{sent.title}: {sent.state}. {sent.text}")
    study, kind = what
    letter = mailings.preview(access, mailings.words_of_study(access, study), kind, "Name")
    click.echo(f"\nSubject: {letter.subject}\n\n{letter.text}\nNothing was sent; --now sends it.")


def _end_mailing(sent: Any, kept_back: dict[int, str]) -> None:
    if sent is not None and sent.state != "done":
        sys.exit(CANCELLED if sent.state == "cancelled" else 2)
    sys.exit(1 if kept_back else 0)


def _line(number: int, state: str, name: str, account: str, notes: list[str]) -> str:
    return (
        f"{number:>7}  {state:<15} {name}"
        + (account and f", {account}")
        + ((notes and f"  ({'; '.join(notes)})") or "")
    )
