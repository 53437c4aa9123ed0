"""The MCP server: an assistant's door, over stdio or HTTP. The tools are those of `assistant.py`."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from importlib.metadata import version
from inspect import Parameter, Signature, signature
from typing import Any, Literal, get_type_hints

from asgiref.sync import sync_to_async
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import Tool as MCPTool
from pydantic import ValidationError

from clew.front import assistant as tools
from clew.front.misasked import in_words, misnamed
from clew.ground.doors.api import Tool, rooms
from clew.ground.ledger.api import Forbidden, NotFound, Refused
from clew.ground.workspaces.api import Access, enter_by_token

Stance = Literal["supports", "contradicts", "mentions"]
ASGI = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]
PATH = "/mcp"

_entered: ContextVar[Callable[[], Access] | None] = ContextVar("clew_mcp_access", default=None)


class Server(MCPServer[Any]):
    """Tells an assistant what it gave wrongly in words, for the tools of all rooms alike. A name that a tool does not have is never passed over."""

    async def list_tools(self) -> list[MCPTool]:
        found = await super().list_tools()
        for tool in found:
            tool.input_schema = {**tool.input_schema, "additionalProperties": False}
        return found

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None) -> Any:
        takes = {tool.name: list(tool.input_schema.get("properties", ())) for tool in await super().list_tools()}
        if name in takes and (said := misnamed(name, arguments, takes[name])):
            raise ToolError(said)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(in_words(error.__cause__.errors(include_url=False))) from error
            raise


def make_server(way_in: Callable[[], Access] | None = None) -> MCPServer[Any]:
    """`way_in` is asked at each call, so that who lost a role in between has lost it. Over HTTP each request brings its own."""
    server = Server("clew", instructions=tools.INSTRUCTIONS, version=version("clew"), log_level="WARNING")

    async def call(function: Callable[..., Any], context: Context[Any, Any] | None = None, **asked: Any) -> Any:
        enter = _entered.get() or way_in
        assert enter is not None
        if context is not None:
            asked["assistant"] = _name(context)
        return await sync_to_async(_answer, thread_sensitive=False)(function, enter, asked)

    _add_reading(server, call)
    _add_asking(server, call)
    for tool in (tool for room in rooms() for tool in room.assistant_tools):
        server.tool(name=tool.door.name, description=tool.door.about)(_of_room(tool, call))
    return server


def _add_reading(server: MCPServer[Any], call: Callable[..., Awaitable[Any]]) -> None:
    @server.tool()
    async def find(words: str, kinds: list[str] | None = None, limit: int = 20) -> dict[str, Any]:
        """Find records by their words and by what they mean; each says which. Kinds: source, excerpt, need, theme, idea, outcome, decision, prediction, account, person."""
        return dict(await call(tools.find, words=words, kinds=kinds, limit=limit))

    @server.tool()
    async def read(record_id: int) -> dict[str, Any]:
        """One record whole: its card, what is special to its kind, and what it is tied to."""
        return dict(await call(tools.read, record_id=record_id))

    @server.tool()
    async def why(record_id: int) -> dict[str, Any]:
        """What a record rests on, back to the customers' own words, for and against."""
        return dict(await call(tools.why, record_id=record_id))

    @server.tool()
    async def so_what(record_id: int) -> dict[str, Any]:
        """What rests on a record, forward to decisions and how good their predictions were."""
        return dict(await call(tools.so_what, record_id=record_id))

    @server.tool()
    async def what_is_due() -> dict[str, Any]:
        """What waits: predictions whose day has come, open decisions, unread words, needs that nobody questioned."""
        return dict(await call(tools.what_is_due))


def _add_asking(server: MCPServer[Any], call: Callable[..., Awaitable[Any]]) -> None:
    @server.tool()
    async def capture_feedback(
        words: str,
        context: Context[Any, Any],
        title: str = "",
        person_id: int | None = None,
        account_id: int | None = None,
        said_on: date | None = None,
        channel: str = "",
        email: str = "",
        name: str = "",
    ) -> dict[str, Any]:
        """Ask to keep what a customer said, in the customer's own words, as a new source. Who said it is person_id, or email with the name of
        somebody who is not known yet. It has a number, and can be evidence, once a person has said yes."""
        asked = {"words": words, "title": title, "person_id": person_id, "account_id": account_id}
        asked |= {"email": email, "name": name}
        return dict(await call(tools.capture_feedback, context, **asked, said_on=said_on, channel=channel))

    @server.tool()
    async def add_evidence(
        source_id: int,
        quotation: str,
        stance: Stance,
        context: Context[Any, Any],
        need_id: int | None = None,
        new_need: str = "",
        note: str = "",
    ) -> dict[str, Any]:
        """Ask to make words of a source evidence for or against a need. The quotation must stand in the source as it is given."""
        asked = {"source_id": source_id, "quotation": quotation, "stance": stance, "need_id": need_id}
        return dict(await call(tools.add_evidence, context, **asked, new_need=new_need, note=note))

    @server.tool()
    async def propose_need(
        title: str, context: Context[Any, Any], detail: str = "", under: int | None = None
    ) -> dict[str, Any]:
        """Ask for a new need, under another need or an outcome if it is known which."""
        return dict(await call(tools.propose_need, context, title=title, detail=detail, under=under))

    @server.tool()
    async def record_prediction(
        question: str,
        resolve_by: date,
        context: Context[Any, Any],
        probability: float | None = None,
        low: float | None = None,
        best: float | None = None,
        high: float | None = None,
        unit: str = "",
        decision_id: int | None = None,
    ) -> dict[str, Any]:
        """Ask to register a prediction: a probability from 0 to 1, or low, best and high of a quantity (80 % sure)."""
        asked = {"question": question, "resolve_by": resolve_by, "probability": probability, "unit": unit}
        numbers = {"low": low, "best": best, "high": high, "decision_id": decision_id}
        return dict(await call(tools.record_prediction, context, **asked, **numbers))


