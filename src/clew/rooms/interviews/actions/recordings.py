"""Recordings of an interview: coming in while it runs or uploaded later, kept, taken away."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django_scopes import scopes_disabled

from clew.ground.files.api import StoredFile, begin_upload, drop_unspoken, spoken_of
from clew.ground.ledger.api import NotFound, Refused, acting
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions.conduct import interview_of
from clew.rooms.interviews.models import Incoming, Recording
from clew.rooms.interviews.models.conduct import LONGEST_MS
from clew.rooms.interviews.queries.consent import interview_consent

MOST_PAUSES, MOST_RECORDINGS = 500, 20
UNDONE_FOR = timedelta(days=1)


@act("begin a recording")
def begin_recording(
    access: Access,
    *,
    interview_id: int,
    name: str,
    type: str,
    size: int | None = None,
    how: str = "uploaded",
    started_at: datetime | None = None,
) -> Incoming:
    """Sound or film that will come in parts: while it is recorded, or from a file."""
    interview = interview_of(interview_id)
    _check(access, interview_id, type, how)
    upload = begin_upload(access, name=name, type=type, size=size)
    return Incoming.objects.create(
        upload=upload, workspace_id=access.workspace_id, interview=interview, how=how, started_at=started_at
    )


@act("keep a recording")
def keep_recording(
    access: Access, *, upload_id: int, duration_ms: int | None = None, pauses: Sequence[tuple[int, int]] = ()
) -> Recording:
    """What has come in is all there is: it becomes a recording of its interview. Asked again, it answers the same."""
    found = Incoming.objects.select_related("upload", "recording").filter(pk=upload_id).first()
    if found is None:
        raise NotFound("No such recording.")
    if found.recording is not None:
        return found.recording
    if found.upload.file_id is None:
        raise Refused("Its upload is not finished.", field="file", remedy="Finish the upload first.")
    made = attach_recording(
        access, interview_id=found.interview_id, file_id=found.upload.file_id, type=found.upload.type, how=found.how,
        duration_ms=duration_ms, started_at=found.started_at, pauses=pauses,
    )  # fmt: skip
    found.recording = made
    found.save(update_fields=["recording"])
    return made


@act("attach a recording")
def attach_recording(
    access: Access,
    *,
    interview_id: int,
    file_id: int,
    type: str,
    how: str = "uploaded",
    duration_ms: int | None = None,
    started_at: datetime | None = None,
    pauses: Sequence[tuple[int, int]] = (),
) -> Recording:
    """A file that is here becomes a recording. `started_at` ties notes to its places; without it, it began with the interview."""
    interview = interview_of(interview_id)
    kind = _check(access, interview_id, type, how)
    file = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NotFound("No such file.")
    if spoken_of(
        [file_id], besides=[Recording]
    ):  # it would be heard there whatever was agreed here, and never leave the disk
        raise Refused("This file is something else here already.", field="file", remedy="Take it off there first.")
    if duration_ms is not None and not 0 <= duration_ms <= LONGEST_MS:
        raise Refused("A recording takes a day at most.", field="duration_ms", remedy="Say how long it is.")
    if Recording.objects.filter(interview=interview, taken_away_at=None).count() >= MOST_RECORDINGS:
        raise Refused(f"An interview has {MOST_RECORDINGS} recordings at most.", field="file", remedy="Take one away.")
    return Recording.objects.create(
        workspace_id=access.workspace_id, interview=interview, file=file, kind=kind, how=how,
        type=_plain(type), duration_ms=duration_ms, started_at=started_at, pauses=_pauses(pauses),
        added_by_id=access.user_id,
    )  # fmt: skip


@act("take a recording away")
def take_recording_away(access: Access, *, recording_id: int) -> Recording:
    """Nobody hears it any more. For a day it can be undone; then it leaves the disk."""
    found = Recording.objects.filter(pk=recording_id, taken_away_at=None).first()
    if found is None:
        raise NotFound("No such recording.")
    found.taken_away_at = timezone.now()
    found.save(update_fields=["taken_away_at"])
    return found


def drop_taken_away() -> int:
    """Recordings that were taken away a day ago leave the disk, unless their content is something else as well."""
    with scopes_disabled():
        gone = Recording.objects.filter(taken_away_at__lt=timezone.now() - UNDONE_FOR, file__isnull=False)
        rows = list(gone.select_related("file")[:100])
        for row in rows:
            file = row.file
            with acting("drop a recording", actor_id=None):
                Recording.objects.filter(pk=row.pk).update(file=None)
            if file is not None:
                drop_unspoken(file)
    return len(rows)


def _check(access: Access, interview_id: int, type: str, how: str) -> str:
    may_be_recorded(access, interview_id)
    if how not in dict(Recording.WAYS):
        raise Refused("It was recorded or uploaded.", field="how", remedy="One of: recorded, uploaded.")
    kind = type.partition("/")[0]
    if kind not in dict(Recording.KINDS):
        raise Refused("This is neither sound nor film.", field="type", remedy="Choose an audio or video file.")
    return kind


def may_be_recorded(access: Access, interview_id: int, *, what: str = "recording") -> None:
    """Refused with why not and what helps. Before anything is recorded, uploaded, brought in, kept or written down."""
    consent = interview_consent(access, interview_id)
    if why := consent.no_recording:
        raise Refused(f"No {what}: {why}.", remedy=consent.remedy)


def _plain(type: str) -> str:
    return type.split(";")[0].strip().lower()[:100]


def _pauses(pauses: Sequence[tuple[int, int]]) -> list[list[int]]:
    found = [[int(at), int(length)] for at, length in pauses]
    if len(found) > MOST_PAUSES or any(not 0 <= n <= LONGEST_MS for pair in found for n in pair):
        raise Refused(
            "These pauses do not fit.", field="pauses", remedy="Pairs of where and how long, in milliseconds."
        )
    return sorted(found)
