"""Pages are answered in a few threads that stay, each with its database connection.

Django's own handler makes a thread, and with it a connection, for every request, and changes threads between its layers: two thirds of
what a small page costs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from typing import IO, Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

# A page waits for the write lock at times; so many may wait, and the others are answered all the same.
THREADS = 16

Message = Mapping[str, Any]


class Pages(ASGIHandler):
    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware()
        self.threads = ThreadPoolExecutor(THREADS, "page")

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with closing(body):
            response = await self._in_a_thread(self._answer, scope, body)
            await self.send_response(response, send)
            if response.streaming:
                await self._in_a_thread(response.close)

    async def _in_a_thread(self, do: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, copy_context().run, do, *arguments)

    def _answer(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response = self.get_response(request) if request else refusal
        assert response is not None  # either of the two is given
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # who sends the signal that the request is over
        if not response.streaming:
            response.close()  # in this thread, whose connection it gives back
        return response
