"""`clew invite`: the way for a team's first people in, and for whoever runs the server."""

from typing import Any

import click

from clew.ground.doors.commands import LOCAL, in_workspace, print_json


@click.command()
@click.argument("email")
@click.option("--role", type=click.Choice(["viewer", "editor", "owner"]), default="editor", show_default=True)
@click.option("--at", "address", default=LOCAL, show_default=True, help="Where the team reaches Clew.")
@in_workspace
def invite(access: Any, *, email: str, role: str, address: str, as_json: bool) -> None:
    """Invite EMAIL to a workspace and print the link, which works once. No mail is sent: whoever runs the server passes it on."""
    from clew.ground.workspaces import api as workspaces

    made = workspaces.invite(access, email=email, role=workspaces.Role(role))
    link = f"{address.rstrip('/')}/invited/{made.secret}"
    if as_json:
        print_json({"email": made.email, "role": made.role, "link": link, "expires_at": made.expires_at})
    else:
        click.echo(f"{link}\nFor {made.email} alone, as {made.role.label.lower()}, until {made.expires_at:%-d %b %Y}.")
