"""What is noted and recorded in an interview: how it leaves."""

from django.utils import timezone

from clew.ground.files.api import drop_parts
from clew.ground.ledger.api import Forgot, Table
from clew.rooms.interviews.kinds import ASKED
from clew.rooms.interviews.models import Incoming, Note, Recording, Sitting


def _drop_what_was_noted(person_id: int) -> Forgot:
    """Notes of talks with somebody hold what they said; their questions asked stay."""
    found = Note.objects.filter(interview__person=person_id).exclude(tag=ASKED)
    found.update(text="erased", taken_back_at=timezone.now())
    return Forgot(rows=frozenset(found.values_list("pk", flat=True)))


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
    ),
    Table(
        Recording,
        about="Sound or film of an interview; its content is a file.",
        erased="Recordings of the person are taken away, and their content leaves the disk at once.",
        forget=_drop_recordings,
    ),
    Table(
        Incoming,
        about="A recording that is still coming in.",
        erased="What has come of a recording of the person leaves the disk.",
        left_out="It is not finished; what it becomes is a recording.",
        made_again=True,
        forget=_drop_incoming,
    ),
)
