"""The room's addresses in the API."""

from clew.ground.doors.api import Door, get, post
from clew.rooms.interviews.actions import conduct as conducting
from clew.rooms.interviews.actions import invitations, recordings
from clew.rooms.interviews.actions import studies as acts
from clew.rooms.interviews.actions import transcribing as transcribe_acts
from clew.rooms.interviews.queries import conduct, studies, transcribing

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
    post("studies/{study_id}/interviews", conducting.add_interview),
    get("interviews/{interview_id}", conduct.conduct),
    post("interviews/{interview_id}/start", conducting.start_interview),
    post("interviews/{interview_id}/finish", conducting.finish_interview),
    get("interviews/{interview_id}/notes", conduct.notes),
    post("interviews/{interview_id}/notes", conducting.note),
    post("interviews/{interview_id}/notes/change", conducting.change_note),
    post("interviews/{interview_id}/notes/take-back", conducting.take_note_back),
    post("interviews/{interview_id}/notes/bring-back", conducting.bring_note_back),
    get("interviews/{interview_id}/recordings", conduct.recordings),
    get("interviews/{interview_id}/incoming", conduct.incoming),
    post("interviews/{interview_id}/recordings", recordings.begin_recording),
    post("interviews/{interview_id}/recordings/attach", recordings.attach_recording),
    post("uploads/{upload_id}/keep-recording", recordings.keep_recording),
    post("recordings/{recording_id}/take-away", recordings.take_recording_away),
]

# Acts and queries without an address, and why.
NOT_OFFERED = {
    "add_heard": "what the job does at its end; `transcribe` begins it",
    "guide_of": "what the interviewer's page uses",
    "may_record": "what recording asks; a refusal says so",
    "recording_media": "a place on the server's disk; the page of the recording sends what lies there",
    "make_link": "a person makes it, on the study's page: its secret is shown once",
    "study_of_interview": "what the record's page uses; `study_interviews` lists them",
}
