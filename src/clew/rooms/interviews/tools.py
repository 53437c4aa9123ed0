"""What an assistant may do in the room."""

from clew.ground.doors.api import Tool, ask, get, post
from clew.ground.evidence.api import apply_code
from clew.rooms.interviews.actions.conduct import add_interview
from clew.rooms.interviews.actions.invitations import add_candidates
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.queries import coach, conduct, findings, guides, snapshots, studies, talk
from clew.rooms.interviews.queries.heard import heard
from clew.rooms.interviews.queries.marks import study_marks
from clew.rooms.interviews.queries.not_asked import need_not_asked, study_not_asked
from clew.rooms.interviews.queries.panel import panel
from clew.rooms.interviews.queries.saturation import study_saturation
from clew.rooms.interviews.queries.transcripts import transcript
from clew.rooms.interviews.queries.tree import opportunity_tree

TOOLS = (
    Tool(get("studies", studies.studies)),
    Tool(get("studies/{study_id}/interviews", studies.study_interviews)),
    Tool(get("studies/{study_id}/findings", findings.findings)),
    Tool(get("studies/{study_id}/panel", panel)),
    Tool(get("studies/{study_id}/marks", study_marks)),
    Tool(get("interviews/{interview_id}/transcript", transcript)),
    Tool(get("interviews/{interview_id}/notes", conduct.notes)),
    Tool(get("interviews/{interview_id}/talk", talk.talk)),
    Tool(get("interviews/{interview_id}/snapshot", snapshots.snapshot)),
    Tool(get("interviews/heard", heard)),
    Tool(get("studies/{study_id}/saturation", study_saturation)),
    Tool(get("studies/{study_id}/not-asked", study_not_asked)),
    Tool(get("needs/{need_id}/not-asked", need_not_asked)),
    Tool(get("opportunity-tree", opportunity_tree)),
    Tool(ask("guide-coach/look", coach.look_at_guide)),
    Tool(post("studies", add_study), "Begin the study “{title}”"),
    Tool(
        post("studies/{study_id}/candidates", add_candidates), "Make people {person_ids} candidates of study {study_id}"
    ),
    Tool(post("studies/{study_id}/interviews", add_interview), "Add an interview to study {study_id}"),
    Tool(post("excerpts/{excerpt_id}/code", apply_code), "Give excerpt {excerpt_id} the code “{name}{code_id}”"),
)
READERS = {
    "study": studies.study,
    "finding": findings.finding,
    "interview": conduct.conduct,
    "guide": guides.guide_view,
}
