from clew.rooms.roadmap.models.blind import (
    BlindEstimate,
    EstimatingRound,
    RoundEstimator,
    RoundFactor,
    RoundIdea,
)
from clew.rooms.roadmap.models.factors import Estimate, Factor
from clew.rooms.roadmap.models.forecasts import Forecast, Throughput
from clew.rooms.roadmap.models.plan import Item, Move, Release
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
from clew.rooms.roadmap.models.trackers import TrackedIdea
from clew.rooms.roadmap.models.views import Baseline, PlanView

__all__ = [
    "Answer",
    "Baseline",
    "BlindEstimate",
    "Estimate",
    "EstimatingRound",
    "Factor",
    "Forecast",
    "Item",
    "Landing",
    "Move",
    "PlanView",
    "RankedIdea",
    "Ranking",
    "Release",
    "Respondent",
    "RespondentKey",
    "RoundEstimator",
    "RoundFactor",
    "RoundIdea",
    "ScoreModel",
    "ScoreVersion",
    "Survey",
    "SurveyDoor",
    "SurveyDoorKey",
    "SurveyIdea",
    "Throughput",
    "TrackedIdea",
]
