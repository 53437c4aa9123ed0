"""Files of an idea: attached under their names, taken off again."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.evidence.api import IDEA
from clew.ground.files.api import StoredFile, drop_unspoken, safe_name, spoken_of, store
from clew.ground.ledger.api import NotFound, Refused, acting
from clew.ground.thread.api import get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.roadmap.models import Attachment

MOST_FILES, MOST_BYTES = 20, 25 * 2**20
UNDONE_FOR, AT_ONCE = timedelta(days=1), 100


@act("attach files to an idea")
def attach_files(
    access: Access, *, idea_id: int, file_ids: Sequence[int], names: Sequence[str] = ()
) -> tuple[Attachment, ...]:
    """Uploads that are here, all of them or none; `names` in their order, otherwise each has the name it was uploaded under."""
    get_node(idea_id, kind=IDEA)
    wanted = list(dict.fromkeys(file_ids))
    found = StoredFile.objects.select_for_update().in_bulk(wanted)
    if len(found) < len(wanted):
        raise NotFound("No such file.")
    if spoken_of(wanted, besides=[Attachment]):  # who may hear a recording or read an import is decided there
        raise Refused(
            "This file is something else here already, such as a recording or an import.", field="file",
            remedy="Link to that record instead.",
        )  # fmt: skip
    there = set(Attachment.objects.filter(idea=idea_id, taken_off_at=None).values_list("file_id", flat=True))
    check_files([file.size for file in found.values()], room=MOST_FILES - len(there))
    if again := there & set(wanted):
        name = found[again.pop()].name
        raise Refused(f"“{name}” is attached already.", field="file", remedy="Choose another file.")
    told = dict(zip(file_ids, names, strict=False))
    return tuple(
        Attachment.objects.create(
            workspace_id=access.workspace_id, idea_id=idea_id, file=found[pk], added_by_id=access.user_id,
            name=safe_name(told.get(pk) or found[pk].name),
        )
        for pk in wanted
    )  # fmt: skip


def keep_and_attach(
    access: Access, *, idea_id: int, files: Iterable[tuple[str, Iterable[bytes]]]
) -> tuple[Attachment, ...]:
    """New ones by name and content, all of them or none: whatever goes wrong, what was kept for it does not stay on the disk."""
    kept: list[StoredFile] = []
    names: list[str] = []
    try:
        for name, chunks in files:
            kept.append(store(access, name=name, chunks=chunks, max_bytes=MOST_BYTES))
            names.append(name)
        return attach_files(access, idea_id=idea_id, file_ids=[one.pk for one in kept], names=names)
    except BaseException:
        for one in kept:
            drop_unspoken(one)
        raise


@act("take a file off an idea")
def detach_file(access: Access, *, attachment_id: int) -> Attachment:
    """For a day it can be undone; then its content leaves the disk, unless it is something else as well."""
    found = Attachment.objects.filter(pk=attachment_id, taken_off_at=None).first()
    if found is None:
        raise NotFound("No such file.")
    found.taken_off_at = timezone.now()
    found.save(update_fields=["taken_off_at"])
    return found


def check_files(sizes: Sequence[int], *, room: int = MOST_FILES) -> None:
    """Refused before anything is kept, where the sizes are known by then."""
    if not sizes:
        raise Refused("No file was chosen.", field="file", remedy="Drop a file, or choose one.")
    if max(sizes) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise Refused(f"A file has at most {most} MB here.", field="file", remedy="Keep it elsewhere and link to it.")
    if len(sizes) > room:
        raise Refused(f"An idea has at most {MOST_FILES} files.", field="file", remedy="Take one off first.")


def drop_detached() -> int:
    """Files that were taken off a day ago leave the disk, unless their content is something else as well."""
    with scopes_disabled():
        gone = Attachment.objects.filter(taken_off_at__lt=timezone.now() - UNDONE_FOR, file__isnull=False)
        rows = list(gone.select_related("file")[:AT_ONCE])
        for row in rows:
            with acting("drop a file", actor_id=None):
                Attachment.objects.filter(pk=row.pk).update(file=None)
            if row.file is not None:
                drop_unspoken(row.file)
    return len(rows)
