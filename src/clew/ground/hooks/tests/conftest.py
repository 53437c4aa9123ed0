from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from clew.ground.hooks.api import NewSecret, add_hook, event_types
from clew.ground.hooks.sender import Sending
from clew.ground.hooks.tests.receiver import Receiver, receiving
from clew.ground.workspaces.api import Access


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.CLEW_HOOKS_LOOPBACK = True
    with receiving() as found:
        yield found


@pytest.fixture
def hook(access: Access, receiver: Receiver) -> NewSecret:
    """Told of everything."""
    return add_hook(access, url=receiver.url, events=event_types())


class AtOnce:
    """In place of the pool: what is submitted is done here and now, in the test's own transaction."""

    def submit(self, work: Callable[..., Any], *told: Any) -> "Future[Any]":
        work(*told)
        return Future()

    def shutdown(self, **_: Any) -> None:
        pass


@pytest.fixture
def step(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """One look of a sender that begins to follow now."""
    from django_scopes import scopes_disabled

    monkeypatch.setattr(connection, "close", lambda: None)
    one = Sending()
    one._pool = AtOnce()  # type: ignore[assignment]

    def look() -> None:
        with scopes_disabled():
            one._renewed = float("-inf")
            if one._follower is not None:
                one._follower._version = -1  # SQLite does not tell a connection of what it wrote itself
            one.step()

    return look
