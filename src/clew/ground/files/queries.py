"""Uploads that are under way, and which files rows speak of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import ManyToOneRel, Model

from clew.ground.files.models import StoredFile, Upload
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


def spoken_of(file_ids: Collection[int], *, besides: Collection[type[Model]] = ()) -> frozenset[int]:
    """Those of which a row speaks, other than the upload each came in and rows of these tables. Called inside an act or a query."""
    ties = [tie for tie in StoredFile._meta.get_fields(include_hidden=True) if isinstance(tie, ManyToOneRel)]
    speaking = [
        tie.related_model._base_manager.filter(**{f"{tie.field.name}__in": file_ids})
        .order_by()
        .values_list(tie.field.name)
        for tie in ties
        if tie.related_model not in (Upload, *besides)
    ]
    first, *others = speaking
    return frozenset(pk for (pk,) in first.union(*others))
