from clew.rooms.interviews.models.conduct import Incoming, Note, Recording, Sitting
from clew.rooms.interviews.models.guides import CoachSettings, Dismissal, Guide, GuideVersion
from clew.rooms.interviews.models.invitations import Invitation, InvitationKey
from clew.rooms.interviews.models.studies import Candidate, Interview, Study

__all__ = [
    "Candidate",
    "CoachSettings",
    "Dismissal",
    "Guide",
    "GuideVersion",
    "Incoming",
    "Interview",
    "Invitation",
    "InvitationKey",
    "Note",
    "Recording",
    "Sitting",
    "Study",
]
