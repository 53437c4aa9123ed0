from clew.rooms.roadmap.models.attachments import Attachment
from clew.rooms.roadmap.models.blind import (
    BlindEstimate,
    EstimatingRound,
    RoundEstimator,
    RoundFactor,
    RoundIdea,
)
from clew.rooms.roadmap.models.connections import (
    SyncedIdea,
    TrackerClash,
    TrackerConnection,
    TrackerKey,
    TrackerOpening,
)
from clew.rooms.roadmap.models.factors import Estimate, Factor, FindingCost
from clew.rooms.roadmap.models.feedback import AnswerMail, Feedback, FeedbackForm
from clew.rooms.roadmap.models.forecasts import Forecast, Throughput
from clew.rooms.roadmap.models.ideas import (
    Field,
    FieldChoice,
    FieldValue,
    IdeaOwner,
    IdeaTag,
    SavedView,
    Tag,
)
from clew.rooms.roadmap.models.plan import Item, Move, Release
from clew.rooms.roadmap.models.portal import (
    Portal,
    PortalComment,
    PortalKey,
    PortalNotice,
    PortalQuiet,
    PortalSession,
    PublishedIdea,
    Suggestion,
)
from clew.rooms.roadmap.models.portfolios import Capacity, Choice, ChosenIdea, Portfolio, PortfolioTie, PutIdea
from clew.rooms.roadmap.models.scores import RankedIdea, Ranking, ScoreModel, ScoreVersion
from clew.rooms.roadmap.models.surveys import (
    Answer,
    Landing,
    Respondent,
    RespondentKey,
    Survey,
    SurveyDoor,
    SurveyDoorKey,
    SurveyIdea,
)
from clew.rooms.roadmap.models.trackers import TrackedFile, TrackedIdea
from clew.rooms.roadmap.models.views import Baseline, PlanView
from clew.rooms.roadmap.models.votes import Tally, Vote, VoteEntry, Voter

__all__ = [
    "Answer",
    "AnswerMail",
    "Attachment",
    "Baseline",
    "BlindEstimate",
    "Capacity",
    "Choice",
    "ChosenIdea",
    "Estimate",
    "EstimatingRound",
    "Factor",
    "Feedback",
    "FeedbackForm",
    "Field",
    "FieldChoice",
    "FieldValue",
    "FindingCost",
    "Forecast",
    "IdeaOwner",
    "IdeaTag",
    "Item",
    "Landing",
    "Move",
    "PlanView",
    "Portal",
    "PortalComment",
    "PortalKey",
    "PortalNotice",
    "PortalQuiet",
    "PortalSession",
    "Portfolio",
    "PortfolioTie",
    "PublishedIdea",
    "PutIdea",
    "RankedIdea",
    "Ranking",
    "Release",
    "Respondent",
    "RespondentKey",
    "RoundEstimator",
    "RoundFactor",
    "RoundIdea",
    "SavedView",
    "ScoreModel",
    "ScoreVersion",
    "Suggestion",
    "Survey",
    "SurveyDoor",
    "SurveyDoorKey",
    "SurveyIdea",
    "SyncedIdea",
    "Tag",
    "Tally",
    "Throughput",
    "TrackedFile",
    "TrackedIdea",
    "TrackerClash",
    "TrackerConnection",
    "TrackerKey",
    "TrackerOpening",
    "Vote",
    "VoteEntry",
    "Voter",
]
