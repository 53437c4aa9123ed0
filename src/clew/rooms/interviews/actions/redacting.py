"""Personal data leaves an interview: its words are covered, and where it is heard its recordings become silent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from clew.ground.evidence.api import source
from clew.ground.exchange.api import MOST_PLACES, Place, find_words, redact, redact_passages, remember_silent
from clew.ground.files.api import MAX_UPLOAD, drop_unspoken, store
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, start
from clew.ground.thread.api import act_not_undone, get_node
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.kinds import INTERVIEW, SILENCE_JOB, TRANSCRIBE_JOB
from clew.rooms.interviews.models import Clip, Recording, Reel
from clew.rooms.interviews.queries.in_sound import NO_TIMES, spans_in, standing, times_of_places, why_not_in_sound
from clew.rooms.interviews.queries.privacy import IN_TRANSCRIPT, source_of
from clew.rooms.interviews.queries.written import written_about

REDACT, SILENCE = "redact an interview", "silence a recording"
for _name in (REDACT, SILENCE):
    act_not_undone(_name, "What was redacted is gone.", told="redacted words here")


@dataclass(frozen=True, slots=True)
class PlaceIn:
    """Where words stand, which they are, and in what: "transcript", "note 12", "finding 31 detail", "need 7 title" or "comment 9"."""

    start: int
    end: int
    exact: str
    where: str = IN_TRANSCRIPT


@dataclass(frozen=True, slots=True)
class RedactedInterview:
    """How many places of all versions and writings were covered, how many uploads went, and the runs that silence recordings."""

    places: int
    files: int
    run_ids: tuple[int, ...]


@act(REDACT)
def redact_interview(access: Access, *, interview_id: int, places: Sequence[PlaceIn]) -> RedactedInterview:
    """These words are covered in every version of the transcript, in notes, snapshot, findings, needs and comments, and runs silence them in every recording.

    It cannot be undone. Refused as a whole when a recording cannot follow: then it has to be taken away first.
    """
    get_node(interview_id, kind=INTERVIEW)
    if not places or len(places) > MOST_PLACES:
        raise Refused(f"Choose 1 to {MOST_PLACES:,} places.", field="places", remedy="Redact in parts.")
    source_id = source_of(interview_id)
    covered = _in_writing(access, interview_id, source_id, [one for one in places if one.where != IN_TRANSCRIPT])
    said = [Place(one.start, one.end, one.exact) for one in places if one.where == IN_TRANSCRIPT]
    if not said:
        return RedactedInterview(covered, 0, ())
    if source_id is None:
        raise Refused("This interview has no transcript.", field="places", remedy="Choose words of its notes.")
    kept = standing(interview_id)
    spans = times_of_places(access, source_id, [(place.start, place.end) for place in said])
    why = why_not_in_sound(access, kept) or (NO_TIMES if kept and None in spans else "")
    if why:
        raise Refused(why, field="places", remedy="Take the recording away first, then redact.")
    done = redact(access, source_id=source_id, places=said)
    _drop_taken_away(interview_id)
    _drop_clips(interview_id)
    heard = Run.objects.filter(job=TRANSCRIBE_JOB, subject_id=interview_id).exclude(state__in=("queued", "running"))
    heard.exclude(cursor={}).update(cursor={})  # words of a transcription that was never finished
    silent = spans_in(kept, [span for span in spans if span])
    runs = tuple(_silence(access, recording, some).pk for recording, some in silent)
    return RedactedInterview(done.places + covered, done.files, runs)


def _in_writing(access: Access, interview_id: int, source_id: int | None, places: Sequence[PlaceIn]) -> int:
    """A note that was gathered stands as a source too: the same words are covered there."""
    wanted: dict[str, list[Place]] = defaultdict(list)
    for one in places:
        wanted[one.where].append(Place(one.start, one.end, one.exact))
    texts = {one.where: one for one in written_about(interview_id, source_id)} if wanted else {}
    if unknown := wanted.keys() - texts.keys():
        raise Refused(f"There is no {min(unknown)} here.", field="places", remedy="Look at what is found now.")
    count = redact_passages(access, [texts[where].passage(tuple(some)) for where, some in wanted.items()])
    for where, some in wanted.items():
        gathered = texts[where].source_id
        if gathered is not None:
            again = find_words(source(access, gathered).text, {one.exact for one in some})
            count += redact(access, source_id=gathered, places=again).places if again else 0
    return count


def _silence(access: Access, recording: Recording, spans: list[tuple[int, int]]) -> Run:
    told = sha256(repr(spans).encode()).hexdigest()[:12]
    if recording.file is not None:
        remember_silent(recording.file.sha256, type=recording.type, spans=spans)
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
        remember_silent(file.sha256, type="", spans=[])
        transaction.on_commit(partial(drop_unspoken, file))


@act(SILENCE)
def keep_silenced(
    access: Access, *, recording_id: int, file_id: int, made: str, spans: Sequence[tuple[int, int]]
) -> bool:
    """What the job made of a file takes the recording's place; not when another job was quicker. Called by the job at its end."""
    found = Recording.objects.select_for_update(of=("self",)).select_related("file").filter(pk=recording_id).first()
    if found is None or found.file is None:
        raise NotFound("No such recording.")
    if found.file_id != file_id:
        return False
    with open(made, "rb") as sound:
        chunks = iter(lambda: sound.read(1 << 20), b"")
        before, found.file = found.file, store(access, name=found.file.name, chunks=chunks, max_bytes=MAX_UPLOAD)
    found.save(update_fields=["file"])
    remember_silent(before.sha256, type=found.type, spans=list(spans), into=found.file.sha256)
    _drop_clips(found.interview_id)  # what was cut while the job ran
    return True
