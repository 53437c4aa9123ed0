"""Back up the whole house while others write, and bring it back."""

import os
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction

from clew.ground.customers.api import Person
from clew.ground.exchange.checking import open_archive
from clew.ground.exchange.erasing import take_out_again
from clew.ground.exchange.erasures import NAME as ERASURES
from clew.ground.exchange.erasures import data_folder, goes_on_from, keep_beside, learn_from, of_kind, remembered
from clew.ground.exchange.loading import load_house, load_workspace
from clew.ground.exchange.redacting_again import redact_again, silence_again
from clew.ground.exchange.shapes import known
from clew.ground.exchange.traces import Coverage, Erasure, Silence, Trace
from clew.ground.exchange.writing import HOUSE, WORKSPACE, Written, ledger_hash, write_house
from clew.ground.files.api import StoredFile, discard
from clew.ground.ledger.api import Refused, maintenance
from clew.ground.search.api import compact
from clew.ground.workspaces.api import Role, User, Workspace, join

UNTIDY, AN_HOUR = "untidy", 3600.0


@dataclass(frozen=True, slots=True)
class Restored:
    """`erased_again`: uploads and people that were erased after the backup was made, and so were erased from it again."""

    ledger: str
    workspaces: int
    erased_again: int


def back_up(place: Path, *, for_long: bool = True) -> Written:
    """Write everything to a new file, whole or not at all, readable by its owner only. `for_long`: its folder is told of erasures."""
    if place.exists():
        raise Refused(f"{place} is there already.", field="file", remedy="Choose another name; the day is a good one.")
    half = place.with_name(place.name + ".half")
    try:
        with half.open("wb") as out:
            os.chmod(half, 0o600)
            written = write_house(out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(half, place)
    finally:
        half.unlink(missing_ok=True)
    if for_long:
        keep_beside(place.parent)
    return written


def house_name() -> str:
    """What has to be typed before this house is overwritten."""
    name = connection.settings_dict["NAME"]
    return data_folder().name if connection.vendor == "sqlite" else str(name)


def is_empty() -> bool:
    return not (User.objects.exists() or Workspace.objects.exists())


def restore(place: Path, *, typed_name: str = "") -> Restored:
    """Bring a backup back into an empty house; over another only when its name is typed. All or nothing.

    Whoever was erased since is erased from it again, and what was redacted is redacted, before anybody can read it.
    """
    archive = open_archive(place, HOUSE)
    traces = remembered(place.parent / ERASURES)
    will_tidy()
    with transaction.atomic():
        was_empty = is_empty()
        if not was_empty:
            if typed_name != house_name():
                raise Refused(
                    "There is data here already.",
                    field="name",
                    remedy=f"To replace it for good, use --replace and type its name: {house_name()}.",
                )
            _empty()
        load_house(archive)
        ledger = ledger_hash()
        if ledger != archive.manifest["ledger"]:
            raise Refused("The history that came in is not the one that was written.", remedy="Take another backup.")
        before = _erased_people()
        old_files = _take_out_again(traces)
        again = _erased_people() - before
    for workspace_id, sha in old_files:
        discard(workspace_id, sha)
    goes_on_from(place.parent)
    if not was_empty:
        discard_strays(older_than=0)
    tidy_disk()
    return Restored(ledger, Workspace.objects.count(), again)


def import_workspace(place: Path, *, owner: User, name: str = "") -> Workspace:
    """A new workspace from an export; whoever brings it in owns it. All or nothing."""
    archive = open_archive(place, WORKSPACE)
    traces = remembered(place.parent / ERASURES)
    with transaction.atomic():
        workspace_id = load_workspace(archive, name=name)
        old_files = _take_out_again(traces, workspace_id)
        workspace = Workspace.objects.get(pk=workspace_id)
        if not workspace.memberships.filter(user=owner).exists():
            join(workspace, owner, Role.OWNER)
    learn_from(place.parent)
    for place_id, sha in old_files:
        discard(place_id, sha)
    return workspace


def _take_out_again(traces: Collection[Trace], workspace_id: int | None = None) -> list[tuple[int, str]]:
    """A redaction may have come before an erasure or after it: its text is known by what was left of it."""
    covered = of_kind(Coverage, traces)
    return [
        *redact_again(covered, workspace_id),
        *take_out_again(of_kind(Erasure, traces), workspace_id),
        *redact_again(covered, workspace_id),
        *silence_again(of_kind(Silence, traces), workspace_id),
    ]


def will_tidy() -> None:
    """Said before words are taken out, so that a process killed before they left the disk leaves the work to the next."""
    (data_folder() / UNTIDY).touch()


def finish_tidying() -> bool:
    """What a killed process left undone; says whether there was anything."""
    if not (data_folder() / UNTIDY).exists():
        return False
    discard_strays()
    tidy_disk()
    return True


def tidy_disk() -> None:
    """What was deleted leaves the database's own files too. Not possible inside a transaction, nor while others hold the file:

    then it is done within the hour, by whichever server runs.
    """
    if connection.in_atomic_block:
        return
    try:
        compact()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.fetchall()
    except OperationalError:
        return
    (data_folder() / UNTIDY).unlink(missing_ok=True)


def _erased_people() -> int:
    return Person._base_manager.filter(node__state="erased").count()


def _empty() -> None:
    """Everything goes but what the program itself writes."""
    names = [shape.name for shape in known().values() if not shape.table.of_program]
    quoted = [connection.ops.quote_name(name) for name in reversed(names)]
    with maintenance(recorded=False), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in quoted:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - the models' own names
        else:
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")


def discard_strays(*, older_than: float = AN_HOUR) -> None:
    """Files that no row speaks of. A young one may be an upload whose row is about to come."""
    now = time.time()
    spoken = set(StoredFile._base_manager.values_list("workspace_id", "sha256"))
    for place in (Path(settings.CLEW_DATA) / "files").glob("*/*"):
        is_old = place.is_file() and now - place.stat().st_mtime >= older_than
        if is_old and (int(place.parent.name), place.name) not in spoken:
            place.unlink()
