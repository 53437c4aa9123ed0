"""Files that come in parts: each is put behind the last one, and counts once the disk has it.

A part that is sent again changes nothing; one that leaves a gap is refused with the place where the next one begins. So a
connection may drop, and the server start again, at any moment.
"""

import fcntl
import hashlib
import io
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.files.actions import discard, place_of, safe_name
from clew.ground.files.models import KEPT_FOR, MAX_UPLOAD, StoredFile, Upload
from clew.ground.files.queries import MOST_OPEN, UploadRow, row_of, spoken_of
from clew.ground.ledger.api import NotFound, Refused, acting
from clew.ground.workspaces.api import Access, Role, act, within

MAX_PART = 8 * 2**20
SPARE = 512 * 2**20  # left free on the disk, so that the database can go on writing
BLOCK = 1 << 20
TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,70}")


class OutOfOrder(Refused):
    """A part that does not go on where the last one ended. `expected`: where the next one begins."""

    def __init__(self, message: str, expected: int) -> None:
        super().__init__(message, field="offset", remedy=f"Go on at byte {expected}.")
        self.expected = expected


@act("begin an upload")
def begin_upload(access: Access, *, name: str, type: str, size: int | None = None) -> Upload:
    """A file that will come in parts. Without `size` it ends where it is finished."""
    kind = type.split(";")[0].strip().lower()
    if not TYPE.fullmatch(kind):
        raise Refused("That is no type of content.", field="type", remedy="For example audio/webm.")
    if size is not None and not 1 <= size <= MAX_UPLOAD:
        raise Refused("A file has 1 byte to 2 GB.", field="size", remedy="Choose a smaller one, or make it smaller.")
    if Upload.objects.filter(file=None).count() >= MOST_OPEN:
        raise Refused(f"{MOST_OPEN} uploads are under way.", field="file", remedy="Finish or cancel one of them.")
    _room_for(size or MAX_PART)
    return Upload.objects.create(
        workspace_id=access.workspace_id, name=safe_name(name), type=kind, size=size, created_by_id=access.user_id
    )


def receive(access: Access, *, upload_id: int, offset: int, part: bytes) -> UploadRow:
    """Put a part where it belongs. The disk has it before the row counts it, and others may write meanwhile."""
    access.require(Role.EDITOR)
    if not 1 <= len(part) <= MAX_PART:
        raise Refused("A part has 1 byte to 8 MB.", field="part", remedy="Send the file in smaller parts.")
    with _alone(access, upload_id) as (found, file):
        if found.file_id is not None:
            raise Refused("This upload is finished.", field="offset", remedy="Begin another one.")
        _check(found, file, offset, part)
        if offset < found.received:
            return row_of(found)
        file.seek(offset)
        file.write(part)
        file.flush()
        os.fsync(file.fileno())
        return row_of(_count(access, upload_id=upload_id, received=offset + len(part)))


