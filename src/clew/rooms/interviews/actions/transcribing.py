"""What was said in an interview, written down from its recording by this machine."""

from django.utils import timezone

from clew.ground.evidence.api import (
    GET_SPEECH,
    SOURCE,
    Source,
    Word,
    add_source,
    as_transcript,
    hear_for,
    kept_turns,
    why_no_speech,
)
from clew.ground.files.api import StoredFile
from clew.ground.ledger.api import NotFound, Refused
from clew.ground.runs.api import Run, asked_before, retry, start
from clew.ground.thread.api import Link, get_node, link, set_state, withdraw_link
from clew.ground.workspaces.api import Access, act
from clew.rooms.interviews.actions.bookings import close_booking
from clew.rooms.interviews.actions.conduct import BOOKED, HELD
from clew.rooms.interviews.actions.recordings import may_be_recorded
from clew.rooms.interviews.actions.studies import INTERVIEWING, reach
from clew.rooms.interviews.actions.whose import said_by
from clew.rooms.interviews.kinds import HEARD, INTERVIEW, TRANSCRIBE_JOB
from clew.rooms.interviews.models import Asking, Interview, RoundSource


@act("transcribe an interview")
def transcribe(access: Access, *, interview_id: int, file_id: int) -> Run:
    """Turn a recording into a transcript of this interview, in the background. Asked again for the same recording it goes on where it stopped."""
    interview = _without_transcript(interview_id)
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound("No such file.")
    if missing := why_no_speech():
        raise Refused(missing, field="file", remedy=f"Whoever runs Clew installs it: {GET_SPEECH}")
    may_be_recorded(access, interview.pk)
    key = f"hear-{interview.pk}-{file.sha256[:40]}"
    before = asked_before(access, key)
    if before is not None and before.state in ("failed", "cancelled"):
        return retry(access, run_id=before.pk)
    return start(
        access,
        job=TRANSCRIBE_JOB,
        title=f"Transcribe {interview.node.title}",
        arguments={"file_id": file.pk},
        key=key,
        subject_id=interview.pk,
    )


@act("give an interview its transcript")
def use_transcript(access: Access, *, interview_id: int, source_id: int, replace: bool = False) -> Interview:
    """Words that are here already, from a file or from elsewhere, are what was said in this interview.

    `replace`: also when others stood for it before. These are free again, with their marks; who asked is said anew.
    """
    interview = _locked(interview_id) if replace else _without_transcript(interview_id)
    may_be_recorded(access, interview.pk, what="transcript")
    if interview.source_id == source_id:
        raise Refused("These words stand already.", field="source_id", remedy="Choose another transcript.")
    source = Source.objects.get(node=get_node(source_id, kind=SOURCE))
    if source.kind != "interview":
        raise Refused("This source is no interview.", field="source_id", remedy="Choose the transcript.")
    other = Interview.objects.filter(source=source).values_list("node__title", flat=True).first()
    if other is not None:
        raise Refused(f"These words were said in “{other}”.", field="source_id", remedy="Choose another transcript.")
    said_by(access, source, interview)
    if interview.source_id is not None:
        _set_free(access, interview)
    hear_for(
        access, source_id=source.pk, about=interview.study_id
    )  # consent given for the study decides about its words
    _stands(access, interview, source)
    return interview


@act("add what was heard")
def add_heard(access: Access, *, interview_id: int, channels: list[list[Word]]) -> int:
    """The words become the interview's source. Called by the job at its end."""
    interview = _without_transcript(interview_id)
    may_be_recorded(access, interview.pk, what="transcript")  # it may have been withdrawn while the machine listened
    text, turns = kept_turns(as_transcript(channels))
    if not text:
        raise Refused(
            "No words were heard in this recording.", field="file", remedy="Listen to it; is it the right one?"
        )
    source = add_source(
        access, text=text, turns=turns, title=interview.node.title, kind="interview", channel="Interview",
        said_on=interview.held_on, person_id=interview.person_id, about=interview.study_id,
    )  # fmt: skip
    _stands(access, interview, source)
    return int(source.pk)


def _stands(access: Access, interview: Interview, source: Source) -> None:
    """An interview whose words are here was held, also when nobody started it here."""
    interview.source, interview.person_id = source, interview.person_id or source.person_id
    if interview.node.state == BOOKED:
        starts_on = timezone.localdate(interview.starts_at) if interview.starts_at else None
        interview.held_on = interview.held_on or source.said_on or starts_on
        set_state(interview.node, HELD)
        close_booking(interview.pk)
        reach(interview.study_id, INTERVIEWING)
    interview.save(update_fields=["source", "person", "held_on"])
    link(access, upstream=source.pk, verb=HEARD, downstream=interview.pk)


def _set_free(access: Access, interview: Interview) -> None:
    """Blind marks of a round are compared on the words that were coded."""
    if RoundSource.objects.filter(source=interview.source_id, round__node__archived_at__isnull=True).exists():
        raise Refused("Its words are in a coding round.", field="source_id", remedy="Archive the round first.")
    ties = Link.objects.filter(upstream=interview.source_id, verb=HEARD, downstream=interview.pk, withdrawn_at=None)
    for link_id in list(ties.values_list("pk", flat=True)):
        withdraw_link(access, link_id=link_id, reason="Another transcript stands.")
    Asking.objects.filter(interview=interview).delete()


def _locked(interview_id: int) -> Interview:
    node = get_node(interview_id, kind=INTERVIEW)
    return Interview.objects.select_for_update(of=("self",)).select_related("node").get(node=node)


def _without_transcript(interview_id: int) -> Interview:
    interview = _locked(interview_id)
    if interview.source_id is not None:
        raise Refused("This interview has its transcript.", field="file", remedy="Correct it, or choose another.")
    return interview
