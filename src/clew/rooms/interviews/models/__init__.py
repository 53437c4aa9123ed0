from clew.rooms.interviews.models.studies import Candidate, Interview, Study

__all__ = ["Candidate", "Interview", "Study"]
