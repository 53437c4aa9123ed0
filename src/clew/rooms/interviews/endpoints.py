"""The room's addresses in the API."""

from clew.ground.doors.api import Door, ask, get, post
from clew.rooms.interviews.actions import bookings as booking_acts
from clew.rooms.interviews.actions import coach as teaching
from clew.rooms.interviews.actions import coding as coding_acts
from clew.rooms.interviews.actions import conduct as conducting
from clew.rooms.interviews.actions import guides as guide_acts
from clew.rooms.interviews.actions import hours as hours_acts
from clew.rooms.interviews.actions import invitations, recordings, recruiting, screeners
from clew.rooms.interviews.actions import studies as acts
from clew.rooms.interviews.actions import transcribing as transcribe_acts
from clew.rooms.interviews.actions.mailings import write_invitation
from clew.rooms.interviews.queries import (
    bookings,
    candidates,
    coach,
    conduct,
    guides,
    hours,
    quotas,
    studies,
    transcribing,
)
from clew.rooms.interviews.actions import invitations, reconciling, recordings, recruiting, screeners
from clew.rooms.interviews.actions import studies as acts
from clew.rooms.interviews.actions import transcribing as transcribe_acts
from clew.rooms.interviews.actions.mailings import write_invitation
from clew.rooms.interviews.queries import candidates, coach, coding, conduct, guides, quotas, studies, transcribing
from clew.rooms.interviews.queries import reconciling as reconciled
from clew.rooms.interviews.queries.heard import heard
from clew.rooms.interviews.queries.panel import panel
from clew.rooms.interviews.queries.screeners import screener, try_rules
from clew.rooms.interviews.queries.waiting import answers_to_look_at, mails_not_sent

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
    get("studies/{study_id}/guides", guides.guides_of_study),
    get("guides", guides.guides),
    get("guides/{guide_id}", guides.guide_view),
    post("guides", guide_acts.write_guide),
    post("guides/{guide_id}", guide_acts.edit_guide),
    post("guides/{guide_id}/study", guide_acts.tie_guide),
    post("guides/{guide_id}/copy", guide_acts.copy_guide),
    get("guide-coach", coach.coach_rules),
    post("guide-coach", teaching.choose_rules),
    ask("guide-coach/look", coach.look_at_guide),
    post("guide-coach/dismiss", teaching.dismiss_flag),
    post("guide-coach/bring-back", teaching.bring_flag_back),
    get("studies/{study_id}/panel", panel),
    get("studies/{study_id}/candidates", candidates.candidates),
    get("studies/{study_id}/recruiting", candidates.recruiting),
    post("studies/{study_id}/contact-limit", recruiting.limit_contact),
    get("studies/{study_id}/quotas", quotas.quotas),
    post("studies/{study_id}/quotas", recruiting.set_quota),
    get("studies/{study_id}/screener", screener),
    post("studies/{study_id}/screener", screeners.publish_screener),
    ask("studies/{study_id}/screener/try", try_rules),
    post("studies/{study_id}/screener/close", screeners.close_screener),
    post("studies/{study_id}/invitation", write_invitation),
    get("candidates/{candidate_id}", candidates.candidate),
    post("candidates/settle", recruiting.settle_candidates),
    post("candidates/{candidate_id}/note", recruiting.note_candidate),
    post("candidates/{candidate_id}/incentive", recruiting.set_incentive),
    post("candidates/{candidate_id}/incentive/remove", recruiting.remove_incentive),
    post("people/{person_id}/stop-asking", recruiting.stop_asking),
    post("people/{person_id}/ask-again", recruiting.ask_again),
    get("interviews/heard", heard),
    get("interviews/answers-to-look-at", answers_to_look_at),
    get("interviews/mails-not-sent", mails_not_sent),
    get("interview-hours", hours.hours),
    get("interview-hours/interviewers", hours.interviewers),
    post("interview-hours", hours_acts.set_hours),
    post("interview-hours/days", hours_acts.set_day),
    post("interview-hours/days/usual", hours_acts.clear_day),
    get("studies/{study_id}/hours", hours.study_plan),
    get("studies/{study_id}/hours/open", hours.open_hours),
    post("studies/{study_id}/hours", hours_acts.plan_bookings),
    get("studies/{study_id}/may-book", bookings.may_book),
    get("schedule", bookings.schedule),
    get("interviews/{interview_id}/booking", bookings.booking),
    post("interviews", booking_acts.book),
    post("interviews/{interview_id}/move", booking_acts.move_booking),
    post("interviews/{interview_id}/call-off", booking_acts.call_off),
    post("interviews/{interview_id}/held", booking_acts.note_held),
    post("interviews/{interview_id}/missed", booking_acts.note_missed),
    get("studies/{study_id}/coding-rounds", coding.coding_rounds),
    get("coding-rounds/{round_id}", coding.coding_round),
    get("coding-rounds/{round_id}/marks", coding.blind_marks),
    get("coding-rounds/{round_id}/sources/{source_id}", coding.coding_sheet),
    get("coding-rounds/{round_id}/sources/{source_id}/passages", reconciled.passages),
    get("coding-rounds/{round_id}/agreement", reconciled.coding_agreement),
    get("coding-rounds/{round_id}/agreement/again", reconciled.recompute_agreement),
    get("coding-rounds/coders-of/{excerpt_id}", reconciled.coders_of_excerpt),
    post("studies/{study_id}/coding-rounds", coding_acts.begin_round),
    post("coding-rounds/{round_id}/sources/{source_id}/mark", coding_acts.mark_blind),
    post("coding-rounds/marks/{mark_id}/withdraw", coding_acts.withdraw_blind_mark),
    post("coding-rounds/{round_id}/finish", coding_acts.finish_coding),
    post("coding-rounds/{round_id}/leave-out", coding_acts.leave_out_coder),
    post("coding-rounds/{round_id}/settle", reconciling.settle_marks),
    post("coding-rounds/{round_id}/sources/{source_id}/settle-agreed", reconciling.settle_agreed),
    post("coding-rounds/{round_id}/close", reconciling.close_round),
]

