"""What an assistant may do in the room."""

from clew.ground.doors.api import Tool, get, post
from clew.rooms.interviews.actions.studies import add_study
from clew.rooms.interviews.queries import findings, studies

TOOLS = (
    Tool(get("studies", studies.studies)),
    Tool(get("studies/{study_id}/interviews", studies.study_interviews)),
    Tool(get("studies/{study_id}/findings", findings.findings)),
    Tool(post("studies", add_study), "Begin the study “{title}”"),
)
READERS = {"study": studies.study, "finding": findings.finding}
