"""Files in parts over HTTP, by a page's element and by a program; and audio as players ask for it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.people import SignedIn

from clew.front.tests.test_api import Program
from clew.ground.doors.api import media
from clew.ground.files.api import begin_upload
from clew.ground.workspaces.api import Access, Scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]
SOUND = bytes(range(200))


def begun(access: Access) -> int:
    return int(begin_upload(access, name="talk.webm", type="audio/webm").pk)


def send(client: Client, path: str, part: bytes, kind: str = "application/octet-stream") -> Any:
    return client.generic("POST", path, part, kind)


def test_parts_over_http(editor: Access) -> None:
    client, number = SignedIn(editor), begun(editor)
    parts = client.path(f"uploads/{number}/parts")
    assert send(client, f"{parts}?offset=0", SOUND[:50]).json()["received"] == 50
    assert send(client, f"{parts}?offset=0", SOUND[:50]).json()["received"] == 50
    gap = send(client, f"{parts}?offset=90", SOUND[90:])
    assert (gap.status_code, gap.json()["expected"]) == (409, 50)
    assert client.get(client.path(f"uploads/{number}")).json()["received"] == 50
    send(client, f"{parts}?offset=50", SOUND[50:])
    done = [client.post(client.path(f"uploads/{number}/finish")).json()["file"] for _ in range(2)]
    assert done[0] == done[1] == client.get(client.path(f"uploads/{number}")).json()["file"]


def test_a_form_of_another_page_sends_no_part(editor: Access) -> None:
    number = begun(editor)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = SignedIn(editor).cookies
    path = f"/w/{editor.slug}/uploads/{number}/parts?offset=0"
    assert send(strict, path, SOUND).status_code == 403
    client = SignedIn(editor)
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        assert send(client, path, SOUND, kind).json()["field"] == "part"
    assert send(client, path.split("?")[0], SOUND).json()["field"] == "offset"
    assert send(client, path, b"").status_code == 422


def test_cancelled_it_is_not_there(editor: Access) -> None:
    client, number = SignedIn(editor), begun(editor)
    assert client.post(client.path(f"uploads/{number}/cancel")).status_code == 200
    assert client.get(client.path(f"uploads/{number}")).status_code == 404


def test_by_a_program(access: Access, viewer: Access) -> None:
    program = Program(access)
    number = program.post("uploads", {"name": "talk.webm", "type": "audio/webm", "size": len(SOUND)}).json()["id"]

    def part(who: Program, offset: int, kind: str = "application/octet-stream") -> Any:
        path = f"/api/v1/uploads/{number}/parts?offset={offset}"
        return who.client.generic("POST", path, SOUND[offset:], kind, headers=who._headers())

    gap = part(program, 50)
    assert (gap.status_code, gap.json()["expected"], gap["Content-Type"]) == (409, "0", "application/problem+json")
    assert part(program, 0, "text/plain").status_code == 422
    assert part(Program(viewer, Scope.READ), 0).status_code == 403
    assert part(program, 0).json()["received"] == len(SOUND)
    assert program.get("uploads").json()["items"][0]["id"] == number
    assert program.post(f"uploads/{number}/finish").json()["id"] is not None
    assert program.get(f"uploads/{number}").json()["file_id"] is not None


@pytest.mark.parametrize(
    ("asked", "status", "told", "sent"),
    [
        ("", 200, "", SOUND),
        ("bytes=0-", 206, "bytes 0-199/200", SOUND),
        ("bytes=10-19", 206, "bytes 10-19/200", SOUND[10:20]),
        ("bytes=190-999", 206, "bytes 190-199/200", SOUND[190:]),
        ("bytes=-5", 206, "bytes 195-199/200", SOUND[195:]),
        ("bytes=-999", 206, "bytes 0-199/200", SOUND),
        ("bytes=200-", 416, "bytes */200", b""),
        ("bytes=-0", 416, "bytes */200", b""),
        ("bytes=9-3", 200, "", SOUND),
        ("bytes=0-1,5-6", 200, "", SOUND),
        ("lines=1-2", 200, "", SOUND),
        ("bytes=-", 200, "", SOUND),
    ],
)
def test_ranges(data: Path, asked: str, status: int, told: str, sent: bytes) -> None:
    (data / "sound").write_bytes(SOUND)
    request = RequestFactory().get("/", headers={"Range": asked})
    answer = media(request, data / "sound", type="audio/webm", name="talk.webm", sha256="abc")
    assert (answer.status_code, answer.get("Content-Range", "")) == (status, told)
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert content == sent
    answer.close()


def test_an_older_copy_gets_the_whole(data: Path) -> None:
    (data / "sound").write_bytes(SOUND)
    headers = {"Range": "bytes=5-", "If-Range": '"older"'}
    request = RequestFactory().get("/", headers=headers)
    answer = media(request, data / "sound", type="audio/webm", name="talk.webm", sha256="abc")
    assert answer.status_code == 200
    answer.close()


def test_what_is_no_sound_is_only_saved(data: Path) -> None:
    (data / "page").write_bytes(b"<script>alert(1)</script>")
    answer = media(RequestFactory().get("/"), data / "page", type="text/html", name="ü.html", sha256="abc")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_the_server_reads_it_piece_by_piece(data: Path) -> None:
    (data / "sound").write_bytes(SOUND)
    request = RequestFactory().get("/", headers={"Range": "bytes=10-19"})
    request.scope = {}  # type: ignore[attr-defined]  # as the server's requests have one

    async def read() -> bytes:
        answer: Any = media(request, data / "sound", type="audio/webm", name="talk.webm", sha256="abc")
        assert answer.is_async
        return b"".join([piece async for piece in answer])

    assert asyncio.run(read()) == SOUND[10:20]