# Acts and queries without an address, and why.
NOT_OFFERED = {
    "add_heard": "what the job does at its end; `transcribe` begins it",
    "guide_of": "what the interviewer's page uses",
    "may_record": "what recording asks; a refusal says so",
    "recording_media": "a place on the server's disk; the page of the recording sends what lies there",
    "guide": "what the record's page shows; `guide_view` gives a guide, `look_at_guide` what the coach says",
    "coach": "what the coach goes by; `coach_rules` says it in words",
    "place_of_passage": "what a link to a passage uses; `passages` tells their places",
    "codes_in_scope": "what the coders' picker uses; `coding_round` tells them, or `codes`",
    "make_link": "a person makes it, on the study's page: its secret is shown once",
    "open_screener": "a person opens it, on the screener's page: its secret is shown once",
    "open_link": "what the screener's page shows of it",
    "question_keys": "what the screener's page needs to name a new question",
    "state_of_invited": "what a participant's page shows of themselves",
    "words_of_study": "what the page before the mails shows; `recruiting` has a study's own words",
    "chosen_candidates": "what the page before the mails shows; `candidates` lists them",
    "invite_candidates": "a person sends mails, after seeing who gets them and what they say",
    "begin_mail": "the run's own step; its answer holds a secret",
    "end_mail": "the run's own step",
    "end_mailing": "the run's own end",
    "answer_screener": "done by whoever holds a personal link, on its page",
    "decline": "done by whoever holds a personal link, on its page",
    "answer_openly": "done by whoever follows a posted link, on its page",
    "book_by_link": "the participant does it, on the page that their link opens",
    "move_by_link": "the participant does it, on the page that their link opens",
    "call_off_by_link": "the participant does it, on the page that their link opens",
    "standing_booking": "what the participant's page shows; `booking` gives a member the same",
    "may_book_now": "what the participant's page asks; `may_book` lists who may",
    "study_of_interview": "what the record's page uses; `study_interviews` lists them",
}
