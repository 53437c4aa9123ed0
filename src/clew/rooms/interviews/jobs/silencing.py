"""A recording becomes silent where personal data is heard, and what it was before leaves the disk."""

from functools import partial
from typing import Any

from clew.ground.evidence.api import silenced
from clew.ground.files.api import StoredFile, drop_unspoken, path_of
from clew.ground.runs.api import Running, job
from clew.ground.workspaces.api import within
from clew.rooms.interviews.actions.redacting import keep_silenced
from clew.rooms.interviews.kinds import SILENCE_JOB
from clew.rooms.interviews.models import Recording


@job(SILENCE_JOB)
def silence(running: Running) -> dict[str, Any]:
    """The file of before is noted with the new one, so that it goes also when the server stops in between."""
    pk, spans = running.arguments["recording_id"], [(start, end) for start, end in running.arguments["spans"]]
    while "before" not in running.cursor:  # another job may have been quicker: then what it made is silenced
        with within(running.access):
            found = Recording.objects.get(pk=pk)
        file_id = found.file_id or 0
        with silenced(path_of(running.access, file_id=file_id), found.type, spans) as made:
            kept = partial(_kept, running, pk, file_id, str(made), spans)
            running.commit(kept, done=1, total=1, step="The recording is silent there")
    with within(running.access):
        old = StoredFile.objects.filter(pk=running.cursor["before"]).first()
    if old is not None:
        drop_unspoken(old)
    return {"places": len(spans)}


def _kept(running: Running, recording_id: int, file_id: int, made: str, spans: list[tuple[int, int]]) -> dict[str, Any]:
    is_kept = keep_silenced(running.access, recording_id=recording_id, file_id=file_id, made=made, spans=spans)
    return {"before": file_id} if is_kept else {}
