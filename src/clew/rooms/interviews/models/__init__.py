from clew.rooms.interviews.models.assumptions import AssumptionTest
from clew.rooms.interviews.models.coding import (
    BlindMark,
    CodingRound,
    RoundAgreement,
    RoundCode,
    RoundCoder,
    RoundSource,
    Settlement,
)
from clew.rooms.interviews.models.conduct import Incoming, Note, Recording, Sitting
from clew.rooms.interviews.models.consent import ConsentPlan
from clew.rooms.interviews.models.findings import Finding
from clew.rooms.interviews.models.guides import CoachSettings, Dismissal, Guide, GuideVersion
from clew.rooms.interviews.models.invitations import Invitation, InvitationKey
from clew.rooms.interviews.models.keeping import StudyRetention
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
from clew.rooms.interviews.models.schedule import (
    Availability,
    Booking,
    BookingPlan,
    DayHours,
    Notice,
    StudyInterviewer,
    TakenQuarter,
    WeeklyHours,
)
from clew.rooms.interviews.models.sharing import Clip, Reel, Snapshot
from clew.rooms.interviews.models.studies import Candidate, Interview, Study
from clew.rooms.interviews.models.talk import Asking

__all__ = [
    "Asking",
    "AssumptionTest",
    "Availability",
    "BlindMark",
    "Booking",
    "BookingPlan",
    "Candidate",
    "Clip",
    "CoachSettings",
    "CodingRound",
    "ConsentPlan",
    "DayHours",
    "Dismissal",
    "Finding",
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
    "Notice",
    "OpenLink",
    "OpenLinkKey",
    "Quota",
    "Recording",
    "Recruiting",
    "Reel",
    "RoundAgreement",
    "RoundCode",
    "RoundCoder",
    "RoundSource",
    "Screener",
    "ScreenerAnswer",
    "Settlement",
    "Sitting",
    "Snapshot",
    "Study",
    "StudyInterviewer",
    "StudyRetention",
    "TakenQuarter",
    "WeeklyHours",
]
