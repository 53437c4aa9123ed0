from clew.rooms.interviews.models.conduct import Incoming, Note, Recording, Sitting
from clew.rooms.interviews.models.guides import CoachSettings, Dismissal, Guide, GuideVersion
from clew.rooms.interviews.models.invitations import Invitation, InvitationKey
from clew.rooms.interviews.models.recruiting import (
    Incentive,
    InvitationMail,
    Mailing,
    NoContact,
    OpenLink,
    OpenLinkKey,
    Quota,
    Recruiting,
    Screener,
    ScreenerAnswer,
)
from clew.rooms.interviews.models.studies import Candidate, Interview, Study

__all__ = [
    "Candidate",
    "CoachSettings",
    "Dismissal",
    "Guide",
    "GuideVersion",
    "Incentive",
    "Incoming",
    "Interview",
    "Invitation",
    "InvitationKey",
    "InvitationMail",
    "Mailing",
    "NoContact",
    "Note",
    "OpenLink",
    "OpenLinkKey",
    "Quota",
    "Recording",
    "Recruiting",
    "Screener",
    "ScreenerAnswer",
    "Sitting",
    "Study",
]
