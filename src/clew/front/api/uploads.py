"""Files come in as they are, not as JSON."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, UploadedFile
from ninja.params import functions as params

from clew.front.api.answers import Done, done
from clew.front.api.gate import OFTEN
from clew.ground.files.api import store
from clew.ground.workspaces.api import Access, Role


def install(api: NinjaAPI) -> None:
    api.default_router.add_api_operation(
        "/files",
        ["POST"],
        upload,
        response=Done,
        operation_id="upload_file",
        summary="Upload a file",
        description="Up to 200 MB, as multipart/form-data. The same content twice is one file.",
        tags=["files"],
        throttle=OFTEN["POST"],
    )


def upload(request: HttpRequest, file: UploadedFile = params.File(...)) -> dict[str, Any]:  # noqa: B008 - how it is read
    access: Access = request.auth  # type: ignore[attr-defined]
    access.require(Role.EDITOR)
    return done(store(access, name=file.name or "file", chunks=file.chunks()))
