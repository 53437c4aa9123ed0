"""Files of an idea: which there are, and each to be saved. Only what is a picture by its content is shown, and small."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clew.ground.doors.api import Outgoing
from clew.ground.evidence.api import Idea
from clew.ground.files.api import StoredFile, place_of, spoken_of
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, names_of, read
from clew.rooms.roadmap.models import Attachment

MOST, MOST_SHOWN = 20, 5 * 2**20
# By their first bytes; SVG is none of them, since it can hold scripts.
PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """`is_picture`: it can be shown small."""

    id: int
    name: str
    size: int
    added_at: datetime
    added_by: str
    is_picture: bool


@read
def attachments(access: Access, idea_id: int) -> tuple[AttachedFile, ...]:
    """The files of an idea, the first attached first."""
    if not Idea.objects.filter(pk=idea_id).exists():
        raise NotFound("No such idea.")
    found = Attachment.objects.filter(idea=idea_id, taken_off_at=None).select_related("file").order_by("pk")[:MOST]
    rows = [(row, row.file) for row in found if row.file is not None]
    elsewhere = spoken_of([file.pk for _, file in rows], besides=[Attachment])
    names = names_of({row.added_by_id for row, _ in rows if row.added_by_id})
    return tuple(
        AttachedFile(
            row.pk, row.name, file.size, row.added_at, names.get(row.added_by_id or 0, ""),
            file.pk not in elsewhere and bool(_picture(place_of(access.workspace_id, file.sha256), file.size)),
        )
        for row, file in rows
    )  # fmt: skip


@read
def attachment_file(access: Access, attachment_id: int) -> Outgoing:
    """One of them, to be saved."""
    name, file = _found(attachment_id)
    return Outgoing(name, "application/octet-stream", place_of(access.workspace_id, file.sha256), file.sha256)


@read
def attached_picture(access: Access, attachment_id: int) -> Outgoing:
    """A picture for the page that shows it small: a browser told to save it still draws it inside a page."""
    name, file = _found(attachment_id)
    path = place_of(access.workspace_id, file.sha256)
    type = _picture(path, file.size)
    if not type:
        raise NotFound("This is no picture.")
    return Outgoing(name, type, path.read_bytes())


def _found(attachment_id: int) -> tuple[str, StoredFile]:
    """Its name and its content, which is one with that of an import of the same bytes: then it is read there, where words are withheld."""
    row = Attachment.objects.filter(pk=attachment_id, taken_off_at=None).select_related("file").first()
    if row is None or row.file is None:
        raise NotFound("No such file.")
    if spoken_of([row.file.pk], besides=[Attachment]):
        raise Refused("This file is something else here by now, such as an import.", remedy="Open that record instead.")
    return row.name, row.file


def _picture(path: Path, size: int) -> str:
    """Its type, if it is a picture that browsers draw; its name and what a sender said of it count for nothing."""
    if size > MOST_SHOWN or not path.is_file():
        return ""
    with path.open("rb") as file:
        first = file.read(12)
    if first[:4] == b"RIFF" and first[8:] == b"WEBP":
        return "image/webp"
    return next((type for start, type in PICTURES.items() if first.startswith(start)), "")
