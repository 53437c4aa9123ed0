"""Personal data leaves an interview: its words are covered, and where it is heard the recording becomes silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from clew.ground.exchange.api import Place, redact
from clew.ground.files.api import MAX_UPLOAD, drop_unspoken, store
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, start
from clew.ground.thread.api import act_not_undone, get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.kinds import INTERVIEW, SILENCE_JOB
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.queries.privacy import NO_TIMES, source_of, standing, times_of_places, why_not_in_sound

REDACT, SILENCE = "redact an interview", "silence a recording"
for _name in (REDACT, SILENCE):
    act_not_undone(_name, "What was redacted is gone.", told="redacted words here")


@dataclass(frozen=True, slots=True)
class RedactedInterview:
    """How many places of all versions were covered, how many uploads went, and the run that silences the recording if there is one."""

    places: int
    files: int
    run_id: int | None


@act(REDACT)
def redact_interview(access: Access, *, interview_id: int, places: Sequence[Place]) -> RedactedInterview:
    """These words are covered in every version of the transcript, and a run silences them in the recording. It cannot be undone.

    Refused as a whole when the recording cannot follow: then it has to be taken away first.
    """
    get_node(interview_id, kind=INTERVIEW)
    source_id, kept = source_of(interview_id), standing(interview_id)
    spans = times_of_places(access, source_id, [(place.start, place.end) for place in places])
    if kept:
        why = why_not_in_sound(access, kept) or (NO_TIMES if None in spans else "")
        if why:
            raise Refused(why, field="places", remedy="Take the recording away first, then redact.")
    done = redact(access, source_id=source_id, places=places)
    _drop_taken_away(interview_id)
    _drop_clips(interview_id)
    run = _silence(access, kept[0], [span for span in spans if span]) if kept else None
    return RedactedInterview(done.places, done.files, run.pk if run else None)


def _silence(access: Access, recording: Recording, spans: list[tuple[int, int]]) -> Run:
    told = sha256(repr(spans).encode()).hexdigest()[:12]
    return start(
        access, job=SILENCE_JOB, title=f"Silence {len(spans)} places of a recording", subject_id=recording.interview_id,
        arguments={"recording_id": recording.pk, "spans": [list(span) for span in spans]},
        key=f"silence-{recording.pk}-{recording.file_id}-{told}",
    )  # fmt: skip


def _drop_taken_away(interview_id: int) -> None:
    """What could be brought back for a day would be heard again."""
    gone = Recording.objects.filter(interview=interview_id, taken_away_at__isnull=False, file__isnull=False)
    _let_go(gone, "file")


def _drop_clips(interview_id: int) -> None:
    """Pieces and films that were cut of its recordings leave the disk; a reel is cut anew from what is silent then."""
    clips = Clip.objects.filter(recording__interview=interview_id)
    _let_go(clips.filter(piece__isnull=False), "piece", cut_as="")
    reels = Reel.objects.filter(pk__in=clips.values("reel"), film__isnull=False)
    _let_go(reels, "film", made_of=[], made_at=None)


def _let_go(rows: QuerySet[Any], held_in: str, **also: Any) -> None:
    for row in rows.select_related(held_in):
        file = getattr(row, held_in)
        for name, value in {held_in: None, **also}.items():
            setattr(row, name, value)
        row.save(update_fields=[held_in, *also])
        transaction.on_commit(partial(drop_unspoken, file))


@act(SILENCE)
def keep_silenced(access: Access, *, recording_id: int, file_id: int, made: str) -> bool:
    """What the job made of a file takes the recording's place; not when another job was quicker. Called by the job at its end."""
    found = Recording.objects.select_for_update(of=("self",)).select_related("file").filter(pk=recording_id).first()
    if found is None or found.file is None:
        raise NotFound("No such recording.")
    if found.file_id != file_id:
        return False
    with open(made, "rb") as sound:
        chunks = iter(lambda: sound.read(1 << 20), b"")
        found.file = store(access, name=found.file.name, chunks=chunks, max_bytes=MAX_UPLOAD)
    found.save(update_fields=["file"])
    _drop_clips(found.interview_id)  # what was cut while the job ran
    return True
