"""Keep uploads: written beside, then renamed, so that a half-written file is never found under its hash."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from clew.ground.files.models import StoredFile
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.workspaces.api import Access, act, read

MAX_BYTES = 200 * 1024 * 1024
ANY_SIZE = 1 << 62


@act("upload a file")
def store(access: Access, *, name: str, chunks: Iterable[bytes], max_bytes: int = MAX_BYTES) -> StoredFile:
    """Keep an upload; the same content twice is one file."""
    digest, size = _write(access.workspace_id, chunks, max_bytes)
    kept, _ = StoredFile.objects.get_or_create(
        workspace_id=access.workspace_id,
        sha256=digest,
        defaults={"name": safe_name(name), "size": size, "created_by_id": access.user_id},
    )
    return kept


@read
def path_of(access: Access, *, file_id: int) -> Path:
    """Where this workspace's file lies on disk."""
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound("No such file.")
    return place_of(access.workspace_id, found.sha256)


def bring(workspace_id: int, chunks: Iterable[bytes]) -> str:
    """Put content that comes from an archive where its row expects it; gives its hash."""
    return _write(workspace_id, chunks, ANY_SIZE)[0]


def discard(workspace_id: int, sha256: str) -> None:
    """Remove content from the disk; called once no row speaks of it any more."""
    place_of(workspace_id, sha256).unlink(missing_ok=True)


def place_of(workspace_id: int, sha256: str) -> Path:
    return _folder(workspace_id) / sha256


def safe_name(name: str) -> str:
    """The last part of a name a browser sent, without control characters."""
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", last).strip(". ")[:255] or "file"


def _write(workspace_id: int, chunks: Iterable[bytes], max_bytes: int) -> tuple[str, int]:
    folder = _folder(workspace_id)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".upload-", delete=False) as file:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > max_bytes:
                    raise Refused(
                        f"The file is larger than {max_bytes // 2**20} MB.",
                        field="file",
                        remedy="Split it and import the parts.",
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.unlink(file.name)
            raise
    os.replace(file.name, place_of(workspace_id, digest.hexdigest()))
    return digest.hexdigest(), size


def _folder(workspace_id: int) -> Path:
    return Path(settings.CLEW_DATA) / "files" / str(workspace_id)
