"""One reader of the ledger in a process, and all the streams that it feeds.

The reader is a thread with a connection of its own. Streams belong to the event loop: whatever touches them runs there.
"""

import asyncio
import logging
import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import DatabaseError, connection

from clew.ground.ledger.api import Entry, Follower, Position
from clew.ground.live.events import by_workspace, events_of, message
from clew.ground.workspaces.api import MEMBERSHIP_TABLE, still_members

LOOK_EVERY, LOOK_IDLE, LOOK_AFTER_ERROR = 0.04, 1.0, 2.0
BEAT_EVERY = 20.0
MOST_WAITING = 256
MOST_STREAMS, MOST_OF_ONE = 2000, 24
LIFE = (90.0, 150.0)  # then the browser comes back, and is asked again who it is
PATIENCE = 60.0
BEAT = b": \n\n"
log = logging.getLogger(__name__)


class Full(Exception):
    """No more streams are taken; says whether this person has too many or everybody has."""


class Stream:
    """What waits for one browser. Bounded: whoever reads too slowly is told to look again instead of everything."""

    def __init__(self, user_id: int, workspace_id: int, since: Position) -> None:
        self.user_id, self.workspace_id, self.since = user_id, workspace_id, since
        self.dies_at = time.monotonic() + random.uniform(*LIFE)  # noqa: S311 - only so that not all come back at once
        self.is_over = False
        self._task = asyncio.current_task()
        self._waiting: list[bytes] = []
        self._wake: asyncio.Future[None] | None = None

    def push(self, data: bytes, position: Position) -> None:
        if len(self._waiting) >= MOST_WAITING:
            data = look_again(position)
            self._waiting.clear()
        self._waiting.append(data)
        self._stir()

    def beat(self) -> None:
        if not self._waiting:
            self._waiting.append(BEAT)
            self._stir()

    def end(self) -> None:
        self.is_over = True
        self._waiting.clear()
        self._stir()

    def give_up(self) -> None:
        """For a browser that reads nothing, so that not even the end reaches it."""
        if self._task is not None:
            self._task.cancel()

    async def next(self) -> bytes:
        """All that waits, at once; empty when the stream is over."""
        if not self._waiting and not self.is_over:
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        data, self._waiting = b"".join(self._waiting), []
        return data

    def _stir(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)


def look_again(position: Position) -> bytes:
    """For whoever missed too much to be told of it: the page asks for itself anew."""
    return f"id: {position}\nevent: look\ndata: \n\n".encode()


@dataclass(frozen=True, slots=True)
class News:
    """What the reader hands to the loop. `gone`: people who may no longer listen to a workspace."""

    position: Position
    messages: dict[int, bytes]
    gone: frozenset[tuple[int, int]]


class Hub:
    def __init__(self, loop: asyncio.AbstractEventLoop, since: Position) -> None:
        self.position = since
        self._loop = loop
        self._streams: dict[int, set[Stream]] = {}
        self._stopping, self._wanted = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._follow, name="clew-live", daemon=True)
        self._beat = loop.call_later(BEAT_EVERY, self._send_beat)
        self._thread.start()

    def stop(self) -> None:
        """End every stream; browsers come back and name the position they had reached."""
        self._stopping.set()
        self._wanted.set()
        self._beat.cancel()
        for stream in self._all():
            stream.end()

    def wait_stopped(self) -> None:
        self._thread.join(timeout=10)

    def join(self, user_id: int, workspace_id: int) -> Stream:
        """On the loop. From here on the stream is told what is new; what came before `since` is the caller's to read."""
        everybody = self._all()
        if self._stopping.is_set() or len(everybody) >= MOST_STREAMS:
            raise Full("Too many pages are open on this server.")
        if sum(s.user_id == user_id for s in everybody) >= MOST_OF_ONE:
            raise Full("You have too many browsers open.")
        stream = Stream(user_id, workspace_id, self.position)
        self._streams.setdefault(workspace_id, set()).add(stream)
        self._wanted.set()
        return stream

    def leave(self, stream: Stream) -> None:
        there = self._streams.get(stream.workspace_id, set())
        there.discard(stream)
        if not there:
            self._streams.pop(stream.workspace_id, None)

    def deliver(self, news: News) -> None:
        """On the loop, in one go: nobody can join in the middle of it."""
        self.position = news.position
        for user_id, workspace_id in news.gone:
            for stream in self._streams.get(workspace_id, ()):
                if stream.user_id == user_id:
                    stream.end()
        for workspace_id, data in news.messages.items():
            for stream in self._streams.get(workspace_id, ()):
                if not stream.is_over:
                    stream.push(data, news.position)

    def _send_beat(self) -> None:
        """Keeps streams alive through proxies, finds those that are dead, and lets the old ones come back."""
        now = time.monotonic()
        for stream in self._all():
            if now > stream.dies_at + PATIENCE:
                stream.give_up()
            elif now > stream.dies_at:
                stream.end()
            else:
                stream.beat()
        self._beat = self._loop.call_later(BEAT_EVERY, self._send_beat)

    def _all(self) -> list[Stream]:
        return [stream for some in tuple(self._streams.values()) for stream in some]

    def _follow(self) -> None:
        """The reader's life. When the database is away it waits, and goes on from what it told last, so that nothing is lost."""
        follower: Follower | None = None
        told = self.position
        while not self._stopping.is_set():
            rest = LOOK_EVERY if self._streams else LOOK_IDLE
            try:
                follower = follower or Follower(told)
                self._hand_over(follower)
                told = follower.position
            except DatabaseError as error:
                log.warning("Pages are not told of changes for a moment: %s", error)
                follower, rest = None, LOOK_AFTER_ERROR
                connection.close()
            self._wanted.wait(rest)
            self._wanted.clear()
        connection.close()

    def _hand_over(self, follower: Follower) -> None:
        before = follower.position
        entries = follower.news()
        if not entries and follower.position == before:
            return
        parts = by_workspace(entries)
        messages = {ws: message(follower.position, events_of(ws, some)) for ws, some in parts.items()}
        news = News(follower.position, messages, self._gone(parts.values()))
        if not self._stopping.is_set():
            self._loop.call_soon_threadsafe(self.deliver, news)

    def _gone(self, parts: Iterable[list[Entry]]) -> frozenset[tuple[int, int]]:
        """Those who listen to a workspace whose members changed, and are no member any more."""
        gone = set[tuple[int, int]]()
        for workspace_id in {e.workspace_id for some in parts for e in some if e.table == MEMBERSHIP_TABLE}:
            if workspace_id is not None:
                listening = {s.user_id for s in tuple(self._streams.get(workspace_id, ()))}
                gone |= {(user_id, workspace_id) for user_id in listening - still_members(workspace_id, listening)}
        return frozenset(gone)
