"""The hub of this process: begun and stopped with the server; elsewhere (a command, a test) there is none."""

import asyncio

from asgiref.sync import sync_to_async

from clew.ground.ledger.api import Follower, Position, entries_between
from clew.ground.live.events import events_of, message
from clew.ground.live.hub import Full, Hub, Stream, look_again
from clew.ground.workspaces.api import Access

MOST_MISSED, MOST_BEHIND = 2000, 100_000  # of this workspace; of all
_hub: Hub | None = None


async def begin_telling() -> None:
    """Called on the loop that serves, before it serves: whoever comes back first is told all the same."""
    global _hub
    since = await sync_to_async(lambda: Follower().position)()
    _hub = Hub(asyncio.get_running_loop(), since)


def end_streams() -> None:
    """Called on the loop, before the server waits for its connections to end."""
    if _hub is not None:
        _hub.stop()


def stop_telling() -> None:
    global _hub
    if _hub is not None:
        _hub.wait_stopped()
        _hub = None


def position() -> str:
    """How far pages are told now; empty where nobody tells them."""
    return "" if _hub is None else str(_hub.position)


def join(access: Access) -> Stream:
    if _hub is None or access.user_id is None:
        raise Full("Nothing is told here.")
    return _hub.join(access.user_id, access.workspace_id)


def leave(stream: Stream) -> None:
    if _hub is not None:
        _hub.leave(stream)


def catch_up(access: Access, stream: Stream, reached: str) -> bytes:
    """What happened after `reached`, the position a browser names, and before it joined. Too much, or nonsense: look again."""
    since, until = Position.read(reached or str(stream.since)), stream.since
    if since is None or since.top > until.top or until.top - since.top > MOST_BEHIND:
        return look_again(until)  # also where a backup was restored, and the browser knows a later time
    missed = entries_between(access.workspace_id, since, until, limit=MOST_MISSED) if since != until else []
    if len(missed) >= MOST_MISSED:
        return look_again(until)
    return message(until, events_of(access.workspace_id, missed))
