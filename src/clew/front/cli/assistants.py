"""`clew mcp`: the door for assistants on this machine."""

from collections.abc import Callable
from typing import Any

import click

from clew.ground.doors.commands import refuse, start_django, way_in


@click.command()
@click.option("--workspace", "-w", metavar="SLUG", help="The workspace; by default your own.")
@click.option(
    "--token", envvar="CLEW_TOKEN", metavar="TOKEN", help="Work with a token's rights instead (or set CLEW_TOKEN)."
)
def mcp(workspace: str | None, token: str | None) -> None:
    """Serve Clew's tools to an assistant over standard input and output (MCP).

    Over HTTP the same tools answer at /mcp of a running `clew serve`, with a token.
    """
    start_django()
    from clew.front.mcp import serve_stdio

    enter = _by_token(token) if token else (lambda: way_in(workspace))
    enter()
    serve_stdio(enter)


def _by_token(token: str) -> Callable[[], Any]:
    from clew.ground.ledger.api import NotFound
    from clew.ground.workspaces.api import enter_by_token

    def enter() -> Any:
        try:
            return enter_by_token(token)
        except NotFound as error:
            refuse(str(error), "Make one in Clew: Members and settings, Access tokens.")

    return enter