def finish_upload(access: Access, *, upload_id: int) -> StoredFile:
    """All parts are here: the file is kept under its hash. Asked again, it answers the same."""
    access.require(Role.EDITOR)
    done = _found(access, upload_id).file
    if done is not None:
        return done
    with _alone(access, upload_id) as (found, file):
        if found.file is not None:
            return found.file
        if found.size is not None and found.received != found.size:
            raise OutOfOrder("Parts of the file are missing.", found.received)
        if found.received == 0:
            raise Refused("Nothing has come yet.", field="file", remedy="Send its parts first.")
        file.truncate(found.received)  # a part may lie there that was never counted
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        place = place_of(access.workspace_id, digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            os.utime(file.name)  # a stray is what is old and in no row; this one's row is about to come
            os.link(file.name, place)
        kept = _keep(access, upload_id=upload_id, sha256=digest)
        os.unlink(file.name)
        return kept


@act("cancel an upload")
def cancel_upload(access: Access, *, upload_id: int) -> None:
    """What has come of it goes from the disk. One that is finished stays a file."""
    drop_parts(_row(upload_id))


def sweep_uploads() -> int:
    """Uploads to which nothing came for two weeks go, and parts on the disk that no row speaks of; says how many rows went."""
    with scopes_disabled():
        old = list(Upload.objects.filter(touched_at__lt=timezone.now() - KEPT_FOR)[:500])
        for one in old:
            drop_parts(one)
        spoken = {str(key) for key in Upload.objects.values_list("key", flat=True)}
    for place in (Path(settings.CLEW_DATA) / "uploads").glob("*/*"):
        if place.name not in spoken and timezone.now().timestamp() - place.stat().st_mtime > KEPT_FOR.total_seconds():
            place.unlink(missing_ok=True)
    return len(old)


def drop_parts(one: Upload) -> None:
    one.delete()
    _part_place(one).unlink(missing_ok=True)


def drop_unspoken(file: StoredFile) -> bool:
    """A file goes, with its content, once no row but its upload speaks of it; says whether it went."""
    with scopes_disabled(), acting("drop a file", actor_id=None):
        if spoken_of([file.pk]):
            return False
        Upload.objects.filter(file=file).delete()
        StoredFile.objects.filter(pk=file.pk).delete()
    discard(file.workspace_id, file.sha256)
    return True


@act("upload a file")
def _keep(access: Access, *, upload_id: int, sha256: str) -> StoredFile:
    found = _row(upload_id)
    kept, _ = StoredFile.objects.get_or_create(
        workspace_id=access.workspace_id,
        sha256=sha256,
        defaults={"name": found.name, "size": found.received, "created_by_id": access.user_id},
    )
    Upload.objects.filter(pk=upload_id).update(file=kept, touched_at=timezone.now())
    return kept


@act("send a part of a file")
def _count(access: Access, *, upload_id: int, received: int) -> Upload:
    found = _row(upload_id)
    found.received, found.touched_at = received, timezone.now()
    found.save(update_fields=["received", "touched_at"])
    return found


@contextmanager
def _alone(access: Access, upload_id: int) -> Iterator[tuple[Upload, io.BufferedRandom]]:
    """The upload and its file, while nobody else writes to it. Two who send the same part come one after the other."""
    place = _part_place(_found(access, upload_id))
    place.parent.mkdir(parents=True, exist_ok=True)
    with _opened(place) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        found = _found(access, upload_id)
        if found.file_id is None and os.fstat(file.fileno()).st_size < found.received:
            raise Refused("What came before is no longer on the disk.", field="file", remedy="Begin the upload anew.")
        yield found, file


def _opened(place: Path) -> io.BufferedRandom:
    """To be written anywhere in, and made where it is not there."""
    return open(place, "r+b", opener=lambda path, flags: os.open(path, flags | os.O_CREAT, 0o600))


def _found(access: Access, upload_id: int) -> Upload:
    with within(access):
        return _row(upload_id)


def _row(upload_id: int) -> Upload:
    found = Upload.objects.select_related("file").filter(pk=upload_id).first()
    if found is None:
        raise NotFound("No such upload.")
    return found


def _check(found: Upload, file: io.BufferedRandom, offset: int, part: bytes) -> None:
    end = offset + len(part)
    if offset < 0 or offset > found.received or offset < found.received < end:
        raise OutOfOrder("This part does not go on where the last one ended.", found.received)
    if end > (found.size or MAX_UPLOAD):
        raise Refused("More came than the file is long.", field="part", remedy="Begin the upload anew.")
    if offset < found.received:
        file.seek(offset)
        if file.read(len(part)) != part:
            raise OutOfOrder("Something else came at this place before.", found.received)
        return
    _room_for(len(part))


def _room_for(size: int) -> None:
    if shutil.disk_usage(settings.CLEW_DATA).free < size + SPARE:
        raise Refused("The disk of the server is nearly full.", field="file", remedy="Ask whoever keeps the server.")


def _part_place(found: Upload) -> Path:
    return Path(settings.CLEW_DATA) / "uploads" / str(found.workspace_id) / str(found.key)
