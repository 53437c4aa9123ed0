"""Holding an interview: begun by a key, noted while it runs, ended; notes may come late and twice, and stand once."""

from uuid import UUID

from django.utils import timezone

from clew.ground.customers.api import Person
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.thread.api import NewNode, add_node, get_node, link, set_state
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions.bookings import close_booking
from clew.rooms.interviews.actions.consent import ask_those
from clew.rooms.interviews.actions.gathering import keep_in_step
from clew.rooms.interviews.actions.studies import INTERVIEWING, reach
from clew.rooms.interviews.kinds import HELD_FOR, INTERVIEW, STUDY
from clew.rooms.interviews.models import Interview, Note, Sitting
from clew.rooms.interviews.models.conduct import LONGEST_MS, TAG_LIMIT, TEXT_LIMIT

BOOKED, RUNNING, HELD = "booked", "running", "held"
MOST_NOTES = 2000
SOMEBODY = "somebody new"


@act("add an interview")
def add_interview(access: Access, *, study_id: int, title: str = "", person_id: int | None = None) -> Interview:
    """A conversation that is about to be held for a study, with somebody known or not."""
    get_node(study_id, kind=STUDY)
    name = SOMEBODY if person_id is None else get_node(person_id, kind="person").title
    node = add_node(access, NewNode(INTERVIEW, title.strip() or named_after(name), state=BOOKED))
    made = Interview.objects.create(
        node=node, workspace_id=access.workspace_id, study_id=study_id, person=Person.objects.filter(pk=person_id).first(),
        interviewer_id=access.user_id,
    )  # fmt: skip
    link(access, upstream=node.pk, verb=HELD_FOR, downstream=study_id)
    if person_id is not None:
        ask_those(access, study_id, [person_id])
    return made


@act("start an interview")
def start_interview(access: Access, *, interview_id: int) -> Sitting:
    """From now on it runs, and notes are counted from here. Started again, it goes on where it began."""
    interview = interview_of(interview_id)
    if interview.node.state not in (BOOKED, RUNNING):
        raise Refused(f"This interview is {interview.node.state}.", remedy="Add another one to the study.")
    made, is_new = Sitting.objects.get_or_create(
        interview=interview, defaults={"workspace_id": access.workspace_id, "started_at": timezone.now()}
    )
    if is_new:
        set_state(interview.node, RUNNING)
        reach(interview.study_id, INTERVIEWING)
        interview.interviewer_id = interview.interviewer_id or access.user_id
        interview.save(update_fields=["interviewer_id"])
    return made


@act("finish an interview")
def finish_interview(access: Access, *, interview_id: int) -> Interview:
    """It is over and was held on the day it began. Notes and recordings can still be added."""
    interview = interview_of(interview_id)
    sitting = Sitting.objects.filter(interview=interview).first()
    if sitting is None or interview.node.state != RUNNING:
        raise Refused("This interview does not run.", remedy="Start it first.")
    sitting.ended_at = timezone.now()
    sitting.save(update_fields=["ended_at"])
    interview.held_on = timezone.localdate(sitting.started_at)
    interview.save(update_fields=["held_on"])
    set_state(interview.node, HELD)
    close_booking(interview.pk)
    return interview


@act("note something")
def note(access: Access, *, interview_id: int, client_id: str, at_ms: int, text: str, tag: str = "") -> Note:
    """Something heard or seen, so many milliseconds after the start. The same `client_id` once more is the same note."""
    interview, key = interview_of(interview_id), _uuid(client_id)
    known = Note.objects.filter(client_id=key).first()
    if known is not None:
        if known.interview_id != interview_id:
            raise Refused("This was noted in another interview.", field="client_id", remedy="Make a new one.")
        return known
    words = {"text": _text(text), "tag": _tag(tag)}
    if not 0 <= at_ms <= LONGEST_MS:
        raise Refused("An interview takes no longer than a day.", field="at_ms", remedy="Count from its start.")
    if Note.objects.filter(interview=interview).count() >= MOST_NOTES:
        raise Refused(f"An interview has {MOST_NOTES:,} notes at most.", field="text", remedy="Take some back.")
    return Note.objects.create(
        workspace_id=access.workspace_id, interview=interview, client_id=key, at_ms=at_ms, author_id=access.user_id,
        **words,
    )  # fmt: skip


@act("change a note")
def change_note(access: Access, *, interview_id: int, client_id: str, text: str, tag: str = "") -> Note:
    found = _note(interview_id, client_id)
    found.text, found.tag = _text(text), _tag(tag)
    found.save(update_fields=["text", "tag"])
    keep_in_step(access, found)
    return found


@act("take a note back")
def take_note_back(access: Access, *, interview_id: int, client_id: str) -> Note:
    """It is shown no more; the history keeps it."""
    found = _note(interview_id, client_id)
    if found.taken_back_at is None:
        found.taken_back_at = timezone.now()
        found.save(update_fields=["taken_back_at"])
        keep_in_step(access, found)
    return found


@act("bring a note back")
def bring_note_back(access: Access, *, interview_id: int, client_id: str) -> Note:
    found = _note(interview_id, client_id)
    found.taken_back_at = None
    found.save(update_fields=["taken_back_at"])
    keep_in_step(access, found)
    return found


def named_after(name: str) -> str:
    return f"Talk with {name}"


def interview_of(interview_id: int) -> Interview:
    return Interview.objects.select_related("node").get(node=get_node(interview_id, kind=INTERVIEW))


def _note(interview_id: int, client_id: str) -> Note:
    found = Note.objects.filter(interview=interview_id, client_id=_uuid(client_id)).first()
    if found is None:
        raise NotFound("No such note.")
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused("That is no UUID.", field="client_id", remedy="Make one where the note is typed.") from error


def _text(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused("A note needs words.", field="text", remedy="Type what you heard.")
    if len(words) > TEXT_LIMIT:
        raise Refused(f"A note has {TEXT_LIMIT:,} characters at most.", field="text", remedy="Make two of it.")
    return words


def _tag(tag: str) -> str:
    word = " ".join(tag.replace("\x00", "").split()).lower()
    if len(word) > TAG_LIMIT:
        raise Refused(f"A tag has {TAG_LIMIT} characters at most.", field="tag", remedy="Shorten it.")
    return word
