from clew.rooms.roadmap.models.factors import Estimate, Factor
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
    "Estimate",
    "Factor",
    "Item",
    "Landing",
    "Move",
    "PlanView",
    "RankedIdea",
    "Ranking",
    "Release",
    "Respondent",
    "RespondentKey",
    "ScoreModel",
    "ScoreVersion",
    "Survey",
    "SurveyDoor",
    "SurveyDoorKey",
    "SurveyIdea",
    "TrackedIdea",
]
