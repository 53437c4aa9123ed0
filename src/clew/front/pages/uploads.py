"""Files that come in parts: how far they are, one part more, the end. What they are for begins them."""

from typing import Any

from clew.ground.doors.api import Route, WorkRequest, in_json, sent_part, typed
from clew.ground.files import api as files
from clew.ground.ledger.api import Refused
from clew.ground.workspaces.api import Role


@in_json
def status(request: WorkRequest, pk: int) -> dict[str, Any]:
    return _told(files.upload(request.access, pk))


@in_json
def part(request: WorkRequest, pk: int) -> dict[str, Any]:
    offset = typed.whole_number(request.GET, "offset")
    if offset is None:
        raise Refused("Where the part belongs is missing.", field="offset", remedy="Send ?offset= with it.")
    return _told(files.receive(request.access, upload_id=pk, offset=offset, part=sent_part(request)))


@in_json
def finish(request: WorkRequest, pk: int) -> dict[str, Any]:
    return {"file": files.finish_upload(request.access, upload_id=pk).pk}


@in_json
def cancel(request: WorkRequest, pk: int) -> dict[str, Any]:
    files.cancel_upload(request.access, upload_id=pk)
    return {}


def _told(row: files.UploadRow) -> dict[str, Any]:
    return {"id": row.id, "received": row.received, "size": row.size, "file": row.file_id}


ROUTES = [
    Route("uploads/<int:pk>", "upload", status, get=Role.EDITOR),
    Route("uploads/<int:pk>/parts", "upload_part", part, post=Role.EDITOR),
    Route("uploads/<int:pk>/finish", "upload_finish", finish, post=Role.EDITOR),
    Route("uploads/<int:pk>/cancel", "upload_cancel", cancel, post=Role.EDITOR),
]
