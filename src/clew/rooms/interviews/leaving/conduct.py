"""What is noted and recorded in an interview: how it leaves."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from clew.ground.files.api import drop_parts
from clew.ground.ledger.api import Aged, Forgot, Table
from clew.ground.runs.api import Run
from clew.rooms.interviews.kinds import ASKED, TRANSCRIBE_JOB
from clew.rooms.interviews.models import Incoming, Note, Recording, Sitting
from clew.rooms.interviews.queries.aged import old_interviews

GONE = "erased"


def _drop_what_was_noted(person_id: int) -> Forgot:
    """Notes of talks with somebody hold what they said; their questions asked stay."""
    return _blank(Note.objects.filter(interview__person=person_id))


def _blank_old(aged: Aged) -> Forgot:
    """A note that was gathered is as old as its source, others are as old as their talk."""
    ungathered = Q(source=None) & Q(interview__in=old_interviews(aged))
    return _blank(Note.objects.filter(Q(source__in=aged.sources) | ungathered).exclude(text=GONE))


def _blank(notes: QuerySet[Note]) -> Forgot:
    rows = frozenset(notes.exclude(tag=ASKED).values_list("pk", flat=True))
    Note.objects.filter(pk__in=rows).update(text=GONE, taken_back_at=timezone.now())
    return Forgot(rows=rows)


def _drop_old_recordings(aged: Aged) -> Forgot:
    """What was heard in them by a transcription that was never finished goes too. A file that a later talk has as well stays."""
    old = old_interviews(aged)
    heard = Run.objects.filter(job=TRANSCRIBE_JOB, subject_id__in=old.values("pk"))
    heard.exclude(state__in=("queued", "running")).exclude(cursor={}).update(cursor={})
    found = Recording.objects.filter(interview__in=old, file__isnull=False)
    rows = list(found.values_list("pk", "file_id"))
    Recording.objects.filter(pk__in=[pk for pk, _ in rows]).update(file=None, taken_away_at=timezone.now())
    files = {file for _, file in rows if file is not None}
    spared = Recording.objects.filter(file__in=files, taken_away_at=None).values_list("file_id", flat=True)
    return Forgot(files=frozenset(files.difference(spared)))


def _drop_recordings(person_id: int) -> Forgot:
    found = Recording.objects.filter(interview__person=person_id, file__isnull=False)
    found.filter(taken_away_at=None).update(taken_away_at=timezone.now())
    return Forgot(files=frozenset(found.values_list("file_id", flat=True)))


def _drop_incoming(person_id: int) -> Forgot:
    for one in Incoming.objects.filter(interview__person=person_id).select_related("upload"):
        drop_parts(one.upload)
    return Forgot()


TABLES = (
    Table(
        Sitting,
        about="When an interview was really held.",
        erased="Holds no words.",
    ),
    Table(
        Note,
        about="What was noted while an interview ran, and when.",
        erased="The words of notes about talks with the person go; that something was noted then stays.",
        forget=_drop_what_was_noted,
        forget_old=_blank_old,
    ),
    Table(
        Recording,
        about="Sound or film of an interview; its content is a file.",
        erased="Recordings of the person are taken away, and their content leaves the disk at once.",
        forget=_drop_recordings,
        forget_old=_drop_old_recordings,
    ),
    Table(
        Incoming,
        about="A recording that is still coming in.",
        erased="What has come of a recording of the person leaves the disk.",
        left_out="It is not finished; what it becomes is a recording.",
        made_again=True,
        forget=_drop_incoming,
        stays="It goes when nothing comes for two weeks.",
    ),
)
