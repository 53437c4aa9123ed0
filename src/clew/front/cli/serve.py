"""`clew serve`: one process, on this machine only unless it is told to serve a team."""

import ipaddress
import os
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from clew.ground.doors.commands import refuse, start_django

if TYPE_CHECKING:  # models can be imported only once Django is ready
    from collections.abc import Sequence

    from clew.ground.workspaces.api import User

FIRST_PORT, PORTS = 8765, 50


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help=f"Default: the first free one from {FIRST_PORT}.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Other than this machine only with --team.")
@click.option("--team", is_flag=True, help="Accounts with e-mail and password instead of one person without.")
def serve(port: int | None, address: str, team: bool) -> None:
    """Start Clew; prints a sign-in link that works once. Ctrl-C stops it."""
    if team:
        os.environ["CLEW_MODE"] = "team"
    is_team = os.environ.get("CLEW_MODE", "local") == "team"
    if not is_team and not _is_loopback(address):
        refuse(f"Without accounts Clew serves this machine only, not {address}.", "Use --team to serve others.")
    from clew.front.cli.house import prepare

    start_django()
    user = prepare("")
    listener = _listen(address, port)
    try:
        _announce(user, listener, is_team)
        _run(listener)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _listen(address: str, port: int | None) -> socket.socket:
    """Bind now, so that the port that is printed is the port that answers."""
    for candidate in [port] if port else range(FIRST_PORT, FIRST_PORT + PORTS):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        # Named as TCP, else the loop leaves Nagle's algorithm on and every second answer waits 40 ms for an acknowledgement.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, candidate))
            listener.listen(128)  # from now on the port is ours, and whoever follows the link early waits
        except OSError:
            listener.close()
            continue
        return listener
    refuse(f"Port {port} is taken." if port else f"No free port from {FIRST_PORT}.", "Choose another with --port.")


def _announce(user: "User", listener: socket.socket, is_team: bool) -> None:
    from django.conf import settings

    from clew.ground.workspaces.api import make_entry_link

    host, port = listener.getsockname()[:2]
    home = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    settings.HOME_URL = settings.HOME_URL or reached_at(home.rstrip("/"), settings.ALLOWED_HOSTS)
    if is_team:
        click.echo(f"Clew   {home}")
    else:
        click.echo(f"Open   {home}enter/{make_entry_link(user)}")
        click.echo("       The link signs you in once, on this machine only. Ctrl-C stops Clew.")


def reached_at(home: str, hosts: "Sequence[str]") -> str:
    """Where people reach it, for links in mails. Whoever listens everywhere is reached under a name of its own, or nobody knows where."""
    place = urlsplit(home)
    if not ipaddress.ip_address(place.hostname or "").is_unspecified:
        return home
    named = next((h for h in hosts if not _is_loopback(h.strip("[]")) and not h.startswith((".", "*"))), "")
    return f"http://{named}:{place.port}" if named else ""


def _run(listener: socket.socket) -> None:
    import uvicorn

    from clew.ground.live.api import end_streams

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            end_streams()  # they would keep it waiting
            await super().shutdown(sockets)

    config = uvicorn.Config(
        "clew.front.asgi:application",
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    Server(config).run(sockets=[listener])
