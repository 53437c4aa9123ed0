"""How far an interview is from its recording to its transcript."""

from dataclasses import dataclass

from clew.ground.evidence.api import GET_SPEECH, why_no_speech
from clew.ground.ledger.api import NotFound
from clew.ground.runs.api import RunRow, runs_about
from clew.ground.workspaces.api import Access, read
from clew.rooms.interviews.kinds import TRANSCRIBE_JOB
from clew.rooms.interviews.models import Interview


@dataclass(frozen=True, slots=True)
class Transcribing:
    """`missing`: why this machine cannot write down what it hears, and `get_it` what installs that."""

    source_id: int | None
    run: RunRow | None
    missing: str
    get_it: str


@read
def transcribing(access: Access, interview_id: int) -> Transcribing:
    """Whether an interview has its transcript, whether one is being made, and whether one can be made here."""
    interview = Interview.objects.filter(pk=interview_id).first()
    if interview is None:
        raise NotFound("No such interview.")
    run = runs_about(access, [interview_id], jobs=(TRANSCRIBE_JOB,)).get(interview_id)
    return Transcribing(interview.source_id, run, why_no_speech(), GET_SPEECH)
