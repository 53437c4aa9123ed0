"""The room's addresses in the API."""

from clew.ground.doors.api import Door, get, post
from clew.rooms.interviews.actions import invitations
from clew.rooms.interviews.actions import studies as acts
from clew.rooms.interviews.actions import transcribing as transcribe_acts
from clew.rooms.interviews.queries import studies, transcribing

DOORS: list[Door] = [
    get("studies", studies.studies),
    get("studies/{study_id}", studies.study),
    get("studies/{study_id}/interviews", studies.study_interviews),
    get("studies/free-interviews", studies.free_interviews),
    post("studies", acts.add_study),
    post("studies/{study_id}", acts.plan_study),
    post("studies/{study_id}/move", acts.move_study),
    post("studies/{study_id}/decisions", acts.serve_decision),
    post("studies/{study_id}/take-in", acts.take_in),
    get("interviews/{interview_id}/transcribing", transcribing.transcribing),
    post("interviews/{interview_id}/transcribe", transcribe_acts.transcribe),
    post("studies/{study_id}/candidates", invitations.add_candidates),
]

# Acts and queries without an address, and why.
NOT_OFFERED = {
    "add_heard": "what the job does at its end; `transcribe` begins it",
    "make_link": "a person makes it, on the study's page: its secret is shown once",
    "study_of_interview": "what the record's page uses; `study_interviews` lists them",
}
