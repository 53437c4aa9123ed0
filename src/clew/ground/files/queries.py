"""Uploads that are under way."""

from dataclasses import dataclass
from datetime import datetime

from clew.ground.files.models import Upload
from clew.ground.ledger.api import NotFound
from clew.ground.workspaces.api import Access, read

MOST_OPEN = 50


@dataclass(frozen=True, slots=True)
class UploadRow:
    """`received`: where the next part begins. `size`: null while nobody knows. `file_id`: what it became, once it is finished."""

    id: int
    name: str
    type: str
    size: int | None
    received: int
    begun_at: datetime
    kept_until: datetime
    file_id: int | None


@read
def upload(access: Access, upload_id: int) -> UploadRow:
    """How far an upload is."""
    found = Upload.objects.filter(pk=upload_id).first()
    if found is None:
        raise NotFound("No such upload.")
    return row_of(found)


@read
def open_uploads(access: Access, *, limit: int = 50, offset: int = 0) -> tuple[UploadRow, ...]:
    """Uploads that are not finished, the newest first; they are swept away when nothing came for two weeks."""
    found = Upload.objects.filter(file=None).order_by("-pk")[offset : offset + min(limit, MOST_OPEN)]
    return tuple(row_of(one) for one in found)


def row_of(one: Upload) -> UploadRow:
    return UploadRow(one.pk, one.name, one.type, one.size, one.received, one.created_at, one.kept_until, one.file_id)
