"""The doors of the one process: built assets, live streams, everything else by Django; long work runs beside."""

import asyncio
import gc
import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clew.front.settings")

import django

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

django.setup(set_prefix=False)

from clew.front import live  # noqa: E402 - knows models, which are there from here on


def _doors() -> Any:
    from servestatic import ServeStaticASGI

    from clew.front.answering import Pages

    return ServeStaticASGI(Pages(), root=str(Path(__file__).parent / "static"), prefix="static/", max_age=31_536_000)


_door = _doors()


@cache
def _assistants() -> Any:
    """Loaded when the first assistant comes."""
    from clew.front.mcp import HttpDoor

    return HttpDoor()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/mcp":
        await _assistants()(scope, receive, send)
    elif scope["type"] == "http" and (slug := live.asked_for(scope)):
        await live.stream(scope, receive, send, slug)
    elif scope["type"] == "http":
        await _door(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000})


async def _clear_hourly() -> None:
    """Words that are older than their workspace keeps them go once a day, uploads that nobody goes on with after two weeks;

    asked every hour, since a laptop sleeps.
    """
    from asgiref.sync import sync_to_async

    from clew.ground.doors.api import rooms
    from clew.ground.exchange.api import start_due_retention
    from clew.ground.files.api import sweep_uploads

    while True:
        try:
            await sync_to_async(start_due_retention)()
            await sync_to_async(sweep_uploads)()
            for room in rooms():
                await sync_to_async(room.clear_away)()
        except Exception:  # the database may be away for a moment; the next hour asks again
            logging.getLogger(__name__).exception("What is too old was not cleared away")
        await asyncio.sleep(3600)


async def _read_what_is_new() -> None:
    """What new texts mean is read while the server has nothing better to do; see `search`."""
    from asgiref.sync import sync_to_async
    from django.db import connection

    from clew.ground.search.api import read_what_is_new

    def look() -> None:
        try:
            read_what_is_new()
        finally:
            connection.close()

    while True:
        await asyncio.sleep(5)
        try:
            await sync_to_async(look, thread_sensitive=False)()
        except Exception:  # the database may be away for a moment; the next look asks again
            logging.getLogger(__name__).exception("New texts were not read for search by meaning")


async def _tend_rooms() -> None:
    """What is due in a room by the clock: reminders, mails."""
    from asgiref.sync import sync_to_async
    from django.db import connection

    from clew.ground.doors.api import rooms

    def look() -> None:
        try:
            for room in rooms():
                room.tend()
        finally:
            connection.close()

    while True:
        await asyncio.sleep(5)
        try:
            await sync_to_async(look, thread_sensitive=False)()
        except Exception:  # the database may be away for a moment; the next look asks again
            logging.getLogger(__name__).exception("What was due in a room was not done")


async def _lifespan(receive: Receive, send: Send) -> None:
    """What runs beside the pages starts with the server and stops with it."""
    from asgiref.sync import sync_to_async

    from clew.ground.hooks.api import begin_sending, stop_sending
    from clew.ground.live.api import begin_telling, stop_telling
    from clew.ground.runs.api import launch_runner, stop_runner

    beside: list[asyncio.Task[None]] = []
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await sync_to_async(launch_runner)()
            await begin_telling()
            begin_sending()
            beside = [asyncio.create_task(task()) for task in (_clear_hourly, _read_what_is_new, _tend_rooms)]
            _settle()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            for task in beside:
                task.cancel()
            await sync_to_async(stop_telling)()
            await sync_to_async(stop_sending)()
            await sync_to_async(stop_runner)()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _settle() -> None:
    """What is loaded by now stays, so the collector need not look through it again.

    It did, on every third page that sorts by weight, and that page took 100 ms more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
