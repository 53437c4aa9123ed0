"""`clew roadmap share|links|unshare`: links that show a view of the plan, or another record of the room, to somebody without an account."""

from dataclasses import asdict
from typing import Any

import click

from clew.ground.doors.commands import LOCAL, NUMBER, ended, in_workspace, print_json, whole_address


@click.command()
@click.argument("record", type=NUMBER)
@click.option("--for", "name", required=True, help="Who it is for.")
@click.option("--days", type=int, default=30, show_default=True, help="How long it stands.")
@click.option(
    "--at", "address", metavar="ADDRESS", help=f"Where people reach Clew.  [default: first of CLEW_ORIGINS, or {LOCAL}]"
)
@in_workspace
def share(access: Any, *, record: int, name: str, days: int, address: str | None, as_json: bool) -> None:
    """Make a link to the view of the plan with the number RECORD, or to an item, a release or a ranking; it is shown once."""
    from clew.ground.guests.api import share_with_guest

    shown = _shown(access, record)
    made = share_with_guest(access, node_id=shown.id, name=name, days=days)
    link = whole_address(f"/guest/{made.secret}", address)
    if as_json:
        print_json({"id": made.id, "record": shown.id, "link": link})
    else:
        click.echo(f"{link}\nLink {made.id}: shows “{shown.title}” for {days} {'day' if days == 1 else 'days'}.")


@click.command()
@click.option("--record", type=NUMBER, help="Only those to the record with this number.")
@in_workspace
def links(access: Any, *, record: int | None, as_json: bool) -> None:
    """The links that show something of the roadmap outside."""
    from clew.ground.guests.api import guest_links

    rows = [row for row in guest_links(access, node_id=record) if row.record.kind in _kinds()]
    if as_json:
        print_json([asdict(row) for row in rows])
    for row in () if as_json else rows:
        used = f"used {row.used_at:%Y-%m-%d}" if row.used_at else "not used yet"
        click.echo(f"{row.id:>7}  until {row.expires_at:%Y-%m-%d}, {used}  {row.name}: {row.record.title}")
    ended(rows)


@click.command()
@click.argument("link", type=NUMBER)
@in_workspace
def unshare(access: Any, *, link: int, as_json: bool) -> None:
    """Withdraw the link with the number LINK; it leads nowhere from then on."""
    from clew.ground.guests.api import guest_links, withdraw_guest_link
    from clew.ground.ledger.api import NotFound

    if link not in {row.id for row in guest_links(access) if row.record.kind in _kinds()}:
        raise NotFound("No such link stands.")
    withdraw_guest_link(access, link_id=link)
    print_json({"id": link, "state": "withdrawn"}) if as_json else click.echo("Withdrawn. The link leads nowhere now.")


def _shown(access: Any, record: int) -> Any:
    """A number typed wrong must not show a customer's interview outside."""
    from clew.ground.ledger.api import Refused
    from clew.ground.thread.api import card

    found = card(access, record)
    if found.kind not in _kinds():
        remedy = "Name a view of the plan: clew roadmap views. Other records are shared from their menu."
        raise Refused(f"“{found.title}” is nothing of the roadmap that is shared.", remedy=remedy)
    return found


def _kinds() -> frozenset[str]:
    from clew.rooms.roadmap.kinds import KINDS

    return frozenset(kind.name for kind in KINDS if kind.shared)
