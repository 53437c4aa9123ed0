"""A file as it goes out: piece by piece, whole or a part of it, and audio and video so that players can jump in them."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from clew.ground.ledger.api import NotFound

BLOCK = 1 << 20
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# What a browser plays and nothing else makes sense of; every other file is only ever saved.
PLAYED = {
    "audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/x-wav", "audio/x-m4a", "audio/aac", "audio/flac",
    "video/webm", "video/mp4", "video/ogg", "video/quicktime",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file that somebody may have: what lies on the disk, or what was made for this answer (and, if it is a file, is closed by it). `sha256` is told for what lies there."""

    name: str
    type: str
    content: Path | bytes | IO[bytes]
    sha256: str = ""


def _streamed(request: HttpRequest, file: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(in_pieces(request, file))


def sent(request: HttpRequest, file: Outgoing) -> HttpResponseBase:
    """The answer that brings it, always to be saved; what lies on the disk also in parts."""
    if not isinstance(file.content, Path):
        is_small = isinstance(file.content, bytes)
        made: HttpResponseBase = HttpResponse(file.content) if is_small else _streamed(request, file.content)
        made["Content-Type"] = file.type
        made["X-Content-Type-Options"], made["Cache-Control"] = "nosniff", "private, no-cache"
        made["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
        return made
    if not file.content.is_file():
        raise NotFound("No such file.")
    response = media(request, file.content, type=file.type, name=file.name, sha256=file.sha256)
    if response.status_code != 416:
        response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return response


class _Pieces:
    """It is closed at its end, and also when whoever asked goes away before, or never begins:

    therefore a number of the system and not a file object, which complains when it is left open.
    """

    def __init__(self, file: IO[bytes], start: int | None, length: int | None) -> None:
        with file:
            if start is not None:
                file.seek(start)
            self._number, self._left = os.dup(file.fileno()), length

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if block := self.read():
            return block
        raise StopIteration

    def read(self) -> bytes:
        block = os.read(self._number, BLOCK if self._left is None else min(BLOCK, self._left))
        if self._left is not None:
            self._left -= len(block)
        return block

    def __del__(self) -> None:
        os.close(self._number)


async def _awaited(pieces: _Pieces) -> AsyncIterator[bytes]:
    """The same for the server, which would first read all of it otherwise."""
    while block := await sync_to_async(pieces.read, thread_sensitive=False)():
        yield block


def in_pieces(request: HttpRequest, file: IO[bytes], *, start: int | None = None, length: int | None = None) -> Any:
    """The content of a streaming answer. The file is closed by it."""
    pieces = _Pieces(file, start, length)
    return _awaited(pieces) if hasattr(request, "scope") else pieces


def media(request: HttpRequest, place: Path, *, type: str, name: str, sha256: str) -> HttpResponseBase:
    """Audio or video for a player, which asks for ranges (RFC 9110, 14); whatever else it is can only be saved."""
    size, etag = place.stat().st_size, f'"{sha256}"'
    is_current = request.headers.get("If-Range", etag) == etag
    span = _span(request.headers.get("Range", ""), size) if is_current else None
    if span == (0, 0):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, length = span or (0, size)
    response = StreamingHttpResponse(in_pieces(request, place.open("rb"), start=start, length=length))
    response.status_code = 200 if span is None else 206
    if span is not None:
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    played = type in PLAYED
    response["Content-Type"] = type if played else "application/octet-stream"
    response["Content-Disposition"] = content_disposition_header(not played, name) or "inline"
    response["Content-Length"], response["Accept-Ranges"], response["ETag"] = str(length), "bytes", etag
    response["Content-Encoding"] = (
        "identity"  # so that nothing packs it on the way: a range counts the bytes as they are
    )
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-cache"
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """Where the asked range begins and how long it is. None: nothing that is understood was asked; (0, 0): it lies outside."""
    found = RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, length) if length else (0, 0)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return (start, end - start + 1) if start < size else (0, 0)
