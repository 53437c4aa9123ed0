"""Files come in as they are, not as JSON: small ones whole, large ones in parts."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, UploadedFile
from ninja.params import functions as params

from clew.front.api import problems
from clew.front.api.answers import Done, done
from clew.front.api.gate import OFTEN
from clew.ground.doors.api import sent_part
from clew.ground.files.api import UploadRow, receive, store
from clew.ground.workspaces.api import Access, Role

PART = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}  # fmt: skip


def install(api: NinjaAPI) -> None:
    api.default_router.add_api_operation(
        "/files",
        ["POST"],
        upload,
        response=Done,
        operation_id="upload_file",
        summary="Upload a file",
        description="Up to 200 MB, as multipart/form-data. The same content twice is one file. Larger ones: `POST /uploads`.",
        tags=["files"],
        throttle=OFTEN["POST"],
    )
    api.default_router.add_api_operation(
        "/uploads/{int:upload_id}/parts",
        ["POST"],
        send_part,
        response=UploadRow,
        operation_id="send_part",
        summary="Send a part of a file",
        description="Up to 8 MB, as it is. A part sent again changes nothing; one that leaves a gap is answered with status 409 and `expected`, the place to go on from.",
        tags=["uploads"],
        throttle=OFTEN["POST"],
        openapi_extra={"responses": problems.REFERENCE, **PART},
    )


def upload(request: HttpRequest, file: UploadedFile = params.File(...)) -> dict[str, Any]:  # noqa: B008 - how it is read
    access: Access = request.auth  # type: ignore[attr-defined]
    access.require(Role.EDITOR)
    return done(store(access, name=file.name or "file", chunks=file.chunks()))


def send_part(request: HttpRequest, upload_id: int, offset: int) -> UploadRow:
    access: Access = request.auth  # type: ignore[attr-defined]
    access.require(Role.EDITOR)
    return receive(access, upload_id=upload_id, offset=offset, part=sent_part(request))
