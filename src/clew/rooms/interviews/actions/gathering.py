"""The notes of a study as sources, so that themes are found in them and they become evidence like any other words."""

from django.db.models import F, QuerySet

from clew.ground.evidence.api import SourceVersion, add_source, correct_source, mark_read, start_finding_themes
from clew.ground.ledger.api import Refused
from clew.ground.runs.api import Run
from clew.ground.thread.api import archive, get_node, restore
from clew.ground.workspaces.api import Access, Role, act
from clew.rooms.interviews.kinds import ASKED, STUDY
from clew.rooms.interviews.models import Note
from clew.rooms.interviews.queries.held import askers_in

AT_ONCE = 1_000
CHANNEL = "Interview note"


@act("gather the notes of a study")
def gather_notes(access: Access, *, study_id: int) -> int:
    """Each note that stands and was not gathered yet becomes a source, about its interview's person and for this study.

    Says how many did. Gathering again takes those that came since.
    """
    get_node(study_id, kind=STUDY)
    waiting = _standing(study_id).filter(source=None).select_related("interview__node").order_by("pk")[:AT_ONCE]
    return sum(_gather(access, note, study_id) for note in waiting)


def find_study_themes(access: Access, *, study_id: int) -> Run:
    """Gather what was noted in a study, then look for themes in it and in its transcripts, without what the interviewers said, as a run."""
    access.require(Role.EDITOR)
    gather_notes(access, study_id=study_id)
    return start_finding_themes(access, about=study_id, askers=askers_in(access, study_id))


def keep_in_step(access: Access, note: Note) -> None:
    """A gathered note that was changed, taken back or brought back: its source says the same. Called inside an act."""
    if note.source_id is None:
        return
    source = get_node(note.source_id)
    if note.taken_back_at is not None:
        if source.archived_at is None:
            archive(access, node_ids=[source.pk])
        return
    if source.archived_at is not None:
        restore(access, node_ids=[source.pk])
    version = SourceVersion.objects.get(source=note.source_id, number=F("source__version"))
    if version.text != note.text:
        correct_source(access, source_id=source.pk, text=note.text)


def _standing(study_id: int) -> QuerySet[Note]:
    """Notes that stand, without those that only say which question was asked."""
    notes = Note.objects.filter(interview__study=study_id, interview__node__archived_at__isnull=True)
    return notes.filter(taken_back_at=None).exclude(tag=ASKED)


def _gather(access: Access, note: Note, study_id: int) -> bool:
    interview = note.interview
    try:
        source = add_source(
            access,
            text=note.text,
            kind="note",
            person_id=interview.person_id,
            said_on=interview.held_on,
            channel=CHANNEL,
            about=study_id,
        )
    except Refused:  # the very same words of the same person are here already
        return False
    mark_read(access, source_ids=[source.pk])  # whoever noted it has read it
    note.source = source
    note.save(update_fields=["source"])
    return True
