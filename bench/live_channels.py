"""The peer of bench/live.py: the same stream by Django Channels and its in-memory layer, for `uvicorn bench.live_channels:application`.

Told by the environment: how many listeners to wait for, how many events a second, for how long.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from typing import Any

from django.conf import settings

settings.configure(
    SECRET_KEY="bench", CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}, USE_TZ=True
)

from channels.generic.http import AsyncHttpConsumer  # noqa: E402 - settings first
from channels.layers import get_channel_layer  # noqa: E402

LISTENERS, RATE, SECONDS = (float(os.environ[name]) for name in ("LISTENERS", "RATE", "SECONDS"))
HEADERS = [(b"Content-Type", b"text/event-stream"), (b"Cache-Control", b"no-store")]
joined = 0
tasks: set[asyncio.Task[None]] = set()


class Stream(AsyncHttpConsumer):  # type: ignore[misc]  # has no types
    async def http_request(self, message: dict[str, Any]) -> None:
        """Stays open, where the library would end it after `handle`."""
        await self.handle(b"")

    async def handle(self, body: bytes) -> None:
        global joined
        await self.send_headers(headers=HEADERS)
        await self.send_body(b"retry: 1000\n\n", more_body=True)
        await self.channel_layer.group_add("all", self.channel_name)
        joined += 1
        if joined == LISTENERS:
            tasks.add(asyncio.create_task(tell()))

    async def told(self, event: dict[str, bytes]) -> None:
        await self.send_body(event["data"], more_body=True)


async def tell() -> None:
    layer = get_channel_layer()
    await asyncio.sleep(1)
    for number in range(int(RATE * SECONDS)):
        event = {"id": number, "by": 1, "who": "Ines", "did": "renamed this", "title": str(time.time()), "nodes": [1]}
        data = f"id: {number}\nevent: acts\ndata: {json.dumps([event])}\n\n".encode()
        await layer.group_send("all", {"type": "told", "data": data})
        await asyncio.sleep(1 / RATE)


application = Stream.as_asgi()
