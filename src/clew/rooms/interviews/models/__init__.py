from clew.rooms.interviews.models.invitations import Invitation, InvitationKey
from clew.rooms.interviews.models.studies import Candidate, Interview, Study

__all__ = ["Candidate", "Interview", "Invitation", "InvitationKey", "Study"]
