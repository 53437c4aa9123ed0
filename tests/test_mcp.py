"""An assistant works with Clew through the SDK's own client, over stdio and over HTTP; what it writes waits for a person."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from tests.serving import as_a_user, serving, token

pytestmark = [pytest.mark.slow, pytest.mark.anyio, pytest.mark.xdist_group("mcp")]

CLEW = Path(sys.prefix) / "bin" / "clew"
DEMO = "larder-demo"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mcp") / "data"
    for step in ("init", "demo"):
        subprocess.run([CLEW, step], env=as_a_user(place), check=True, capture_output=True, timeout=180)
    return place


def by_stdio(data: Path, *more: str) -> Client:
    return Client(StdioServerParameters(command=str(CLEW), args=["mcp", *more], env=as_a_user(data)))


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    assert answer.structured_content is not None
    return dict(answer.structured_content)


async def work(client: Client, where: str) -> dict[str, Any]:
    """What an assistant would do: look, capture, ask to mark what was captured."""
    found = await called(client, "find", words="count", kinds=["need"])
    need = found["records"][0]["node_id"]
    whole = await called(client, "read", record_id=need)
    assert whole["need"]["id"] == need
    assert (await called(client, "why", record_id=need))["quotations"]
    kept = await called(client, "capture_feedback", words=f"I still count the {where} twice. Every week.")
    assert (kept["waits_for"], "source_id" in kept) == ("a person's yes, on the page Proposals", False)
    found = await called(client, "find", words=f"count the {where} twice", kinds=["source"])
    assert f"count the {where} twice" not in str(found)
    source = (await called(client, "find", words="count", kinds=["source"]))["records"][0]["node_id"]
    words = (await called(client, "read", record_id=source))["source"]["text"].split(".")[0]
    asked = await called(client, "add_evidence", source_id=source, quotation=words, stance="supports", need_id=need)
    assert asked["proposal_id"]
    assert "links" in await called(client, "so_what", record_id=source)
    return await called(client, "what_is_due")


async def test_over_stdio(data: Path) -> None:
    async with by_stdio(data, "-w", DEMO) as client:
        assert {t.name for t in (await client.list_tools()).tools} >= {"find", "why", "add_evidence", "what_is_due"}
        assert (await work(client, "cellar"))["proposals_that_wait"] == 2
        await called(client, "propose_need", title="Count the cellar once")
        await called(client, "record_prediction", question="Will they?", resolve_by="2040-01-01", probability=0.4)
        assert (await called(client, "what_is_due"))["proposals_that_wait"] == 4


async def test_in_the_room_for_interviews(data: Path) -> None:
    """A study is found, who was heard in it is read, a guide is looked at; what it would change waits."""
    async with by_stdio(data, "-w", DEMO) as client:
        studies = (await called(client, "studies"))["answer"]
        talks = [t for s in studies for t in (await called(client, "study_interviews", study_id=s["id"]))["answer"]]
        held = next(talk for talk in talks if talk["source_id"])
        said = (await called(client, "transcript", interview_id=held["id"], limit=3))["answer"]
        assert said["source_id"] == held["source_id"]
        assert said["turns"][0]["words"]
        assert (await called(client, "read", record_id=held["id"]))["interview"]["study"]
        assert (await called(client, "heard"))["answer"]["segments"]
        panel = (await called(client, "panel", study_id=studies[0]["id"], only_new=True, limit=1))["answer"]
        before = (await called(client, "what_is_due"))["proposals_that_wait"]
        asked = await called(client, "add_candidates", study_id=studies[0]["id"], person_ids=[panel[0]["id"]])
        assert asked["proposal_id"]
        assert (await called(client, "what_is_due"))["proposals_that_wait"] == before + 1
        again = (await called(client, "panel", study_id=studies[0]["id"], only_new=True, limit=1))["answer"]
        assert again == panel


async def test_what_is_wrong_is_said_in_words(data: Path) -> None:
    async with by_stdio(data, "-w", DEMO) as client:
        source = (await called(client, "find", words="count", kinds=["source"]))["records"][0]["node_id"]
        for tool, arguments, words in (
            ("read", {"record_id": 987654321}, "No such record"),
            (
                "add_evidence",
                {"source_id": source, "quotation": "Nobody said this.", "stance": "supports", "new_need": "X"},
                "",
            ),
            ("record_prediction", {"question": "Will they?", "resolve_by": "2040-01-01", "probability": 7}, ""),
            ("read", {"record_id": "the first"}, "Give a whole number."),
            ("study_interviews", {}, "“study_id” is missing."),
        ):
            answer = await client.call_tool(tool, arguments)
            assert answer.is_error
            assert words in str(answer.content)


@asynccontextmanager
async def over_http(address: str, secret: str) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"}) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def address(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(CLEW, as_a_user(data), tmp_path_factory.mktemp("log") / "serve.log") as link:
        yield link.split("/enter/")[0]


async def test_over_http_with_a_token(data: Path, address: str) -> None:
    async with over_http(address, token(data, "write", DEMO)) as client:
        await work(client, "attic")


async def test_a_reading_token_only_reads(data: Path, address: str) -> None:
    async with over_http(address, token(data, "read", DEMO)) as client:
        assert (await called(client, "find", words="count"))["total"]
        answer = await client.call_tool("capture_feedback", {"words": "Hello there."})
        assert answer.is_error
        assert "This token only reads." in str(answer.content)


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "find", "arguments": {"words": "count"}}}
SHUT = """
import sys
from datetime import timedelta
from clew.ground.doors.commands import start_django, way_in
start_django()
from django.utils import timezone
from clew.ground.ledger.api import maintenance
from clew.ground.workspaces.api import Scope, make_token, revoke_token, within
from clew.ground.workspaces.models import ApiToken
access = way_in(sys.argv[1])
revoked, expired = (make_token(access, name=name, scope=Scope.WRITE) for name in ("revoked", "expired"))
revoke_token(access, token_id=revoked.id)
with within(access), maintenance(recorded=False):
    ApiToken.objects.filter(pk=expired.id).update(expires_at=timezone.now() - timedelta(days=1))
