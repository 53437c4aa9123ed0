"""The streams of one process: bounded, and none holds up another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from clew.ground.ledger.api import Position
from clew.ground.live import hub as hubs
from clew.ground.live.api import Full
from clew.ground.live.hub import MOST_OF_ONE, MOST_WAITING, Hub, News


def news(number: int, *, workspace: int = 1, gone: frozenset[tuple[int, int]] = frozenset()) -> News:
    return News(Position(number), {workspace: b"id: %d\n\n" % number}, gone)


@asynccontextmanager
async def hub(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    """Without its reader, whose place the tests take."""
    monkeypatch.setattr(Hub, "_follow", lambda self: None)
    made = Hub(asyncio.get_running_loop(), Position(0))
    yield made
    made.stop()
    made.wait_stopped()


def test_each_hears_its_own_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with hub(monkeypatch) as made:
            here, there = made.join(1, 1), made.join(1, 2)
            made.deliver(news(5, workspace=1))
            made.deliver(news(6, workspace=2))
            assert await here.next() == b"id: 5\n\n"
            assert await there.next() == b"id: 6\n\n"

    asyncio.run(run())


def test_what_waits_is_sent_together(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with hub(monkeypatch) as made:
            stream = made.join(1, 1)
            waiting = asyncio.create_task(stream.next())
            await asyncio.sleep(0)
            made.deliver(news(5))
            made.deliver(news(6))
            assert await waiting == b"id: 5\n\nid: 6\n\n"

    asyncio.run(run())


def test_a_slow_browser_is_told_to_look_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with hub(monkeypatch) as made:
            slow, quick = made.join(1, 1), made.join(2, 1)
            for number in range(1, MOST_WAITING + 3):
                made.deliver(news(number))
                assert await quick.next() == b"id: %d\n\n" % number
            told = await slow.next()
            assert told.startswith(b"id: %d\nevent: look\n" % (MOST_WAITING + 1))
            assert told.endswith(b"id: %d\n\n" % (MOST_WAITING + 2))

    asyncio.run(run())


def test_who_is_gone_hears_nothing_of_the_same_news(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with hub(monkeypatch) as made:
            vera, ines = made.join(1, 1), made.join(2, 1)
            made.deliver(news(5, gone=frozenset({(1, 1)})))
            assert await vera.next() == b""
            assert vera.is_over
            assert await ines.next() == b"id: 5\n\n"

    asyncio.run(run())


def test_one_person_and_all_together_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "MOST_STREAMS", MOST_OF_ONE + 2)

    async def run() -> None:
        async with hub(monkeypatch) as made:
            mine = [made.join(1, 1) for _ in range(MOST_OF_ONE)]
            with pytest.raises(Full, match="You have too many"):
                made.join(1, 2)
            made.leave(mine[0])
            made.join(1, 1)
            made.join(2, 1)
            made.join(3, 1)
            with pytest.raises(Full, match="this server"):
                made.join(4, 1)

    asyncio.run(run())


def test_the_old_come_back_and_the_dead_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with hub(monkeypatch) as made:
            fresh, old = made.join(1, 1), made.join(1, 1)
            old.dies_at = 0
            monkeypatch.setattr(hubs, "PATIENCE", 10**12)
            made._send_beat()
            assert await fresh.next() == hubs.BEAT
            assert await old.next() == b""
            monkeypatch.setattr(hubs, "PATIENCE", 0)
            stuck = asyncio.create_task(_blocked(made))
            await asyncio.sleep(0)
            next(s for s in made._all() if s.user_id == 9).dies_at = 0
            old.dies_at = fresh.dies_at
            made._send_beat()
            with pytest.raises(asyncio.CancelledError):
                await stuck

    asyncio.run(run())


async def _blocked(made: Hub) -> None:
    """A browser that reads nothing: sending to it never ends."""
    made.join(9, 1)
    await asyncio.Event().wait()