def _of_room(tool: Tool, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[dict[str, Any]]]:
    """A function with the parameters of what the room offers, as the server reads them."""
    hints = get_type_hints(tool.door.call)
    own = [one for name, one in signature(tool.door.call).parameters.items() if name != "access"]
    kept = [one.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[one.name]) for one in own]

    async def use(context: Context[Any, Any], **given: Any) -> dict[str, Any]:
        if tool.door.is_act:
            return dict(await call(tools.by_tool, context, tool=tool, given=given))
        return dict(await call(tools.by_tool, tool=tool, given=given))

    asking = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=Context[Any, Any])
    use.__signature__ = Signature([asking, *kept], return_annotation=dict[str, Any])  # type: ignore[attr-defined]
    use.__annotations__ = {
        "context": Context[Any, Any],
        **{one.name: one.annotation for one in kept},
        "return": dict[str, Any],
    }
    return use


def _answer(function: Callable[..., Any], enter: Callable[[], Access], asked: dict[str, Any]) -> Any:
    """In a thread of its own; a refusal becomes words that the assistant can act on."""
    with _connection_of_its_own():
        try:
            return function(enter(), **asked)
        except (Refused, NotFound, Forbidden) as error:
            raise ToolError(str(error)) from error


@contextmanager
def _connection_of_its_own() -> Iterator[None]:
    """The thread goes back to a pool: what it opened must not stay open in it."""
    from django.db import connection

    try:
        yield
    finally:
        connection.close()


def _name(context: Context[Any, Any]) -> str:
    """How the program calls itself."""
    client = getattr(context.session, "client_params", None)
    info = getattr(client, "client_info", None) or getattr(client, "clientInfo", None)
    return str(getattr(info, "name", "") or "an assistant")


class HttpDoor:
    """The same tools at `/mcp`, behind a bearer token, each request for itself. Made ready at the first request."""

    def __init__(self) -> None:
        self._app: ASGI | None = None
        self._ready = asyncio.Lock()
        self._kept: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers", ()))
        kind, _, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if kind.lower() != "bearer" or not await sync_to_async(_opens, thread_sensitive=False)(secret):
            await _unauthorized(send)
            return
        app = await self._started()
        token = _entered.set(lambda: enter_by_token(secret))
        try:
            await app(scope, receive, send)
        finally:
            _entered.reset(token)

    async def _started(self) -> ASGI:
        async with self._ready:
            if self._app is None:
                server = make_server()
                app = server.streamable_http_app(
                    streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=_security()
                )
                await self._keep(server)
                self._app = app
            return self._app

    async def _keep(self, server: MCPServer[Any]) -> None:
        """What serves the requests is opened and closed in one task, as its library demands."""
        opened = asyncio.Event()

        async def keep() -> None:
            async with server.session_manager.run():
                opened.set()
                await asyncio.Event().wait()

        self._kept.add(asyncio.create_task(keep()))
        await opened.wait()


def _opens(secret: str) -> bool:
    with _connection_of_its_own():
        try:
            enter_by_token(secret)
        except NotFound:
            return False
        return True


def _security() -> Any:
    from django.conf import settings
    from mcp.server.transport_security import TransportSecuritySettings

    hosts = [name for host in settings.ALLOWED_HOSTS for name in (host, f"{host}:*")]
    origins = [f"{scheme}://{name}" for scheme in ("http", "https") for name in hosts]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection="*" not in settings.ALLOWED_HOSTS, allowed_hosts=hosts, allowed_origins=origins
    )


async def _unauthorized(send: Any) -> None:
    headers = [(b"content-type", b"text/plain"), (b"www-authenticate", b"Bearer")]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": b"Send a token: Authorization: Bearer ..."})


def serve_stdio(way_in: Callable[[], Access]) -> None:
    make_server(way_in).run("stdio")