print(revoked.secret, expired.secret)
"""


def headers_of(secret: str) -> dict[str, str]:
    told = {"Accept": "application/json, text/event-stream"}
    return told | {"Authorization": f"Bearer {secret}"} if secret else told


def asked(address: str, method: str, secret: str, **more: Any) -> httpx2.Response:
    return httpx2.request(method, f"{address}/mcp", headers=headers_of(secret), timeout=60, **more)


def test_each_method_without_a_token_that_stands(data: Path, address: str) -> None:
    """None, a made-up one, one that was revoked and one that is over."""
    command = [sys.executable, "-c", SHUT, DEMO]
    made = subprocess.run(command, env=as_a_user(data), check=True, capture_output=True, text=True, timeout=600)
    for secret in ("", "clew_nothing", *made.stdout.split()):
        for method in METHODS:
            assert asked(address, method, secret, json=CALL).status_code == 401, (method, secret)


def test_each_method_with_a_token(data: Path, address: str) -> None:
    """What is no call of a tool is refused, and a token of another workspace finds nothing of this one."""
    own, other = token(data, "write", DEMO), token(data, "write")
    for secret in (own, other):
        for method in METHODS[1:]:
            answer = asked(address, method, secret, json={})
            assert 400 <= answer.status_code < 500, (method, answer.status_code)
        with httpx2.stream("GET", f"{address}/mcp", headers=headers_of(secret), timeout=60) as listening:
            assert listening.headers["content-type"].startswith(
                "text/event-stream"
            )  # for what never comes; nothing is read
    told = [asked(address, "POST", secret, json=CALL) for secret in (own, other)]
    assert [answer.status_code for answer in told] == [200, 200]
    totals = [answer.json()["result"]["structuredContent"]["total"] for answer in told]
    assert (totals[0] > 0, totals[1]) == (True, 0)
